from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from indicators.loading.moments import as_of_asked, day_of
from indicators.overview.organisation_chart import OrganisationChart
from plans.access.permissions import may_edit
from plans.models import Institution


def organisation(request, slug):
    institution = get_object_or_404(Institution, slug=slug)
    as_of = as_of_asked(request, institution)
    day = read_day(request) or as_of.today
    chart = OrganisationChart(as_of, day, user=request.user)
    chart.add_relations()
    if as_of.is_now:
        chart.add_counts()
    context = {
        "institution": as_of.institution,
        "chart": chart,
        "executives": chart.executives() if as_of.is_now else [],
        "known_on": as_of.known_on,
        "is_final": as_of.is_final,
        "administrations": [branch for branch in chart.branches.values() if branch.administers],
        "in_force": sum(not branch.is_ended for branch in chart.branches.values()),
        "ended": sum(branch.is_ended for branch in chart.branches.values()),
        "day": day,
        "is_today": day == as_of.today,
        "may_edit": as_of.is_now and request.user.is_authenticated and may_edit(request.user, institution),
        "section": "plans",
    }
    return render(request, "indicators/offices/organisation.html", context)


def read_day(request):
    """`?on=`, None without it. Raises BadRequest."""
    text = request.GET.get("on")
    try:
        return day_of(text) if text else None
    except ValueError as error:
        raise BadRequest(_("“on” must be a day like 2025-03-31.")) from error
