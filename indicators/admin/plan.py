"""Plans in the admin: with their grading scale, and in and out as a sheet."""

from django.contrib import admin

from measures.models import PlanScale
from plans.admin.promise import PlanAdmin
from plans.admin.rows import RowsBelow
from plans.models import Plan


class ScaleBelow(RowsBelow):
    model = PlanScale
    fields = ("scale",)


@admin.register(Plan)
class PlanWithSheetAdmin(PlanAdmin):
    inlines = (*PlanAdmin.inlines, ScaleBelow)
