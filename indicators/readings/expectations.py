"""What a commitment expects in a fiscal year, and the two lines below it that separate the statuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.readings.bands import Band, between
from indicators.readings.terms import UNMEASURED, CommitmentTerms, Comparator, Trajectory

ONE = Decimal(1)


@dataclass(frozen=True)
class Expected:
    """What a year should show. Basis: target (of that year), line, steps, after, kept; all but the first are guides.

    `from_year` and `from_band` say where a guide comes from: the point before it on a line, the target it repeats.
    """

    band: Band
    basis: str
    from_year: int | None = None
    from_band: Band | None = None

    @property
    def is_guide(self) -> bool:
        """Whether this was derived and is no target of the year."""
        return self.basis != "target"

    @property
    def is_on_a_line(self) -> bool:
        """Whether this is a point between two known ones."""
        return self.basis == "line"


def expected_in(terms: CommitmentTerms, year: int, *, also_after: bool = False) -> Expected | None:
    """What the commitment expects in a year; None where it expects nothing.

    After the last target it does so only if `also_after`: where a figure is there to be compared, or is asked for.
    """
    if year in terms.aims:
        return Expected(terms.aims[year], "target")
    if not terms.aims:
        return None
    if year > terms.final_year:
        return Expected(terms.final, "after", terms.final_year) if also_after else None
    if terms.trajectory == Trajectory.LINE and terms.comparator not in UNMEASURED:
        return _on_the_line(terms, year)
    if terms.trajectory in (Trajectory.STEPS, Trajectory.LINE):
        return _on_the_last_step(terms, year)
    return _as_kept(terms, year) if terms.comparator == Comparator.MAINTAIN else None


def awaits_figure(terms: CommitmentTerms, year: int) -> bool:
    """Whether the commitment needs a figure of the year: something is expected in it, or it counts into a total.

    What is no longer pursued needs none.
    """
    is_before = terms.plan_starts is not None and year < terms.plan_starts
    if terms.withdrawn or is_before or (terms.start_year is not None and year <= terms.start_year):
        return False
    if not terms.is_total:
        return expected_in(terms, year) is not None
    return terms.final_year is not None and terms.first_year <= year <= terms.final_year


def on_track_line(terms: CommitmentTerms, expected: Expected) -> Band:
    """What is good enough to be on track, before tolerance: the expectation, or nearly all of the way to a point on a line.

    What was promised before and is expected on (steps, after the last target, kept) is met or not.
    """
    band = expected.band
    if not expected.is_on_a_line or terms.comparator in UNMEASURED or not terms.starts_worse(band):
        return band
    return band.loosened((ONE - terms.on_track_share) * band.distance(terms.start))


def risk_line(terms: CommitmentTerms, expected: Expected) -> Band | None:
    """What is no worse than at risk; None for yes/no, which has nothing between."""
    band = expected.band
    if terms.comparator == Comparator.YES_BY:
        return None
    if terms.comparator == Comparator.GRADE_AT_LEAST:
        return Band(low=Decimal(one_grade_below(band.low, terms.scale)))
    if terms.starts_worse(band):
        return band.loosened((ONE - terms.risk_share) * band.distance(terms.start))
    return band.worsened(terms.worsening_share)


def one_grade_below(order: Decimal, scale: Mapping[int, str]) -> Decimal | int:
    """The order of the next worse grade on the scale."""
    return max((grade for grade in scale if grade < order), default=order - 1)


def _on_the_line(terms: CommitmentTerms, year: int) -> Expected | None:
    points = dict(terms.aims)
    if terms.start is not None and terms.start_year is not None:
        points.setdefault(terms.start_year, Band(terms.start, terms.start))
    before = max((known for known in points if known <= year), default=None)
    if before is None:
        return None
    after = min(known for known in points if known > year)
    band = between(points[before], points[after], year - before, after - before)
    return None if band is None else Expected(band, "line", before, points[before])


def _on_the_last_step(terms: CommitmentTerms, year: int) -> Expected | None:
    before = max((aim for aim in terms.aims if aim < year), default=None)
    return None if before is None else Expected(terms.aims[before], "steps", before)


def _as_kept(terms: CommitmentTerms, year: int) -> Expected:
    coming = min(aim for aim in terms.aims if aim > year)
    return Expected(terms.aims[coming], "kept", coming)
