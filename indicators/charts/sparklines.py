"""Sparklines (actuals beside the target path) and bullets (progress from baseline to target), as coordinates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.readings.bands import Band
from indicators.readings.expectations import expected_in
from indicators.readings.target_paths import leads_on
from indicators.readings.terms import CommitmentTerms, Comparator, Trajectory

SPARK_LEFT, SPARK_RIGHT, SPARK_TOP, SPARK_BOTTOM = 5, 121, 6, 28
BULLET_WIDTH, BULLET_START, BULLET_WAY = 180, 10, 148


@dataclass(frozen=True)
class SparklineData:
    """`actuals` leaves out the years without a figure; the path joins its points unless it is stepped."""

    years: range
    actuals: Mapping[int, Decimal]
    path: Sequence[tuple[int, Decimal]] = ()
    is_stepped: bool = False
    target_bands: Mapping[int, Band] = field(default_factory=dict)

    @property
    def extremes(self) -> tuple[Decimal, Decimal] | None:
        """(least, greatest) of all numbers; None where there are none."""
        ends = (end for band in self.target_bands.values() for end in (band.low, band.high) if end is not None)
        numbers = [*self.actuals.values(), *(number for _, number in self.path), *ends]
        return (min(numbers), max(numbers)) if numbers else None


@dataclass(frozen=True)
class Sparkline:
    """A sparkline in a box of 128 by 34: SVG paths, and (x, y) of targets, of lone figures and of the year's own figure."""

    path: str
    spans: list[str]
    targets: list[tuple[float, float]]
    actual: str
    lone_points: list[tuple[float, float]]
    last: tuple[float, float] | None


@dataclass(frozen=True)
class Bullet:
    """A bullet in a box of 180 by 18: (x, width) of what is expected and of the progress, x of the tick; None where unknown."""

    expected: tuple[float, float] | None
    progress: tuple[float, float] | None
    tick: float | None
    start: Decimal
    goal: Decimal


def sparkline_data(terms: CommitmentTerms, years: range, actuals: Mapping[int, Decimal]) -> SparklineData | None:
    """None for yes/no, which has no height."""
    if terms.comparator == Comparator.YES_BY:
        return None
    return SparklineData(
        years=years,
        actuals={year: number for year, number in actuals.items() if year in years},
        path=expected_numbers(terms, years),
        is_stepped=terms.trajectory == Trajectory.STEPS or terms.comparator == Comparator.GRADE_AT_LEAST,
        target_bands={year: band for year, band in terms.aims.items() if year in years},
    )


def expected_numbers(terms: CommitmentTerms, years: range) -> list[tuple[int, Decimal]]:
    """[(fiscal year, number)], where anything is expected between targets; ranges are drawn as spans only."""
    if not leads_on(terms):
        return []
    expected = {year: expected_in(terms, year) for year in years if terms.aims and year <= terms.final_year}
    return [(year, e.band.value) for year, e in expected.items() if e is not None and e.band.value is not None]


def draw_sparkline(data: SparklineData, fiscal_year: int) -> Sparkline | None:
    """None where there is no number to draw."""
    if data.extremes is None:
        return None
    at = SparklineScale(data.years, *data.extremes)
    runs = list(runs_of_years(data.actuals))
    aims = data.target_bands
    return Sparkline(
        path=(stepped_path if data.is_stepped else joined_path)([at(*point) for point in data.path]),
        spans=[f"M{at.x(year)} {at.y(band.low)}V{at.y(band.high)}" for year, band in aims.items() if is_span(band)],
        targets=[at(year, band.value) for year, band in aims.items() if band.value is not None],
        actual="".join(joined_path([at(*point) for point in run]) for run in runs),
        lone_points=[at(*run[0]) for run in runs if len(run) == 1 and run[0][0] != fiscal_year],
        last=at(fiscal_year, data.actuals[fiscal_year]) if fiscal_year in data.actuals else None,
    )


class SparklineScale:
    """(x, y) of a year and a number in the box of a sparkline."""

    def __init__(self, years: range, low: Decimal, high: Decimal):
        self.first, self.steps = years[0], max(len(years) - 1, 1)
        self.low, self.high = low, high

    def __call__(self, year: int, number: Decimal) -> tuple[float, float]:
        return self.x(year), self.y(number)

    def x(self, year: int) -> float:
        return round(SPARK_LEFT + (SPARK_RIGHT - SPARK_LEFT) * (year - self.first) / self.steps, 1)

    def y(self, number: Decimal) -> float:
        """Numbers that are all the same are half way up."""
        height = Decimal("0.5") if self.high == self.low else (number - self.low) / (self.high - self.low)
        return round(SPARK_BOTTOM - float(height) * (SPARK_BOTTOM - SPARK_TOP), 1)


def runs_of_years(actuals: Mapping[int, Decimal]) -> Iterable[list[tuple[int, Decimal]]]:
    """Runs of neighbouring years: a missing year is a gap, never a zero."""
    run = []
    for year in sorted(actuals):
        if run and year != run[-1][0] + 1:
            yield run
            run = []
        run.append((year, actuals[year]))
    if run:
        yield run


def is_span(band: Band) -> bool:
    return band.low is not None and band.high is not None and band.low != band.high


def joined_path(points: Sequence[tuple[float, float]]) -> str:
    """Empty for fewer than two points."""
    return "M" + "L".join(f"{x} {y}" for x, y in points) if len(points) > 1 else ""


def stepped_path(points: Sequence[tuple[float, float]]) -> str:
    """Level stretches that rise or fall where the next one begins."""
    if len(points) < 2:
        return ""
    (x, y), *rest = points
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in rest)


def draw_bullet(terms: CommitmentTerms, measured: Decimal | None, expected: Band | None) -> Bullet | None:
    """The way from the baseline (without one, or where it is already good enough, from zero) to the goal.

    None where there is no distance: grades, yes/no, no target, or a goal of zero without a baseline.
    """
    if terms.incomparable or terms.comparator in (Comparator.YES_BY, Comparator.GRADE_AT_LEAST):
        return None
    is_way = terms.start is not None and terms.starts_worse(terms.final)
    start = terms.start if is_way else Decimal(0)
    goal = terms.final.nearest_end(start)
    if goal is None or goal == start:
        return None
    due = None if expected is None else expected.nearest_end(start)
    at = BulletScale(start, goal)
    return Bullet(
        expected=None if due is None else at.span_to(due),
        progress=None if measured is None else at.span_to(measured),
        tick=None if due is None else at(due),
        start=start,
        goal=goal,
    )


@dataclass(frozen=True)
class BulletScale:
    """The x of a number in the box of a bullet, whichever direction is the good one; what is outside is cut off."""

    start: Decimal
    goal: Decimal

    def __call__(self, number: Decimal) -> float:
        share = (number - self.start) / (self.goal - self.start)
        place = BULLET_START + BULLET_WAY * float(max(min(share, Decimal(2)), Decimal(-1)))
        return round(max(min(place, BULLET_WIDTH), 0), 1)

    def span_to(self, number: Decimal) -> tuple[float, float]:
        """(x, width) from the start to the number."""
        here = self(number)
        return min(here, BULLET_START), round(abs(here - BULLET_START), 1)
