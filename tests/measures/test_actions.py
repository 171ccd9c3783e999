import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from measures.actions import file_evidence, grade_report, report_progress, return_report
from measures.models import ProgressReport, ProgressState, ReportEvidence
from plans.editing.rows import StaleVersion
from plans.models import Role
from tests.factories import (
    EvidenceFactory,
    GradeFactory,
    GradingScaleFactory,
    MeasureFactory,
    MembershipFactory,
    OfficeFactory,
    ProgressReportFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(institution):
    return MeasureFactory(standard__strategy__plan__institution=institution)


@pytest.fixture
def scale(institution):
    scale = GradingScaleFactory(institution=institution)
    return [GradeFactory(scale=scale, rank=rank) for rank in (1, 2, 3)]


def test_a_reporter_accounts_for_a_measure_and_corrects_it(measure, office, reporter):
    ResponsibilityFactory(measure=measure, office=office)

    first = report_progress(measure=measure, fiscal_year=2025, office=office, by=reporter, done_en="One course")
    second = report_progress(measure=measure, fiscal_year=2025, office=office, by=reporter, result_en="40 people")

    assert (first.pk, second.done_en, second.result_en, second.entered_by) == (
        second.pk,
        "One course",
        "40 people",
        reporter,
    )
    labels = second.events.order_by("pgh_id").values_list("pgh_label", "pgh_context__user")
    assert list(labels) == [("insert", reporter.pk), ("update", reporter.pk)]


def test_nobody_reports_for_another_office_or_on_a_measure_in_which_the_own_one_has_no_part(
    measure, office, institution, reporter, viewer
):
    other = ResponsibilityFactory(measure=measure, office__institution=institution).office

    for user, asked in ((reporter, other), (reporter, None), (reporter, office), (viewer, other)):
        with pytest.raises(PermissionDenied):
            report_progress(measure=measure, fiscal_year=2025, office=asked, by=user)
    assert ProgressReport.objects.count() == 0


def test_an_accepted_report_is_rewritten_by_nobody(measure, office, reporter, planner):
    ResponsibilityFactory(measure=measure, office=office)
    ProgressReportFactory(measure=measure, office=office, state=ProgressState.ACCEPTED)

    for user in (reporter, planner):
        with pytest.raises(ValidationError, match="was accepted"):
            report_progress(measure=measure, fiscal_year=2025, office=office, by=user, done_en="Rewritten")
    assert ProgressReport.objects.values_list("done_en", "version").get() == ("Two courses were held.", 1)


@pytest.mark.parametrize("state", [ProgressState.SUBMITTED, ProgressState.ACCEPTED])
def test_an_approver_and_a_planner_return_a_report_with_a_reason(measure, office, planner, state):
    approver = MembershipFactory(institution=office.institution, office=office, role=Role.APPROVER).user

    for user in (approver, planner):
        report = ProgressReportFactory(measure=measure, fiscal_year=2020 + user.pk % 2, office=office, state=state)
        with pytest.raises(ValidationError, match="Enter the reason"):
            return_report(report, by=user, version=1, reason=" ")
        return_report(report, by=user, version=1, reason="Figures are missing")

        report.refresh_from_db()
        last = report.events.order_by("pgh_id").last()
        assert (report.state, last.pgh_context["user"], last.pgh_context["reason"]) == (
            "returned",
            user.pk,
            "Figures are missing",
        )
        report.delete()


def test_nobody_else_returns_a_report_and_none_that_was_not_handed_in(measure, office, reporter, evaluator, planner):
    elsewhere = OfficeFactory(institution=office.institution)
    other = MembershipFactory(institution=office.institution, office=elsewhere, role=Role.APPROVER).user
    report = ProgressReportFactory(measure=measure, office=office, state=ProgressState.ACCEPTED)
    draft = ProgressReportFactory(measure=measure, office=office, fiscal_year=2024)

    for user, row in ((reporter, report), (evaluator, report), (other, report), (planner, draft)):
        with pytest.raises(PermissionDenied):
            return_report(row, by=user, version=1, reason="because")


def test_a_report_that_was_changed_meanwhile_is_not_returned(measure, office, planner):
    report = ProgressReportFactory(measure=measure, office=office, state=ProgressState.ACCEPTED)

    with pytest.raises(StaleVersion):
        return_report(report, by=planner, version=7, reason="because")


def test_a_grade_in_the_middle_needs_a_reason(measure, scale, evaluator, planner):
    report = ProgressReportFactory(measure=measure)

    graded = grade_report(report, grade=scale[1], reason="As planned", by=evaluator)

    assert (graded.final_grade, graded.grade_reason, graded.graded_by) == (scale[1], "As planned", evaluator)
    assert report.events.order_by("pgh_id").last().pgh_context["reason"] == "As planned"
    with pytest.raises(ValidationError, match="reason"):
        grade_report(report, grade=scale[1], reason=" ", by=evaluator)
    with pytest.raises(PermissionDenied):
        grade_report(report, grade=scale[1], reason="As planned", by=planner)


def test_the_best_grade_needs_evidence(measure, scale, evaluator):
    report = ProgressReportFactory(measure=measure)
    with pytest.raises(ValidationError, match="evidence"):
        grade_report(report, grade=scale[2], reason="Well done", by=evaluator)

    ReportEvidence.objects.create(report=report, evidence=EvidenceFactory(institution=report.institution))

    assert grade_report(report, grade=scale[2], reason="Well done", by=evaluator).final_grade == scale[2]


def test_the_worst_grade_needs_a_countermeasure(measure, scale, evaluator):
    report = ProgressReportFactory(measure=measure)
    with pytest.raises(ValidationError, match="countermeasure"):
        grade_report(report, grade=scale[0], reason="Nothing done", by=evaluator)

    report.countermeasure_en = "A new timetable"
    report.save()

    assert grade_report(report, grade=scale[0], reason="Nothing done", by=evaluator).final_grade == scale[0]


def test_a_file_is_kept_with_its_checksum(institution, planner):
    evidence = file_evidence(
        institution=institution, by=planner, title_en="List", file=ContentFile(b"a,b\n", "list.csv")
    )

    assert evidence.sha256 == hashlib.sha256(b"a,b\n").hexdigest()
    with evidence.file.open() as kept:
        assert kept.read() == b"a,b\n"


def test_evidence_is_a_link_or_a_file(institution, planner):
    with pytest.raises(ValidationError, match="link or a file"):
        file_evidence(institution=institution, by=planner, title_en="Nothing")
