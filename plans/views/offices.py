"""Editing an office in place: what it is, whom to ask, what it does."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.access.permissions import may_edit, require
from plans.editing.pages import add_page, row_page, signed_in
from plans.editing.rows import next_order
from plans.models import DutyKind, Institution, Office, OfficeDuty
from plans.office_forms import DutyForm, OfficeForm
from plans.views.lookups import row_to_edit


@signed_in
def office_edit(request, slug):
    """An office's names, place in the chart, head, contact and span."""
    office = row_to_edit(request, Office.objects.select_related("institution"), slug=slug)
    return row_page(request, office, OfficeForm, heading=str(office), back=office.get_absolute_url())


@signed_in
def office_add(request, slug):
    """One more office of an institution; `?below=` names the one under which it is to stand."""
    institution = get_object_or_404(Institution, slug=slug)
    require(may_edit(request.user, institution))
    parent = office_below(request, institution)
    row = Office(institution=institution, parent=parent, order=next_order(institution.offices.filter(parent=parent)))
    back = reverse("indicators:organisation", args=[slug])
    return add_page(request, row, OfficeForm, heading=_("New office"), back=back)


def office_below(request, institution):
    """The office of `?below=`, None without it; 404 for one that is not the institution's."""
    below = request.GET.get("below")
    if below and not below.isprintable():
        raise Http404
    return get_object_or_404(Office, institution=institution, slug=below) if below else None


@signed_in
def duty_add(request, slug):
    """One more duty, or with `?kind=discussed` one more item discussed, at the end."""
    office = row_to_edit(request, Office.objects.select_related("institution"), slug=slug)
    kind = kind_asked(request)
    row = OfficeDuty(office=office, kind=kind, order=next_order(office.duties.filter(kind=kind)))
    return add_page(request, row, DutyForm, heading=called(kind), back=office.get_absolute_url())


@signed_in
def duty_edit(request, pk):
    """A duty or an item discussed: another wording or place, or taken away."""
    duty = row_to_edit(request, OfficeDuty.objects.select_related("office__institution"), id=pk)
    back = duty.office.get_absolute_url()
    return row_page(request, duty, DutyForm, heading=called(duty.kind), back=back, removable=True)


def kind_asked(request):
    """The kind of `?kind=`, a duty without it. What is no kind is a bad request."""
    kind = request.GET.get("kind", DutyKind.DUTY)
    if kind not in DutyKind.values:
        raise BadRequest(_("“kind” must be “duty” or “discussed”."))
    return kind


def called(kind):
    return _("Duty") if kind == DutyKind.DUTY else _("Item discussed")
