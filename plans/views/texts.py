"""Editing the wording of a plan: its own texts, objectives, strategies and standards."""

from django.utils.translation import gettext as _

from plans.editing.pages import add_page, row_page, signed_in
from plans.editing.rows import next_order
from plans.levels import of_level
from plans.models import Objective, Plan, Standard, Strategy
from plans.text_forms import ObjectiveForm, PlanForm, StandardForm, StrategyForm
from plans.views.lookups import row_to_edit


@signed_in
def plan_edit(request, slug):
    """A plan's name, vision, description and words."""
    plan = row_to_edit(request, Plan.objects.visible_to(request.user), slug=slug)
    return row_page(request, plan, PlanForm, heading=str(plan), back=plan.get_absolute_url())


@signed_in
def objective_edit(request, pk):
    objective = row_to_edit(request, Objective.objects.visible_to(request.user), id=pk)
    back = objective.plan.get_absolute_url()
    return row_page(request, objective, ObjectiveForm, heading=_("Objective"), back=back)


@signed_in
def objective_add(request, slug):
    """One more aim, at the end."""
    plan = row_to_edit(request, Plan.objects.visible_to(request.user), slug=slug)
    row = Objective(plan=plan, order=next_order(plan.objectives))
    return add_page(request, row, ObjectiveForm, heading=_("Objective"), back=plan.get_absolute_url())


@signed_in
def strategy_edit(request, pk):
    strategy = row_to_edit(request, Strategy.objects.visible_to(request.user), id=pk)
    back = strategy.plan.get_absolute_url()
    return row_page(request, strategy, StrategyForm, heading=of_level(strategy.plan, "strategy", strategy), back=back)


@signed_in
def strategy_add(request, slug):
    """One more strategy, at the end of the plan."""
    plan = row_to_edit(request, Plan.objects.visible_to(request.user), slug=slug)
    row = Strategy(plan=plan, order=next_order(plan.strategies))
    return add_page(request, row, StrategyForm, heading=of_level(plan, "strategy"), back=plan.get_absolute_url())


@signed_in
def standard_edit(request, pk):
    standard = row_to_edit(request, Standard.objects.visible_to(request.user), id=pk)
    plan = standard.strategy.plan
    heading = of_level(plan, "standard", standard)
    return row_page(request, standard, StandardForm, heading=heading, back=plan.get_absolute_url())


@signed_in
def standard_add(request, pk):
    """One more standard, at the end of a strategy."""
    strategy = row_to_edit(request, Strategy.objects.visible_to(request.user), id=pk)
    row = Standard(strategy=strategy, order=next_order(strategy.standards))
    heading, back = of_level(strategy.plan, "standard"), strategy.plan.get_absolute_url()
    return add_page(request, row, StandardForm, heading=heading, back=back)
