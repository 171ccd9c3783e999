import pytest

from measures.actions import report_progress
from measures.models import ProgressReport, ProgressState
from plans.models import Disclosure, Role
from tests.editing import fields_of, opened, sent
from tests.factories import (
    ClosedYearFactory,
    GradeFactory,
    MeasureFactory,
    MembershipFactory,
    OfficeFactory,
    PlanScaleFactory,
    ProgressReportFactory,
    ResponsibilityFactory,
)
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(institution):
    return OfficeFactory(institution=institution, slug="intl", name_en="International Affairs")


@pytest.fixture
def measure(institution, office):
    measure = MeasureFactory(standard__strategy__plan__institution=institution)
    ResponsibilityFactory(measure=measure, office=office)
    return measure


def page(measure, fiscal_year=2025, query=""):
    return f"/measures/{measure.pk}/reports/{fiscal_year}/edit/{query}"


def test_a_reporter_writes_the_report_of_the_own_office(client, measure, office, reporter):
    grade = GradeFactory(scale=PlanScaleFactory(plan=measure.standard.strategy.plan).scale)
    client.force_login(reporter)

    answer = sent(client, page(measure), done_ja="科目を二つ開いた", done_en="Two courses", self_grade=grade.pk)

    report = ProgressReport.objects.get()
    assert answer["Location"] == measure.get_absolute_url()
    assert (report.office, report.fiscal_year, report.done_ja, report.done_en) == (
        office,
        2025,
        "科目を二つ開いた",
        "Two courses",
    )
    assert (report.self_grade, report.entered_by, report.state) == (grade, reporter, ProgressState.SUBMITTED)
    assert report.events.get().pgh_context["user"] == reporter.pk


def test_a_planner_reports_for_the_planning_office_or_for_another(client, measure, planner):
    client.force_login(planner)

    sent(client, page(measure), done_en="Ours")
    sent(client, page(measure, query="?office=intl"), done_en="Theirs")

    assert list(ProgressReport.objects.order_by("pk").values_list("office__slug", "done_en")) == [
        (None, "Ours"),
        ("intl", "Theirs"),
    ]


def test_nobody_else_reports(client, institution, measure, viewer, stranger):
    other = OfficeFactory(institution=institution, slug="other")
    elsewhere = MembershipFactory(institution=institution, office=other, role=Role.REPORTER).user

    assert client.get(page(measure)).status_code == 302
    for user in (viewer, stranger, elsewhere):
        client.force_login(user)
        assert client.get(page(measure)).status_code == 403
        assert client.post(page(measure, query="?office=intl"), {"version": 0, "done_en": "x"}).status_code == 403
    assert ProgressReport.objects.count() == 0


def test_a_report_can_be_kept_as_a_draft_and_handed_in_later(client, measure, office, reporter):
    client.force_login(reporter)

    sent(client, page(measure), done_en="Half", state=ProgressState.DRAFTING)
    sent(client, page(measure), done_en="Half of it")
    kept = ProgressReport.objects.get().state
    sent(client, page(measure), state=ProgressState.SUBMITTED)

    assert kept == ProgressState.DRAFTING
    assert ProgressReport.objects.values_list("state", "done_en").get() == (ProgressState.SUBMITTED, "Half of it")


def test_a_returned_report_is_handed_in_again_by_saving_it(client, measure, office, reporter):
    ProgressReportFactory(measure=measure, office=office, state=ProgressState.RETURNED)
    client.force_login(reporter)

    sent(client, page(measure), done_en="More")

    assert ProgressReport.objects.get().state == ProgressState.SUBMITTED


def test_an_office_without_a_part_in_a_measure_does_not_report_on_it(client, institution, measure):
    other = OfficeFactory(institution=institution, slug="other")
    client.force_login(MembershipFactory(institution=institution, office=other, role=Role.REPORTER).user)

    refused = client.get(page(measure, query="?office=other")).status_code
    posted = client.post(page(measure, query="?office=other"), {"version": 0, "done_en": "x"}).status_code

    assert (refused, posted, ProgressReport.objects.count()) == (403, 403, 0)


def test_a_report_that_is_hidden_from_the_reporter_stays_hidden(client, measure, office, reporter):
    ProgressReportFactory(measure=measure, office=office, disclosure=Disclosure.EXECUTIVES)
    client.force_login(reporter)

    assert client.get(page(measure)).status_code == 403


def test_last_years_report_stands_beside_the_form(client, measure, office, reporter):
    ProgressReportFactory(measure=measure, office=office, fiscal_year=2024, done_en="One course was held.")
    client.force_login(reporter)

    said = words(client.get(page(measure)))

    assert "What was reported for FY2024 Done One course was held." in said
    assert "Reported by : International Affairs" in said


