"""Editing an office in place: what it is, whom to ask, what it does."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.editing.pages import AddPage, RowPage
from plans.editing.rows import next_order
from plans.models import DutyKind, Institution, Office, OfficeDuty
from plans.office_forms import DutyForm, OfficeForm


class OfficeEdit(RowPage):
    form_class, shown_with = OfficeForm, ("institution",)


class OfficeAdd(AddPage):
    """One more office of an institution; `?below=` names the one under which it is to stand."""

    form_class, heading = OfficeForm, gettext_lazy("New office")

    def named_row(self):
        return get_object_or_404(Institution, slug=self.kwargs["slug"])

    def new_row(self, above):
        parent = office_below(self.request, above)
        return Office(institution=above, parent=parent, order=next_order(above.offices.filter(parent=parent)))

    def get_back(self):
        return reverse("indicators:organisation", args=[self.row.institution.slug])


def office_below(request, institution):
    """The office of `?below=`, None without it; 404 for one that is not the institution's."""
    below = request.GET.get("below")
    if below and not below.isprintable():
        raise Http404
    return get_object_or_404(Office, institution=institution, slug=below) if below else None


class DutyPage:
    """What is common to both pages of a duty, which is headed by its kind."""

    form_class = DutyForm

    def get_heading(self):
        return _("Duty") if self.row.kind == DutyKind.DUTY else _("Item discussed")


class DutyAdd(DutyPage, AddPage):
    """One more duty, or with `?kind=discussed` one more item discussed, at the end."""

    model, shown_with = Office, ("institution",)

    def new_row(self, above):
        kind = kind_asked(self.request)
        return OfficeDuty(office=above, kind=kind, order=next_order(above.duties.filter(kind=kind)))


class DutyEdit(DutyPage, RowPage):
    shown_with, is_removable = ("office__institution",), True


def kind_asked(request):
    """The kind of `?kind=`, a duty without it. What is no kind is a bad request."""
    kind = request.GET.get("kind", DutyKind.DUTY)
    if kind not in DutyKind.values:
        raise BadRequest(_("“kind” must be “duty” or “discussed”."))
    return kind
