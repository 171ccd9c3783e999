"""Editing what is measured and promised in place: an indicator's wording, commitments, targets."""

from django.http import Http404
from django.utils.translation import gettext as _

from indicators.entry.commitment_forms import CommitmentForm, DefinitionForm, IndicatorForm, TargetForm
from indicators.entry.confirmations import mark_now, said_aimed
from indicators.entry.targets import Aim, versions_since
from indicators.loading.value_text import target_text
from indicators.models import Commitment, Definition, Indicator, Target
from plans.access.permissions import may_edit, require
from plans.editing.pages import Edit, add_page, edit_page, lock_of_year, row_page, signed_in
from plans.fiscal_years import fiscal_year_label
from plans.views.lookups import row_to_edit

TO_INSTITUTION = "standard__strategy__plan__institution"


@signed_in
def indicator_edit(request, pk):
    """An indicator's name, source, method and owner."""
    indicator = visible_indicator(request, pk)
    return row_page(request, indicator, IndicatorForm, heading=str(indicator), back=indicator.get_absolute_url())


@signed_in
def definition_add(request, pk):
    """A new wording of an indicator, which breaks the series from a year on."""
    indicator = visible_indicator(request, pk)
    heading = _("New definition of “%(indicator)s”") % {"indicator": indicator}
    row = Definition(indicator=indicator)
    return add_page(request, row, DefinitionForm, heading=heading, back=indicator.get_absolute_url())


@signed_in
def definition_edit(request, pk):
    """The wording of an indicator, mended: what is measured stays the same."""
    definitions = Definition.objects.visible_to(request.user).select_related("indicator__institution")
    definition = row_to_edit(request, definitions, id=pk)
    heading = _("Definition of “%(indicator)s”") % {"indicator": definition.indicator}
    back = definition.indicator.get_absolute_url()
    return row_page(request, definition, DefinitionForm, heading=heading, back=back)


@signed_in
def commitment_edit(request, pk):
    """How a plan uses an indicator: comparison, path, baseline, tolerance."""
    commitment = visible_commitment(request, pk)
    heading = _("Commitment: %(indicator)s") % {"indicator": commitment.indicator}
    back = commitment.indicator.get_absolute_url()
    return row_page(request, commitment, CommitmentForm, heading=heading, back=back)


@signed_in
def target_revise(request, pk):
    """Another decision on the year of a target, which stays beside the new one."""
    target = row_to_edit(request, Target.objects.visible_to(request.user), id=pk)
    return target_page(request, visible_commitment(request, target.commitment_id), target.fiscal_year)


@signed_in
def target_add(request, pk, fiscal_year):
    """A target for a year of the plan."""
    commitment = visible_commitment(request, pk)
    if fiscal_year not in commitment.standard.strategy.plan.fiscal_years:
        raise Http404
    return target_page(request, commitment, fiscal_year)


def target_page(request, commitment, fiscal_year):
    require(may_edit(request.user, commitment.indicator.institution))
    indicator = commitment.indicator
    aim = Aim.of(commitment, fiscal_year)
    was = "" if aim.target is None else target_text(aim.target, indicator)

    def store(form):
        before = mark_now(commitment, request.user)
        target, _is_changed = form.store(by=request.user)
        return said_aimed(target, was, before, mark_now(commitment, request.user))

    earlier = commitment.targets.filter(fiscal_year=fiscal_year, superseded_at__isnull=False).order_by("-superseded_at")
    edit = Edit(
        heading=_("Target for %(year)s: %(indicator)s")
        % {"year": fiscal_year_label(fiscal_year), "indicator": indicator},
        row=aim,
        form=TargetForm,
        store=store,
        back=indicator.get_absolute_url(),
        beside="indicators/entry/_old_target.html",
        lock=lock_of_year(indicator.institution, fiscal_year, commitment),
        history=versions_since,
        more={"aim": aim, "indicator": indicator, "earlier": list(earlier.select_related("grade"))},
    )
    return edit_page(request, edit)


def visible_indicator(request, pk):
    return row_to_edit(request, Indicator.objects.visible_to(request.user).select_related("institution"), id=pk)


def visible_commitment(request, pk):
    commitments = Commitment.objects.visible_to(request.user)
    shown_with = (TO_INSTITUTION, "indicator__institution", "indicator__scale")
    return row_to_edit(request, commitments.select_related(*shown_with), id=pk)
