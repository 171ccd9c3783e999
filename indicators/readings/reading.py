"""What an indicator says in a fiscal year: the only definition of status.

    Reading(Figures(terms, 2024, {2024: Actual(Decimal(15))}, today=today, due_on=due, closings={2023: day})).status

Choices where the rule leaves room:
- Too high and too low (equal, maintain, range): both sides get the same margin, and a start inside the tolerance is not worse.
- maintain expects its next target in earlier years too, as a guide: to keep something means in every year.
- A total that is met from the start (a ceiling) is achieved at the end only: one small year does not settle it.
- Grades and yes/no have an order but no distance: a line becomes steps; progress and pace are None with a reason.
- A yes without a date counts from the first day of the first fiscal year that says yes.
- A reported row without a figure that fits the comparator cannot be calculated.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.readings.bands import ZERO, Band
from indicators.readings.expectations import Expectation, expected_in
from indicators.readings.figures import Figures
from indicators.readings.progress import Progress
from indicators.readings.statuses import LATE, TO_COME, WORST_FIRST, Gap, Status
from indicators.readings.terms import CommitmentTerms, State


@dataclass(frozen=True, eq=False)
class Reading:
    """One commitment seen in one fiscal year. Plain arithmetic: no database, no web, nothing raises."""

    figures: Figures

    @property
    def terms(self) -> CommitmentTerms:
        return self.figures.terms

    @property
    def fiscal_year(self) -> int:
        return self.figures.fiscal_year

    @property
    def figure(self) -> Decimal | None:
        """The figure that is judged: see Figures."""
        return self.figures.figure

    @cached_property
    def status(self) -> Status:
        """What the figure says: the first clause that applies."""
        if self.why_never_judged:
            return Status.NOT_JUDGED
        if self.figure is None:
            return Status.NO_DATA
        if self.is_achieved:
            return Status.ACHIEVED
        if self.expectation is None:
            return Status.NOT_JUDGED
        if self.expectation.is_on_track(self.figure):
            return Status.ON_TRACK
        if self.expectation.is_at_risk_or_better(self.figure):
            return Status.AT_RISK
        return Status.OFF_TRACK

    @property
    def reason(self) -> str:
        """Code of why there is no data or no judgement; empty where there is a judgement."""
        if self.status is Status.NO_DATA:
            return self.figures.why_missing
        if self.status is Status.NOT_JUDGED:
            return self.why_never_judged or "nothing_expected"
        return ""

    @cached_property
    def why_never_judged(self) -> str:
        """Code of why no figure at all could be judged here; empty where one could."""
        terms, year = self.terms, self.fiscal_year
        if terms.incomparable:
            return terms.incomparable
        if year in self.figures.values and self.figures.values[year].state == State.NOT_APPLICABLE:
            return "not_applicable"
        if terms.plan_starts is not None and year < terms.plan_starts:
            return "before_plan"
        if terms.start_year is not None and year <= terms.start_year:
            return "baseline_year"
        return Gap.NOT_ASKED if self.figures.gap(year) == Gap.NOT_ASKED else ""

    @property
    def is_achieved(self) -> bool:
        """Met for good: what is to be reached counts early, what is to be held only once the final year has come."""
        if not self.figures.is_met or self.terms.final_year is None:
            return False
        return self.terms.counts_early or self.fiscal_year >= self.terms.final_year

    @cached_property
    def expectation(self) -> Expectation | None:
        """What this year should show and on what basis; None where nothing is expected."""
        return expected_in(self.terms, self.fiscal_year, also_after=self.figures.is_asked_or_reported)

    @property
    def expected_band(self) -> Band | None:
        """The expectation with its low and high end, one of them open for most comparators; None where nothing is expected."""
        return None if self.expectation is None else self.expectation.band

    @cached_property
    def progress(self) -> Progress:
        return Progress(self.figures, self.expectation)

    @property
    def sort_key(self) -> tuple[int, bool, Decimal]:
        """Worst first; inside a status by pace, without pace last."""
        pace = self.progress.pace
        return WORST_FIRST[self.status, self.is_late], pace is None, ZERO if pace is None else pace

    @property
    def is_late(self) -> bool:
        """Whether a figure that was asked for did not come in time."""
        return self.status is Status.NO_DATA and self.figures.why_missing in LATE

    @property
    def is_to_come(self) -> bool:
        """Whether there is no figure because it is not due yet; any other one without a figure is missing."""
        return self.status is Status.NO_DATA and self.figures.why_missing in TO_COME
