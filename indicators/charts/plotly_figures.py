"""Every Plotly figure: one template, fonts and colours from the style sheet's tokens, a role on each trace for repainting."""

from dataclasses import replace
from itertools import chain

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from indicators.charts.chart_data import ChartLine, spread_heights
from indicators.charts.text_width import short_number, width_of, wrap_text

FONT = '"Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", system-ui, sans-serif'

# The light values of the --chart-* tokens (static/css/tokens.css; a test holds them equal). The page repaints by role.
PALETTE = {
    "actual": "#2b3444",
    "previous": "#b9bec8",
    "target": "#5a6170",
    "superseded": "#8a909c",
    "forecast": "#7b8494",
    "trend": "#6b7280",
    "grid": "#e7e7e7",
}
INK, PAPER = "#1a1a1a", "#ffffff"
HEIGHT, TOP, BOTTOM = 400, 40, 46
BAR, LABEL_ROOM = 0.56, 26


def build_figure(data):
    """The Plotly figure; each trace has its role in `meta`, so that the page can repaint it by theme."""
    chart = go.Figure(layout=layout(data))
    for role, line in lines_by_role(data):
        is_bar = data.is_bars and role in ("actual", "previous", "forecast")
        chart.add_trace((build_bars if is_bar else build_line)(role, line))
    return chart


def lines_by_role(data):
    """(role, line), topmost last."""
    yield from actual_lines(data)
    if data.forecast:
        points = data.forecast.points if data.is_bars else data.points_from_last_actual(data.forecast)
        yield "forecast", ChartLine(data.forecast.name, points)
    if data.trend:
        yield "trend", replace(data.trend, points=data.points_from_last_actual(data.trend))
    yield from (("superseded", line) for line in data.superseded)
    yield from (("target", line) for line in data.targets)
    yield from (("expected", ChartLine(point.text, (point,))) for point in data.expected)


def actual_lines(data):
    for is_current, role, name in ((False, "previous", _("Actual, earlier definition")), (True, "actual", _("Actual"))):
        points = points_with_cuts([part for current, part in data.segments if current is is_current])
        if points:
            yield role, ChartLine(name, tuple(points))


def points_with_cuts(segments):
    """The segments in one list, with None between them where the line is cut."""
    points = []
    for segment in segments:
        points.extend([None, *segment] if points else segment)
    return points


FORMS = {
    "superseded": ({"dash": "dot", "width": 1.5}, "circle-open", 5),
    "target": ({"width": 1.75}, "circle-open", 8),
    "previous": ({"width": 2.5}, "circle", 8),
    "actual": ({"width": 2.5}, "circle", 8),
    "forecast": ({"dash": "dash", "width": 1.5}, "circle-open", 8),
    "trend": ({"dash": "dashdot", "width": 1}, "circle-open", 5),
    "expected": ({"width": 2}, "line-ew-open", 26),
}


def colour(role):
    return INK if role == "expected" else PALETTE[role]


def build_line(role, line):
    """None among the points cuts the line."""
    form, symbol, size = FORMS[role]
    return go.Scatter(
        **names_and_places(role, line),
        mode="lines+markers" if line.is_joined else "markers",
        hovertemplate="%{text}<extra></extra>",
        text=["" if point is None else point.text for point in line.points],
        error_y=range_bars(line.points),
        connectgaps=False,
        cliponaxis=False,
        line={"color": colour(role), "shape": "hv" if line.is_stepped else "linear", **form},
        marker={"symbol": symbol, "size": size, "color": colour(role)},
    )


def build_bars(role, line):
    """A year without a value has no bar."""
    points = [point for point in line.points if point is not None]
    return go.Bar(
        **names_and_places(role, ChartLine(line.name, tuple(points))),
        width=BAR,
        hovertext=[point.text for point in points],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        error_y=range_bars(points),
        marker=hatching() if role == "forecast" else {"color": PALETTE[role]},
    )


def hatching():
    """Plotly has no dashed edge of a bar."""
    pattern = {"shape": "/", "size": 6, "solidity": 0.2, "fgcolor": PALETTE["forecast"], "bgcolor": "rgba(0,0,0,0)"}
    return {"color": "rgba(0,0,0,0)", "line": {"color": PALETTE["forecast"], "width": 1.25}, "pattern": pattern}


def names_and_places(role, line):
    return {
        "name": line.name,
        "meta": {"role": role},
        "x": [None if point is None else x_of(role, line, point) for point in line.points],
        "y": [None if point is None else float(point.value) for point in line.points],
    }


def x_of(role, line, point):
    """A trend is drawn beside its years, except for the actual that it starts from."""
    return point.fiscal_year + (line.shift if role != "trend" or point.low is not None else 0)


def range_bars(points):
    """Whiskers of ranges; None where there are no ranges."""
    if not any(point is not None and point.low is not None for point in points):
        return None
    reach = [(0, 0) if point is None or point.low is None else reach_of(point) for point in points]
    up, down = zip(*reach, strict=True)
    ends = {"array": [float(end) for end in up], "arrayminus": [float(end) for end in down]}
    return {"type": "data", "symmetric": False, **ends, "thickness": 1.25, "width": 5}


def reach_of(point):
    return point.high - point.value, point.value - point.low


