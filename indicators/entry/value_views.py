"""Entering one yearly value in place."""

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from indicators.entry.actions import file_for_value
from indicators.entry.confirmations import figure_text, marks_of, said_deleted, said_saved
from indicators.entry.value_forms import ValueForm
from indicators.models import Breakdown, Indicator, ValueKind, YearlyValue
from measures.actions import level_of_proof
from measures.evidence_forms import EvidenceForm
from measures.models import Evidence
from plans.access.permissions import may_edit, may_record, require
from plans.editing.pages import Edit, edit_page, lock_of_year, signed_in
from plans.fiscal_years import EARLIEST, LATEST, fiscal_year_label
from plans.text.numbers import whole_number
from plans.text.punctuation import labelled
from plans.views.lookups import row_entered


@signed_in
def value_edit(request, pk, fiscal_year):
    """One figure of an indicator: of the whole or `?breakdown=` a part, actual or `?kind=forecast`."""
    indicators = Indicator.objects.visible_to(request.user).select_related("institution", "office", "scale")
    indicator = get_object_or_404(indicators, pk=pk)
    require(may_record(request.user, indicator))
    if not EARLIEST <= fiscal_year <= LATEST:
        raise Http404
    blank = asked_for(request, indicator, fiscal_year)
    row = stored_row(request.user, blank)
    last = last_years(request.user, blank)
    return edit_page(
        request,
        Edit(
            heading=labelled(indicator, fiscal_year_label(fiscal_year)),
            row=row or blank,
            blank=blank,
            form=ValueForm,
            store=storing(blank, row, request.user),
            back=indicator.get_absolute_url(),
            beside="indicators/entry/_last_year.html",
            lock=lock_of_year(indicator.institution, fiscal_year, indicator),
            remove=None if row is None else removing(blank, row, request.user),
            more={"indicator": indicator, "blank": blank, "last": last, "definition": definition_of(blank)},
        ),
    )


@signed_in
def evidence_add(request, pk):
    """A document that proves a yearly value: a link or a file."""
    values = YearlyValue.objects.visible_to(request.user).select_related("indicator__institution", "indicator__office")
    value = get_object_or_404(values, pk=pk)
    indicator = value.indicator
    require(may_record(request.user, indicator))

    def store(form):
        return file_for_value(value, by=request.user, **form.columns)

    year = fiscal_year_label(value.fiscal_year)
    edit = Edit(
        heading=_("Evidence for %(year)s: %(indicator)s") % {"year": year, "indicator": indicator},
        row=Evidence(
            institution=indicator.institution, disclosure=level_of_proof(indicator.disclosure, value.disclosure)
        ),
        form=EvidenceForm,
        store=store,
        back=indicator.get_absolute_url(),
        lock=lock_of_year(indicator.institution, value.fiscal_year, indicator),
        options={"is_planner": may_edit(request.user, indicator.institution)},
    )
    return edit_page(request, edit)


def asked_for(request, indicator, fiscal_year):
    """An empty row for the figure that the address names."""
    kind, breakdown = request.GET.get("kind", ValueKind.ACTUAL), request.GET.get("breakdown", "")
    if kind not in ValueKind.values:
        raise BadRequest(_("“kind” must be one of: %(kinds)s.") % {"kinds": ", ".join(ValueKind.values)})
    if breakdown and whole_number(breakdown) is None:
        raise BadRequest(_("“breakdown” must be the number of a breakdown."))
    parts = Breakdown.objects.visible_to(request.user).filter(institution=indicator.institution)
    part = get_object_or_404(parts, pk=breakdown) if breakdown else None
    return YearlyValue(
        institution=indicator.institution, indicator=indicator, fiscal_year=fiscal_year, kind=kind, breakdown=part
    )


def same_figure(blank, fiscal_year):
    """Rows of the same figure in a fiscal year: one or none."""
    return YearlyValue.objects.filter(
        indicator=blank.indicator, fiscal_year=fiscal_year, kind=blank.kind, breakdown=blank.breakdown
    ).select_related("indicator__scale", "grade", "entered_by")


def stored_row(user, blank):
    """The row as it is, None where nothing was entered; 403 for a figure that is hidden from the user."""
    row = row_entered(same_figure(blank, blank.fiscal_year), user)
    if row is not None:
        row.indicator = blank.indicator
    return row


def last_years(user, blank):
    """The actual of the year before, if the user may see it."""
    return (
        YearlyValue.objects.visible_to(user)
        .filter(indicator=blank.indicator, fiscal_year=blank.fiscal_year - 1, kind=ValueKind.ACTUAL)
        .filter(breakdown=blank.breakdown)
        .select_related("grade", "entered_by")
        .first()
    )


def definition_of(blank):
    """The wording that holds in the year, None without one."""
    holds = Q(valid_from=None) | Q(valid_from__lte=blank.fiscal_year)
    return blank.indicator.definitions.filter(holds).last()


def storing(blank, row, user):
    """How the form is stored; answers what became different, in a sentence."""
    was = "" if row is None else figure_text(row, blank.indicator)

    def store(form):
        before = marks_of(blank, user)
        row, is_changed = form.store(by=user)
        return is_changed and said_saved(blank, was, figure_text(row, blank.indicator), before, user)

    return store


def removing(blank, row, user):
    """How the value is taken back."""
    was = figure_text(row, blank.indicator)

    def remove(form):
        before = marks_of(blank, user)
        form.remove(by=user)
        return said_deleted(blank, was, before, user)

    return remove
