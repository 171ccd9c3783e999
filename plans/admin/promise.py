"""Plans, and their objectives, strategies and standards."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow
from plans.models import Objective, Standard, Strategy
from plans.text_forms import ObjectiveForm, PlanForm, StandardForm, StrategyForm


class ObjectivesBelow(RowsBelow):
    model = Objective
    form = ObjectiveForm
    fields = ("order", "text_ja", "text_en")


class StrategiesBelow(RowsBelow):
    model = Strategy
    form = StrategyForm
    fields = ("order", "code", "name_ja", "name_en")


class PlanAdmin(RecordAdmin):
    """A plan with its aims and its first level. `indicators` registers it, because a plan's sheet is made there."""

    form = PlanForm
    place = 5
    shown_with = ("institution", "contact_office", "predecessor")
    list_display = ("called", "first_fiscal_year", "last_fiscal_year", "state", "disclosure", "institution")
    list_filter = ("state", "disclosure", *own("institution"))
    search_fields = ("slug", "name_ja", "name_en")
    autocomplete_fields = ("contact_office", "predecessor")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("institution", "slug"),
                    ("name_ja", "name_en"),
                    ("first_fiscal_year", "last_fiscal_year"),
                    ("state", "disclosure"),
                )
            },
        ),
        (
            _("What the plan says"),
            {
                "fields": (
                    ("vision_ja", "vision_en"),
                    ("description_ja", "description_en"),
                    ("version_name_ja", "version_name_en"),
                    "source_url",
                )
            },
        ),
        (
            _("The plan's own words"),
            {
                "fields": (
                    ("strategy_label_ja", "strategy_label_en"),
                    ("standard_label_ja", "standard_label_en"),
                    ("measure_label_ja", "measure_label_en"),
                )
            },
        ),
        (_("Announced"), {"fields": (("announced_strategies", "announced_standards", "announced_measures"),)}),
        (_("Status lines"), {"fields": (("on_track_share", "risk_share", "worsening_share"),)}),
        (_("Approval and contact"), {"fields": (("approved_on", "approved_by"), "contact_office", "predecessor")}),
    )
    inlines = (ObjectivesBelow, StrategiesBelow)

    def get_readonly_fields(self, request, obj=None):
        """A plan's state is changed on its own page, which knows what may follow what."""
        closed = super().get_readonly_fields(request, obj)
        return closed if obj is None else [*closed, "state"]


@admin.register(Objective)
class ObjectiveAdmin(RecordAdmin):
    form = ObjectiveForm
    place = 6
    to_institution = ("plan__institution",)
    shown_with = ("plan",)
    list_display = ("__str__", "order", "plan")
    list_filter = own("plan")
    search_fields = ("text_ja", "text_en")
    fields = (("plan", "order"), ("text_ja", "text_en"))


def levels(*first):
    """The fields of a level of the plan."""
    return (*first, ("name_ja", "name_en"), ("description_ja", "description_en"))


class StandardsBelow(RowsBelow):
    model = Standard
    form = StandardForm
    fields = ("order", "code", "name_ja", "name_en")


@admin.register(Strategy)
class StrategyAdmin(RecordAdmin):
    form = StrategyForm
    place = 7
    to_institution = ("plan__institution",)
    shown_with = ("plan",)
    list_display = ("called", "code", "level", "order", "plan")
    list_filter = own("plan")
    search_fields = ("code", "name_ja", "name_en")
    fields = levels("plan", ("code", "order"))
    inlines = (StandardsBelow,)

    @admin.display(description=_("level"))
    def level(self, row):
        """The plan's own word for this level."""
        return row.plan.strategy_label or row._meta.verbose_name

    def label(self, row):
        return f"{row.plan} › {row.code} {row}".strip()


@admin.register(Standard)
class StandardAdmin(RecordAdmin):
    form = StandardForm
    place = 8
    to_institution = ("strategy__plan__institution",)
    shown_with = ("strategy__plan", "predecessor")
    list_display = ("called", "code", "level", "strategy", "plan")
    list_filter = own("strategy__plan")
    search_fields = ("code", "name_ja", "name_en", "strategy__name_ja", "strategy__name_en")
    autocomplete_fields = ("strategy", "predecessor")
    fields = (*levels("strategy", ("code", "order")), "predecessor")

    @admin.display(description=_("level"))
    def level(self, row):
        """The plan's own word for this level."""
        return row.strategy.plan.standard_label or row._meta.verbose_name

    @admin.display(description=_("plan"), ordering="strategy__plan")
    def plan(self, row):
        return row.strategy.plan

    def label(self, row):
        return " › ".join(part for part in (str(row.strategy.plan), f"{row.code} {row}".strip()) if part)
