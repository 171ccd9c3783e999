"""Forms of a plan's wording, both languages side by side."""

from django.utils.translation import gettext as _

from plans.editing.forms import RowForm
from plans.models import Objective, Plan, Standard, Strategy


def both(*stems):
    """The columns of some texts in both languages."""
    return tuple(f"{stem}_{language}" for stem in stems for language in ("ja", "en"))


class PlanForm(RowForm):
    """A plan's name, vision and description, its words for the levels, who approved it."""

    in_one_language_at_least = ("name",)
    together = (("approved_on", "approved_by"),)

    class Meta:
        model = Plan
        fields = (
            *both("name", "vision", "description", "strategy_label", "standard_label", "measure_label", "version_name"),
            "approved_on",
            "approved_by",
            "source_url",
        )


class ObjectiveForm(RowForm):
    in_one_language_at_least = ("text",)
    together = (("order",),)

    class Meta:
        model = Objective
        fields = (*both("text"), "order")


def key_above(form, column):
    """The key of the row above, as the form says or as it is; None for none yet."""
    return form.cleaned_data[column].pk if form.cleaned_data.get(column) else getattr(form.row, f"{column}_id")


class LevelForm(RowForm):
    """A row of a level of the plan, with a code that no sibling has. `parent`: the column of the row above."""

    parent = ""
    together = (("code", "order"),)

    def clean(self):
        cleaned = super().clean()
        code, parent = cleaned.get("code"), key_above(self, self.parent)
        siblings = self._meta.model.objects.filter(**{self.parent: parent}, code=code)
        if code and parent is not None and siblings.exclude(pk=self.row.pk).exists():
            self.add_error("code", _("Another one in the same place has this code."))
        return cleaned


class StrategyForm(LevelForm):
    parent = "plan"

    class Meta:
        model = Strategy
        fields = ("code", "order", *both("name", "description"))


class StandardForm(LevelForm):
    parent = "strategy"

    class Meta:
        model = Standard
        fields = ("code", "order", *both("name", "description"))
