"""What an accepted report keeps, whoever writes by whichever door."""

import pytest
from django.db import IntegrityError, transaction

from measures.models import Evidence, ProgressReport, ReportEvidence
from plans.database.history import recording
from plans.database.locks import is_locked
from plans.models import Correction
from tests.factories import EvidenceFactory, GradeFactory, MeasureFactory, ProgressReportFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return ProgressReportFactory(state="accepted", done_en="Ten courses")


def refused(write):
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        return is_locked(error)
    return False


def changed(report, **columns):
    return refused(lambda: ProgressReport.objects.filter(pk=report.pk).update(**columns))


@pytest.mark.parametrize(
    "column",
    [f"{text}_{word}" for text in ("done", "result", "issues", "next_step", "countermeasure") for word in ("ja", "en")],
)
def test_its_texts_are_locked(report, column):
    assert changed(report, **{column: "Twelve courses"})


def test_its_own_grade_year_measure_and_source_are_locked(report):
    assert changed(report, self_grade=GradeFactory())
    assert changed(report, fiscal_year=2019)
    assert changed(report, measure=MeasureFactory())
    assert changed(report, source_url="https://other.example")
    assert refused(report.delete)


def test_its_final_grade_reason_grader_and_level_are_not(report):
    assert not changed(report, final_grade=GradeFactory(), grade_reason="Well done", graded_by=UserFactory())
    assert not changed(report, disclosure="public")


def test_it_goes_nowhere_but_back_and_with_a_reason(report):
    assert changed(report, state="drafting")
    assert changed(report, state="submitted")
    assert changed(report, state="returned")
    with recording(by=UserFactory(), reason=" "):
        assert changed(report, state="returned")
    with recording(by=UserFactory(), reason="The count is of last year"):
        assert changed(report, state="returned", done_en="Twelve courses")
        assert not changed(report, state="returned")
    assert not changed(report, done_en="Twelve courses")


def test_the_evidence_that_it_cites_is_locked():
    report = ProgressReportFactory()
    cited = ReportEvidence.objects.create(evidence=EvidenceFactory(), report=report)
    other = EvidenceFactory()
    ProgressReport.objects.update(state="accepted")

    assert refused(cited.delete)
    assert refused(lambda: ReportEvidence.objects.create(evidence=other, report=report))
    assert refused(lambda: ReportEvidence.objects.update(evidence=other))
    assert refused(lambda: Evidence.objects.filter(pk=cited.evidence_id).update(url="https://other.example"))
    assert not refused(lambda: Evidence.objects.filter(pk=cited.evidence_id).update(title_en="Minutes"))
    assert not refused(lambda: Evidence.objects.filter(pk=other.pk).update(url="https://other.example"))


def test_a_correction_opens_it_for_its_own_transaction(report):
    Correction.objects.create_for_years(
        institution=report.institution,
        fiscal_years=[report.fiscal_year],
        by=UserFactory(),
        reason="A name was wrong",
        report_id=report.pk,
    )

    assert not changed(report, done_en="Twelve courses")
    assert changed(ProgressReportFactory(state="accepted"), done_en="Twelve courses")
