import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measures.models import Evidence, Measure, ProgressReport, ReportEvidence, Responsibility
from plans.models import Disclosure, Role
from tests import factories
from tests.admin_pages import AT_MOST, address, evidence_of, form_in, form_of, measure_of, opened, problems
from tests.factories import MembershipFactory, OfficeFactory, ProgressReportFactory
from tests.pages import words

pytestmark = pytest.mark.django_db


def report_of(home, office=None, **columns):
    """A report of an office that has a part in the measure."""
    measure = measure_of(home)
    if office is not None:
        factories.ResponsibilityFactory(measure=measure, office=office)
    return ProgressReportFactory(measure=measure, office=office, **columns)


def test_a_measure_with_many_rows_below_costs_no_more(client, planner, institution):
    measure = measure_of(institution)
    client.force_login(planner)

    def rows_below(number):
        for _row in range(number):
            factories.ResponsibilityFactory(measure=measure, office__institution=institution)
            factories.MilestoneFactory(measure=measure)
            factories.CrossListingFactory(measure=measure, standard__strategy__plan__institution=institution)
            factories.MeasureEvidenceFactory(measure=measure, evidence=evidence_of(institution))

    rows_below(1)
    opened(client, address(Measure, "change", measure.pk))
    _page, one = opened(client, address(Measure, "change", measure.pk))
    rows_below(2)
    _page, three = opened(client, address(Measure, "change", measure.pk))

    assert (three, three <= AT_MOST) == (one, True)


def test_an_office_is_made_responsible_on_the_page_of_the_measure(client, planner, institution):
    measure, office = measure_of(institution), OfficeFactory(institution=institution)
    client.force_login(planner)
    url = address(Measure, "change", measure.pk)
    row = {
        "responsibilities-TOTAL_FORMS": "1",
        "responsibilities-0-order": "1",
        "responsibilities-0-role": "lead",
        "responsibilities-0-office": str(office.pk),
    }

    response = client.post(url, form_of(client, url) | row | {"change_reason": "Agreed in May"})

    responsibility = Responsibility.objects.get()
    assert (response.status_code, responsibility.office, responsibility.measure) == (302, office, measure)
    assert responsibility.events.get().pgh_context["reason"] == "Agreed in May"


def test_reporters_write_reports_of_their_office_and_of_those_below_only(client, reporter, institution, office):
    below = OfficeFactory(institution=institution, parent=office)
    client.force_login(reporter)

    answers = {}
    for name, by in (("own", office), ("below", below), ("other", OfficeFactory(institution=institution))):
        report = report_of(institution, office=by)
        url = address(ProgressReport, "change", report.pk)
        answers[name] = client.post(url, form_of(client, url) | {"done_en": "Written"}).status_code

    assert answers == {"own": 302, "below": 302, "other": 403}
    assert set(ProgressReport.objects.filter(done_en="Written").values_list("office", flat=True)) == {
        office.pk,
        below.pk,
    }


def test_reporters_do_not_report_for_other_offices(client, reporter, institution):
    other, measure = OfficeFactory(institution=institution), measure_of(institution)
    client.force_login(reporter)
    url = address(ProgressReport, "add")
    form = form_of(client, url) | {"measure": str(measure.pk), "fiscal_year": "2025", "done_en": "x"}

    response = client.post(url, form | {"office": str(other.pk)})

    assert problems(response) == ["You may not write here: it belongs to another office or institution."]


def test_a_new_report_belongs_to_the_institution_of_its_measure(client, reporter, institution, office):
    measure = measure_of(institution)
    client.force_login(reporter)
    url = address(ProgressReport, "add")
    form = form_of(client, url)
    form |= {"measure": str(measure.pk), "office": str(office.pk), "fiscal_year": "2025", "done_en": "Two courses"}

    without = client.post(url, form)
    factories.ResponsibilityFactory(measure=measure, office=office)
    response = client.post(url, form)

    report = ProgressReport.objects.get()
    assert problems(without) == ["You may not write here: it belongs to another office or institution."]
    assert (response.status_code, report.institution, report.entered_by) == (302, institution, reporter)


