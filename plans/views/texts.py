"""Editing the wording of a plan: its own texts, objectives, strategies and standards."""

from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from plans.editing import add_row, change_row, institution_of
from plans.levels import level_names
from plans.models import Objective, Plan, Standard, Strategy
from plans.permissions import may_edit, require
from plans.text_forms import ObjectiveForm, PlanForm, StandardForm, StrategyForm
from plans.views.editing import Edit, edit_page, signed_in


@signed_in
def plan_edit(request, slug):
    """A plan's name, vision, description and words."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    return edit_row(request, plan, PlanForm, heading=str(plan), back=plan.get_absolute_url())


@signed_in
def objective_edit(request, pk):
    objective = get_object_or_404(Objective.objects.visible_to(request.user), pk=pk)
    back = objective.plan.get_absolute_url()
    return edit_row(request, objective, ObjectiveForm, heading=_("Objective"), back=back)


@signed_in
def objective_add(request, slug):
    """One more aim, at the end."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    row = Objective(plan=plan, order=next_order(plan.objectives))
    return add_to(request, row, ObjectiveForm, heading=_("Objective"), back=plan.get_absolute_url())


@signed_in
def strategy_edit(request, pk):
    strategy = get_object_or_404(Strategy.objects.visible_to(request.user), pk=pk)
    return edit_row(request, strategy, StrategyForm, heading=of_level(strategy.plan, "strategy", strategy))


@signed_in
def strategy_add(request, slug):
    """One more strategy, at the end of the plan."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    row = Strategy(plan=plan, order=next_order(plan.strategies))
    return add_to(request, row, StrategyForm, heading=of_level(plan, "strategy"))


@signed_in
def standard_edit(request, pk):
    standard = get_object_or_404(Standard.objects.visible_to(request.user), pk=pk)
    return edit_row(request, standard, StandardForm, heading=of_level(standard.strategy.plan, "standard", standard))


@signed_in
def standard_add(request, pk):
    """One more standard, at the end of a strategy."""
    strategy = get_object_or_404(Strategy.objects.visible_to(request.user), pk=pk)
    row = Standard(strategy=strategy, order=next_order(strategy.standards))
    return add_to(request, row, StandardForm, heading=of_level(strategy.plan, "standard"))


def edit_row(request, row, form, *, heading, back=None, **more):
    """The edit page of a row that the planning office edits."""
    require(may_edit(request.user, institution_of(row)))

    def store(form):
        return change_row(row, by=request.user, version=form.seen, reason=form.why, **form.columns)[1]

    back = back or plan_of(row).get_absolute_url()
    return edit_page(request, Edit(heading=heading, row=row, form=form, store=store, back=back, **more))


def add_to(request, row, form, *, heading, back=None, **more):
    """The page that adds a row, whose parent is set already."""
    require(may_edit(request.user, institution_of(row)))

    def store(form):
        return add_row(row, by=request.user, **form.columns)

    back = back or plan_of(row).get_absolute_url()
    return edit_page(request, Edit(heading=heading, row=row, form=form, store=store, back=back, **more))


def plan_of(row):
    """The plan above a strategy or standard."""
    return row.plan if isinstance(row, Strategy) else row.strategy.plan


def of_level(plan, level, row=None):
    """What is edited, by the plan's own word: "Strategy: Teach well"."""
    word = level_names(plan)[level]
    return f"{word}: {row}" if row is not None and str(row) else word


def next_order(siblings):
    """The place behind the last sibling."""
    last = siblings.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1
