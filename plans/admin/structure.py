"""Institutions, their offices, and the years that are closed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from plans.actions import close_year, reopen_year
from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow
from plans.admin.tables import TrackedTable
from plans.models import ClosedYear, Correction, Institution, Office, OfficeAdministration, OfficeDuty
from plans.office_forms import DutyForm, OfficeForm


@admin.register(Institution)
class InstitutionAdmin(RecordAdmin):
    """Universities. Their planners edit them; only superusers add or delete one."""

    place = 1
    to_institution = ("pk",)
    list_display = ("called", "slug", "is_fictional")
    search_fields = ("slug", "name_ja", "name_en")
    fieldsets = (
        (None, {"fields": ("slug", ("name_ja", "name_en"), "website", "is_fictional")}),
        (
            _("Time"),
            {"fields": (("fiscal_year_start_month", "time_zone"), "months_to_report")},
        ),
    )
    unused = ("small_count_threshold",)

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


class DutiesBelow(RowsBelow):
    model = OfficeDuty
    form = DutyForm
    fields = ("kind", "order", "text_ja", "text_en")


class AdministrationsBelow(RowsBelow):
    model = OfficeAdministration
    fk_name = "office"
    fields = ("administered",)
    autocomplete_fields = ("administered",)
    shown_with = ("administered",)


@admin.register(Office)
class OfficeAdmin(RecordAdmin):
    form = OfficeForm
    place = 2
    shown_with = ("institution", "parent", "successor")
    list_display = ("called", "code", "kind", "parent", "valid_from", "valid_to", "institution")
    list_filter = ("kind", *own("institution"))
    search_fields = ("slug", "code", "name_ja", "name_en", "head_name_ja", "head_name_en")
    autocomplete_fields = ("parent", "successor")
    fieldsets = (
        (None, {"fields": (("institution", "slug", "code"), ("name_ja", "name_en"), ("kind", "parent", "order"))}),
        (_("What it does"), {"fields": (("description_ja", "description_en"), "source_url")}),
        (
            _("Contact"),
            {
                "fields": (
                    ("head_name_ja", "head_name_en"),
                    ("head_title_ja", "head_title_en"),
                    ("contact_email", "contact_phone", "contact_fax"),
                    "contact_address",
                )
            },
        ),
        (_("How long it exists"), {"fields": (("valid_from", "valid_to"), "successor")}),
    )
    inlines = (DutiesBelow, AdministrationsBelow)


@admin.register(OfficeDuty)
class OfficeDutyAdmin(RecordAdmin):
    form = DutyForm
    place = 3
    to_institution = ("office__institution",)
    shown_with = ("office",)
    list_display = ("__str__", "kind", "office")
    list_filter = ("kind", *own("office__institution"))
    search_fields = ("text_ja", "text_en", "office__name_ja", "office__name_en")
    autocomplete_fields = ("office",)
    fields = ("office", ("kind", "order"), ("text_ja", "text_en"))


@admin.register(OfficeAdministration)
class OfficeAdministrationAdmin(RecordAdmin):
    place = 4
    to_institution = ("office__institution",)
    shown_with = ("office", "administered")
    list_display = ("__str__", "office", "administered")
    list_filter = own("office__institution")
    search_fields = ("office__name_ja", "office__name_en", "administered__name_ja", "administered__name_en")
    autocomplete_fields = ("office", "administered")
    fields = ("office", "administered")


@admin.register(ClosedYear)
class ClosedYearAdmin(RecordAdmin):
    """Years whose figures are final. Adding a row closes a year, deleting it (with a reason) reopens the year."""

    place = 9
    shown_with = ("institution", "closed_by")
    list_display = ("fiscal_year", "institution", "closed_by", "created_at", "reason")
    list_filter = ("fiscal_year", *own("institution"))
    search_fields = ("fiscal_year", "reason")
    fields = (("institution", "fiscal_year"),)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return self.may_write_some(request.user) if obj is None else self.may_write(request.user, obj)

    def save_model(self, request, obj, form, change):
        year = close_year(obj.institution, obj.fiscal_year, by=request.user, reason=form.cleaned_data["change_reason"])
        obj.pk = year.pk

    def delete_model(self, request, obj):
        reopen_year(obj.institution, obj.fiscal_year, by=request.user, reason=request.POST["change_reason"])

    def delete_queryset(self, request, queryset):
        for year in queryset:
            self.delete_model(request, year)


@admin.register(Correction)
class CorrectionAdmin(TrackedTable):
    """What was corrected in closed years, by whom and why: to be read only, and by the planning office only."""

    place = 10
    shown_with = ("institution",)
    list_display = ("created_at", "fiscal_year", "institution", "indicator_id", "report_id", "by_name", "reason")
    list_filter = ("fiscal_year", *own("institution"))
    search_fields = ("reason", "by_name")
    fields = readonly_fields = (
        *("institution", "fiscal_year", "indicator_id", "report_id"),
        *("by_name", "reason", "created_at"),
    )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission
