"""Editing what is measured and promised in place: an indicator's wording, commitments, targets."""

from django.http import Http404
from django.utils.translation import gettext as _

from indicators.entry.commitment_forms import CommitmentForm, DefinitionForm, IndicatorForm
from indicators.entry.confirmations import mark_now, said_aimed
from indicators.entry.target_forms import TargetForm
from indicators.entry.targets import Aim
from indicators.loading.value_text import target_text
from indicators.models import Commitment, Indicator, Target
from plans.access.permissions import may_edit
from plans.editing.deleted_rows import row_to_edit
from plans.editing.pages import AddPage, RowPage, lock_of_year
from plans.fiscal_years import fiscal_year_label

TO_INSTITUTION = "standard__strategy__plan__institution"


class IndicatorEdit(RowPage):
    """An indicator's name, source, method and owner."""

    form_class, shown_with = IndicatorForm, ("institution",)


class DefinitionAdd(AddPage):
    """A new wording of an indicator, which breaks the series from a year on."""

    model, form_class, shown_with = Indicator, DefinitionForm, ("institution",)

    def get_heading(self):
        return _("New definition of “%(indicator)s”") % {"indicator": self.row.indicator}


class DefinitionEdit(RowPage):
    """The wording of an indicator, mended: what is measured stays the same."""

    form_class, shown_with = DefinitionForm, ("indicator__institution",)

    def get_heading(self):
        return _("Definition of “%(indicator)s”") % {"indicator": self.row.indicator}


class CommitmentPage(RowPage):
    """A page of something about a commitment, to which the way back leads by its indicator."""

    model = Commitment
    shown_with = (TO_INSTITUTION, "indicator__institution", "indicator__scale")

    def get_row(self):
        self.commitment = self.named_row()
        return self.commitment

    def get_back(self):
        return self.commitment.indicator.get_absolute_url()


class CommitmentEdit(CommitmentPage):
    """How a plan uses an indicator: comparison, path, baseline, tolerance."""

    form_class = CommitmentForm

    def get_heading(self):
        return _("Commitment: %(indicator)s") % {"indicator": self.row.indicator}


class TargetPage(CommitmentPage):
    """The target of a commitment in a fiscal year."""

    form_class, beside = TargetForm, "indicators/entry/_old_target.html"

    def get_row(self):
        return Aim.of(super().get_row(), self.kwargs["fiscal_year"])

    def is_allowed(self):
        return may_edit(self.request.user, self.commitment.indicator.institution)

    def get_heading(self):
        named = {"year": fiscal_year_label(self.row.fiscal_year), "indicator": self.commitment.indicator}
        return _("Target for %(year)s: %(indicator)s") % named

    def get_lock(self):
        return lock_of_year(self.commitment.indicator.institution, self.row.fiscal_year, self.commitment)

    def get_context(self):
        decided = self.commitment.targets.filter(fiscal_year=self.row.fiscal_year, superseded_at__isnull=False)
        earlier = list(decided.order_by("-superseded_at").select_related("grade"))
        return {"aim": self.row, "indicator": self.commitment.indicator, "earlier": earlier}

    def store(self, form):
        user, target = self.request.user, self.row.target
        was = "" if target is None else target_text(target, self.commitment.indicator)
        before = mark_now(self.commitment, user)
        target, _is_changed = form.store(by=user)
        return said_aimed(target, was, before, mark_now(self.commitment, user))


class TargetAdd(TargetPage):
    """A target for a year of the plan."""

    def get_row(self):
        aim = super().get_row()
        if aim.fiscal_year not in aim.commitment.standard.strategy.plan.fiscal_years:
            raise Http404
        return aim


class TargetRevise(TargetPage):
    """Another decision on the year of a target, which stays beside the new one."""

    def get_row(self):
        user = self.request.user
        target = row_to_edit(Target.objects.visible_to(user), by=user, id=self.kwargs["pk"])
        self.kwargs = {"pk": target.commitment_id, "fiscal_year": target.fiscal_year}
        return super().get_row()
