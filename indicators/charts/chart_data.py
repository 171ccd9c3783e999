"""The data of an indicator's chart, for SVG and Plotly alike. Pure: numbers and words only.

The form shows what a number is: actual solid, earlier definition grey, target outlined, superseded target dotted, an office's
forecast hatched, the trend a thin line with its range beside it, a missing year a ring on the axis and never a zero, a new
definition a break.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from indicators.charts.axes import Axis
from indicators.loading.year_gaps import place_of

MOST_BARS = 16


@dataclass(frozen=True)
class Point:
    """One number of one fiscal year: `text` in full, `label` beside the mark. A range has two ends as well."""

    fiscal_year: int
    value: Decimal
    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    label: str = ""
    is_provisional: bool = False
    is_guide: bool = False

    @property
    def extremes(self):
        return tuple(end for end in (self.value, self.low, self.high) if end is not None)


@dataclass(frozen=True)
class ChartLine:
    """A series of points; `label` and `note` are printed at its end.

    `is_joined`: something is expected between them; `is_stepped`: it stays the same until it changes. `shift`: how far from
    its year each point is drawn, as a share of the year's width.
    """

    name: str
    points: tuple[Point, ...]
    is_joined: bool = True
    is_stepped: bool = False
    label: str = ""
    note: str = ""
    shift: float = 0


@dataclass(frozen=True)
class ChartData:
    """`missing` and `breaks` map a fiscal year to its reason; `eras` to its other name.

    `forecast`: by an office; `trend`: where the figures alone would lead, each point with its range. `bounds`: what no figure can
    lie beyond. `is_rank`: a line with the best on top, for a small number is the good one.
    """

    title: str
    unit: str
    year_labels: Mapping[int, str]
    eras: Mapping[int, str] = field(default_factory=dict)
    summary: str = ""
    actual: tuple[Point, ...] = ()
    missing: Mapping[int, str] = field(default_factory=dict)
    forecast: ChartLine | None = None
    trend: ChartLine | None = None
    targets: tuple[ChartLine, ...] = ()
    superseded: tuple[ChartLine, ...] = ()
    expected: tuple[Point, ...] = ()
    breaks: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_rank: bool = False
    bounds: tuple[Decimal, Decimal] | None = None

    @property
    def is_empty(self):
        return not self.extremes

    @property
    def extremes(self):
        return [end for points in self._rows for point in points for end in point.extremes]

    @property
    def _rows(self):
        lines = [*self.targets, *self.superseded, *filter(None, (self.forecast, self.trend))]
        return [self.actual, self.expected, *(line.points for line in lines)]

    @property
    def axis(self):
        return Axis.of_ranks(self.extremes) if self.is_rank else Axis.over(self.extremes, self.bounds)

    @property
    def is_bars(self):
        """Whether years are drawn as bars: few of them, and an axis that starts at zero."""
        axis = self.axis
        return not self.is_rank and len(self.year_labels) <= MOST_BARS and axis.lowest <= 0 <= axis.highest

    def points_from_last_actual(self, line):
        """The points of a forecast or trend, after the last actual before them."""
        before = [point for point in self.actual if point.fiscal_year < line.points[0].fiscal_year]
        return (*before[-1:], *line.points)

    @property
    def segments(self):
        """[(whether it has the present definition, points)]: the actuals, cut at every break and every gap."""
        segments, previous = [], None
        for point in self.actual:
            if previous is None or self.is_cut_between(previous, point.fiscal_year):
                segments.append([])
            segments[-1].append(point)
            previous = point.fiscal_year
        return [(self.is_current(part[0]), tuple(part)) for part in segments]

    def is_current(self, point):
        return point.fiscal_year >= max(self.breaks, default=point.fiscal_year)

    def is_cut_between(self, earlier, later):
        return later - earlier > 1 or any(earlier < cut <= later for cut in self.breaks)

    @property
    def ends(self):
        """[(role, line)] of the lines that are labelled at their end."""
        named = [("target", line) for line in self.targets] + [("superseded", line) for line in self.superseded]
        named += [(role, line) for role, line in (("forecast", self.forecast), ("trend", self.trend)) if line]
        return [(role, line) for role, line in named if line.label and line.points]


LEFT_OUT = "…"  # on the axis, where years are folded


def fold_years(data, folds):
    """The chart with each run of years in `folds` ((first, last) pairs) in the room of one year."""
    if not folds:
        return data

    def place(year):
        return place_of(year, folds)

    def move_points(points):
        return tuple(replace(point, fiscal_year=place(point.fiscal_year)) for point in points)

    def move_line(line):
        return line and replace(line, points=move_points(line.points))

    def move_words(words):
        return {place(year): word for year, word in words.items()}

    labels = move_words(data.year_labels) | {place(first): LEFT_OUT for first, _last in folds}
    return replace(
        data,
        year_labels=dict(sorted(labels.items())),
        eras=move_words(data.eras),
        missing=move_words(data.missing),
        breaks=move_words(data.breaks),
        actual=move_points(data.actual),
        expected=move_points(data.expected),
        forecast=move_line(data.forecast),
        trend=move_line(data.trend),
        targets=tuple(map(move_line, data.targets)),
        superseded=tuple(map(move_line, data.superseded)),
    )


def spread_heights(places, gap, top, bottom):
    """Heights at least `gap` apart, as near as possible to the given ones and in their order, within top and bottom."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    spread_out, last = {}, top - gap
    for index in order:
        spread_out[index] = last = max(places[index], last + gap)
    ceiling = bottom
    for index in reversed(order):
        spread_out[index] = ceiling = min(spread_out[index], ceiling)
        ceiling -= gap
    return [spread_out[index] for index in range(len(places))]
