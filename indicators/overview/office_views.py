from django.shortcuts import get_object_or_404, render

from indicators.charts.budget_bars import draw_budget_chart
from indicators.loading.due import DueKind, owed_by
from indicators.loading.lines import in_order
from indicators.loading.moments import as_of_asked
from indicators.overview.office_details import OfficeRecord
from indicators.overview.organisation_chart import OrganisationChart
from indicators.readings.statuses import count_marks
from indicators.scorecards.words import office_line
from plans.access.permissions import is_member, may_edit, may_report
from plans.models import DutyKind, Office, OfficeDuty


def office_detail(request, slug):
    office = get_object_or_404(Office.objects.select_related("institution"), slug=slug)
    as_of = as_of_asked(request, office.institution)
    if not as_of.is_now:
        return office_known_on(request, office, as_of)
    chart = OrganisationChart(as_of, user=request.user)
    chart.add_relations()
    office = chart.offices[office.pk]
    duties = list(office.duties.all())
    record = OfficeRecord(office, user=request.user)
    dues = owed_by([office], user=request.user)
    context = {
        **place_in_chart(office, chart, duties),
        "dues": dues,
        "overdue": sum(due.is_overdue for due in dues),
        "record": record,
        "says": office_line(
            len(record.indicators),
            count_marks(line.mark for _indicator, lines in record.readings_of_indicators for line in lines),
            sum(due.kind != DueKind.MILESTONE for due in dues),
        ),
        "charts": [draw_budget_chart(money) for money in record.money()],
        "may_report": may_report(request.user, office),
        "may_edit": request.user.is_authenticated and may_edit(request.user, office.institution),
        "is_member": is_member(request.user, office.institution),
        "section": "organisation",
    }
    return render(request, "indicators/offices/office_detail.html", context)


def office_known_on(request, office, as_of):
    """Place, duties and facts of an office as known on a day. What it leads, owns and owes is shown of today only."""
    chart = OrganisationChart(as_of)
    chart.add_relations()
    then = chart.offices.get(office.pk)
    nameless = Office(pk=office.pk, slug=office.slug, institution=as_of.institution)
    nameless.name_ja, nameless.name_en = office.name_ja, office.name_en
    duties = as_of.rows(OfficeDuty, office=office.pk)
    context = place_in_chart(then or nameless, chart, in_order(duties))
    context |= {"known_on": as_of.known_on, "is_final": as_of.is_final, "is_empty": then is None}
    context["section"] = "organisation"
    return render(request, "indicators/offices/office_detail.html", context)


def place_in_chart(office, chart, duties):
    return {
        "office": office,
        "above": chart.above(office),
        "beside": chart.beside(office),
        "below": chart.below(office),
        "before": chart.before(office),
        "branch": chart.branches.get(office.pk),
        "is_ended": office.valid_to is not None and office.valid_to < chart.day,
        "duties": [duty for duty in duties if duty.kind == DutyKind.DUTY],
        "discussed": [duty for duty in duties if duty.kind == DutyKind.DISCUSSED],
    }
