"""What a commitment expects from year to year, as points on the way to its final target."""

from dataclasses import dataclass, replace

from indicators.readings.bands import Band
from indicators.readings.expectations import expected_in
from indicators.readings.terms import Comparator, Trajectory
from indicators.readings.terms import Target as Aim


@dataclass(frozen=True)
class PathPoint:
    """One year of the way. `is_guide`: derived, no target of that year; `is_start`: the baseline."""

    fiscal_year: int
    band: Band
    is_guide: bool = False
    is_start: bool = False


def path_of(terms):
    """The steps from the baseline (or the first target) to the final target; the baseline only where something leads from it."""
    if not terms.aims:
        return []
    years = range(start_of(terms), terms.final_year + 1)
    found = [step_in(terms, year) for year in years]
    return [step for step in found if step is not None]


def leads_on(terms):
    """Whether anything is expected between the targets."""
    return terms.trajectory != Trajectory.NONE or terms.comparator == Comparator.MAINTAIN


def start_of(terms):
    first = min(terms.aims)
    has_start = leads_on(terms) and terms.start is not None and terms.start_year is not None
    return min(first, terms.start_year) if has_start else first


def step_in(terms, year):
    if year == terms.start_year and terms.start is not None and year not in terms.aims:
        return PathPoint(year, Band(terms.start, terms.start), is_start=True)
    expected = expected_in(terms, year)
    return None if expected is None else PathPoint(year, expected.band, is_guide=expected.is_guide)


def with_targets(terms, targets):
    """The same terms with other targets (rows)."""
    aims = [
        Aim(row.fiscal_year, row.value, row.low, row.high, row.due_on, None if row.grade is None else row.grade.rank)
        for row in targets
    ]
    return replace(terms, targets=aims)


def in_force_before(moment, targets):
    """Of current and superseded targets those that were in force until a revision at `moment`, one for each year."""
    found = {}
    for target in targets:
        is_later = target.superseded_at is None or target.superseded_at > moment
        if target.superseded_at == moment or (is_later and target.created_at < moment):
            kept = found.get(target.fiscal_year)
            if kept is None or ends_first(target, kept):
                found[target.fiscal_year] = target
    return [found[year] for year in sorted(found)]


def ends_first(target, other):
    return target.superseded_at is not None and (
        other.superseded_at is None or target.superseded_at < other.superseded_at
    )
