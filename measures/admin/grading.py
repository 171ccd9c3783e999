"""Scales of grades, and which plan uses which."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from measures.models import Grade, GradingScale, PlanScale
from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow


class GradesBelow(RowsBelow):
    model = Grade
    fields = ("code", "kind", "rank", "label_ja", "label_en", "needs_evidence", "needs_countermeasure")


@admin.register(GradingScale)
class GradingScaleAdmin(RecordAdmin):
    place = 10
    shown_with = ("institution",)
    list_display = ("called", "code", "institution")
    list_filter = own("institution")
    search_fields = ("code", "name_ja", "name_en")
    fields = (("institution", "code"), ("name_ja", "name_en"))
    inlines = (GradesBelow,)


@admin.register(Grade)
class GradeAdmin(RecordAdmin):
    place = 11
    to_institution = ("scale__institution",)
    shown_with = ("scale",)
    list_display = ("code", "called", "kind", "rank", "scale")
    list_filter = ("kind", *own("scale"))
    search_fields = ("code", "label_ja", "label_en")
    fields = (
        "scale",
        ("code", "kind", "rank"),
        ("label_ja", "label_en"),
        ("needs_evidence", "needs_countermeasure"),
    )

    @admin.display(description=_("label"), ordering="label_ja")
    def called(self, row):
        return row.label

    def label(self, row):
        return f"{row.scale}: {row}"


@admin.register(PlanScale)
class PlanScaleAdmin(RecordAdmin):
    place = 12
    seen_through = ("plan",)
    to_institution = ("plan__institution",)
    shown_with = ("plan", "scale")
    list_display = ("plan", "scale")
    list_filter = own("scale")
    search_fields = ("plan__name_ja", "plan__name_en")
    fields = (("plan", "scale"),)
