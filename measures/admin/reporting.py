"""Progress reports, the evidence for them, and what people said about measures."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from measures.actions import checksum, may_report_on
from measures.admin.measure import OF_MEASURE, TO_PLAN, PartOfMeasure
from measures.grades import missing
from measures.models import Evidence, Feedback, ProgressReport, ProgressState, ReportEvidence
from plans.access.permissions import may_approve, may_edit, may_grade, may_grade_somewhere
from plans.admin.answers import AnswersAdmin
from plans.admin.filters import own
from plans.admin.forms import RecordForm
from plans.admin.records import RecordAdmin
from plans.admin.rows import RowsBelow
from plans.database.locks import said_accepted

TEXTS = ("done", "result", "issues", "next_step", "countermeasure")
TEXT_FIELDS = tuple((f"{name}_ja", f"{name}_en") for name in TEXTS)
ANSWER = (
    "measure",
    "office",
    "fiscal_year",
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


class ReportForm(RecordForm):
    """A report; a final grade needs what its place on the scale asks for."""

    def clean(self):
        cleaned = super().clean()
        self.instance.institution_id = self.home()
        if "state" in self.changed_data and self.initial["state"] == ProgressState.ACCEPTED:
            self.refuse_unless_returned(cleaned)
        grade = cleaned.get("final_grade")
        if grade is not None and GRADING[0] in self.changed_data:
            for sentence in self.lacking(grade, cleaned):
                self.add_error("final_grade", sentence)
        return cleaned

    def refuse_unless_returned(self, cleaned):
        """An accepted report goes nowhere but back, with a reason."""
        if cleaned.get("state") != ProgressState.RETURNED:
            self.add_error("state", said_accepted())
        elif not cleaned.get("change_reason"):
            self.add_error("change_reason", _("Enter the reason for the return."))

    def home(self):
        """A report belongs where its measure belongs."""
        measure = self.cleaned_data.get("measure") or getattr(self.instance, "measure", None)
        return self.instance.institution_id if measure is None else measure.standard.strategy.plan.institution_id

    def lacking(self, grade, cleaned):
        report = self.instance
        return missing(
            grade,
            grade.scale.grades.all(),
            reason=cleaned.get("grade_reason", report.grade_reason),
            evidence=report.evidence_uses.count() if report.pk is not None else 0,
            countermeasure=cleaned.get("countermeasure_ja", report.countermeasure_ja)
            or cleaned.get("countermeasure_en", report.countermeasure_en),
        )


@admin.register(ProgressReport)
class ProgressReportAdmin(AnswersAdmin):
    """Offices write their answers, evaluators the final grade, planners everything."""

    form = ReportForm
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
        return may_report_on(user, row) or may_grade(user, row.institution)

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
        if obj.stood_accepted or not may_report_on(request.user, obj):
            closed += ANSWER
        if not may_grade(request.user, obj.institution):
            closed += GRADING
        return [*closed, *closed_to(request.user, obj)]

    def save_model(self, request, obj, form, change):
        if GRADING[0] in form.changed_data:
            obj.graded_by = request.user
        elif form.has_changed():
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)


def closed_to(user, report):
    """Which of the planning columns the user leaves alone: approvers set the state, planners everything."""
    if may_edit(user, report.institution):
        return ()
    approves = report.office is not None and may_approve(user, report.office)
    return ("disclosure",) if approves else PLANNING


class EvidenceForm(RecordForm):
    class Meta:
        widgets = {"file": forms.FileInput}


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

    def save_model(self, request, obj, form, change):
        if not change:
            obj.filed_by = request.user
        if "file" in form.changed_data:
            obj.sha256 = checksum(obj.file or None)
        super().save_model(request, obj, form, change)


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
    place = 7
    list_display = ("__str__", "said_on", "said_by", "answered_on", "measure", "disclosure")
    list_filter = ("disclosure", *own(f"measure__{TO_PLAN}"))
    search_fields = (*PartOfMeasure.search_fields, "text", "answer", "said_by")
    date_hierarchy = "said_on"
    fields = ("measure", ("said_on", "said_by"), "text", ("answer", "answered_on"), "disclosure")

    def save_model(self, request, obj, form, change):
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)
