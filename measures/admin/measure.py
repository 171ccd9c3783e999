"""Measures with their offices, steps, money and places in the plan."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from measures.forms import MeasureForm, MilestoneForm
from measures.models import BudgetLine, CrossListing, Measure, MeasureEvidence, Milestone, Responsibility
from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow

TO_PLAN = "standard__strategy__plan"
OF_MEASURE = (f"measure__{TO_PLAN}__institution",)


class ResponsibilitiesBelow(RowsBelow):
    model = Responsibility
    fields = ("order", "role", "office", "person")
    autocomplete_fields = ("office",)
    shown_with = ("office",)


class MilestonesBelow(RowsBelow):
    model = Milestone
    form = MilestoneForm
    fields = ("order", "name_ja", "name_en", "due_on", "done_on", "cancelled_on")


class BudgetLinesBelow(RowsBelow):
    model = BudgetLine
    fields = ("fiscal_year", "name_ja", "name_en", "planned", "settled", "currency")


class CrossListingsBelow(RowsBelow):
    model = CrossListing
    fields = ("order", "standard")
    autocomplete_fields = ("standard",)
    shown_with = (TO_PLAN,)


class EvidenceOfMeasure(RowsBelow):
    model = MeasureEvidence
    fields = ("evidence",)
    autocomplete_fields = ("evidence",)
    shown_with = ("evidence",)


@admin.register(Measure)
class MeasureAdmin(RecordAdmin):
    form = MeasureForm
    place = 1
    to_institution = (f"{TO_PLAN}__institution",)
    shown_with = (TO_PLAN, "parent", "merged_into", "predecessor")
    list_display = ("called", "code", "level", "standard", "status", "is_ambitious", "plan")
    list_filter = ("status", "origin", "is_ambitious", *own(TO_PLAN, "offices"))
    search_fields = ("code", "name_ja", "name_en")
    autocomplete_fields = ("standard", "parent", "merged_into", "predecessor")
    fieldsets = (
        (
            None,
            {"fields": ("standard", ("code", "order"), ("name_ja", "name_en"), ("description_ja", "description_en"))},
        ),
        (_("Kind and state"), {"fields": (("origin", "is_ambitious"), ("status", "merged_into"), "source_url")}),
        (_("Place and time"), {"fields": (("first_fiscal_year", "last_fiscal_year"), ("parent", "predecessor"))}),
    )
    inlines = (ResponsibilitiesBelow, MilestonesBelow, CrossListingsBelow, BudgetLinesBelow, EvidenceOfMeasure)

    @admin.display(description=_("level"))
    def level(self, row):
        """The plan's own word for this level."""
        return row.standard.strategy.plan.measure_label or row._meta.verbose_name

    @admin.display(description=_("plan"), ordering=TO_PLAN)
    def plan(self, row):
        return row.standard.strategy.plan

    def label(self, row):
        return f"{row.code} {row}".strip()


class PartOfMeasure(RecordAdmin):
    """Rows of a measure; they are usually edited on its page."""

    to_institution = OF_MEASURE
    shown_with = (f"measure__{TO_PLAN}",)
    list_filter = own(f"measure__{TO_PLAN}")
    autocomplete_fields = ("measure",)
    search_fields = ("measure__code", "measure__name_ja", "measure__name_en")


@admin.register(Responsibility)
class ResponsibilityAdmin(PartOfMeasure):
    place = 2
    shown_with = (*PartOfMeasure.shown_with, "office")
    list_display = ("measure", "role", "office", "person")
    list_filter = ("role", *own(f"measure__{TO_PLAN}"))
    search_fields = (*PartOfMeasure.search_fields, "office__name_ja", "office__name_en", "person")
    autocomplete_fields = ("measure", "office")
    fields = ("measure", ("role", "office"), ("person", "order"))


@admin.register(Milestone)
class MilestoneAdmin(PartOfMeasure):
    form = MilestoneForm
    place = 3
    list_display = ("called", "due_on", "done_on", "cancelled_on", "measure")
    search_fields = (*PartOfMeasure.search_fields, "name_ja", "name_en")
    date_hierarchy = "due_on"
    fields = (("measure", "order"), ("name_ja", "name_en"), ("due_on", "done_on", "cancelled_on"), "note")


@admin.register(CrossListing)
class CrossListingAdmin(PartOfMeasure):
    place = 4
    seen_through = ("standard",)
    shown_with = (*PartOfMeasure.shown_with, TO_PLAN)
    list_display = ("measure", "standard", "order")
    autocomplete_fields = ("measure", "standard")
    fields = ("measure", ("standard", "order"))


@admin.register(BudgetLine)
class BudgetLineAdmin(RecordAdmin):
    place = 5
    to_institution = (*OF_MEASURE, "office__institution")
    shown_with = (f"measure__{TO_PLAN}", "office")
    list_display = ("fiscal_year", "called", "planned", "settled", "currency", "measure", "office")
    list_filter = ("fiscal_year", *own(f"measure__{TO_PLAN}"))
    search_fields = ("name_ja", "name_en", "measure__code", "measure__name_ja", "measure__name_en")
    autocomplete_fields = ("measure", "office")
    fields = (
        ("measure", "office"),
        "fiscal_year",
        ("name_ja", "name_en"),
        ("planned", "settled", "currency"),
        "note",
        "source_url",
    )


@admin.register(MeasureEvidence)
class MeasureEvidenceAdmin(PartOfMeasure):
    place = 21
    seen_through = ("measure", "evidence")
    shown_with = (*PartOfMeasure.shown_with, "evidence")
    list_display = ("evidence", "measure")
    autocomplete_fields = ("measure", "evidence")
    fields = ("measure", "evidence")
