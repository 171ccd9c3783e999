"""What offices owe: yearly values that are missing, milestones past due or next, progress reports not handed in.

    owed_by([office], user=request.user)            what one office owes, soonest first
    owed_in(institution, user=request.user)         what all of its offices owe; `by_office(…)` groups it

A fixed number of queries, whatever the number of offices. Values and reports are owed only where the institution's yearly rule asks
for them (`Institution.months_to_report`). What is owed, as far as plans in force and open to the reader ask:

- a value: of each indicator that the office owns, for each year of such a plan that is over and not closed, if the reading
  says that it is awaited. A row that says why there is no figure is an answer.
- a milestone: each open step of a measure that the office leads that is past its day, and the measure's next one.
- a report: each measure that the office leads and `asks_for_report`, in the last year that is over, while nobody has handed one
  in. Only members of the institution are told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from indicators.loading.as_of import today_of
from indicators.loading.commitments import CommitmentRows, group_by
from indicators.loading.lines import ReadingLoader, ReadingWithRows
from indicators.models import Commitment, Indicator, YearlyValue
from indicators.readings.expectations import awaits_figure
from indicators.readings.statuses import Gap
from measures.models import (
    DROPPED,
    Measure,
    MeasureStatus,
    Milestone,
    ProgressReport,
    Responsibility,
    ResponsibilityRole,
)
from plans.access.permissions import is_member
from plans.fiscal_years import day_after_year, fiscal_year_of, last_day
from plans.models import ClosedYear, Institution, Office, Plan, PlanState, Reader

AWAITED = (Gap.OVERDUE, Gap.NOT_YET_DUE)
PURSUED = (MeasureStatus.PLANNED, MeasureStatus.ACTIVE)


class DueKind(StrEnum):
    """What is owed."""

    VALUE = "value"
    MILESTONE = "milestone"
    REPORT = "report"


@dataclass(frozen=True, eq=False)
class Due:
    """One thing that an office owes: a figure of `indicator`, or a step (`milestone`) or report of `measure`.

    `office_id`: who owes it; several lead offices owe the same step each; None where an indicator has no owner.
    `fiscal_year`: the year of the figure or report; None for a step.
    """

    kind: DueKind
    office_id: int | None
    due_on: date
    is_overdue: bool
    fiscal_year: int | None = None
    indicator: Indicator | None = None
    measure: Measure | None = None
    milestone: Milestone | None = None

    @property
    def what(self) -> Indicator | Milestone | Measure:
        """The row that is asked for: an indicator, a milestone, or the measure of a report."""
        return next(row for row in (self.indicator, self.milestone, self.measure) if row is not None)

    @property
    def address(self) -> str:
        """The page on which it stands."""
        return next(row for row in (self.indicator, self.measure) if row is not None).get_absolute_url()

    @property
    def sort_key(self) -> tuple[date, int, int]:
        return self.due_on, list(DueKind).index(self.kind), self.what.pk


def asks_for_report(plan: Plan, measure: Measure, fiscal_year: int) -> bool:
    """Whether a plan wants a report on a measure in a fiscal year, handed in or not.

    Only plans that grade their reports ask for them, on measures under way in the year: a measure that was dropped is asked for
    none, one that is done up to its last year if that is known; parts are reported with the whole.
    """
    first, last = measure.first_fiscal_year, measure.last_fiscal_year
    runs = (first is None or first <= fiscal_year) and (last is None or fiscal_year <= last)
    is_done = measure.status == MeasureStatus.DONE
    pursued = measure.status in PURSUED or (is_done and last is not None)
    return hasattr(plan, "plan_scale") and measure.parent_id is None and runs and pursued


def owed_by(offices: Iterable[Office], *, user: Reader) -> list[Due]:
    """What some offices of one institution owe today, soonest first. No offices owe nothing."""
    offices = list(offices)
    if not offices:
        return []
    institution = Institution.objects.get(pk=offices[0].institution_id)
    return in_order(Duties(institution, {office.pk for office in offices}, user))


def owed_in(institution: Institution, *, user: Reader) -> list[Due]:
    """What all offices of an institution owe today, soonest first; values of indicators without an owner are among it."""
    offices = Office.objects.filter(institution=institution).values_list("pk", flat=True)
    return in_order(Duties(institution, {None, *offices}, user))


def number_asked(offices: Iterable[Office] | None, institution: Institution, *, user: Reader) -> int:
    """How many values and reports are asked of some offices by now, answered or not; of None: of all, owned or not."""
    ids = {None, *Office.objects.filter(institution=institution).values_list("pk", flat=True)}
    return Duties(institution, ids if offices is None else {office.pk for office in offices}, user).number_asked()


def by_office(dues: Iterable[Due]) -> dict[int | None, list[Due]]:
    """{office id, or None for nobody: what it owes}."""
    return group_by(dues, "office_id")


def in_order(duties: "Duties") -> list[Due]:
    return sorted([*duties.values(), *duties.milestones(), *duties.reports()], key=lambda due: due.sort_key)


class Duties:
    """What the offices with some ids owe, as far as a reader may know; `plan`: to this plan alone."""

    def __init__(
        self, institution: Institution, office_ids: set[int | None], user: Reader, plan: Plan | None = None
    ) -> None:
        self.institution, self.office_ids, self.user = institution, office_ids, user
        self.today = today_of(institution)
        self.start_month, self.months_to_report = institution.fiscal_year_start_month, institution.months_to_report
        plans = Plan.objects.visible_to(user).filter(institution=institution, state=PlanState.ACTIVE)
        asking = plans if plan is None else plans.filter(pk=plan.pk)
        self.plans = {plan.pk: plan for plan in asking.select_related("plan_scale")}
        self.closed = set(ClosedYear.objects.filter(institution=institution).values_list("fiscal_year", flat=True))

    @property
    def asks(self) -> bool:
        """Whether the institution asks for figures and reports by itself, each year."""
        return self.months_to_report is not None

    def due(self, kind: DueKind, office_id: int | None, due_on: date, **what: Any) -> Due:
        return Due(kind, office_id, due_on, self.today > due_on, **what)

    def of_year(self, kind: DueKind, office_id: int | None, fiscal_year: int, **what: Any) -> Due:
        """Something that is due when the institution asks for the answers of a fiscal year."""
        months = self.months_to_report
        due_on = day_after_year(fiscal_year, months, self.start_month)  # type: ignore[arg-type]  # only where it `asks`
        return self.due(kind, office_id, due_on, fiscal_year=fiscal_year, **what)

    def years_over(self, plan: Plan) -> list[int]:
        """The plan's fiscal years that are over and still open to entries."""
        return [
            year
            for year in plan.fiscal_years
            if last_day(year, self.start_month) < self.today and year not in self.closed
        ]

    def values(self) -> Iterator[Due]:
        """Missing values of the offices' indicators, once each, however many plans wait for them."""
        if not self.asks:
            return
        owed = {}
        for line in self.unanswered():
            if line.reading.figures.state in AWAITED:
                owed[line.indicator.pk, line.fiscal_year] = line.indicator
        for (_pk, year), indicator in owed.items():
            yield self.of_year(DueKind.VALUE, indicator.office_id, year, indicator=indicator)

    def unanswered(self) -> list[ReadingWithRows]:
        """Readings without a row, of the commitments to the offices' indicators, in the years that are over."""
        asked = {
            commitment: self.years_over(self.plans[commitment.standard.strategy.plan_id])
            for commitment in self.commitments()
        }
        rows = YearlyValue.objects.actuals().filter(indicator__in={commitment.indicator_id for commitment in asked})
        answered = set(rows.order_by().values_list("indicator", "fiscal_year"))
        open_years = {
            commitment: [year for year in years if (commitment.indicator_id, year) not in answered]
            for commitment, years in asked.items()
        }
        book = ReadingLoader([commitment for commitment, years in open_years.items() if years], user=self.user)
        return [book.line(commitment, year) for commitment in book.commitments for year in open_years[commitment]]

    def number_asked(self) -> int:
        """How many values and reports the institution asks for by now, answered or not, in the years still open to entries."""
        if not self.asks:
            return 0
        promises = CommitmentRows(list(self.commitments()), user=self.user)
        values = {
            (commitment.indicator_id, year)
            for commitment in promises.commitments
            for year in self.years_over(commitment.standard.strategy.plan)
            if awaits_figure(promises.terms[commitment.pk], year)
        }
        return len(values) + len(self.measures_asked())

    def commitments(self) -> QuerySet[Commitment]:
        """Commitments of the plans to what the offices own."""
        owned = Q(indicator__office__in=self.office_ids - {None})
        if None in self.office_ids:
            owned |= Q(indicator__office=None)
        rows = Commitment.objects.visible_to(self.user).filter(owned, standard__strategy__plan__in=self.plans)
        return rows.select_related("standard__strategy").order_by("pk")

    @cached_property
    def led(self) -> dict[Measure, list[int]]:
        """{measure: ids of the offices that lead it}, without those that were dropped."""
        rows = Responsibility.objects.filter(
            role=ResponsibilityRole.LEAD,
            office__in=self.office_ids - {None},
            measure__standard__strategy__plan__in=self.plans,
        ).exclude(measure__status__in=DROPPED)
        led = defaultdict(list)
        for row in rows.select_related("measure__standard__strategy").order_by("measure_id", "order", "pk"):
            led[row.measure].append(row.office_id)
        return led

    def milestones(self) -> Iterator[Due]:
        """Open steps past their day, and the next one of each measure that is still pursued."""
        pursued = [measure for measure in self.led if measure.status in PURSUED]
        steps = Milestone.objects.filter(measure__in=pursued, done_on=None, cancelled_on=None, due_on__isnull=False)
        awaited = set()
        for step in steps.order_by("due_on", "pk").select_related("measure"):
            if step.due_on >= self.today and step.measure_id in awaited:
                continue
            if step.due_on >= self.today:
                awaited.add(step.measure_id)
            for office_id in self.led[step.measure]:
                yield self.due(DueKind.MILESTONE, office_id, step.due_on, measure=step.measure, milestone=step)

    def reports(self) -> Iterator[Due]:
        """Reports on the last year that is over, of measures on which nobody has reported."""
        year, asked = self.last_year, self.measures_asked()
        rows = ProgressReport.objects.handed_in().filter(measure__in=asked, fiscal_year=year)
        handed_in = set(rows.values_list("measure", flat=True))
        for measure in asked:
            if measure.pk not in handed_in:
                for office_id in self.led[measure]:
                    yield self.of_year(DueKind.REPORT, office_id, year, measure=measure)

    @property
    def last_year(self) -> int:
        """The last fiscal year that is over."""
        return fiscal_year_of(self.today, self.start_month) - 1

    def measures_asked(self) -> list[Measure]:
        """The measures on which a report on the last year is asked for, as far as the reader is told of it."""
        if not self.asks or not is_member(self.user, self.institution):
            return []
        return [measure for measure in self.led if self.wants_report(measure, self.last_year)]

    def wants_report(self, measure: Measure, year: int) -> bool:
        """Whether a report on the year is still to come: it is asked for, and the year is open to entries."""
        plan = self.plans[measure.standard.strategy.plan_id]
        return asks_for_report(plan, measure, year) and year in self.years_over(plan)