def layout(data):
    axis, years = data.axis, list(data.year_labels)
    return go.Layout(
        template=TEMPLATE,
        margin={"l": left_margin(axis), "r": right_margin(data), "t": TOP, "b": BOTTOM},
        xaxis={
            "tickvals": years,
            "ticktext": [with_era(label, data.eras.get(year)) for year, label in data.year_labels.items()],
            "range": [years[0] - 0.5, years[-1] + 0.5] if years else None,
        },
        yaxis={
            "range": [float(end) for end in axis.ends],
            "tickvals": [float(tick) for tick in axis.ticks],
            "ticktext": [short_number(tick) for tick in axis.ticks],
        },
        shapes=[missing_ring(year) for year in data.missing] + [break_line(year) for year in data.breaks],
        annotations=list(
            chain(unit_note(data), break_notes(data), value_labels(data), missing_reasons(data), end_labels(data))
        ),
    )


def left_margin(axis):
    return max(28, round(max(width_of(short_number(tick), 12) for tick in axis.ticks)) + 12)


def right_margin(data):
    wanted = [width_of(text, 13) for _role, line in data.ends for text in (line.label, line.note)]
    return min(190, round(max(wanted)) + 16) if wanted else 14


def with_era(label, era):
    return f"{label}<br>{era}" if era else label


def missing_ring(year):
    return {
        "type": "circle", "xref": "x", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel",
        "xanchor": year, "yanchor": 0, "x0": -6, "x1": 6, "y0": 6, "y1": 18,
        "line": {"color": PALETTE["superseded"], "dash": "dot", "width": 1.5}, "name": "missing",
    }  # fmt: skip


def break_line(year):
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": year - 0.5, "x1": year - 0.5, "y0": 0, "y1": 1,
        "line": {"color": PALETTE["superseded"], "dash": "dash", "width": 1}, "name": "break",
    }  # fmt: skip


def break_notes(data):
    for year, why in data.breaks.items():
        is_far = list(data.year_labels).index(year) * 2 > len(data.year_labels)
        yield {
            "x": year - 0.5, "y": 1, "xref": "x", "yref": "paper", "xanchor": "right" if is_far else "left",
            "yanchor": "bottom", "text": why, "showarrow": False, "name": "break",
        }  # fmt: skip


def value_labels(data):
    """Inside a bar that is high enough, else beyond its end; above all lines."""
    plot, axis = HEIGHT - TOP - BOTTOM, data.axis
    for point in data.actual:
        height = plot * float(abs(point.value) / (axis.highest - axis.lowest)) if data.is_bars else 0
        is_inside = data.is_current(point) and height > LABEL_ROOM
        is_down = data.is_bars and point.value < 0
        yield {
            "x": point.fiscal_year, "y": float(point.value), "xref": "x", "yref": "y", "showarrow": False,
            "text": value_label(point), "name": "inside" if is_inside else "value",
            "yanchor": "top" if is_inside is not is_down else "bottom", "borderpad": 2,
            "yshift": (-3 if is_inside is not is_down else 3) * (1 if is_inside or data.is_bars else 2),
            **({"bgcolor": PALETTE["actual"], "font": {"color": PAPER}} if is_inside else {}),
        }  # fmt: skip


def value_label(point):
    label = f"<b>{point.label}</b>"
    return f"{label}<br>{_('prov.')}" if point.is_provisional else label


def missing_reasons(data):
    """The reason above the ring; the script leaves it out on a narrow page, where the table has it."""
    for year, why in data.missing.items():
        lines = "<br>".join(wrap_text(why, 64, 12, most=3))
        yield {
            "x": year, "y": 0, "xref": "x", "yref": "paper", "yanchor": "bottom", "yshift": 20,
            "text": lines, "showarrow": False, "name": "end",
        }  # fmt: skip


def unit_note(data):
    if data.unit:
        yield {
            "x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom", "yshift": 12,
            "text": data.unit if len(data.unit) < 5 else "", "showarrow": False, "name": "unit",
        }  # fmt: skip


def end_labels(data):
    """The names of the series at their ends; the script leaves them out on a narrow page."""
    plot, axis = HEIGHT - TOP - BOTTOM, data.axis
    wishes = [-plot * float(axis.share(line.points[-1].value)) for _role, line in data.ends]
    for (role, line), y in zip(data.ends, spread_heights(wishes, 32, -plot, 0), strict=True):
        label = f"<b>{line.label}</b>" if role == "target" else line.label
        yield {
            "x": 1, "y": round(-y / plot, 4), "xref": "paper", "yref": "paper", "xanchor": "left", "align": "left",
            "yanchor": "middle", "xshift": 6, "text": f"{label}<br>{line.note}" if line.note else label, "showarrow": False, "name": "end",
        }  # fmt: skip


TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 12, "color": PALETTE["target"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "height": HEIGHT,
        "hovermode": "closest",
        "showlegend": False,
        "barmode": "overlay",
        "xaxis": {"showgrid": False, "fixedrange": True, "zeroline": False, "linecolor": PALETTE["superseded"]},
        "yaxis": {"gridcolor": PALETTE["grid"], "fixedrange": True, "zeroline": True},
    }
)
