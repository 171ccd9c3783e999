"""Forms of what is being done: a measure's texts, its milestones, an office's yearly report."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.actions import report_progress, return_report
from measures.models import Measure, MeasureStatus, Milestone, ProgressReport, ProgressState
from plans.editing.forms import EditForm, RowForm
from plans.text_forms import LevelForm, both

WHAT_BECOMES_OF_IT = (
    (ProgressState.SUBMITTED, gettext_lazy("Submit as our answer")),
    (ProgressState.DRAFTING, gettext_lazy("Keep as draft")),
)


class MeasureForm(LevelForm):
    """A measure's texts and what becomes of it. What it was merged into is said in the administration."""

    parent = "standard"
    in_one_language_at_least = ("name",)
    together = (("code", "order"), ("first_fiscal_year", "last_fiscal_year"), ("status", "source_url"))

    class Meta:
        model = Measure
        fields = (
            "code",
            "order",
            *both("name", "description"),
            "first_fiscal_year",
            "last_fiscal_year",
            "status",
            "source_url",
            "is_ambitious",
        )
        labels = {"status": gettext_lazy("State")}

    def prepare_page(self):
        merged = MeasureStatus.MERGED
        if self.row.status != merged:
            self.fields["status"].choices = [choice for choice in MeasureStatus.choices if choice[0] != merged]
        else:
            self.fields["status"].disabled = True

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_fiscal_year"), cleaned.get("last_fiscal_year")
        if None not in (first, last) and last < first:
            self.add_error("last_fiscal_year", _("The last fiscal year is before the first."))
        return cleaned


class MilestoneForm(RowForm):
    """A step of a measure: done, cancelled, or still to come."""

    in_one_language_at_least = ("name",)
    together = (("due_on", "done_on", "cancelled_on"),)

    class Meta:
        model = Milestone
        fields = (*both("name"), "due_on", "done_on", "cancelled_on", "note", "order")

    def clean(self):
        cleaned = super().clean()
        if None not in (cleaned.get("done_on"), cleaned.get("cancelled_on")):
            self.add_error("cancelled_on", _("A milestone is not both done and cancelled."))
        return cleaned


class ReturnForm(EditForm):
    """Why a report is returned to those who wrote it."""

    def prepare(self):
        self.fields["change_reason"].required = True

    def store(self, *, by):
        return self.row, return_report(self.row, by=by, version=self.seen_version, reason=self.reason)


class ReportForm(RowForm):
    """An office's account of a measure in a fiscal year, the grade that the office gives itself, and whether it is handed in."""

    class Meta:
        model = ProgressReport
        fields = (*both("done", "result", "issues", "next_step", "countermeasure"), "self_grade", "source_url", "state")
        labels = {"state": gettext_lazy("State of the report")}

    def __init__(self, *args, scale=None, **kwargs):
        self.scale = scale
        super().__init__(*args, **kwargs)

    @staticmethod
    def corrects(row):
        """A report that was entered before; one that was accepted is returned first."""
        return None if row.pk is None or row.is_accepted else {"institution": row.institution, "report_id": row.pk}

    def initial_values(self, row):
        """A report is handed in when it is saved, unless somebody keeps it as a draft."""
        is_kept_back = row.pk is not None and row.state == ProgressState.DRAFTING
        return super().initial_values(row) | {
            "state": ProgressState.DRAFTING if is_kept_back else ProgressState.SUBMITTED
        }

    def store(self, *, by):
        named = {name: getattr(self.row, name) for name in ("measure", "fiscal_year", "office")}
        report = report_progress(**named, by=by, version=self.seen_version, reason=self.reason, **self.columns)
        report.refresh_from_db()
        return report, report.version != self.seen_version

    def prepare_page(self):
        self.fields["state"].choices = WHAT_BECOMES_OF_IT
        if self.scale is None:
            del self.fields["self_grade"]
        else:
            self.fields["self_grade"].queryset = self.scale.grades.all()
