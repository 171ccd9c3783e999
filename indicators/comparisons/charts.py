"""The charts of a comparison, for Plotly and as SVG: lines distinguished by dash, mark and a letter at their end."""

from decimal import Decimal

import plotly.graph_objects as go

from indicators.charts.chart_data import spread_heights
from indicators.charts.plotly_figures import PALETTE, TEMPLATE
from indicators.charts.svg_elements import NARROW, WIDE, Stroke, Svg, SvgText
from indicators.charts.text_width import clip_text, short_number, width_of
from plans.fiscal_years import fiscal_year_label
from plans.text.languages import active_language

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "x")
SIZE, NAME_ROOM, GAP = 5, 190, 17
HEIGHT, TOP, BOTTOM, LEFT = 400, 40, 46, 64


def colour_role(place):
    """The colour of a line by its place: the second six are lighter, and their marks open."""
    return "actual" if place < len(DASHES) else "forecast"


def line_style(place):
    """The style of a line and its marks, as in the style sheet."""
    return f"{place % len(DASHES)} is-light" if place >= len(DASHES) else f"{place}"


def build_comparison_figure(panel):
    """The Plotly figure of a panel; each trace has its role in `meta`, so that the page can repaint it by theme."""
    axis, years = panel.axis, list(panel.years)
    return go.Figure(
        data=[build_trace(track) for track in panel.tracks],
        layout=go.Layout(
            template=TEMPLATE,
            margin={"l": LEFT, "r": NAME_ROOM, "t": TOP, "b": BOTTOM},
            xaxis={
                "tickvals": years,
                "ticktext": [year_label(year) for year in years],
                "range": [years[0] - 0.5, years[-1] + 0.5],
            },
            yaxis={
                "range": [float(end) for end in axis.ends],
                "tickvals": [float(tick) for tick in axis.ticks],
                "ticktext": [short_number(tick) for tick in axis.ticks],
            },
            annotations=[*end_labels(panel, axis), *unit_note(panel)],
        ),
    )


def build_trace(track):
    points = []
    for segment in track.segments:
        points.extend([None, *segment] if points else segment)
    color, is_open = PALETTE[colour_role(track.place)], track.place >= len(SYMBOLS)
    symbol = SYMBOLS[track.place % len(SYMBOLS)]
    return go.Scatter(
        name=f"{track.letter} {track.name}",
        meta={"role": colour_role(track.place)},
        mode="lines+markers",
        x=[None if point is None else point.fiscal_year for point in points],
        y=[None if point is None else float(point.value) for point in points],
        text=["" if point is None else point.text for point in points],
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
        cliponaxis=False,
        line={"color": color, "width": 1.75, "dash": DASHES[track.place % len(DASHES)]},
        marker={"symbol": f"{symbol}-open" if is_open else symbol, "size": 9, "color": color},
    )


def end_labels(panel, axis):
    plot = HEIGHT - TOP - BOTTOM
    wishes = [-plot * float(axis.share(track.points[-1].value)) for track in panel.tracks]
    return [
        {
            "x": 1, "y": round(-y / plot, 4), "xref": "paper", "yref": "paper", "xanchor": "left", "align": "left",
            "xshift": 6, "text": f"<b>{track.letter}</b> {clip_text(escape_tags(track.name), NAME_ROOM - 30, 12)}",
            "showarrow": False, "name": "end",
        }
        for track, y in zip(panel.tracks, spread_heights(wishes, GAP, -plot, 0), strict=True)
    ]  # fmt: skip


def unit_note(panel):
    if panel.unit:
        yield {
            "x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom", "yshift": 14,
            "xshift": -8, "text": escape_tags(clip_text(panel.unit, 52, 12)), "showarrow": False, "name": "unit",
        }  # fmt: skip


def escape_tags(text):
    """Plotly runs tags in a name."""
    return text.replace("<", "‹").replace(">", "›")


