"""What an indicator says in a fiscal year: status, progress and pace. The only definition of status.

    Reading(terms, 2024, {2024: Actual(Decimal(15))}, today=today, due_on=due).status

Choices where the rule leaves room:
- Too high and too low (equal, maintain, range): both sides get the same margin, and a start inside the tolerance is not worse.
- maintain expects its next target in earlier years too, as a guide: to keep something means in every year.
- A total that is met from the start (a ceiling) is achieved at the end only: one small year does not settle it.
- Grades and yes/no have an order but no distance: a line becomes steps; progress and pace are None with a reason.
- A yes without a date counts from the first day of the first fiscal year that says yes.
- A reported row without a figure that fits the comparator cannot be computed.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators import expectations, explanations
from indicators.bands import ZERO, Band
from indicators.expectations import Expected, expected_in
from indicators.figures import NEVER, Figures
from indicators.statuses import WORST_FIRST, Status, Word
from indicators.terms import COMPARATORS, DOWNWARD, UNMEASURED, UPWARD, Comparator, State

ONE = Decimal(1)


@dataclass(frozen=True, eq=False)
class Reading(Figures):
    """One commitment seen in one fiscal year. Plain arithmetic in the indicator's unit: no database, no web, nothing raises."""

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
        if self.terms.meets(self.measured, self.on_track_line):
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
        if self._incomparable:
            return self._incomparable
        if year in self.values and self.values[year].state == State.NOT_APPLICABLE:
            return "not_applicable"
        if terms.plan_starts is not None and year < terms.plan_starts:
            return "before_plan"
        return "baseline_year" if terms.start_year is not None and year <= terms.start_year else ""

    @cached_property
    def measured(self) -> Decimal | None:
        """The figure that is judged, rounded as printed; None if missing. A total with a gap counts only if it is met anyway."""
        if not self.missing or self.known is None:
            return self.known
        terms = self.terms
        settled = terms.is_total and terms.final is not None and terms.counts_early and terms.meets(self.known, terms.final)
        return self.known if settled else None

    @property
    def actual(self) -> Decimal | None:
        """The figure to print: the rounded number or total, a grade's order, 1 or 0 for yes or no; None if missing."""
        if self.measured is None or self.terms.comparator != Comparator.YES_BY:
            return self.measured
        return ZERO if self.measured == NEVER else ONE

    @cached_property
    def is_met(self) -> bool:
        """Whether this year's figure meets the final target."""
        return self.measured is not None and self.terms.final is not None and self.terms.meets(self.measured, self.terms.final)

    @property
    def is_achieved(self) -> bool:
        """Met for good: what is to be reached counts early, what is to be held only once the final year has come."""
        return self.is_met and (self.terms.counts_early or self.fiscal_year >= self.terms.final_year)

    @cached_property
    def expectation(self) -> Expected | None:
        """What this year should show and on what basis; None where nothing is expected."""
        return expected_in(self.terms, self.fiscal_year)

    @property
    def expected(self) -> Decimal | None:
        """The expected number, a grade's order, or 1 for yes; None for a range (its ends: expected_band) or no expectation."""
        if self.expectation is None or self.terms.comparator != Comparator.YES_BY:
            return None if self.expectation is None else self.expectation.band.value
        return ONE

    @property
    def expected_band(self) -> Band | None:
        """The expectation with its low and high end; one of them open for most comparators."""
        return None if self.expectation is None else self.expectation.band

    @property
    def expected_is_guide(self) -> bool:
        """Whether the expectation was derived and is no target of this year."""
        return self.expectation is not None and self.expectation.is_guide

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
        """Way made over way expected by now; 1 is on the expected path; None with why_no_pace."""
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

    @property
    def why_no_progress(self) -> str:
        """Why there is no progress, in words; empty where there is."""
        return explanations.PROGRESS_GAPS.get(self.progress_gap, "")

    @property
    def why_no_pace(self) -> str:
        """Why there is no pace, in words; empty where there is."""
        return explanations.PACE_GAPS.get(self.pace_gap, "")

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

    @property
    def sort_key(self) -> tuple[int, bool, Decimal]:
        """Worst first; inside a status by pace, without pace last."""
        overdue = self.status is Status.NO_DATA and self.why_missing == "overdue"
        return WORST_FIRST[self.status, overdue], self.pace is None, ZERO if self.pace is None else self.pace

    def explain(self) -> str:
        """One sentence with the numbers and the rule, in the active language; the same for page, API and print."""
        return explanations.explain(self)

    @property
    def _incomparable(self) -> str:
        terms = self.terms
        if terms.comparator not in COMPARATORS:
            return "no_comparator"
        if not terms.aims:
            return "no_target"
        return "text" if terms.kind == "text" else terms.withdrawn

    @cached_property
    def _no_distance(self) -> str:
        if self._incomparable or self.terms.comparator in UNMEASURED:
            return self._incomparable or "unmeasured"
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