def test_a_report_changed_meanwhile_is_shown_on_both_sides(client, measure, office, reporter, planner):
    form = opened(client, reporter, page(measure))
    report_progress(measure=measure, fiscal_year=2025, office=office, by=planner, done_en="Theirs", issues_en="Money")

    conflict = client.post(page(measure), form | {"done_en": "Mine"})
    client.post(page(measure), fields_of(conflict))

    assert conflict.status_code == 409
    assert "When you began – Now Theirs You wrote Mine" in words(conflict)
    assert list(ProgressReport.objects.values_list("done_en", "issues_en")) == [("Mine", "Money")]


def test_saving_unchanged_leaves_no_trace(client, measure, office, reporter):
    ProgressReportFactory(measure=measure, office=office, entered_by=reporter)
    client.force_login(reporter)

    answer = sent(client, page(measure))

    assert ProgressReport.objects.get().version == 1
    assert answer.status_code == 302


@pytest.mark.parametrize("state", [ProgressState.ACCEPTED])
def test_an_accepted_report_and_a_closed_year_say_so(client, measure, office, reporter, state):
    ProgressReportFactory(measure=measure, office=office, state=state)
    ClosedYearFactory(institution=office.institution, fiscal_year=2024)
    client.force_login(reporter)

    accepted, closed = client.post(page(measure), {"version": 1}), client.get(page(measure, 2024))

    assert (accepted.status_code, closed.status_code) == (423, 423)
    assert "This report was accepted." in words(accepted)
    assert "FY2024 is closed." in words(closed)


def test_a_year_outside_the_plan_and_an_unknown_office_are_not_found(client, measure, planner):
    client.force_login(planner)

    assert client.get(page(measure, 2035)).status_code == 404
    assert client.get(page(measure, query="?office=nowhere")).status_code == 404
    assert client.get(page(measure, query="?office=%00")).status_code == 404


def return_page(report):
    return f"/progress-reports/{report.pk}/return/"


def test_an_approver_returns_an_accepted_report_and_the_office_writes_again(client, measure, office, reporter):
    report = ProgressReportFactory(measure=measure, office=office, state=ProgressState.ACCEPTED)
    approver = MembershipFactory(institution=office.institution, office=office, role=Role.APPROVER).user
    client.force_login(approver)

    locked = client.get(page(measure))
    without = sent(client, return_page(report))
    returned = sent(client, return_page(report), change_reason="Figures are missing")
    client.force_login(reporter)
    sent(client, page(measure), done_en="With figures")

    report.refresh_from_db()
    assert (locked.status_code, return_page(report) in locked.content.decode()) == (423, True)
    assert "This field is required." in words(without)
    assert returned["Location"] == f"{measure.get_absolute_url()}#report-{report.pk}"
    assert (report.state, report.done_en) == (ProgressState.SUBMITTED, "With figures")


def test_the_measure_says_where_to_return_a_report_to_those_who_may(client, measure, office, reporter, planner):
    report = ProgressReportFactory(measure=measure, office=office, state=ProgressState.ACCEPTED)
    draft = ProgressReportFactory(measure=measure, office=office, fiscal_year=2024)
    shown = {}
    for user in (planner, reporter):
        client.force_login(user)
        found = client.get(measure.get_absolute_url()).content.decode()
        shown[user] = [return_page(row) in found for row in (report, draft)]

    assert shown == {planner: [True, False], reporter: [False, False]}


def test_a_report_of_a_closed_year_is_returned_by_nobody(client, measure, office, planner):
    report = ProgressReportFactory(measure=measure, office=office, fiscal_year=2024, state=ProgressState.ACCEPTED)
    ClosedYearFactory(institution=office.institution, fiscal_year=2024)
    client.force_login(planner)

    refused = client.post(return_page(report), {"version": 1, "change_reason": "x"})

    assert (refused.status_code, "FY2024 is closed." in words(refused)) == (423, True)
    assert return_page(report) not in client.get(measure.get_absolute_url()).content.decode()


def test_nobody_else_opens_the_page_that_returns_a_report(client, measure, office, reporter, stranger):
    report = ProgressReportFactory(measure=measure, office=office, state=ProgressState.ACCEPTED)

    asked = client.get(return_page(report)).status_code
    found = {}
    for user in (reporter, stranger):
        client.force_login(user)
        found[user] = client.post(return_page(report), {"version": 1, "change_reason": "x"}).status_code

    assert (asked, found) == (302, {reporter: 403, stranger: 404})
