"""The start page: to each role what it asks for, to everybody what is public."""

import re
from datetime import date

import pytest

from measures.models import ProgressState
from plans.models import Disclosure, Institution, Plan, PlanState, Role
from tests.factories import (
    DefinitionFactory,
    GradeFactory,
    GradingScaleFactory,
    MeasureFactory,
    MembershipFactory,
    MilestoneFactory,
    OfficeFactory,
    PlanFactory,
    PlanScaleFactory,
    ProgressReportFactory,
    ResponsibilityFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, headings, member, start_page
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def plan_links(response):
    return re.findall(r'<h3><a href="/plans/([\w-]+)/">', body(response))


# Plans, for everybody


def test_a_stranger_sees_public_plans_with_their_counts_and_what_this_is(client):
    committed(PlanFactory(slug="open"), value=100)
    PlanFactory(slug="inside", disclosure=Disclosure.STAFF)
    PlanFactory(slug="planned", state=PlanState.DRAFT)

    response = start_page(client)

    assert plan_links(response) == ["open"]
    assert "Every status says why" in words(response)
    assert "Achieved 1" in words(response)
    assert "1 of 1 indicators has a value (100%)" in words(response)
    assert "Recent changes" not in words(response)


def test_a_member_sees_the_own_institutions_plans_first_and_closed_ones_last(client, institution, viewer):
    PlanFactory(slug="elsewhere")
    PlanFactory(slug="over", institution=institution, state=PlanState.CLOSED, last_fiscal_year=2028)
    PlanFactory(slug="inside", institution=institution, disclosure=Disclosure.STAFF)

    response = start_page(client, viewer)
    page = body(response)

    assert plan_links(response) == ["inside", "over", "elsewhere"]
    assert page.index("Our plans") < page.index("inside") < page.index("Plans of other universities")


def test_without_plans_the_page_says_so(client):
    assert "There is no plan to show" in words(start_page(client))


def test_a_plan_without_indicators_says_so(client):
    PlanFactory()

    assert "No indicator is attached to this plan yet." in words(start_page(client))


def test_more_plans_than_fit_are_one_link_away(client):
    for _ in range(14):
        PlanFactory()

    response = start_page(client)

    assert len(plan_links(response)) == 12
    assert '<a href="/plans/">2 more plans</a>' in body(response)


def test_an_executive_sees_what_is_furthest_behind_and_what_changed(client, plan, institution, executive):
    committed(plan, value=10, indicator__name_en="Share of women")

    page = words(start_page(client, executive))

    assert page.index("Our plans") < page.index("Furthest behind") < page.index("Recent changes")
    assert "Share of women Off track" in page
    assert "Offices that have not answered" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_start_page_costs_the_same_for_any_number_of_plans(client, count, django_assert_num_queries):
    for _ in range(count):
        committed(PlanFactory(), value=100)

    with django_assert_num_queries(14):
        response = start_page(client)

    assert len(plan_links(response)) == count


# Planners


def test_a_planner_sees_which_offices_have_not_answered(client, plan, planner, office, settings):
    committed(plan, indicator__office=office)
    committed(plan, indicator__office=None)
    committed(plan, value=5, indicator__office=OfficeFactory(institution=plan.institution, name_en="Library"))

    page = words(start_page(client, planner))

    assert "Personnel 1 0 0 0 31 May 2026" in page
    assert "No office owns them 1 0 0 0 31 May 2026" in page
    assert "Library" not in page
    settings.CLOCK = lambda zone: date(2026, 6, 1)
    assert "Personnel 1 0 0 1 31 May 2026" in words(start_page(client))


def test_offices_beyond_the_first_ten_are_folded_away(client, plan, planner):
    for _ in range(11):
        committed(plan, indicator__office=OfficeFactory(institution=plan.institution))

    page = words(start_page(client, planner))

    assert "11 offices" in page
    assert "1 more office" in page


def test_a_planner_sees_what_is_to_be_mended(client, plan, planner, office):
    commitment = committed(plan, value=1, indicator__office=office, indicator__name_en="Share of women")
    elsewhere = committed(PlanFactory(), value=1, indicator__name_en="Of others")

    page = words(start_page(client, planner))

    assert "Without a definition 1 Share of women it has no definition" in page
    assert "Of others" not in page
    DefinitionFactory(indicator=commitment.indicator)
    assert "No problems found in 1 indicator" in words(start_page(client))
    assert elsewhere.indicator.definitions.count() == 0


def test_with_every_answer_in_the_page_says_so_with_their_number(client, plan, planner, office):
    for _ in range(2):
        committed(plan, value=5, indicator__office=office)

    assert headings(start_page(client, planner)) == ["All 2 requests answered"]


def test_where_nobody_was_asked_nobody_has_answered(client, plan, planner, institution, office):
    institution.months_to_report = None
    institution.save()
    committed(plan, indicator__office=office)
    for _ in range(2):
        committed(plan, indicator__office=None)

    page = start_page(client, planner)

    assert headings(page) == ["No request has been sent yet"]
    assert "2 indicators belong to no office" in words(page)
    assert not re.search("[0-9] offices? ha(s|ve) not answered|requests? (is )?answered", words(page))
    client.force_login(member(institution, Role.REPORTER, office))
    assert headings(start_page(client)) == ["No request has been sent yet"]
    assert "No values are missing" not in words(start_page(client))
    assert "照会はまだありません" in words(client.get("/?lang=ja"))


def test_an_empty_institution_is_not_praised(client, planner, institution):
    institution.months_to_report = None
    institution.save()

    page = words(start_page(client, planner))

    assert "No indicator is used in a plan yet." in page
    assert not re.search(r"No problems|Every |[Aa]ll .* answered|Nothing is missing", page)


def test_the_message_says_who_has_not_answered_what_and_until_when(
    client, plan, planner, office, institution, settings
):
    for _ in range(3):
        committed(plan, indicator__office=office)
    committed(plan, indicator__office=OfficeFactory(institution=institution))

    assert headings(start_page(client, planner)) == ["2 offices have not answered (4 values, 0 reports; 16 days left)"]
    client.force_login(member(institution, Role.REPORTER, office))
    assert headings(start_page(client)) == ["3 answers needed (16 days left)"]
    assert "<h1>回答が必要：3件（期限まで16日）</h1>" in body(client.get("/?lang=ja"))
    settings.CLOCK = lambda zone: date(2026, 6, 1)
    assert headings(start_page(client)) == ["3 answers needed (3 overdue)"]


def test_a_milestone_alone_is_no_missing_answer(client, plan, planner, institution, office):
    measure = MeasureFactory(standard__strategy__plan=plan)
    ResponsibilityFactory(measure=measure, office=office, role="lead")
    MilestoneFactory(measure=measure, due_on=date(2026, 4, 1))
    Institution.objects.update(months_to_report=None)

    assert "No request has been sent yet" in words(start_page(client, planner))


def test_only_offices_without_an_answer_and_their_answers_are_counted(
    client, plan, planner, institution, office, settings
):
    committed(plan, indicator__office=office)
    committed(plan, indicator__office=None)
    measure = MeasureFactory(standard__strategy__plan=plan)
    ResponsibilityFactory(measure=measure, office=OfficeFactory(institution=institution), role="lead")
    MilestoneFactory(measure=measure, due_on=date(2026, 4, 1))

    assert headings(start_page(client, planner)) == ["1 office has not answered (1 value, 0 reports; 16 days left)"]
    settings.CLOCK = lambda zone: date(2026, 6, 1)
    assert headings(start_page(client, planner)) == ["1 office has not answered (1 value, 0 reports; 1 overdue)"]


def test_an_approver_sees_what_waits_for_approval(client, plan, institution, office):
    for state in (ProgressState.SUBMITTED, ProgressState.SUBMITTED, ProgressState.ACCEPTED):
        measure = ResponsibilityFactory(measure__standard__strategy__plan=plan, office=office).measure
        ProgressReportFactory(measure=measure, office=office, fiscal_year=2025, state=state)
    elsewhere = ResponsibilityFactory(measure__standard__strategy__plan=plan).measure
    ProgressReportFactory(measure=elsewhere, office=OfficeFactory(institution=institution), state="submitted")

    page = start_page(client, member(institution, Role.APPROVER, office))

    assert headings(page)[0] == "2 to approve"
    assert "Waiting for approval 2 reports" in words(page)
    assert "Waiting for approval" not in words(start_page(client, member(institution, Role.REPORTER, office)))


def test_an_executive_reads_how_the_plans_stand_and_what_moved(client, plan, executive):
    for value, before in ((100, 50), (100, 100), (80, 100), (10, None), (None, None)):
        commitment = committed(plan, value=value)
        commitment.targets.create(fiscal_year=2024, value=100)
        if before is not None:
            YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=before)
    Plan.objects.update(first_fiscal_year=2024)

    assert headings(start_page(client, executive)) == [
        "Mid-term plan: 2 on track or better, 1 at risk, 1 off track (since the year before: 1 better, 1 worse)"
    ]


