"""Writing an office's yearly report on a measure in place."""

from copy import copy

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from measures.actions import may_report_as, may_return
from measures.forms import ReportForm, ReturnForm
from measures.models import Measure, PlanScale, ProgressReport, ProgressState
from measures.views.editing import TO_INSTITUTION
from plans.access.permissions import may_edit, may_report
from plans.database.locks import said_accepted
from plans.editing.pages import EditPage, RowPage, lock_of_year
from plans.fiscal_years import fiscal_year_label
from plans.models import Office
from plans.views.lookups import visible_or_none


class ReportEdit(RowPage):
    """What an office (`?office=`, else the reader's own one, else the planning office) did for a measure in a year."""

    model, form_class, shown_with = Measure, ReportForm, (TO_INSTITUTION,)
    beside = "measures/_last_report.html"

    def get_row(self):
        measure, fiscal_year = self.named_row(), self.kwargs["fiscal_year"]
        plan = measure.standard.strategy.plan
        if fiscal_year not in plan.fiscal_years:
            raise Http404
        place = {"measure": measure, "office": office_of(self.request, measure), "fiscal_year": fiscal_year}
        self.blank = ProgressReport(institution=plan.institution, **place)
        same = ProgressReport.objects.filter(**place).select_related("self_grade", "institution")
        return visible_or_none(same, self.request.user) or copy(self.blank)

    def is_allowed(self):
        return may_report_as(self.request.user, self.blank.office, self.blank.measure)

    def get_heading(self):
        return f"{self.blank.measure}: {fiscal_year_label(self.blank.fiscal_year)}"

    def get_lock(self):
        return said_accepted() if self.row.is_accepted else lock_of_report(self.row)

    @property
    def unlock(self):
        """The page that gives an accepted report back."""
        if not (self.row.is_accepted and may_return(self.request.user, self.row)):
            return None
        return reverse("measures:report-return", args=[self.row.pk]), _("Return the report")

    def get_form_kwargs(self):
        scale = PlanScale.objects.filter(plan=self.blank.measure.standard.strategy.plan).select_related("scale").first()
        return {"scale": None if scale is None else scale.scale}

    def get_context(self):
        last = ProgressReport.objects.visible_to(self.request.user).filter(
            measure=self.blank.measure, office=self.blank.office, fiscal_year=self.blank.fiscal_year - 1
        )
        return {"office": self.blank.office, "last": last.first()}

    def said_stored(self, row):
        said = {
            ProgressState.SUBMITTED: _("Submitted: report on “%(measure)s” for %(year)s."),
            ProgressState.DRAFTING: _(
                "Kept as a draft: report on “%(measure)s” for %(year)s. It is not submitted yet."
            ),
        }
        return said.get(row.state, _("Saved: report on “%(measure)s” for %(year)s.")) % report_names(row)


class ReportReturn(EditPage):
    """Giving a report that was handed in or accepted back to those who wrote it, with the reason."""

    form_class = ReturnForm

    def get_row(self):
        reports = ProgressReport.objects.visible_to(self.request.user).select_related(
            "institution", "office", "measure"
        )
        return get_object_or_404(reports, pk=self.kwargs["pk"])

    def is_allowed(self):
        return may_return(self.request.user, self.row)

    def get_heading(self):
        return _("Return the report for %(year)s") % {"year": fiscal_year_label(self.row.fiscal_year)}

    def get_back(self):
        return f"{self.row.measure.get_absolute_url()}#report-{self.row.pk}"

    def get_lock(self):
        return lock_of_report(self.row)

    def said_stored(self, row):
        return _("Returned: report on “%(measure)s” for %(year)s. Its office can write on it again.") % report_names(
            row
        )


def office_of(request, measure):
    """The office that reports: the one asked for, else the first of the measure's for which the reader reports; None: planning."""
    institution = measure.standard.strategy.plan.institution
    slug = request.GET.get("office")
    if slug and not slug.isprintable():
        raise Http404
    if slug:
        return get_object_or_404(Office, institution=institution, slug=slug)
    if may_edit(request.user, institution):
        return None
    parts = measure.responsibilities.select_related("office")
    return next((part.office for part in parts if may_report(request.user, part.office)), None)


def lock_of_report(report):
    return lock_of_year(report.institution, report.fiscal_year, report.measure)


def report_names(report):
    return {"measure": report.measure, "year": fiscal_year_label(report.fiscal_year)}
