"""What a commitment expects in a fiscal year, and the two lines below it that separate the statuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.readings.bands import Band, between
from indicators.readings.terms import UNMEASURED, YES, CommitmentTerms, Comparator, Trajectory

ONE = Decimal(1)


@dataclass(frozen=True, eq=False)
class Expectation:
    """What a year should show. Basis: target (of that year), line, steps, after, kept; all but the first are guides.

    `from_year` and `from_band` say where a guide comes from: the point before it on a line, the target it repeats.
    """

    terms: CommitmentTerms
    band: Band
    basis: str
    from_year: int | None = None
    from_band: Band | None = None

    @property
    def is_guide(self) -> bool:
        """Whether this was derived and is no target of the year."""
        return self.basis != "target"

    @property
    def number(self) -> Decimal | None:
        """The expected number, a grade's order, or 1 for yes; None for a range."""
        return YES if self.terms.comparator == Comparator.YES_BY else self.band.value

    @cached_property
    def slack(self) -> Decimal:
        """The tolerance around the band, which loosens the on-track line too."""
        return self.terms.slack(self.band)

    @cached_property
    def on_track_line(self) -> Band:
        """What is good enough to be on track, before tolerance: the band, or nearly all of the way to a point on a line.

        What was promised before and is expected on (steps, after the last target, kept) is met or not.
        """
        start = self.terms.start
        if self.basis != "line" or start is None or not self.terms.starts_worse(self.band):
            return self.band
        return self.band.wider(by=(ONE - self.terms.on_track_share) * self.band.distance(start))

    @cached_property
    def risk_line(self) -> Band | None:
        """What is no worse than at risk; None for yes/no, which has nothing between."""
        if self.terms.comparator == Comparator.YES_BY:
            return None
        if self.terms.comparator == Comparator.GRADE_AT_LEAST and self.band.low is not None:
            return Band(low=one_grade_below(self.band.low, self.terms.scale))
        start = self.terms.start
        if start is not None and self.terms.starts_worse(self.band):
            return self.band.wider(by=(ONE - self.terms.risk_share) * self.band.distance(start))
        return self.band.worse(by=self.terms.worsening_share)

    def is_on_track(self, figure: Decimal) -> bool:
        """Whether a figure meets the on-track line, tolerance included."""
        return self.terms.meets(figure, self.on_track_line, self.slack)

    def is_at_risk_or_better(self, figure: Decimal) -> bool:
        """Whether a figure meets the risk line."""
        return self.risk_line is not None and self.risk_line.holds(figure)


def expected_in(terms: CommitmentTerms, year: int, *, also_after: bool = False) -> Expectation | None:
    """What the commitment expects in a year; None where it expects nothing.

    After the last target it does so only if `also_after`: where a figure is there to be compared, or is asked for.
    """
    if year in terms.aims:
        return Expectation(terms, terms.aims[year], "target")
    if terms.final is None or terms.final_year is None:
        return None
    if year > terms.final_year:
        return Expectation(terms, terms.final, "after", terms.final_year) if also_after else None
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
    first, last = terms.first_year, terms.final_year
    return first is not None and last is not None and first <= year <= last


def one_grade_below(order: Decimal, scale: Mapping[int, str]) -> Decimal:
    """The order of the next worse grade on the scale."""
    return Decimal(max((grade for grade in scale if grade < order), default=order - 1))


def _on_the_line(terms: CommitmentTerms, year: int) -> Expectation | None:
    points = dict(terms.aims)
    if terms.start is not None and terms.start_year is not None:
        points.setdefault(terms.start_year, Band(terms.start, terms.start))
    before = max((known for known in points if known <= year), default=None)
    if before is None:
        return None
    after = min(known for known in points if known > year)
    band = between(points[before], points[after], year - before, after - before)
    return None if band is None else Expectation(terms, band, "line", before, points[before])


def _on_the_last_step(terms: CommitmentTerms, year: int) -> Expectation | None:
    before = max((aim for aim in terms.aims if aim < year), default=None)
    return None if before is None else Expectation(terms, terms.aims[before], "steps", before)


def _as_kept(terms: CommitmentTerms, year: int) -> Expectation:
    coming = min(aim for aim in terms.aims if aim > year)
    return Expectation(terms, terms.aims[coming], "kept", coming)
