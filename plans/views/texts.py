"""Editing the wording of a plan: its own texts, objectives, strategies and standards."""

from django.utils.translation import gettext_lazy as _

from plans.editing.pages import AddPage, LevelPage, RowPage
from plans.models import Plan, Strategy
from plans.text_forms import ObjectiveForm, PlanForm, StandardForm, StrategyForm


class PlanEdit(RowPage):
    form_class = PlanForm


class ObjectiveEdit(RowPage):
    form_class, heading = ObjectiveForm, _("Objective")


class ObjectiveAdd(AddPage):
    model, form_class, heading = Plan, ObjectiveForm, _("Objective")


class StrategyEdit(LevelPage, RowPage):
    form_class, level = StrategyForm, "strategy"


class StrategyAdd(LevelPage, AddPage):
    model, form_class, level = Plan, StrategyForm, "strategy"


class StandardEdit(LevelPage, RowPage):
    form_class, level = StandardForm, "standard"


class StandardAdd(LevelPage, AddPage):
    model, form_class, level = Strategy, StandardForm, "standard"
