from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from indicators.moments import day_of, known_on
from indicators.organisation import Chart
from indicators.queries import today_of
from plans.models import Institution
from plans.permissions import may_edit


def organisation(request, slug):
    """The chart of an institution's offices: who stands under whom, who leads what, on a day of one's choice."""
    institution = get_object_or_404(Institution, slug=slug)
    past = known_on(request, institution)
    today = today_of(institution, past)
    day = day_asked(request) or today
    chart = Chart(institution, day, user=request.user, known_on=past)
    chart.add_relations()
    if past is None:
        chart.add_counts()
    context = {
        "institution": institution,
        "chart": chart,
        "executives": chart.executives() if past is None else [],
        "known_on": past,
        "administrations": [branch for branch in chart.branches.values() if branch.administers],
        "in_force": sum(not branch.is_ended for branch in chart.branches.values()),
        "ended": sum(branch.is_ended for branch in chart.branches.values()),
        "day": day,
        "is_today": day == today,
        "may_edit": past is None and request.user.is_authenticated and may_edit(request.user, institution),
        "section": "plans",
    }
    return render(request, "indicators/organisation.html", context)


def day_asked(request):
    """The day of `?on=`, None without it. What is no day is a bad request."""
    text = request.GET.get("on")
    try:
        return day_of(text) if text else None
    except ValueError as error:
        raise BadRequest(_("“on” must be a day like 2025-03-31.")) from error
