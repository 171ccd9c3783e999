"""How far a figure has come: toward the final target, against what is expected this year, and how fast."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.readings.bands import Band
from indicators.readings.expectations import Expectation
from indicators.readings.figures import Figures
from indicators.readings.statuses import Word
from indicators.readings.terms import DOWNWARD, UNMEASURED, UPWARD, CommitmentTerms


@dataclass(frozen=True, eq=False)
class Progress:
    """The way that a year's figure has made. Shares are of 1; speeds are in the indicator's unit a year."""

    figures: Figures
    expectation: Expectation | None

    @property
    def terms(self) -> CommitmentTerms:
        return self.figures.terms

    @cached_property
    def share(self) -> Decimal | None:
        """Share of the way to the final target, never clipped; None with why_no_share."""
        return None if self.why_no_share else self._share_of_way(self.terms.final)

    @cached_property
    def pace(self) -> Decimal | None:
        """Way made over way expected this year; 1 is on the expected path; None with why_no_pace."""
        return None if self.why_no_pace or self.expectation is None else self._share_of_way(self.expectation.band)

    @cached_property
    def why_no_share(self) -> str:
        """Code of why there is no share; empty where there is one."""
        final = self.terms.final
        if self._no_distance or final is None:
            return self._no_distance
        if self.terms.start is None:
            return self._no_quotient
        return "" if self.terms.starts_worse(final) else "starts_met"

    @cached_property
    def why_no_pace(self) -> str:
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
        """Change still needed; None in the final year, when met, and for what is held."""
        if self._way_left is None or self._years_left <= 0 or self.figures.is_met or not self.terms.counts_early:
            return None
        return self._way_left / self._years_left

    @cached_property
    def averaged_per_year(self) -> Decimal | None:
        """Change since the start; None without a start and its year."""
        return None if self._way_made is None or self._years_gone is None else self._way_made / self._years_gone

    @cached_property
    def word(self) -> Word | None:
        """What the speed so far asks for; None for what is held, in the final year, when met, or without a baseline year."""
        final, made, left, years_gone = self.terms.final, self._way_made, self._way_left, self._years_gone
        if self.needed_per_year is None or final is None or made is None or left is None or years_gone is None:
            return None
        if left < 0 or final.low is None:
            made, left = -made, -left
        if made < 0:
            return Word.REVERSE
        return Word.MAINTAIN if made * self._years_left >= left * years_gone else Word.ACCELERATE

    @cached_property
    def _no_distance(self) -> str:
        if self.terms.incomparable or self.terms.comparator in UNMEASURED:
            return self.terms.incomparable or "unmeasured"
        if self.figures.figure is None:
            return "no_value"
        year = self.terms.start_year
        return "before_start" if year is not None and self.figures.fiscal_year < year else ""

    @property
    def _no_quotient(self) -> str:
        figure, final = self.figures.figure, self.terms.final
        if figure is None or final is None or final.value is None or self.terms.comparator not in UPWARD | DOWNWARD:
            return "no_baseline"
        if figure < 0 or final.value < 0:
            return "negative"
        return "zero" if (final.value if self.terms.comparator in UPWARD else figure) == 0 else ""

    @property
    def _way_made(self) -> Decimal | None:
        figure, start = self.figures.figure, self.terms.start
        return None if self._no_distance or figure is None or start is None else figure - start

    @property
    def _way_left(self) -> Decimal | None:
        figure, final = self.figures.figure, self.terms.final
        goal = None if self._no_distance or figure is None or final is None else final.nearest_end(figure)
        return None if figure is None or goal is None else goal - figure

    @property
    def _years_gone(self) -> int | None:
        since = self.terms.start_year
        return None if since is None or self.figures.fiscal_year <= since else self.figures.fiscal_year - since

    @property
    def _years_left(self) -> int:
        last = self.terms.final_year
        return 0 if last is None else last - self.figures.fiscal_year

    def _share_of_way(self, aim: Band | None) -> Decimal | None:
        figure, start = self.figures.figure, self.terms.start
        goal = None if aim is None else aim.value if start is None else aim.nearest_end(start)
        if figure is None or goal is None:
            return None
        if start is None:
            return figure / goal if self.terms.comparator in UPWARD else goal / figure
        return (figure - start) / (goal - start)
