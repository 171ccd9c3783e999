"""What is known of the figure a year is judged by, and why it is missing where it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property

from indicators.readings.bands import ZERO
from indicators.readings.expectations import awaits_figure
from indicators.readings.statuses import LATE, Gap
from indicators.readings.terms import NO, UNMEASURED, YES, Actual, CommitmentTerms, Comparator, State
from plans.fiscal_years import day_after_year, first_day, last_day

WIDE = Context(prec=80)
NEVER = Decimal(date.max.toordinal() + 1)


def round_half_up(number: Decimal, decimals: int | None) -> Decimal:
    """The number as printed: half up, away from zero on both sides; 0 has no sign. decimals None: as stored."""
    if decimals is None:
        return number
    printed = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=WIDE)
    return printed or printed.copy_abs()


@dataclass(frozen=True, eq=False)
class Figures:
    """The actuals of a commitment (by fiscal year, never forecasts) as one fiscal year needs them.

    `due_on` is the due date of a request for that year's value; without one the institution's yearly rule asks, if it has one and
    the commitment awaits a figure of that year. `closings`: the years that are closed, with the day of their closing.
    Without `today` nothing is overdue and no year is over.
    """

    terms: CommitmentTerms
    fiscal_year: int
    values: Mapping[int, Actual] = field(default_factory=dict)
    today: date | None = None
    due_on: date | None = None
    closings: Mapping[int, date] = field(default_factory=dict)

    @property
    def years(self) -> range:
        """The years whose figures are needed: this one, or for a total all since its first."""
        first = self.terms.first_year if self.terms.is_total else None
        return range(self.fiscal_year if first is None else min(first, self.fiscal_year), self.fiscal_year + 1)

    @cached_property
    def known_figure(self) -> Decimal | None:
        """The figure rounded as printed; of a total the sum of the known years. A grade's order; the day number of a yes."""
        found = [figure for figure in map(self.of, self.years) if figure is not None]
        if not found:
            return None
        return round_half_up(sum(found, ZERO), None if self.terms.comparator in UNMEASURED else self.terms.decimals)

    @cached_property
    def figure(self) -> Decimal | None:
        """The figure that is judged, rounded as printed; None if missing. A total with a gap counts only if it is met anyway."""
        if not self.missing or self.known_figure is None:
            return self.known_figure
        terms = self.terms
        settled = (
            terms.is_total
            and terms.final is not None
            and terms.counts_early
            and terms.meets(self.known_figure, terms.final)
        )
        return self.known_figure if settled else None

    @property
    def actual(self) -> Decimal | None:
        """The figure to print: the rounded number or total, a grade's order, 1 or 0 for yes or no; None if missing."""
        if self.figure is None or self.terms.comparator != Comparator.YES_BY:
            return self.figure
        return NO if self.figure == NEVER else YES

    @cached_property
    def is_met(self) -> bool:
        """Whether this year's figure meets the final target."""
        return (
            self.figure is not None and self.terms.final is not None and self.terms.meets(self.figure, self.terms.final)
        )

    @cached_property
    def missing(self) -> dict[int, str]:
        """Why, by year, for every needed year without a figure."""
        gaps = {year: self.gap(year) for year in self.years}
        return {year: why for year, why in gaps.items() if why}

    @property
    def why_missing(self) -> str:
        """Code for all missing years together: what is late before anything else, then the latest year's; empty if none is."""
        codes = list(self.missing.values())
        return next((code for code in codes if code in LATE), codes[-1] if codes else "")

    @property
    def is_provisional(self) -> bool:
        """Whether a figure that counts here may still change."""
        return any(self.values[year].provisional for year in self.years if year in self.values)

    @property
    def state(self) -> str:
        """What is known of this year's value: a stored state, or a Gap."""
        return self.gap(self.fiscal_year) or self.values[self.fiscal_year].state

    def due_day(self, year: int) -> date | None:
        """When the value of a year is due; None where nobody asks for it."""
        if year == self.fiscal_year and self.due_on is not None:
            return self.due_on
        months = self.terms.months_to_report
        if months is None or not awaits_figure(self.terms, year):
            return None
        return day_after_year(year, months, self.terms.start_month)

    def gap(self, year: int) -> str:
        """Code of why a year has no figure; empty where it has one, or where there was nothing to report."""
        if year not in self.values:
            return self._gap_without_row(year)
        state = self.values[year].state
        if state == State.NOT_APPLICABLE or self.of(year) is not None:
            return ""
        return State.CANNOT_COMPUTE if state == State.REPORTED else state

    def _gap_without_row(self, year: int) -> Gap:
        due = self.due_day(year)
        if due is not None and year in self.closings:
            return Gap.CLOSED_UNANSWERED
        if due is not None:
            return Gap.OVERDUE if self.today is not None and self.today > due else Gap.NOT_YET_DUE
        if not awaits_figure(self.terms, year):
            return Gap.NOT_ASKED
        is_over = self.today is not None and self.today > last_day(year, self.terms.start_month)
        return Gap.NOT_PUBLISHED if is_over else Gap.NOT_ENTERED

    @property
    def is_asked_or_reported(self) -> bool:
        """Whether this year has a figure, or a request asks for one: then what was promised last is expected on."""
        return self.due_on is not None or self.of(self.fiscal_year) is not None

    def of(self, year: int) -> Decimal | None:
        """The reported figure of one year, unrounded; None where there is none that fits the comparator."""
        actual = self.values.get(year)
        if actual is None or actual.state != State.REPORTED:
            return None
        if self.terms.comparator == Comparator.YES_BY:
            return self._yes_day(year, actual)
        if self.terms.comparator == Comparator.GRADE_AT_LEAST:
            return None if actual.grade is None else Decimal(actual.grade)
        return actual.value

    def _yes_day(self, year: int, actual: Actual) -> Decimal | None:
        if actual.value is None and actual.on is None:
            return None
        if actual.value is not None and actual.value == 0:
            return NEVER
        if actual.on is not None:
            return Decimal(actual.on.toordinal())
        return Decimal(first_day(self._first_yes(year), self.terms.start_month).toordinal())

    def _first_yes(self, year: int) -> int:
        said = (
            earlier
            for earlier, actual in self.values.items()
            if earlier <= year and actual.value is not None and actual.value != 0
        )
        return min(said, default=year)
