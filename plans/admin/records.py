"""Tables of records: changed with a reason, never over somebody else's change, and with their whole history."""

from http import HTTPStatus

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from plans.admin.conflicts import show_conflicts
from plans.admin.forms import in_admin
from plans.admin.history import MOST, changes_of
from plans.admin.tables import TrackedTable, reason_of, record_view
from plans.database.locks import is_locked
from plans.database.row_locks import lock_rows
from plans.database.transactions import RETRY_AFTER
from plans.editing.deleted_rows import deleted_row, written_texts
from plans.editing.forms import RowForm
from plans.editing.refusals import refusal_of
from plans.editing.rows import delete_row
from plans.text.numbers import whole_number


class Refused(Exception):
    """Some forms of a page could not be stored: `request.refusals` holds why, by prefix."""


class RecordAdmin(TrackedTable):
    """A table of records, which are stored by the same forms as on their own pages.

    Its fields are named in `fields` or `fieldsets`; the reason for a change is added to them.
    """

    form = RowForm
    exclude = ("version",)  # the form has a field of its own for it
    change_form_template = "admin/record_form.html"

    def __init__(self, model, admin_site):
        self.form = in_admin(self.form)
        super().__init__(model, admin_site)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.request, form.table = request, self
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            return fieldsets
        boxes = ("correct",) if self.offers_correction(request, obj) else ()
        return [*fieldsets, (None, {"fields": (*boxes, "change_reason", "version")})]

    def offers_correction(self, request, row):
        """Whether the form has the box to change the row although its year is closed."""
        if row is None or not self.form.is_correctable(row, by=request.user):
            return False
        refusals = getattr(request, "refusals", {}).values()
        return "correct" in request.POST or any(map(is_locked, refusals)) or self.is_closed(row)

    def is_closed(self, row):
        """Whether the row's year is known to be closed before anything is stored."""
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What is refused while it is stored comes back in the form that was sent, as on an edit page."""
        view, args = super(TrackedTable, self).changeform_view, (object_id, form_url, extra_context)
        if request.method != "POST":
            return view(request, *args)
        try:
            return record_view(request, view, args, reason_of(request))
        except Refused:
            status = max(refusal_of(error)[0] for error in request.refusals.values())
        except (IntegrityError, OperationalError, OSError) as error:
            status, _sentence = refusal_of(error)
            request.refusals = {None: error}
        with transaction.atomic():
            response = view(request, *args)
            transaction.set_rollback(True)
        response.status_code = status
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response["Retry-After"] = RETRY_AFTER
        return response

    def render_change_form(self, request, context, *args, **options):
        context["conflicts"] = show_conflicts(context)
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request, obj, form, change):
        """An unchanged row is not written again: it may have been changed since it was read."""
        if change and not form.has_changed():
            return
        stored = form.carry_out_or_note(form.store)
        if stored is None:
            raise Refused
        obj.pk = stored[0].pk

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if request.refusals:
            raise Refused

    def delete_model(self, request, obj):
        delete_row(obj, by=request.user, version=seen_version(request), reason=reason_of(request))

    def delete_queryset(self, request, queryset):
        rows = self.opts.base_manager.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        list(lock_rows(rows, for_removal=True))
        rows.delete()

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """410 for what somebody deleted, to those who may edit it: who, when, and what they wrote meanwhile; else 404."""
        key = whole_number(object_id)
        row = None if key is None else deleted_row(self.model, id=key)
        if row is None or not self.may_write(request.user, row):
            raise Http404
        is_written = request.method == "POST"
        form = self.get_form(request, row)(request.POST if is_written else None, instance=row)
        context = {
            **self.admin_site.each_context(request),
            "title": self.label(row),
            "opts": self.opts,
            "deletion": row.deletion,
            "texts": written_texts(form),
            "is_written": is_written,
        }
        return TemplateResponse(request, "admin/record_gone.html", context, status=HTTPStatus.GONE)

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


def seen_version(request):
    """The version that was shown when a deletion was asked about; None where that is not known."""
    return whole_number(request.POST.get("version", ""))
