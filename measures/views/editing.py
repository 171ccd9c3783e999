"""Editing a measure in place: its texts, its offices, its steps."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.forms import MeasureForm, MilestoneForm
from measures.models import Measure
from measures.team import Team
from measures.team_forms import TeamForm
from plans.access.permissions import may_edit
from plans.editing.pages import AddPage, LevelPage, RowPage
from plans.models import Office, Standard

TO_INSTITUTION = "standard__strategy__plan__institution"


class MeasureEdit(LevelPage, RowPage):
    form_class, level, shown_with = MeasureForm, "measure", (TO_INSTITUTION,)


class MeasureAdd(LevelPage, AddPage):
    """One more measure, at the end of a standard."""

    model, form_class, level = Standard, MeasureForm, "measure"
    shown_with = ("strategy__plan__institution",)


class ResponsibilitiesEdit(RowPage):
    """Which offices lead and support a measure."""

    model, form_class, shown_with = Measure, TeamForm, (TO_INSTITUTION,)

    def get_row(self):
        self.measure = self.named_row()
        return Team.of(self.measure)

    def is_allowed(self):
        return may_edit(self.request.user, self.measure.standard.strategy.plan.institution)

    def get_heading(self):
        return _("Offices of “%(measure)s”") % {"measure": self.measure}

    def get_back(self):
        return self.measure.get_absolute_url()

    def get_form_kwargs(self):
        return {"offices": offices_for(self.row)}


def offices_for(team):
    """The offices that can have a part: those that exist today, and those that have one."""
    home = team.measure.standard.strategy.plan.institution
    there = Office.objects.in_force_on(settings.CLOCK(home.time_zone)).filter(institution=home)
    return Office.objects.filter(Q(pk__in=there) | Q(pk__in=[row.office_id for row in team.rows]))


class MilestoneAdd(AddPage):
    """One more step of a measure."""

    model, form_class, heading = Measure, MilestoneForm, gettext_lazy("Milestone")
    shown_with = (TO_INSTITUTION,)


class MilestoneEdit(RowPage):
    """A step of a measure: another day, done, cancelled, or taken away."""

    form_class, heading = MilestoneForm, gettext_lazy("Milestone")
    shown_with, is_removable = (f"measure__{TO_INSTITUTION}",), True
