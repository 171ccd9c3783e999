"""The fiscal years of an institution as the planning office sees them: open or closed, since when and why, and what is in them."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.loading.as_of import today_of
from indicators.loading.commitments import sets_of
from indicators.loading.due import asks_for_report
from indicators.models import Commitment, IndicatorStatus, ValueState, YearlyValue
from measures.models import DROPPED, Measure, ProgressReport
from plans.database.events import ADDED, DELETED, event_model, set_authors
from plans.fiscal_years import fiscal_year_of, last_day
from plans.models import ClosedYear, Plan, PlanState


@dataclass(frozen=True)
class YearOfPlanner:
    """A fiscal year. Counts are of indicators and measures, not of rows.

    `values_expected`: indicators that the year's plans promise something about; of them `values_missing` have no answer, `values_explained`
    say why there is no figure. `values_reported`: figures there are, committed or not; `values_provisional` of them are not confirmed.
    `reports_expected`: measures on which the year's plans ask for a report (`due.asks_for_report`); `reports_missing` of them have
    none handed in.
    """

    fiscal_year: int
    is_over: bool
    closed_year: ClosedYear | None
    closings: list
    values_expected: int
    values_reported: int
    values_explained: int
    values_missing: int
    values_provisional: int
    reports_expected: int
    reports_missing: int

    @property
    def lacks_something(self):
        """Whether one should think twice before closing the year."""
        return bool(self.values_missing or self.values_provisional or self.reports_missing or not self.is_over)


def years_of(institution, user):
    """The institution's years, newest first: those of its plans up to now, and others that hold figures or were closed.

    Counts what the user may see. A figure or report that is hidden from the user is not missing, for it is there.
    """
    plans = Plan.objects.visible_to(user).filter(institution=institution).exclude(state=PlanState.DRAFT)
    plans = list(plans.select_related("plan_scale"))
    now = fiscal_year_of(today_of(institution), institution.fiscal_year_start_month)
    values, answered = values_by_year(institution, user), answered_by_year(institution)
    closings = closings_by_year(institution)
    closed = {row.fiscal_year: row for row in institution.closed_years.select_related("closed_by")}
    planned = {year for plan in plans for year in plan.fiscal_years}
    committed, measures = committed_by_plan(plans, user), measures_by_plan(plans)
    reports = reports_by_year(institution)
    found = []
    for fiscal_year in sorted({year for year in planned | set(values) if year <= now} | set(closed) | set(closings)):
        of_year = [plan for plan in plans if fiscal_year in plan.fiscal_years]
        expected = set().union(*(committed[plan.pk] for plan in of_year))
        doing = {row.pk for plan in of_year for row in measures[plan.pk] if asks_for_report(plan, row, fiscal_year)}
        found.append(
            YearOfPlanner(
                fiscal_year=fiscal_year,
                is_over=last_day(fiscal_year, institution.fiscal_year_start_month) < today_of(institution),
                closed_year=closed.get(fiscal_year),
                closings=closings[fiscal_year],
                reports_expected=len(doing),
                reports_missing=len(doing - reports[fiscal_year]),
                **value_counts(expected, values[fiscal_year], answered[fiscal_year]),
            )
        )
    return found[::-1]


def value_counts(expected, values, answered):
    """Counts of a year. `values`: {indicator: (state, is provisional)} as visible; `answered`: indicators with any row."""
    reported = {key for key, (state, _provisional) in values.items() if state == ValueState.REPORTED}
    return {
        "values_expected": len(expected),
        "values_reported": len(reported),
        "values_explained": len((expected & answered) - reported),
        "values_missing": len(expected - answered),
        "values_provisional": sum(1 for key in reported if values[key][1]),
    }


def values_by_year(institution, user):
    """{fiscal year: {indicator: (state, is provisional)}} of actuals for the whole that the user may see."""
    found = defaultdict(dict)
    rows = YearlyValue.objects.visible_to(user).actuals().filter(institution=institution).order_by()
    for fiscal_year, indicator, *what in rows.values_list("fiscal_year", "indicator", "state", "is_provisional"):
        found[fiscal_year][indicator] = tuple(what)
    return found


def answered_by_year(institution):
    """{fiscal year: indicators with an actual for the whole, or with the reason why there is none}, seen or not."""
    return sets_of(YearlyValue.objects.actuals().filter(institution=institution), "fiscal_year", "indicator")


def committed_by_plan(plans, user):
    """{plan: indicators that it promises something about}, as far as the user may see, without what was dropped."""
    rows = Commitment.objects.visible_to(user).filter(standard__strategy__plan__in=plans)
    rows = rows.filter(indicator__status=IndicatorStatus.ACTIVE)
    return sets_of(rows.exclude(measure__status__in=DROPPED), "standard__strategy__plan", "indicator")


def measures_by_plan(plans):
    found = defaultdict(list)
    for measure in Measure.objects.filter(standard__strategy__plan__in=plans).select_related("standard__strategy"):
        found[measure.standard.strategy.plan_id].append(measure)
    return found


def reports_by_year(institution):
    """{fiscal year: measures whose report was handed in}."""
    rows = ProgressReport.objects.handed_in().filter(institution=institution)
    return sets_of(rows, "fiscal_year", "measure")


def closings_by_year(institution):
    """{fiscal year: the events of its closings and, as deletions, reopenings, oldest first}."""
    events = event_model(ClosedYear).objects.filter(ADDED | DELETED, institution=institution)
    found = defaultdict(list)
    for event in set_authors(events.order_by("pk")):
        found[event.fiscal_year].append(event)
    return found
