from django.core.exceptions import BadRequest
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.charts.budget_bars import draw_budget_chart
from indicators.loading.lines import latest_fiscal_year
from indicators.loading.lookups import as_of_plan, year_of
from indicators.overview.measure_details import MeasureDetails
from indicators.readings.statuses import count_marks
from indicators.scorecards.words import measure_line
from measures.actions import may_approve_for, may_file
from measures.grades import best_first
from measures.models import CrossListing, Measure, ResponsibilityRole
from measures.money import money_of
from measures.timeline import step_counts, summary
from plans.access.permissions import is_member, may_discuss, may_edit, may_report
from plans.caching.rights import reads_plan
from plans.fiscal_years import NotAFiscalYear, parse_fiscal_year
from plans.levels import level_names
from plans.models import Standard


def measure_detail(request, pk):
    visible = Measure.objects.visible_to(request.user).select_related("standard__strategy__plan__institution")
    row = get_object_or_404(visible, pk=pk)
    as_of = as_of_plan(request, row.standard.strategy.plan)
    details = MeasureDetails(row, user=request.user, as_of=as_of)
    plan = details.plan
    year = read_fiscal_year(request, plan) or latest_fiscal_year(plan, as_of)
    rows = details.rows(year)
    context = {
        "details": details,
        "measure": details.measure,
        "plan": plan,
        "known_on": details.known_on,
        "is_final": as_of.is_final,
        "fiscal_year": year,
        "this_year": details.this_year,
        "rows": rows[pk],
        "verdicts": counts_by_mark([row.line for row in rows[pk]]),
        "says": measure_line(count_marks(row.line.mark for row in rows[pk]), step_counts(details.steps)),
        "rows_of_parts": rows,
        "steps_summary": summary(details.steps),
        "grades": best_first(details.scale),
        "charts": [draw_budget_chart(money) for money in money_of(details.budget)],
        "labels": level_names(plan),
        "relatives": relatives(details, request.user),
        "listed_under": cross_listed_standards(details, request.user),
        "may_edit": may_edit(request.user, plan.institution),
        "may_discuss": may_discuss_here(details, request.user),
        "returnable": returnable_reports(details, request.user),
        "may_file": may_file_here(details, request.user),
        "reporting": reporting_office(details, request.user),
        "report_year": min(max(details.this_year - 1, plan.first_fiscal_year), plan.last_fiscal_year),
        "section": "plans",
    }
    return render(request, "indicators/measures/measure_detail.html", context)


def read_fiscal_year(request, plan):
    """`?fiscal_year=`, None without it. Raises BadRequest; Http404 for a year outside the plan."""
    text = request.GET.get("fiscal_year")
    if not text:
        return None
    try:
        return year_of(plan, parse_fiscal_year(text))
    except NotAFiscalYear as error:
        raise BadRequest(_("“fiscal_year” must be a year like 2025.")) from error


def reporting_office(details, user):
    """The lead office for which the reader may report; None where there is none, and on a past day."""
    if details.known_on is not None:
        return None
    return next((office for office in leads_of(details) if may_report(user, office)), None)


def returnable_reports(details, user):
    """Ids of the reports that the reader may return; none on a past day or in a closed year."""
    if details.known_on is not None or not is_member(user, details.institution):
        return set()
    closed = set(details.institution.closed_years.values_list("fiscal_year", flat=True))
    handed_in = [report for report in details.reports if report.is_handed_in and report.fiscal_year not in closed]
    offices = {report.office for report in handed_in}
    approved = {office for office in offices if may_approve_for(user, details.institution, office)}
    return {report.pk for report in handed_in if report.office in approved}


def may_file_here(details, user):
    """Nobody may on a past day."""
    return details.known_on is None and may_file(user, details.institution, leads_of(details))


def may_discuss_here(details, user):
    """Nobody may on a past day."""
    return details.known_on is None and may_discuss(user, details.plan.institution, leads_of(details))


def leads_of(details):
    return [part.office for part in details.responsibilities if part.role == ResponsibilityRole.LEAD]


def counts_by_mark(lines):
    """[(mark, number)], worst first."""
    found = sorted(lines, key=lambda line: line.reading.sort_key)
    tally = count_marks(line.mark for line in lines)
    return [(mark, tally[mark]) for mark in dict.fromkeys(line.mark for line in found)]


def relatives(details, user):
    """[(relation, measure)] of related measures that the reader may see, now and then; some may be in other plans."""
    measure = details.measure
    above = {
        measure.parent_id: _("Parent"),
        measure.merged_into_id: _("Merged into"),
        measure.predecessor_id: _("Predecessor"),
    }
    kin = Q(pk__in=set(above) - {None}) | Q(predecessor=measure.pk) | Q(merged_into=measure.pk)
    found = Measure.objects.visible_to(user).filter(kin).select_related("standard__strategy__plan")
    kin = [(above.get(row.pk) or kinship_below(row, measure), measure_as_known(row, details.as_of)) for row in found]
    return [(what, row) for what, row in kin if reads_plan(user, row.standard.strategy.plan)]


def measure_as_known(live, as_of):
    then = as_of.row(live)
    if then is not live:
        then.standard = live.standard
        then.standard.strategy.plan = as_of.row(live.standard.strategy.plan)
    return then


def cross_listed_standards(details, user):
    listings = details.as_of.rows(CrossListing, measure=details.measure.pk)
    live = Standard.objects.visible_to(user).filter(pk__in={listing.standard_id for listing in listings})
    found = []
    for standard in live.select_related("strategy__plan"):
        then = details.as_of.row(standard)
        then.strategy = standard.strategy
        found.append(then)
    return found


def kinship_below(row, measure):
    return _("Merged from") if row.merged_into_id == measure.pk else pgettext("measure", "Successor")
