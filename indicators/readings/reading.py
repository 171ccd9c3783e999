"""What an indicator says in a fiscal year: status, progress and pace. The only definition of status.

    Reading(terms, 2024, {2024: Actual(Decimal(15))}, today=today, due_on=due, closed={2023: day}).status

Choices where the rule leaves room:
- Too high and too low (equal, maintain, range): both sides get the same margin, and a start inside the tolerance is not worse.
- maintain expects its next target in earlier years too, as a guide: to keep something means in every year.
- A total that is met from the start (a ceiling) is achieved at the end only: one small year does not settle it.
- Grades and yes/no have an order but no distance: a line becomes steps; progress and pace are None with a reason.
- A yes without a date counts from the first day of the first fiscal year that says yes.
- A reported row without a figure that fits the comparator cannot be calculated.
"""

from decimal import Decimal
from functools import cached_property

from indicators.readings.bands import ZERO
from indicators.readings.progress import Progress
from indicators.readings.statuses import LATE, TO_COME, WORST_FIRST, Gap, Status
from indicators.readings.terms import State
from indicators.readings.wording import explanations, missing_reasons


class Reading(Progress):
    """One commitment seen in one fiscal year. Plain arithmetic: no database, no web, nothing raises."""

    @cached_property
    def status(self) -> Status:
        """What the figure says: the first clause that applies."""
        if self.why_never_judged:
            return Status.NOT_JUDGED
        if self.measured is None:
            return Status.NO_DATA
        if self.is_achieved:
            return Status.ACHIEVED
        if self.expectation is None:
            return Status.NOT_JUDGED
        if self.terms.meets(self.measured, self.on_track_line, self.slack):
            return Status.ON_TRACK
        if self.risk_line is not None and self.risk_line.holds(self.measured):
            return Status.AT_RISK
        return Status.OFF_TRACK

    @property
    def reason(self) -> str:
        """Code of why there is no data or no judgement; empty where there is a judgement."""
        if self.status is Status.NO_DATA:
            return self.why_missing
        if self.status is Status.NOT_JUDGED:
            return self.why_never_judged or "nothing_expected"
        return ""

    @cached_property
    def why_never_judged(self) -> str:
        """Code of why no figure at all could be judged here; empty where one could."""
        terms, year = self.terms, self.fiscal_year
        if terms.incomparable:
            return terms.incomparable
        if year in self.values and self.values[year].state == State.NOT_APPLICABLE:
            return "not_applicable"
        if terms.plan_starts is not None and year < terms.plan_starts:
            return "before_plan"
        if terms.start_year is not None and year <= terms.start_year:
            return "baseline_year"
        return Gap.NOT_ASKED if self.gap(year) == Gap.NOT_ASKED else ""

    @property
    def is_achieved(self) -> bool:
        """Met for good: what is to be reached counts early, what is to be held only once the final year has come."""
        return self.is_met and (self.terms.counts_early or self.fiscal_year >= self.terms.final_year)

    @property
    def sort_key(self) -> tuple[int, bool, Decimal]:
        """Worst first; inside a status by pace, without pace last."""
        return WORST_FIRST[self.status, self.is_late], self.pace is None, ZERO if self.pace is None else self.pace

    @property
    def is_late(self) -> bool:
        """Whether a figure that was asked for did not come in time."""
        return self.status is Status.NO_DATA and self.why_missing in LATE

    @property
    def is_to_come(self) -> bool:
        """Whether there is no figure because it is not due yet; any other one without a figure is missing."""
        return self.status is Status.NO_DATA and self.why_missing in TO_COME

    @property
    def sentence(self) -> explanations.Sentence:
        """The reason in both its lengths, in the active language."""
        return explanations.explain(self)

    def explain(self) -> str:
        """One sentence with the numbers and the rule, in the active language; the same for page, API and print."""
        return self.sentence.long

    def explain_shortly(self) -> str:
        """The same in a few words, for the cell of a table."""
        return self.sentence.short

    @property
    def expected_note(self) -> str:
        """The mark "guide" beside an expectation that is one; empty beside a target."""
        return explanations.GUIDE if self.expected_is_guide else ""

    @property
    def why_no_progress(self) -> str:
        """Why there is no progress, in words; empty where there is."""
        return missing_reasons.GAPS.get(self.progress_gap, "")

    @property
    def why_no_pace(self) -> str:
        """Why there is no pace, in words; empty where there is."""
        return missing_reasons.GAPS.get(self.pace_gap, "")
