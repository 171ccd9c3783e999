"""Every chart, from plain points to data: a Plotly figure, and the coordinates of the SVG that stands before it.

The form says what a number is: actual solid, target outlined, superseded target dotted, forecast dashed, a missing
year a ring on the axis and never a zero, a new definition a break in the line.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from indicators.axes import Axis

FONT = '"Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", system-ui, sans-serif'

# The light values of the --chart-* tokens (static/css/tokens.css; a test holds them equal). The page repaints by role.
PALETTE = {
    "actual": "#2b3444",
    "previous": "#b9bec8",
    "target": "#5a6170",
    "superseded": "#8a909c",
    "forecast": "#7b8494",
    "grid": "#e7e7e7",
}


@dataclass(frozen=True)
class Point:
    """One number of one fiscal year, with the text that is printed for it. A range has its two ends as well."""

    fiscal_year: int
    value: Decimal
    text: str
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def extremes(self):
        return tuple(end for end in (self.value, self.low, self.high) if end is not None)


@dataclass(frozen=True)
class Line:
    """Points that belong together, and the name they go by; `is_joined`: something is expected between them."""

    name: str
    points: tuple[Point, ...]
    is_joined: bool = True


@dataclass(frozen=True)
class Drawing:
    """What a chart of one indicator shows, in no particular technique. `missing` maps a fiscal year to its reason."""

    title: str
    unit: str
    year_labels: dict[int, str]
    actual: tuple[Point, ...] = ()
    missing: dict[int, str] = field(default_factory=dict)
    forecast: tuple[Point, ...] = ()
    targets: tuple[Line, ...] = ()
    superseded: tuple[Line, ...] = ()
    breaks: tuple[int, ...] = ()

    @property
    def is_empty(self):
        """Whether there is no number to draw."""
        return not self.extremes

    @property
    def extremes(self):
        lines = [self.actual, self.forecast, *(line.points for line in (*self.targets, *self.superseded))]
        return [end for points in lines for point in points for end in point.extremes]

    @property
    def outlook(self):
        """The forecasts, led on from the last actual before them."""
        before = [point for point in self.actual if self.forecast and point.fiscal_year < self.forecast[0].fiscal_year]
        return (*before[-1:], *self.forecast)

    @property
    def segments(self):
        """The actual points cut at every break and every gap, each with whether it has the present definition."""
        current_from = max(self.breaks, default=None)
        segments, previous = [], None
        for point in self.actual:
            if previous is None or self.is_cut_between(previous, point.fiscal_year):
                segments.append([])
            segments[-1].append(point)
            previous = point.fiscal_year
        return [(current_from is None or part[0].fiscal_year >= current_from, tuple(part)) for part in segments]

    def is_cut_between(self, earlier, later):
        return later - earlier > 1 or any(earlier < cut <= later for cut in self.breaks)


# Plotly


def figure(drawing):
    """The Plotly figure of a drawing. Each trace says its role in `meta`, so that a page can repaint it by theme."""
    chart = go.Figure(layout=layout(drawing))
    for role, line in roles(drawing):
        chart.add_trace(trace(role, line))
    return chart


def roles(drawing):
    """(role, line) for everything that is drawn, what lies on top last."""
    yield from (("superseded", line) for line in drawing.superseded)
    yield from (("target", line) for line in drawing.targets)
    if drawing.forecast:
        yield "forecast", Line(_("Forecast"), drawing.outlook)
    for is_current, role, name in ((False, "previous", _("Actual, earlier definition")), (True, "actual", _("Actual"))):
        points = joined([part for current, part in drawing.segments if current is is_current])
        if points:
            yield role, Line(name, tuple(points))


def joined(segments):
    """The segments in one list, with None between them where the line is cut."""
    points = []
    for segment in segments:
        points.extend([None, *segment] if points else segment)
    return points


FORMS = {
    "superseded": ({"dash": "dot", "width": 1.5}, "circle-open"),
    "target": ({"width": 1}, "circle-open"),
    "previous": ({"width": 2.5}, "circle"),
    "actual": ({"width": 2.5}, "circle"),
    "forecast": ({"dash": "dash", "width": 1.5}, "circle-open"),
}


def trace(role, line):
    """One line of a chart. None among the points cuts it."""
    form, symbol = FORMS[role]
    points = line.points
    return go.Scatter(
        name=line.name,
        meta={"role": role},
        mode="lines+markers" if line.is_joined else "markers",
        x=[None if point is None else point.fiscal_year for point in points],
        y=[None if point is None else float(point.value) for point in points],
        text=["" if point is None else point.text for point in points],
        error_y=range_bars(points),
        hovertemplate="%{text}<extra>%{fullData.name}</extra>",
        connectgaps=False,
        cliponaxis=False,
        line={"color": PALETTE[role], **form},
        marker={"symbol": symbol, "size": 8, "color": PALETTE[role]},
    )


def range_bars(points):
    """Bars from the lower to the upper end, for targets that are ranges; None where there are none."""
    if not any(point is not None and point.low is not None for point in points):
        return None
    reach = [(point.high - point.low) / 2 if point is not None and point.low is not None else 0 for point in points]
    return {"type": "data", "array": [float(half) for half in reach], "thickness": 1.5, "width": 6}


def layout(drawing):
    """Axes, rings for missing years and lines at series breaks."""
    axis = Axis.over(drawing.extremes)
    years = list(drawing.year_labels)
    return go.Layout(
        template=TEMPLATE,
        xaxis={
            "tickvals": years,
            "ticktext": list(drawing.year_labels.values()),
            "range": [years[0] - 0.5, years[-1] + 0.5] if years else None,
        },
        yaxis={"range": [float(axis.lowest), float(axis.highest)], "title": {"text": drawing.unit}},
        shapes=[ring(year) for year in drawing.missing] + [break_line(year) for year in drawing.breaks],
        annotations=[break_note(year) for year in drawing.breaks],
    )


def ring(year):
    """The mark of a missing year: a dashed ring on the axis, at no height."""
    return {
        "type": "circle", "xref": "x", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel",
        "xanchor": year, "yanchor": 0, "x0": -5, "x1": 5, "y0": -5, "y1": 5,
        "line": {"color": PALETTE["superseded"], "dash": "dot", "width": 1.5}, "name": "missing",
    }  # fmt: skip


def break_line(year):
    """The dashed line between two definitions."""
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": year - 0.5, "x1": year - 0.5, "y0": 0, "y1": 1,
        "line": {"color": PALETTE["superseded"], "dash": "dash", "width": 1}, "name": "break",
    }  # fmt: skip


def break_note(year):
    return {
        "x": year - 0.5, "y": 1, "xref": "x", "yref": "paper", "xanchor": "left", "yanchor": "bottom",
        "text": _("new definition"), "showarrow": False,
    }  # fmt: skip


TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 12, "color": PALETTE["target"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 56, "r": 16, "t": 28, "b": 40},
        "height": 360,
        "hovermode": "closest",
        "legend": {"orientation": "h", "y": -0.16, "x": 0},
        "xaxis": {"showgrid": False, "fixedrange": True, "zeroline": False, "linecolor": PALETTE["superseded"]},
        "yaxis": {"gridcolor": PALETTE["grid"], "fixedrange": True, "zeroline": False, "automargin": True},
    }
)
