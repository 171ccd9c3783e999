"""What a commitment expects from year to year, as points on the way to its final target."""

from dataclasses import dataclass

from indicators.readings.bands import Band
from indicators.readings.expectations import expected_in
from indicators.readings.terms import CommitmentTerms, Comparator, Trajectory


@dataclass(frozen=True)
class PathPoint:
    """One year of the way. `is_guide`: derived, no target of that year; `is_start`: the baseline."""

    fiscal_year: int
    band: Band
    is_guide: bool = False
    is_start: bool = False


def path_of(terms: CommitmentTerms) -> list[PathPoint]:
    """The points from the baseline (or the first target) to the final target; the baseline only where something leads from it."""
    if terms.final_year is None:
        return []
    points = (point_in(terms, year) for year in range(first_year_of(terms), terms.final_year + 1))
    return [point for point in points if point is not None]


def leads_on(terms: CommitmentTerms) -> bool:
    """Whether anything is expected between the targets."""
    return terms.trajectory != Trajectory.NONE or terms.comparator == Comparator.MAINTAIN


def first_year_of(terms: CommitmentTerms) -> int:
    first = min(terms.aims)
    if terms.start is None or terms.start_year is None or not leads_on(terms):
        return first
    return min(first, terms.start_year)


def point_in(terms: CommitmentTerms, year: int) -> PathPoint | None:
    if year == terms.start_year and terms.start is not None and year not in terms.aims:
        return PathPoint(year, Band(terms.start, terms.start), is_start=True)
    expected = expected_in(terms, year)
    return None if expected is None else PathPoint(year, expected.band, is_guide=expected.is_guide)