def test_reporters_edit_reports_and_nothing_else(client, reporter, institution):
    measure = measure_of(institution)
    client.force_login(reporter)

    assert client.post(address(Measure, "change", measure.pk), {"name_en": "x"}).status_code == 403


def test_evidence_is_cited_by_those_who_report(client, reporter, institution, office):
    report = report_of(institution, office=office)
    evidence = factories.MeasureEvidenceFactory(measure=report.measure, evidence__institution=institution).evidence
    client.force_login(reporter)
    url = address(ProgressReport, "change", report.pk)

    client.post(
        url,
        form_of(client, url) | {"evidence_uses-TOTAL_FORMS": "1", "evidence_uses-0-evidence": str(evidence.pk)},
    )

    assert list(ReportEvidence.objects.values_list("report", "evidence")) == [(report.pk, evidence.pk)]


def grade_of(home, **columns):
    return factories.GradeFactory(scale__institution=home, **columns)


def test_evaluators_give_the_final_grade_and_change_nothing_else(client, evaluator, institution):
    report = report_of(institution, done_en="As written")
    grade = factories.GradeFactory(scale=grade_of(institution).scale, kind="cannot_judge", rank=None, code="?")
    client.force_login(evaluator)
    url = address(ProgressReport, "change", report.pk)
    form = form_of(client, url)

    without = client.post(url, form | {"final_grade": str(grade.pk)})
    stored = client.post(
        url, form | {"final_grade": str(grade.pk), "grade_reason": "No figures yet", "done_en": "Rewritten"}
    )

    report.refresh_from_db()
    assert problems(without) == ["A final grade needs a reason."]
    assert (stored.status_code, report.final_grade, report.graded_by, report.done_en) == (
        302,
        grade,
        evaluator,
        "As written",
    )


def test_the_best_grade_needs_evidence(client, evaluator, institution):
    report, grade = report_of(institution), grade_of(institution)
    client.force_login(evaluator)
    url = address(ProgressReport, "change", report.pk)

    response = client.post(url, form_of(client, url) | {"final_grade": str(grade.pk), "grade_reason": "Well done"})

    assert problems(response) == ["This grade needs evidence."]


def test_reporters_give_no_final_grade(client, reporter, institution, office):
    report, grade = report_of(institution, office=office), grade_of(institution)
    client.force_login(reporter)
    url = address(ProgressReport, "change", report.pk)

    client.post(url, form_of(client, url) | {"final_grade": str(grade.pk), "grade_reason": "Mine", "state": "accepted"})

    report.refresh_from_db()
    assert (report.final_grade, report.state) == (None, "drafting")


def test_approvers_set_the_state_of_their_offices_reports(client, institution, office):
    report = report_of(institution, office=office)
    client.force_login(MembershipFactory(institution=institution, role=Role.APPROVER, office=office).user)
    url = address(ProgressReport, "change", report.pk)

    client.post(url, form_of(client, url) | {"state": "submitted", "disclosure": "public", "change_reason": "Checked"})

    report.refresh_from_db()
    assert (report.state, report.disclosure) == ("submitted", "staff")


def accepted(home, **columns):
    return report_of(home, state="accepted", done_en="As accepted", **columns)


def test_an_accepted_report_keeps_its_texts_whoever_writes(client, planner, institution, office):
    report = accepted(institution, office=office)
    client.force_login(planner)
    url = address(ProgressReport, "change", report.pk)

    client.post(url, form_of(client, url) | {"done_en": "Rewritten", "source_url": "x", "change_reason": "because"})
    deleted = client.post(address(ProgressReport, "delete", report.pk), {"post": "yes", "change_reason": "because"})

    report.refresh_from_db()
    assert (report.done_en, report.source_url, report.version, deleted.status_code) == ("As accepted", "", 1, 403)


