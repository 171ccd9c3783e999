"""What every table of the admin has in common: who may, that it is remembered, how it is listed and exported."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, models
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.access.permissions import may_edit
from plans.admin.deletion import count_reached, numbers_in_words
from plans.admin.exports import FORMATS, columns_of, export, fields_of
from plans.admin.reading import forget_closed, to_read
from plans.admin.rows import DAY, OwnRows
from plans.database.history import recording
from plans.database.transactions import in_one_transaction
from plans.editing.forms import is_question, said_without_reason
from plans.editing.refusals import refusal_of
from plans.editing.rows import StaleVersion
from plans.models import Institution, memberships_of
from plans.templatetags.wording import text
from plans.views.errors import unavailable


class PlanningList(ChangeList):
    """A list whose address may name the language."""

    def get_filters_params(self, params=None):
        return {name: value for name, value in super().get_filters_params(params).items() if name != "lang"}


class TrackedTable(OwnRows, admin.ModelAdmin):
    """A table of the admin. Planners write, other members read what they may; each write is stored with who and why."""

    place = 0
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "admin/record_list.html"
    delete_confirmation_template = "admin/record_delete.html"
    delete_selected_confirmation_template = "admin/records_delete.html"
    actions = ("export_csv", "export_xlsx")
    not_exported = ("version", "created_at")
    unused = ()  # columns that nothing reads yet: a setting without an effect is shown nowhere
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}, models.DateField: DAY}

    def may_write(self, user, row):
        """Whether the user may store this row, as it is or as it would become."""
        homes = self.institutions_of(row)
        return user.is_superuser or (bool(homes) and all(may_edit(user, Institution(pk=home)) for home in homes))

    def may_write_some(self, user):
        """Whether there may be rows that the user may store."""
        return user.is_superuser or any(
            may_edit(user, Institution(pk=membership.institution_id)) for membership in memberships_of(user)
        )

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return self.may_write_some(request.user)

    def may_write_parts(self, user, row):
        """Whether the user may write some rows below this one, on its page, but not the row itself."""
        return False

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return self.may_write_some(request.user)
        return self.may_write(request.user, obj) or self.may_write_parts(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_write_some(request.user) if obj is None else self.may_write(request.user, obj)

    def get_object(self, request, object_id, from_field=None):
        """The row; to those who only read it, without what it refers to that is closed to them."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and not self.may_write(request.user, row):
            forget_closed(row, request.user)
        return row

    def get_readonly_fields(self, request, obj=None):
        if obj is None or self.may_write(request.user, obj):
            return self.readonly_fields
        return flatten_fieldsets(TrackedTable.get_fieldsets(self, request, obj))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None or self.may_write(request.user, obj) else to_read(self.model, fieldsets)

    def get_changeform_initial_data(self, request):
        own = {membership.institution_id for membership in memberships_of(request.user)}
        only = {"institution": min(own)} if len(own) == 1 else {}
        return only | super().get_changeform_initial_data(request)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self.write_or_refuse(request, super().changeform_view, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **options):
        """A doubt is asked about, and no error to correct."""
        if only_asks(context):
            context["errors"] = None
            sentences = _("This is unusual. Is it right?"), _("If so, tick to confirm and give a reason.")
            messages.warning(request, " ".join(map(str, sentences)))
        return super().render_change_form(request, context, *args, **options)

    def delete_view(self, request, object_id, extra_context=None):
        return self.write_or_refuse(request, super().delete_view, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        return self.write_or_refuse(
            request, super().changelist_view, {"export_formats": FORMATS} | (extra_context or {})
        )

    def write_or_refuse(self, request, view, *args):
        """A writing view, whose changes are stored with who and why, or refused as a whole and in words."""
        if request.method != "POST":
            return view(request, *args)
        status, said = HTTPStatus.OK, said_without_reason()
        if reason_of(request) or not request.POST.get("post"):
            try:
                return record_view(request, view, args, reason_of(request))
            except (ValidationError, StaleVersion, IntegrityError, OperationalError) as error:
                status, said = refusal_of(error)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            return unavailable(request)
        messages.error(request, said)
        return HttpResponseRedirect(request.get_full_path())

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def get_deleted_objects(self, objs, request):
        rows = list(objs)
        goes, forbids = count_reached(rows)
        forbidden = {self.opts.verbose_name for row in rows if not self.has_delete_permission(request, row)}
        summary = {self.opts.verbose_name_plural: len(rows)} | {
            model._meta.verbose_name_plural: number for model, number in goes.items()
        }
        return [self.label(row) for row in rows], summary, forbidden, numbers_in_words(forbids)

    @admin.display(description=gettext_lazy("name"), ordering="name_ja")
    def called(self, row):
        return text(row.name) or _("(without a name, not shown)")

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_changelist(self, request, **kwargs):
        return PlanningList

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/<str:form>/", view, name=name), *super().get_urls()]

    def export_view(self, request, form):
        """The whole list, as filtered and searched, in one of the formats."""
        if form not in FORMATS or not self.has_view_permission(request):
            raise Http404
        return self.export_rows(form, self.get_changelist_instance(request).queryset, request.user)

    def export_rows(self, form, rows, user):
        fields = fields_of(self.model, (*self.not_exported, *self.unused))
        links = [field.name for field in fields if field.is_relation]
        return export(form, rows.select_related(*links), columns_of(fields, rows, user), self.opts.model_name)

    @admin.action(description=gettext_lazy("Export selected rows as CSV"))
    def export_csv(self, request, queryset):
        return self.export_rows("csv", queryset, request.user)

    @admin.action(description=gettext_lazy("Export selected rows as XLSX"))
    def export_xlsx(self, request, queryset):
        return self.export_rows("xlsx", queryset, request.user)


def reason_of(request):
    return request.POST.get("change_reason", "").strip()[:500]


@in_one_transaction
def record_view(request, view, args, reason):
    request.refusals = {}
    with recording(by=request.user, reason=reason):
        return view(request, *args)


def only_asks(context):
    """Whether all that keeps the forms of a page from being stored are questions."""
    forms = [context["adminform"].form]
    forms += [form for below in context["inline_admin_formsets"] for form in below.formset.forms]
    wrong = [form.fields.get(name) for form in forms for name in form.errors]
    return bool(wrong) and all(map(is_question, wrong))