def draw_comparison_svgs(panel):
    """[(size, Svg)] for a wide and a narrow page."""
    return [("wide", PanelSvg(panel, WIDE).draw()), ("narrow", PanelSvg(panel, NARROW).draw())]


class PanelSvg:
    """The lines of a panel in one format."""

    def __init__(self, panel, form):
        self.panel, self.form, self.axis = panel, form, panel.axis
        self.svg = Svg(form.width, form.height)
        self.ticks = [short_number(tick) for tick in self.axis.ticks]
        self.svg.left = max(28, round(max(width_of(text, form.letter) for text in self.ticks)) + 12)
        self.svg.right = form.width - (NAME_ROOM if form.has_ends else 26)
        self.svg.floor = form.height - form.bottom

    @property
    def slot(self):
        return (self.svg.right - self.svg.left) / len(self.panel.years)

    def x(self, year):
        return round(self.svg.left + self.slot * (year - self.panel.years[0] + 0.5), 1)

    def y(self, number):
        return round(self.svg.floor - float(self.axis.share(number)) * (self.svg.floor - self.form.top), 1)

    def draw(self):
        svg = self.svg
        svg.ticks = [(self.y(tick), text) for tick, text in zip(self.axis.ticks, self.ticks, strict=True)]
        svg.zero = self.y(Decimal(0)) if self.axis.lowest <= 0 <= self.axis.highest else None
        svg.years = self._years()
        if self.panel.unit:
            unit = clip_text(self.panel.unit, svg.right - svg.left, self.form.letter)
            svg.texts.append(SvgText("text", 4, 14, unit, "start"))
        for track in self.panel.tracks:
            self._draw_line(track)
        self._name_ends()
        return svg

    def _years(self):
        labels = {year: year_label(year) for year in self.panel.years}
        widest = max(width_of(label, self.form.letter) for label in labels.values()) + 4
        every, last = max(1, -(-int(widest) // max(int(self.slot), 1))), self.panel.years[-1]
        return [(self.x(year), label, "") for year, label in labels.items() if (last - year) % every == 0]

    def _draw_line(self, track):
        kind = line_style(track.place)
        for segment in track.segments:
            places = [(self.x(point.fiscal_year), self.y(point.value)) for point in segment]
            if len(places) > 1:
                self.svg.strokes.append(Stroke(f"line-{kind}", "M" + "L".join(f"{x} {y}" for x, y in places)))
            self.svg.strokes.extend(Stroke(f"sign-{kind}", marker_path(track.place, x, y)) for x, y in places)

    def _name_ends(self):
        wishes = [self.y(track.points[-1].value) + 4 for track in self.panel.tracks]
        heights = spread_heights(wishes, GAP if self.form.has_ends else 12, self.form.top - 8, self.svg.floor - 4)
        for track, y in zip(self.panel.tracks, heights, strict=True):
            name = f"{track.letter} {track.name}" if self.form.has_ends else track.letter
            text = clip_text(name, self.form.width - self.svg.right - 8, self.form.number)
            self.svg.texts.append(SvgText("note", self.svg.right + 6, round(y, 1), text, "start"))


def marker_path(place, x, y, size=SIZE):
    signs = (
        f"M{x - size} {y}a{size} {size} 0 1 0 {2 * size} 0a{size} {size} 0 1 0 {-2 * size} 0z",
        f"M{x - 4.5} {y - 4.5}h9v9h-9z",
        f"M{x} {y - 6}l6 6l-6 6l-6 -6z",
        f"M{x} {y - 6}l6 10h-12z",
        f"M{x} {y + 6}l6 -10h-12z",
        f"M{x} {y - 2}l3 -3l2 2l-3 3l3 3l-2 2l-3 -3l-3 3l-2 -2l3 -3l-3 -3l2 -2z",
    )
    return signs[place % len(signs)]


def year_label(year):
    """FY2025, in Japanese 2025年度."""
    return fiscal_year_label(year, "nendo" if active_language() == "ja" else "fy")
