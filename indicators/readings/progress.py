"""How far a figure has come: toward the final target, against what is expected this year, and how fast."""

from decimal import Decimal
from functools import cached_property

from indicators.readings import expectations
from indicators.readings.bands import ZERO, Band
from indicators.readings.expectations import Expected, expected_in
from indicators.readings.figures import YES, Figures
from indicators.readings.statuses import Word
from indicators.readings.terms import DOWNWARD, UNMEASURED, UPWARD, Comparator

ONE = Decimal(1)


class Progress(Figures):
    """The figures of a fiscal year beside what the commitment expects of it, in the indicator's unit."""

    @cached_property
    def expectation(self) -> Expected | None:
        """What this year should show and on what basis; None where nothing is expected."""
        return expected_in(self.terms, self.fiscal_year, also_after=self.is_asked_or_reported)

    @property
    def expected(self) -> Decimal | None:
        """The expected number, a grade's order, or 1 for yes; None for a range (its ends: expected_band) or no expectation."""
        if self.expectation is None or self.terms.comparator != Comparator.YES_BY:
            return None if self.expectation is None else self.expectation.band.value
        return YES

    @property
    def expected_band(self) -> Band | None:
        """The expectation with its low and high end; one of them open for most comparators."""
        return None if self.expectation is None else self.expectation.band

    @property
    def expected_is_guide(self) -> bool:
        """Whether the expectation was derived and is no target of this year."""
        return self.expectation is not None and self.expectation.is_guide

    @cached_property
    def slack(self) -> Decimal:
        """The tolerance around what is expected, which loosens the on-track line too; zero where nothing is expected."""
        return ZERO if self.expectation is None else self.terms.slack(self.expectation.band)

    @cached_property
    def on_track_line(self) -> Band | None:
        """What is good enough to be on track, before tolerance; None where nothing is expected."""
        return None if self.expectation is None else expectations.on_track_line(self.terms, self.expectation)

    @cached_property
    def risk_line(self) -> Band | None:
        """What is no worse than at risk; None for yes/no and where nothing is expected."""
        return None if self.expectation is None else expectations.risk_line(self.terms, self.expectation)

    @cached_property
    def progress(self) -> Decimal | None:
        """Share of the way to the final target, never clipped; None with why_no_progress."""
        return None if self.progress_gap else self._share_of_way(self.terms.final)

    @cached_property
    def pace(self) -> Decimal | None:
        """Way made over way expected this year; 1 is on the expected path; None with why_no_pace."""
        return None if self.pace_gap else self._share_of_way(self.expectation.band)

    @cached_property
    def progress_gap(self) -> str:
        """Code of why there is no progress; empty where there is."""
        if self._no_distance:
            return self._no_distance
        if self.terms.start is None:
            return self._no_quotient
        return "" if self.terms.starts_worse(self.terms.final) else "starts_met"

    @cached_property
    def pace_gap(self) -> str:
        """Code of why there is no pace; empty where there is."""
        if self._no_distance:
            return self._no_distance
        if self.expectation is None:
            return "nothing_expected"
        if self.terms.start is None:
            return "no_baseline"
        return "" if self.terms.starts_worse(self.expectation.band) else "starts_as_expected"

    @cached_property
    def needed_per_year(self) -> Decimal | None:
        """Change a year still needed, in the indicator's unit; None in the final year, when met, and for what is held."""
        if self._no_distance or self.is_met or not self.terms.counts_early or self.fiscal_year >= self.terms.final_year:
            return None
        return (self._goal - self.measured) / (self.terms.final_year - self.fiscal_year)

    @cached_property
    def averaged_per_year(self) -> Decimal | None:
        """Change a year since the start, in the indicator's unit; None without a start and its year."""
        if self._no_distance or self.terms.start is None or self._years_gone is None:
            return None
        return (self.measured - self.terms.start) / self._years_gone

    @cached_property
    def word(self) -> Word | None:
        """What the speed so far asks for; None for what is held, in the final year, when met, or without a baseline year."""
        if self.needed_per_year is None or self.averaged_per_year is None:
            return None
        towards = -ONE if self.measured > self._goal or self.terms.final.low is None else ONE
        made, missing = towards * (self.measured - self.terms.start), towards * (self._goal - self.measured)
        if made < 0:
            return Word.REVERSE
        enough = made * (self.terms.final_year - self.fiscal_year) >= missing * self._years_gone
        return Word.MAINTAIN if enough else Word.ACCELERATE

    @cached_property
    def _no_distance(self) -> str:
        if self.terms.incomparable or self.terms.comparator in UNMEASURED:
            return self.terms.incomparable or "unmeasured"
        if self.measured is None:
            return "no_value"
        year = self.terms.start_year
        return "before_start" if year is not None and self.fiscal_year < year else ""

    @property
    def _no_quotient(self) -> str:
        final, comparator = self.terms.final.value, self.terms.comparator
        if comparator not in UPWARD | DOWNWARD:
            return "no_baseline"
        if self.measured < 0 or final < 0:
            return "negative"
        return "zero" if (final if comparator in UPWARD else self.measured) == 0 else ""

    @property
    def _years_gone(self) -> int | None:
        since = self.terms.start_year
        return None if since is None or self.fiscal_year <= since else self.fiscal_year - since

    @property
    def _goal(self) -> Decimal:
        return self.terms.final.nearest_end(self.measured)

    def _share_of_way(self, aim: Band) -> Decimal:
        if self.terms.start is None:
            return self.measured / aim.value if self.terms.comparator in UPWARD else aim.value / self.measured
        return (self.measured - self.terms.start) / (aim.nearest_end(self.terms.start) - self.terms.start)
