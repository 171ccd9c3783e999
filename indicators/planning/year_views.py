from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import OperationalError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.planning.years import years_of
from plans.access.permissions import may_close_years
from plans.actions import close_year, reopen_year
from plans.database.transactions import RETRY_AFTER, is_busy
from plans.fiscal_years import fiscal_year_label
from plans.forms import ReasonForm
from plans.views.lookups import institution_for_members, institution_for_planners, post_data


class ReopeningForm(ReasonForm):
    """`what`: the intended action, whatever happened to the year meanwhile."""

    what = forms.CharField(widget=forms.HiddenInput, initial="reopen", required=False)


class ClosingForm(ReasonForm):
    """Closing an incomplete year needs one more tick."""

    what = forms.CharField(widget=forms.HiddenInput, initial="close", required=False)
    accepted = forms.BooleanField(label=gettext_lazy("Close with answers missing"))

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        if not year.lacks_something:
            del self.fields["accepted"]


@login_required
def years(request, slug):
    institution = institution_for_members(request, slug)
    context = {
        "institution": institution,
        "years": years_of(institution, request.user),
        "is_planner": may_close_years(request.user, institution),
    }
    return render(request, "indicators/planning/years.html", context)


@login_required
def year(request, slug, fiscal_year):
    institution = institution_for_planners(request, slug)
    found = {year.fiscal_year: year for year in years_of(institution, request.user)}
    if fiscal_year not in found:
        raise Http404
    asked = found[fiscal_year]
    form = ReopeningForm(post_data(request)) if asked.closed_year else ClosingForm(post_data(request), year=asked)
    if request.method == "POST" and request.POST.get("what") != form.fields["what"].initial:
        messages.error(request, _("Someone closed or reopened this year while you were working. Check it again."))
        return redirect("indicators:year", institution.slug, fiscal_year)
    if request.method == "POST" and form.is_valid():
        try:
            close_or_reopen(request, institution, asked, form.cleaned_data["reason"])
        except OperationalError as error:
            return respond_busy(request, institution, asked, form, error)
        return redirect("indicators:years", institution.slug)
    return render(request, "indicators/planning/year.html", {"institution": institution, "year": asked, "form": form})


def respond_busy(request, institution, year, form, error):
    """503 while others write figures of the year, with the form as filled in."""
    if not is_busy(error):
        raise error
    form.add_error(
        None, _("Others are entering figures of this year. Nothing was changed; try again in a few seconds.")
    )
    context = {"institution": institution, "year": year, "form": form}
    response = render(request, "indicators/planning/year.html", context, status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def close_or_reopen(request, institution, year, reason):
    named = {"year": fiscal_year_label(year.fiscal_year)}
    if year.closed_year:
        reopen_year(institution, year.fiscal_year, by=request.user, reason=reason)
        messages.success(request, _("%(year)s was reopened. Its values and reports can be changed again.") % named)
    else:
        close_year(institution, year.fiscal_year, by=request.user, reason=reason)
        lacking = year.values_missing + year.reports_missing
        sentence = ngettext(
            "%(year)s was closed (%(count)d answer missing).",
            "%(year)s was closed (%(count)d answers missing).",
            lacking,
        )
        said = sentence % (named | {"count": lacking}) if lacking else _("%(year)s was closed.") % named
        messages.success(request, said)
