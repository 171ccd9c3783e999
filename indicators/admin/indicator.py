"""Indicators with their definitions and years, and the breakdowns of an institution."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.admin.value import YearsBelow
from indicators.entry.commitment_forms import DefinitionForm, IndicatorForm
from indicators.models import Breakdown, Definition, Indicator
from plans.access.permissions import may_record, may_report_somewhere
from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow


class DefinitionsBelow(RowsBelow):
    model = Definition
    form = DefinitionForm
    fields = ("valid_from", "restated_from", "wording_ja", "wording_en", "reason")


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    """Planners edit indicators; whoever may report for the owner office fills in the years."""

    form = IndicatorForm
    place = 1
    shown_with = ("institution", "office", "scale", "merged_into")
    list_display = ("called", "code", "unit_shown", "kind", "office", "status", "disclosure", "institution")
    list_filter = ("kind", "status", "origin", "disclosure", "is_ambitious", *own("office", "institution"))
    search_fields = ("code", "name_ja", "name_en")
    autocomplete_fields = ("office", "merged_into")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("institution", "code", "office"),
                    ("name_ja", "name_en"),
                    ("kind", "scale"),
                    ("unit_ja", "unit_en", "decimals"),
                    ("direction", "is_ambitious"),
                    ("numerator_is_part", "factor"),
                    ("disclosure", "status", "merged_into"),
                )
            },
        ),
        (
            _("How it is counted"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("time_basis", "numerator_time_basis", "denominator_time_basis"),
                    ("over_time", "over_breakdowns"),
                    "origin",
                ),
            },
        ),
        (
            _("Source"),
            {
                "classes": ("collapse",),
                "fields": (("source_ja", "source_en"), ("method_ja", "method_en"), "frequency"),
            },
        ),
    )
    inlines = (YearsBelow, DefinitionsBelow)
    unused = ("formula",)

    @admin.display(description=_("unit"), ordering="unit_ja")
    def unit_shown(self, row):
        return row.unit

    def label(self, row):
        return f"{row.code} {row}".strip()

    def may_write_parts(self, user, row):
        return may_record(user, row)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return self.may_write_some(request.user) or may_report_somewhere(request.user)
        return super().has_change_permission(request, obj)


@admin.register(Definition)
class DefinitionAdmin(RecordAdmin):
    form = DefinitionForm
    place = 2
    to_institution = ("indicator__institution",)
    shown_with = ("indicator",)
    list_display = ("indicator", "valid_from", "__str__", "restated_from")
    list_filter = ("valid_from",)
    search_fields = ("indicator__code", "indicator__name_ja", "indicator__name_en", "wording_ja", "wording_en")
    autocomplete_fields = ("indicator",)
    fields = (
        "indicator",
        ("valid_from", "restated_from"),
        ("wording_ja", "wording_en"),
        ("numerator_ja", "numerator_en"),
        ("denominator_ja", "denominator_en"),
        "reason",
    )


@admin.register(Breakdown)
class BreakdownAdmin(RecordAdmin):
    place = 4
    shown_with = ("institution", "office")
    list_display = ("called", "categories", "office", "order", "institution")
    list_filter = own("institution")
    search_fields = ("name_ja", "name_en", "categories")
    autocomplete_fields = ("office",)
    fields = (("institution", "order"), ("name_ja", "name_en"), "categories", "office")

    def label(self, row):
        return str(row) or ", ".join(str(category) for category in row.categories.values())
