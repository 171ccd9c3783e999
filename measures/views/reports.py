"""Writing an office's yearly report on a measure in place."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from measures.actions import may_report_as, may_return, return_report
from measures.forms import ReportForm, ReturnForm
from measures.models import PlanScale, ProgressReport, ProgressState
from measures.views.editing import visible_measure
from plans.access.permissions import may_edit, may_report, require
from plans.database.locks import said_accepted
from plans.editing.pages import Edit, edit_page, lock_of_year, signed_in
from plans.fiscal_years import fiscal_year_label
from plans.models import Office
from plans.views.lookups import row_entered


@signed_in
def report_edit(request, pk, fiscal_year):
    """What an office (`?office=`, else the reader's own one, else the planning office) did for a measure in a year."""
    measure = visible_measure(request, pk)
    plan = measure.standard.strategy.plan
    if fiscal_year not in plan.fiscal_years:
        raise Http404
    office = office_of(request, measure)
    require(may_report_as(request.user, office, measure))
    blank = ProgressReport(institution=plan.institution, measure=measure, office=office, fiscal_year=fiscal_year)
    same = ProgressReport.objects.filter(measure=measure, office=office, fiscal_year=fiscal_year)
    row = row_entered(same.select_related("self_grade", "institution"), request.user)
    scale = PlanScale.objects.filter(plan=plan).select_related("scale").first()
    last = ProgressReport.objects.visible_to(request.user).filter(measure=measure, office=office)

    def store(form):
        report, is_changed = form.store(by=request.user)
        return is_changed and said_reported(report)

    return edit_page(
        request,
        Edit(
            heading=f"{measure}: {fiscal_year_label(fiscal_year)}",
            row=row or blank,
            blank=blank,
            form=ReportForm,
            store=store,
            back=measure.get_absolute_url(),
            beside="measures/_last_report.html",
            lock=lock(row or blank),
            unlock=unlock(row or blank, request.user),
            options={"scale": None if scale is None else scale.scale},
            more={"office": office, "last": last.filter(fiscal_year=fiscal_year - 1).first()},
        ),
    )


@signed_in
def report_return(request, pk):
    """Giving a report that was handed in or accepted back to those who wrote it, with the reason."""
    reports = ProgressReport.objects.visible_to(request.user).select_related("institution", "office", "measure")
    report = get_object_or_404(reports, pk=pk)
    require(may_return(request.user, report))

    def store(form):
        is_returned = return_report(report, by=request.user, version=form.seen_version, reason=form.reason)
        said = _("Returned: report on “%(measure)s” for %(year)s. Its office can write on it again.")
        return is_returned and said % named(report)

    heading = _("Return the report for %(year)s") % {"year": fiscal_year_label(report.fiscal_year)}
    back = f"{report.measure.get_absolute_url()}#report-{report.pk}"
    lock = lock_of_year(report.institution, report.fiscal_year, report.measure)
    return edit_page(request, Edit(heading=heading, row=report, form=ReturnForm, store=store, back=back, lock=lock))


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


def said_reported(report):
    """What became of a report that was written."""
    said = {
        ProgressState.SUBMITTED: _("Submitted: report on “%(measure)s” for %(year)s."),
        ProgressState.DRAFTING: _("Kept as a draft: report on “%(measure)s” for %(year)s. It is not submitted yet."),
    }
    sentence = said.get(report.state, _("Saved: report on “%(measure)s” for %(year)s."))
    return sentence % named(report)


def named(report):
    return {"measure": report.measure, "year": fiscal_year_label(report.fiscal_year)}


def lock(report):
    """Why a report may not be changed; empty where it may."""
    if report.is_accepted:
        return said_accepted()
    return lock_of_year(report.institution, report.fiscal_year, report.measure)


def unlock(report, user):
    """(the page that gives an accepted report back, what it is called), for who may."""
    if not (report.is_accepted and may_return(user, report)):
        return None
    return reverse("measures:report-return", args=[report.pk]), _("Return the report")
