"""Entering one yearly value in place."""

from copy import copy

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
from plans.editing.pages import EditPage, lock_of_year
from plans.fiscal_years import EARLIEST, LATEST, fiscal_year_label
from plans.text.numbers import whole_number
from plans.text.punctuation import join_label
from plans.views.lookups import visible_or_none


class ValueEdit(EditPage):
    """One figure of an indicator: of the whole or `?breakdown=` a part, actual or `?kind=forecast`."""

    form_class, beside = ValueForm, "indicators/entry/_last_year.html"

    def get_row(self):
        indicators = Indicator.objects.visible_to(self.request.user).select_related("institution", "office", "scale")
        self.indicator = get_object_or_404(indicators, pk=self.kwargs["pk"])
        require(self.is_allowed())
        if not EARLIEST <= self.kwargs["fiscal_year"] <= LATEST:
            raise Http404
        self.blank = asked_for(self.request, self.indicator, self.kwargs["fiscal_year"])
        row = stored_row(self.request.user, self.blank)
        self.was = "" if row is None else figure_text(row, self.indicator)
        return row or copy(self.blank)

    def is_allowed(self):
        return may_record(self.request.user, self.indicator)

    @property
    def is_removable(self):
        return self.row.pk is not None

    def get_heading(self):
        return join_label(self.indicator, fiscal_year_label(self.blank.fiscal_year))

    def get_back(self):
        return self.indicator.get_absolute_url()

    def get_lock(self):
        return lock_of_year(self.indicator.institution, self.blank.fiscal_year, self.indicator)

    def get_context(self):
        last, definition = last_years(self.request.user, self.blank), definition_of(self.blank)
        return {"indicator": self.indicator, "blank": self.blank, "last": last, "definition": definition}

    def store(self, form):
        """Store the figure; says what became different, also of the status."""
        user, before = self.request.user, marks_of(self.blank, self.request.user)
        row, is_changed = form.store(by=user)
        return said_saved(self.blank, self.was, figure_text(row, self.indicator), before, user) if is_changed else ""

    def remove(self, form):
        user, before = self.request.user, marks_of(self.blank, self.request.user)
        form.remove(by=user)
        return said_deleted(self.blank, self.was, before, user)


class ValueEvidenceAdd(EditPage):
    """A document that proves a yearly value: a link or a file."""

    form_class = EvidenceForm

    def get_row(self):
        values = YearlyValue.objects.visible_to(self.request.user)
        values = values.select_related("indicator__institution", "indicator__office")
        self.value = get_object_or_404(values, pk=self.kwargs["pk"])
        self.indicator = self.value.indicator
        level = level_of_proof(self.indicator.disclosure, self.value.disclosure)
        return Evidence(institution=self.indicator.institution, disclosure=level)

    def is_allowed(self):
        return may_record(self.request.user, self.indicator)

    def get_heading(self):
        named = {"year": fiscal_year_label(self.value.fiscal_year), "indicator": self.indicator}
        return _("Evidence for %(year)s: %(indicator)s") % named

    def get_back(self):
        return self.indicator.get_absolute_url()

    def get_lock(self):
        return lock_of_year(self.indicator.institution, self.value.fiscal_year, self.indicator)

    def get_form_kwargs(self):
        return {"is_planner": may_edit(self.request.user, self.indicator.institution)}

    def store(self, form):
        return self.said_stored(file_for_value(self.value, by=self.request.user, **form.columns))


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
    row = visible_or_none(same_figure(blank, blank.fiscal_year), user)
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