def test_a_card_counts_what_was_judged_and_tells_members_how_many_the_public_does_not_see(client, plan, planner):
    for value, disclosure in ((100, "public"), (10, "staff"), (None, "planning"), (None, "public")):
        committed(plan, value=value, indicator__disclosure=disclosure)

    public, member_page = words(start_page(client)), words(start_page(client, planner))

    assert "1 of 2 judged indicators" not in public
    assert "The one judged indicator is on track or better Also 1 not due yet (2 in all)" in public
    assert "not public" not in public
    assert "1 of 2 judged indicators is on track or better; 1 is off track" in member_page
    assert "Also 2 not due yet (4 in all, 2 not public)" in member_page


# Evaluators, and several roles at once


def test_an_evaluator_sees_reports_that_wait_for_a_final_grade(client, plan, institution, evaluator):
    scale = GradingScaleFactory(institution=institution)
    PlanScaleFactory(plan=plan, scale=scale)
    grade = GradeFactory(scale=scale, code="Ⅲ")
    state = {"measure__standard__strategy__plan": plan, "state": ProgressState.ACCEPTED}
    ProgressReportFactory(measure__name_en="Waiting", self_grade=grade, **state)
    ProgressReportFactory(measure__name_en="Graded", final_grade=grade, grade_reason="as shown", **state)
    ProgressReportFactory(measure__name_en="Not handed in", **state | {"state": ProgressState.DRAFTING})

    page = words(start_page(client, evaluator))

    assert "Waiting for a final grade 1 report" in page
    assert re.search(r"Waiting FY2025 +Ⅲ", page)
    assert "Graded" not in page
    assert "Not handed in" not in page