@pytest.mark.parametrize("state", ["drafting", "submitted"])
def test_an_accepted_report_goes_nowhere_but_back(client, planner, institution, state):
    report = accepted(institution)
    client.force_login(planner)
    url = address(ProgressReport, "change", report.pk)

    response = client.post(url, form_of(client, url) | {"state": state, "change_reason": "because"})

    report.refresh_from_db()
    assert (report.state, "was accepted" in " ".join(problems(response))) == ("accepted", True)


def test_an_accepted_report_is_returned_with_a_reason_only(client, institution, office):
    report = accepted(institution, office=office)
    client.force_login(MembershipFactory(institution=institution, role=Role.APPROVER, office=office).user)
    url = address(ProgressReport, "change", report.pk)
    form = form_of(client, url) | {"state": "returned"}

    without = client.post(url, form)
    client.post(url, form | {"change_reason": "Figures are missing"})

    report.refresh_from_db()
    assert (problems(without), report.state) == (["Enter the reason for the return."], "returned")


def test_an_accepted_report_takes_no_more_evidence(client, planner, institution):
    report, evidence = accepted(institution), factories.EvidenceFactory(institution=institution)
    client.force_login(planner)
    url = address(ProgressReport, "change", report.pk)

    client.post(
        url,
        form_of(client, url) | {"evidence_uses-TOTAL_FORMS": "1", "evidence_uses-0-evidence": str(evidence.pk)},
    )
    url = address(ReportEvidence, "add")
    client.post(url, form_of(client, url) | {"report": str(report.pk), "evidence": str(evidence.pk)})

    assert ReportEvidence.objects.count() == 0


def test_an_accepted_report_is_still_graded(client, evaluator, institution):
    report = accepted(institution)
    grade = factories.GradeFactory(scale=grade_of(institution).scale, kind="cannot_judge", rank=None, code="?")
    client.force_login(evaluator)
    url = address(ProgressReport, "change", report.pk)

    client.post(url, form_of(client, url) | {"final_grade": str(grade.pk), "grade_reason": "No figures"})

    report.refresh_from_db()
    assert (report.state, report.final_grade) == ("accepted", grade)


def test_a_report_of_a_closed_year_is_refused_in_words(client, planner, institution):
    report = report_of(institution, fiscal_year=2024)
    client.force_login(planner)
    url = address(ProgressReport, "change", report.pk)
    form = form_of(client, url)
    factories.ClosedYearFactory(institution=institution, fiscal_year=2024)

    page = client.post(url, form | {"done_en": "Too late"})
    corrected = client.post(url, form | {"done_en": "All the same", "correct": "on", "change_reason": "A misprint"})

    report.refresh_from_db()
    said = "FY2024 is closed. Ask the planning office to reopen it. Nothing was saved."
    assert (page.status_code, problems(page), form_in(page)["done_en"]) == (423, [said], "Too late")
    assert "Correct it although the year is closed" in words(page)
    assert (corrected.status_code, report.done_en) == (302, "All the same")


def test_a_kept_file_has_its_checksum(client, planner, institution, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    client.force_login(planner)
    url = address(Evidence, "add")
    file = SimpleUploadedFile("minutes.txt", b"The board agreed.")

    response = client.post(
        url, form_of(client, url) | {"institution": institution.pk, "title_en": "Minutes", "file": file}
    )

    assert response.status_code == 302
    assert Evidence.objects.get().sha256 == hashlib.sha256(b"The board agreed.").hexdigest()


def test_evidence_for_executives_is_not_shown_to_staff(client, viewer, institution):
    evidence = factories.EvidenceFactory(institution=institution, disclosure=Disclosure.EXECUTIVES)
    use = factories.MeasureEvidenceFactory(measure=measure_of(institution), evidence=evidence)
    client.force_login(viewer)

    page = client.get(address(Measure, "change", use.measure.pk)).content.decode()

    assert (client.get(address(Evidence, "change", evidence.pk)).status_code, "Minutes" in page) == (404, False)
