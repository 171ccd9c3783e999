"""Editing the wording of a plan: its own texts, objectives, strategies and standards."""

from django.utils.translation import gettext_lazy as _

from plans.editing.pages import AddPage, RowPage
from plans.editing.rows import next_order
from plans.levels import of_level
from plans.models import Objective, Plan, Standard, Strategy
from plans.text_forms import ObjectiveForm, PlanForm, StandardForm, StrategyForm


class PlanEdit(RowPage):
    model, form_class = Plan, PlanForm


class ObjectiveEdit(RowPage):
    model, form_class, heading = Objective, ObjectiveForm, _("Objective")


class ObjectiveAdd(AddPage):
    model, form_class, heading = Plan, ObjectiveForm, _("Objective")

    def new_row(self, above):
        return Objective(plan=above, order=next_order(above.objectives))


class StrategyEdit(RowPage):
    model, form_class = Strategy, StrategyForm

    def get_heading(self):
        return of_level(self.row.plan, "strategy", self.row)


class StrategyAdd(AddPage):
    model, form_class = Plan, StrategyForm

    def new_row(self, above):
        return Strategy(plan=above, order=next_order(above.strategies))

    def get_heading(self):
        return of_level(self.row.plan, "strategy")


class StandardEdit(RowPage):
    model, form_class = Standard, StandardForm

    def get_heading(self):
        return of_level(self.row.strategy.plan, "standard", self.row)


class StandardAdd(AddPage):
    model, form_class = Strategy, StandardForm

    def new_row(self, above):
        return Standard(strategy=above, order=next_order(above.standards))

    def get_heading(self):
        return of_level(self.row.strategy.plan, "standard")