def test_a_cut_list_of_waiting_reports_says_so(client, plan, institution, evaluator):
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=institution))
    for _ in range(11):
        ProgressReportFactory(measure__standard__strategy__plan=plan, state=ProgressState.ACCEPTED)

    page = words(start_page(client, evaluator))

    assert "Waiting for a final grade 11 reports" in page
    assert "The first 10 are shown." in page


def test_a_person_with_several_roles_sees_several_sections(client, plan, institution, office, planner):
    MembershipFactory(user=planner, institution=institution, role=Role.REPORTER, office=office)
    MembershipFactory(user=planner, institution=institution, role=Role.EVALUATOR)

    page = words(start_page(client, planner))

    assert "Values to report" in page
    assert "Offices that have not answered" in page
    assert "Waiting for a final grade" in page
    assert page.count("Recent changes") == 1


def test_the_page_leads_members_to_their_offices(client, institution, office):
    page = body(start_page(client, member(institution, Role.REPORTER, office)))

    assert '<span class="tag">reporter</span> <a class="link-quiet" href="/offices/personnel/">Personnel</a>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_every_role_costs_the_same_for_any_number_of_rows(
    client, plan, institution, office, planner, count, django_assert_num_queries
):
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=institution))
    MembershipFactory(user=planner, institution=institution, role=Role.REPORTER, office=office)
    MembershipFactory(user=planner, institution=institution, role=Role.EVALUATOR)
    for _ in range(count):
        for owner in (office, OfficeFactory(institution=institution)):
            indicator = committed(plan, indicator__office=owner).indicator
            YearlyValueFactory(indicator=indicator, fiscal_year=2024)
        measure = ResponsibilityFactory(measure__standard__strategy__plan=plan, office=office).measure
        MilestoneFactory(measure=measure, due_on=date(2026, 5, 1))
        ProgressReportFactory(measure=measure, fiscal_year=2024, state=ProgressState.SUBMITTED)

    client.force_login(planner)
    with django_assert_num_queries(76):
        response = start_page(client)

    assert words(response).count("Enter Indicator") == count
