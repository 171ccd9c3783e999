"""Editing a measure in place: its texts, its offices, its steps."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from measures.actions import arrange_offices
from measures.forms import MeasureForm, MilestoneForm
from measures.models import Measure, Milestone
from measures.team import Team, versions_since
from measures.team_forms import TeamForm
from plans.access.permissions import may_edit, require
from plans.editing.pages import Edit, add_page, edit_page, row_page, signed_in
from plans.editing.rows import next_order
from plans.levels import of_level
from plans.models import Office, Standard
from plans.views.lookups import row_to_edit


@signed_in
def measure_edit(request, pk):
    """A measure's texts, years and state."""
    measure = visible_measure(request, pk)
    heading = of_level(measure.standard.strategy.plan, "measure", measure)
    return row_page(request, measure, MeasureForm, heading=heading, back=measure.get_absolute_url())


@signed_in
def measure_add(request, pk):
    """One more measure, at the end of a standard."""
    standards = Standard.objects.visible_to(request.user).select_related("strategy__plan__institution")
    standard = row_to_edit(request, standards, id=pk)
    plan = standard.strategy.plan
    row = Measure(standard=standard, order=next_order(standard.measures))
    return add_page(request, row, MeasureForm, heading=of_level(plan, "measure"), back=plan.get_absolute_url())


@signed_in
def responsibilities_edit(request, pk):
    """Which offices lead and support a measure."""
    measure = visible_measure(request, pk)
    require(may_edit(request.user, measure.standard.strategy.plan.institution))
    team = Team.of(measure)

    def store(form):
        return arrange_offices(
            measure, by=request.user, version=form.seen_version, parts=form.parts, reason=form.reason
        )

    edit = Edit(
        heading=_("Offices of “%(measure)s”") % {"measure": measure},
        row=team,
        form=TeamForm,
        store=store,
        back=measure.get_absolute_url(),
        history=versions_since,
        options={"offices": offices_for(team)},
    )
    return edit_page(request, edit)


def offices_for(team):
    """The offices that can have a part: those that exist today, and those that have one."""
    home = team.measure.standard.strategy.plan.institution
    there = Office.objects.in_force_on(settings.CLOCK(home.time_zone)).filter(institution=home)
    return Office.objects.filter(Q(pk__in=there) | Q(pk__in=[row.office_id for row in team.rows]))


@signed_in
def milestone_add(request, pk):
    """One more step of a measure."""
    measure = visible_measure(request, pk)
    row = Milestone(measure=measure, order=next_order(measure.milestones))
    return add_page(request, row, MilestoneForm, heading=_("Milestone"), back=measure.get_absolute_url())


@signed_in
def milestone_edit(request, pk):
    """A step of a measure: another day, done, cancelled, or taken away."""
    milestones = Milestone.objects.visible_to(request.user).select_related(
        "measure__standard__strategy__plan__institution"
    )
    milestone = row_to_edit(request, milestones, id=pk)
    back = milestone.measure.get_absolute_url()
    return row_page(request, milestone, MilestoneForm, heading=_("Milestone"), back=back, removable=True)


def visible_measure(request, pk):
    """The measure, if the reader may see it; for planners also a deleted one, as it last was."""
    measures = Measure.objects.visible_to(request.user).select_related("standard__strategy__plan__institution")
    return row_to_edit(request, measures, id=pk)
