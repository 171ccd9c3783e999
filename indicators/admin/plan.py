"""Plans in the admin: with their grading scale, and in and out as a sheet."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.admin.sheet import (
    ChoicesForm,
    UploadForm,
    keep,
    kept_by,
    learned,
    preview,
    report_lists,
    store_file,
    ticket_for,
    try_file,
)
from indicators.sheets.exports.files import sheet_table
from measures.models import PlanScale
from plans.admin.exports import FORMATS
from plans.admin.promise import PlanAdmin
from plans.admin.rows import RowsBelow
from plans.models import Plan
from plans.sheets.tables import download


class ScaleBelow(RowsBelow):
    model = PlanScale
    fields = ("scale",)


@admin.register(Plan)
class PlanWithSheetAdmin(PlanAdmin):
    """A plan, with the tables of its levels at hand."""

    change_form_template = "admin/plan_form.html"
    inlines = (*PlanAdmin.inlines, ScaleBelow)

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<path:object_id>/import/", guarded(self.import_view), name="plans_plan_import"),
            path("<path:object_id>/sheet/<str:form>/", guarded(self.sheet_view), name="plans_plan_sheet"),
            *super().get_urls(),
        ]

    def sheet_view(self, request, object_id, form):
        """The plan as a sheet, as far as the reader may see it."""
        plan = self.get_object(request, unquote(object_id))
        if plan is None or form not in FORMATS:
            raise Http404
        return download(form, plan.slug, lambda: sheet_table(plan, request.user))

    def import_view(self, request, object_id):
        """Upload a file, say what it does not say itself, look at what it would do, and confirm it."""
        plan = self.get_object(request, unquote(object_id))
        if plan is None:
            raise Http404
        if not self.may_write(request.user, plan):
            raise PermissionDenied
        for name, answer in (("ticket", self.store_confirmed), ("draft", self.looked_at_again)):
            if name in request.POST:
                kept = kept_by(request.POST[name], plan, request.user)
                return self.refuse_expired(request) if kept is None else answer(request, plan, kept)
        form = UploadForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self.import_page(request, plan, form=form)
        file, partial = form.cleaned_data["file"], form.cleaned_data["partial"]
        kept = {"path": keep(file), "name": file.name, "headings": [], "sheets": [], "plans": []}
        return self.looked_at(request, plan, kept | {"choices": {"partial": partial}})

    def looked_at_again(self, request, plan, kept):
        """The same file with other choices."""
        choices = ChoicesForm(kept, request.POST)
        if not choices.is_valid():
            return self.import_page(request, plan, kept=kept, choices=choices)
        return self.looked_at(request, plan, kept | {"choices": choices.choices()}, choices.data)

    def looked_at(self, request, plan, kept, said=None):
        return self.show_report(request, plan, kept, try_file(kept, plan), said)

    def show_report(self, request, plan, kept, report, said=None, *, can_be_tried_again=False):
        """What a file would do; it can be confirmed unless it is refused, and looked at again with other choices."""
        kept = learned(kept, report)
        initial = {"sheet": report.sheet, "partial": kept["choices"]["partial"]}
        choices = ChoicesForm(kept, said, initial=initial)
        ticket = ticket_for(kept, plan, request.user) if can_be_tried_again or not report.is_refused else None
        return self.import_page(request, plan, report=report, ticket=ticket, kept=kept, choices=choices)

    def store_confirmed(self, request, plan, kept):
        report = store_file(kept, plan, request.user)
        if report.is_refused:
            return self.show_report(request, plan, kept, report, can_be_tried_again=bool(report.error))
        messages.success(request, stored_text(report.rows_stored))
        return HttpResponseRedirect(reverse("admin:plans_plan_change", args=[plan.pk]))

    def refuse_expired(self, request):
        messages.error(request, _("This file has expired. Upload it again."))
        return HttpResponseRedirect(request.get_full_path())

    def import_page(self, request, plan, *, form=None, report=None, ticket=None, kept=None, choices=None):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import a file into %(plan)s") % {"plan": plan},
            "opts": self.opts,
            "original": plan,
            "form": form or UploadForm(),
            "report": report,
            "lists": None if report is None else report_lists(report),
            "levels": None if report is None or report.contents is None else list(preview(report.contents)),
            "ticket": ticket,
            "draft": None if kept is None else ticket_for(kept, plan, request.user),
            "choices": choices,
        }
        return TemplateResponse(request, "admin/plan_import.html", context)


def stored_text(number):
    return ngettext("%(number)d row was saved.", "%(number)d rows were saved.", number) % {"number": number}
