"""Tables of records: changed with a reason, never over somebody else's change, and with their whole history."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from plans.admin.forms import RecordForm
from plans.admin.history import MOST, changes_of
from plans.admin.tables import Table


class RecordAdmin(Table):
    """A table of records. Its fields are named in `fields` or `fieldsets`; the reason for a change is added to them."""

    form = RecordForm

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.request, form.table = request, self
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": ("change_reason", "seen_version")})]

    def save_model(self, request, obj, form, change):
        """An unchanged row is not written again: it may have been changed since it was read."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def log_addition(self, request, obj, message):
        """Nothing: the database keeps the history."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """Nothing: the database keeps the history."""

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what, when and why."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(row)s") % {"row": self.label(row)},
            "object": row,
            "opts": self.opts,
            "changes": (changes := changes_of(row, unused=self.unused, reader=request.user, plan=self.plan_of(row))),
            "is_cut": len(changes) == MOST,
        }
        return TemplateResponse(request, "admin/record_history.html", context)
