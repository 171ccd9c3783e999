"""Progress reports, the evidence for them, and what people said about measures."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from measures.actions import grade_report, may_report_as, may_report_on, may_return, report_progress, return_report
from measures.admin.measure import OF_MEASURE, TO_PLAN, PartOfMeasure
from measures.evidence_forms import EvidenceForm
from measures.feedback_forms import FeedbackForm
from measures.forms import ReportForm
from measures.models import Evidence, Feedback, ProgressReport, ProgressState, ReportEvidence
from plans.access.permissions import may_approve, may_edit, may_grade, may_grade_somewhere
from plans.admin.answers import AnswersAdmin
from plans.admin.filters import own
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow
from plans.editing.forms import RowForm
from plans.editing.rows import save_changes

TEXTS = ("done", "result", "issues", "next_step", "countermeasure")
TEXT_FIELDS = tuple((f"{name}_ja", f"{name}_en") for name in TEXTS)
KEYS = ("measure", "office", "fiscal_year")  # a report stays with its office and year
ANSWER = (
    "self_grade",
    "source_url",
    *(name for pair in TEXT_FIELDS for name in pair),
)
GRADING = ("final_grade", "grade_reason")
PLANNING = ("state", "disclosure")


class EvidenceOfReport(RowsBelow):
    model = ReportEvidence
    fields = ("evidence",)
    autocomplete_fields = ("evidence",)
    shown_with = ("evidence",)

    def may_write_below(self, request, parent):
        """Nobody adds to an accepted report or takes from it."""
        return super().may_write_below(request, parent) and not getattr(parent, "stood_accepted", False)

    has_add_permission = has_change_permission = has_delete_permission = may_write_below


class ReportRecordForm(ReportForm):
    """A report as the planning office, approvers and evaluators see it: with its state as it is, and its final grade."""

    def initial_values(self, row):
        return RowForm.initial_values(self, row)

    def clean(self):
        cleaned = super().clean()
        measure = cleaned.get("measure") or getattr(self.instance, "measure", None)
        if measure is not None:
            self.instance.institution = measure.standard.strategy.plan.institution
        return cleaned

    def store(self, *, by):
        """By the verb for each part: the office's account, the return, the grade."""
        if self.row.pk is None:
            return report_progress(by=by, version=0, reason=self.reason, **self.columns), True
        columns = {name: value for name, value in self.columns.items() if name in self.changed_data}
        grading = {name: columns.pop(name) for name in GRADING if name in columns}
        said = {"by": by, "version": self.seen_version, "reason": self.reason}
        row = ProgressReport.objects.select_related("institution", "office").get(pk=self.row.pk)
        if columns.get("state") == ProgressState.RETURNED and row.is_handed_in:
            return_report(row, **said)
            said["version"] = None
            del columns["state"]
        if columns.keys() - {"disclosure"}:
            place = {name: getattr(row, name) for name in KEYS}
            report_progress(**place, **said, **columns)
        else:
            save_changes(row, columns, **said)
        row.refresh_from_db()
        if grading:
            reason = grading.get("grade_reason", row.grade_reason)
            grade_report(row, grade=grading.get("final_grade", row.final_grade), reason=reason, by=by)
        return row, True


@admin.register(ProgressReport)
class ProgressReportAdmin(AnswersAdmin):
    """Offices write their answers, evaluators the final grade, planners everything."""

    form = ReportRecordForm
    place = 6
    shown_with = (f"measure__{TO_PLAN}", "office", "self_grade", "final_grade", "institution")
    list_display = ("measure", "fiscal_year", "office", "state", "self_grade", "final_grade")
    list_filter = ("fiscal_year", "state", *own(f"measure__{TO_PLAN}", "office"))
    search_fields = ("measure__code", "measure__name_ja", "measure__name_en", "done_ja", "done_en")
    autocomplete_fields = ("measure", "office", "self_grade", "final_grade")
    fieldsets = (
        (None, {"fields": (("measure", "office", "fiscal_year"), PLANNING)}),
        (_("The office's account"), {"fields": (*TEXT_FIELDS, "self_grade", "source_url")}),
        (_("The judgement"), {"fields": ("proposed_grade", GRADING, "graded_by")}),
    )
    inlines = (EvidenceOfReport,)

    def get_object(self, request, object_id, from_field=None):
        """The report, which also knows whether it was accepted before a form wrote another state on it."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.stood_accepted = row.is_accepted
        return row

    def may_write(self, user, row):
        if row.measure_id is None or row.institution_id is None:
            return user.is_superuser
        verbs = may_report_as(user, row.office, row.measure), may_grade(user, row.institution), may_return(user, row)
        return any(verbs)

    def may_write_some(self, user):
        return super().may_write_some(user) or may_grade_somewhere(user)

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return RecordAdmin.may_write_some(self, request.user)
        return may_edit(request.user, obj.institution) and not obj.is_accepted

    def get_readonly_fields(self, request, obj=None):
        """What belongs to somebody else's part of the report."""
        closed = ["proposed_grade", "graded_by"]
        if obj is None:
            return [*closed, *GRADING, *PLANNING]
        closed += KEYS
        if obj.stood_accepted or not may_report_as(request.user, obj.office, obj.measure):
            closed += ANSWER
        if not may_grade(request.user, obj.institution):
            closed += GRADING
        return [*closed, *closed_to(request.user, obj)]


def closed_to(user, report):
    """Which of the planning columns the user leaves alone: approvers set the state, planners everything."""
    if may_edit(user, report.institution):
        return ()
    approves = report.office is not None and may_approve(user, report.office)
    return ("disclosure",) if approves else PLANNING


@admin.register(Evidence)
class EvidenceAdmin(RecordAdmin):
    form = EvidenceForm
    place = 20
    shown_with = ("institution",)
    list_display = ("called", "number", "url", "file_name", "disclosure", "institution")
    list_filter = ("disclosure", *own("institution"))
    search_fields = ("number", "title_ja", "title_en", "url")
    fields = (("institution", "number"), ("title_ja", "title_en"), "url", ("file", "file_name", "sha256"), "disclosure")
    readonly_fields = ("file_name", "sha256")

    @admin.display(description=_("title"), ordering="title_ja")
    def called(self, row):
        return row.title

    @admin.display(description=_("file kept"))
    def file_name(self, row):
        if not row.file:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("measures:evidence-file", args=[row.pk]), row.file.name)


@admin.register(ReportEvidence)
class ReportEvidenceAdmin(AnswersAdmin):
    place = 22
    seen_through = ("report", "evidence")
    to_institution = (f"report__{OF_MEASURE[0]}",)
    shown_with = (f"report__measure__{TO_PLAN}", "report__office", "report__institution", "evidence")
    list_display = ("evidence", "report")
    search_fields = ("report__measure__name_ja", "report__measure__name_en", "evidence__number")
    autocomplete_fields = ("report", "evidence")
    fields = ("report", "evidence")

    def may_write(self, user, row):
        return may_report_on(user, row.report) and not row.report.is_accepted


@admin.register(Feedback)
class FeedbackAdmin(PartOfMeasure):
    form = FeedbackForm
    place = 7
    list_display = ("__str__", "said_on", "said_by", "answered_on", "measure", "disclosure")
    list_filter = ("disclosure", *own(f"measure__{TO_PLAN}"))
    search_fields = (*PartOfMeasure.search_fields, "text", "answer", "said_by")
    date_hierarchy = "said_on"
    fields = ("measure", ("said_on", "said_by"), "text", ("answer", "answered_on"), "disclosure")
