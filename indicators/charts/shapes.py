"""What a chart of one indicator shows, in no particular technique. Pure: numbers and words only.

The form says what a number is: actual solid, earlier definition grey, target outlined, superseded target dotted, an office's
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
    """One number of one fiscal year: `text` says it in full, `label` is what stands beside it. A range has two ends as well."""

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
    """Points that belong together, the name they go by, and what stands at their end.

    `is_joined`: something is expected between them; `is_stepped`: it stays the same until it changes. `shift`: how far beside
    its year each point stands, as a share of the year's width.
    """

    name: str
    points: tuple[Point, ...]
    is_joined: bool = True
    is_stepped: bool = False
    label: str = ""
    note: str = ""
    shift: float = 0


@dataclass(frozen=True)
class Drawing:
    """Everything that a chart shows. `missing` and `breaks` map a fiscal year to its reason; `eras` to its other name.

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
        """Whether there is no number to draw."""
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
        """Whether years stand as bars: few of them, and an axis that starts at zero."""
        axis = self.axis
        return not self.is_rank and len(self.year_labels) <= MOST_BARS and axis.lowest <= 0 <= axis.highest

    def led_on(self, line):
        """The points of a forecast or trend, led on from the last actual before them."""
        before = [point for point in self.actual if point.fiscal_year < line.points[0].fiscal_year]
        return (*before[-1:], *line.points)

    @property
    def segments(self):
        """The actual points cut at every break and every gap, each with whether it has the present definition."""
        segments, previous = [], None
        for point in self.actual:
            if previous is None or self.is_cut_between(previous, point.fiscal_year):
                segments.append([])
            segments[-1].append(point)
            previous = point.fiscal_year
        return [(self.is_current(part[0]), tuple(part)) for part in segments]

    def is_current(self, point):
        """Whether a point has the present definition."""
        return point.fiscal_year >= max(self.breaks, default=point.fiscal_year)

    def is_cut_between(self, earlier, later):
        return later - earlier > 1 or any(earlier < cut <= later for cut in self.breaks)

    @property
    def ends(self):
        """(role, line) of what is named at its end, with its last point at hand."""
        named = [("target", line) for line in self.targets] + [("superseded", line) for line in self.superseded]
        named += [(role, line) for role, line in (("forecast", self.forecast), ("trend", self.trend)) if line]
        return [(role, line) for role, line in named if line.label and line.points]


LEFT_OUT = "…"  # on the axis, where years are folded


def folded(drawing, folds):
    """The drawing with each run of years in `folds` in the room of one: every point, gap and break moves up to its place."""
    if not folds:
        return drawing

    def place(year):
        return place_of(year, folds)

    def moved(points):
        return tuple(replace(point, fiscal_year=place(point.fiscal_year)) for point in points)

    def moved_line(line):
        return line and replace(line, points=moved(line.points))

    def moved_words(words):
        return {place(year): word for year, word in words.items()}

    labels = moved_words(drawing.year_labels) | {place(first): LEFT_OUT for first, _last in folds}
    return replace(
        drawing,
        year_labels=dict(sorted(labels.items())),
        eras=moved_words(drawing.eras),
        missing=moved_words(drawing.missing),
        breaks=moved_words(drawing.breaks),
        actual=moved(drawing.actual),
        expected=moved(drawing.expected),
        forecast=moved_line(drawing.forecast),
        trend=moved_line(drawing.trend),
        targets=tuple(map(moved_line, drawing.targets)),
        superseded=tuple(map(moved_line, drawing.superseded)),
    )


def spread(places, gap, top, bottom):
    """Heights that are at least `gap` apart, as near as possible to the given ones and in their order, within top and bottom."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    spread_out, last = {}, top - gap
    for index in order:
        spread_out[index] = last = max(places[index], last + gap)
    ceiling = bottom
    for index in reversed(order):
        spread_out[index] = ceiling = min(spread_out[index], ceiling)
        ceiling -= gap
    return [spread_out[index] for index in range(len(places))]
