from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.loading.due import DueKind, by_office, number_asked, owed_by, owed_in
from indicators.models import ValueState
from plans.models import Disclosure, Institution, PlanState
from tests.factories import (
    ClosedYearFactory,
    CommitmentFactory,
    GradingScaleFactory,
    MeasureFactory,
    MilestoneFactory,
    OfficeFactory,
    PlanFactory,
    PlanScaleFactory,
    ProgressReportFactory,
    ResponsibilityFactory,
    TargetFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def plan(institution):
    """A plan whose one year that is over is FY2025."""
    return PlanFactory(institution=institution, first_fiscal_year=2025, last_fiscal_year=2027)


@pytest.fixture
def measure(plan, office):
    """A measure of the plan that the office leads."""
    return ResponsibilityFactory(measure__standard__strategy__plan=plan, office=office).measure


def committed_to(plan, office, **more):
    commitment = CommitmentFactory(
        measure__standard__strategy__plan=plan, indicator__office=office, trajectory="steps", **more
    )
    TargetFactory(commitment=commitment, fiscal_year=plan.first_fiscal_year)
    TargetFactory(commitment=commitment, fiscal_year=plan.last_fiscal_year)
    return commitment.indicator


def facts(dues):
    return [(due.kind, due.what, due.fiscal_year, due.due_on, due.is_overdue) for due in dues]


def test_a_value_is_owed_for_each_year_that_is_over(institution, office):
    plan = PlanFactory(institution=institution, first_fiscal_year=2024, last_fiscal_year=2027)
    indicator = committed_to(plan, office)

    assert facts(owed_by([office], user=ANYBODY)) == [
        (DueKind.VALUE, indicator, 2024, date(2025, 5, 31), True),
        (DueKind.VALUE, indicator, 2025, date(2026, 5, 31), False),
    ]


def test_the_institution_says_when_its_figures_are_due(institution, plan, office):
    committed_to(plan, office)
    Institution.objects.update(months_to_report=0)

    assert [(due.due_on, due.is_overdue) for due in owed_by([office], user=ANYBODY)] == [(date(2026, 3, 31), True)]


def test_where_nobody_asks_only_milestones_are_owed(institution, plan, measure, office, viewer):
    committed_to(plan, office)
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=institution))
    MilestoneFactory(measure=measure, due_on=date(2026, 1, 1))
    assert [due.kind for due in owed_by([office], user=viewer)] == [DueKind.MILESTONE, DueKind.VALUE, DueKind.REPORT]

    Institution.objects.update(months_to_report=None)

    assert [due.kind for due in owed_by([office], user=viewer)] == [DueKind.MILESTONE]


@pytest.mark.parametrize("trajectory", ["none", "line", "steps"])
def test_nothing_is_owed_after_the_last_target(institution, office, trajectory):
    plan = PlanFactory(institution=institution, first_fiscal_year=2015, last_fiscal_year=2027)
    commitment = CommitmentFactory(
        measure__standard__strategy__plan=plan, indicator__office=office, trajectory=trajectory
    )
    TargetFactory(commitment=commitment, fiscal_year=2016)

    assert [due.fiscal_year for due in owed_by([office], user=ANYBODY)] == [2016]


@pytest.mark.parametrize("state", [ValueState.REPORTED, ValueState.NOT_COLLECTED, ValueState.CANNOT_COMPUTE])
def test_an_answer_is_an_answer_whatever_it_says(plan, office, state):
    value = 0 if state == ValueState.REPORTED else None
    YearlyValueFactory(indicator=committed_to(plan, office), fiscal_year=2025, state=state, value=value)

    assert owed_by([office], user=ANYBODY) == []


def test_a_forecast_is_no_answer(plan, office):
    YearlyValueFactory(indicator=committed_to(plan, office), fiscal_year=2025, kind="forecast")

    assert len(owed_by([office], user=ANYBODY)) == 1


def test_a_value_that_two_plans_want_is_owed_once(plan, office):
    indicator = committed_to(plan, office)
    second = CommitmentFactory(measure__standard__strategy__plan=plan, indicator=indicator)
    TargetFactory(commitment=second, fiscal_year=2025)

    assert len(owed_by([office], user=ANYBODY)) == 1


def test_a_value_of_which_nothing_is_expected_is_not_owed(plan, office):
    CommitmentFactory(measure__standard__strategy__plan=plan, indicator__office=office)

    assert owed_by([office], user=ANYBODY) == []


def test_nothing_is_owed_for_a_closed_year(plan, office, institution):
    committed_to(plan, office)
    ClosedYearFactory(institution=institution, fiscal_year=2025)

    assert owed_by([office], user=ANYBODY) == []


def test_what_was_dropped_is_not_owed(plan, office):
    committed_to(plan, office, indicator__status="cancelled")
    committed_to(plan, office, measure__status="cancelled")

    assert owed_by([office], user=ANYBODY) == []


def test_as_much_is_asked_for_as_is_owed_where_nobody_has_answered(plan, office, institution):
    committed_to(plan, office, indicator__status="cancelled")
    committed_to(plan, office, measure__status="cancelled")
    committed_to(plan, office)
    committed_to(plan, office, comparator="", indicator__direction="none")

    owed = owed_by([office], user=ANYBODY)

    assert (len(owed), number_asked([office], institution, user=ANYBODY)) == (2, 2)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_only_plans_in_force_ask(plan, office, planner, state):
    committed_to(plan, office)
    plan.state = state
    plan.save()

    assert owed_by([office], user=planner) == []


def test_what_the_reader_may_not_see_is_not_named(plan, office, viewer):
    committed_to(plan, office, indicator__disclosure=Disclosure.STAFF)

    assert owed_by([office], user=ANYBODY) == []
    assert len(owed_by([office], user=viewer)) == 1


def test_steps_past_their_day_and_the_next_one_are_owed(measure, office):
    late = MilestoneFactory(measure=measure, due_on=date(2026, 5, 14))
    following = MilestoneFactory(measure=measure, due_on=date(2026, 5, 15))
    MilestoneFactory(measure=measure, due_on=date(2027, 3, 31))
    MilestoneFactory(measure=measure, due_on=date(2024, 4, 1), done_on=date(2024, 4, 1))
    MilestoneFactory(measure=measure, due_on=None)

    assert facts(owed_by([office], user=ANYBODY)) == [
        (DueKind.MILESTONE, late, None, date(2026, 5, 14), True),
        (DueKind.MILESTONE, following, None, date(2026, 5, 15), False),
    ]


def test_a_supporting_office_owes_no_steps(measure):
    helper = ResponsibilityFactory(measure=measure, role="support").office
    MilestoneFactory(measure=measure, due_on=date(2026, 5, 14))

    assert owed_by([helper], user=ANYBODY) == []


def test_members_are_told_which_reports_are_missing(measure, plan, office, viewer):
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=plan.institution))

    assert owed_by([office], user=ANYBODY) == []
    assert facts(owed_by([office], user=viewer)) == [(DueKind.REPORT, measure, 2025, date(2026, 5, 31), False)]


@pytest.mark.parametrize(("state", "count"), [("drafting", 1), ("returned", 1), ("submitted", 0), ("accepted", 0)])
def test_a_report_is_owed_until_it_is_handed_in(measure, plan, office, viewer, state, count):
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=plan.institution))
    ProgressReportFactory(measure=measure, office=office, state=state)

    assert len(owed_by([office], user=viewer)) == count


def test_a_plan_without_grades_and_a_part_of_a_measure_ask_for_no_report(measure, plan, office, viewer):
    assert owed_by([office], user=viewer) == []
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=plan.institution))
    measure.parent = MeasureFactory(standard=measure.standard)
    measure.save()

    assert owed_by([office], user=viewer) == []


@pytest.mark.parametrize(
    ("status", "last", "count"),
    [("planned", None, 1), ("done", 2025, 1), ("done", 2024, 0), ("done", None, 0), ("cancelled", 2025, 0)],
)
def test_a_report_is_owed_on_what_was_under_way_in_the_year(measure, plan, office, viewer, status, last, count):
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=plan.institution))
    measure.status, measure.last_fiscal_year = status, last
    measure.save()

    assert len(owed_by([office], user=viewer)) == count


def test_steps_of_what_is_done_are_not_owed(measure, office):
    MilestoneFactory(measure=measure, due_on=date(2026, 5, 14))
    measure.status = "done"
    measure.save()

    assert owed_by([office], user=ANYBODY) == []


def test_what_all_offices_owe_is_grouped_by_office(plan, office, institution):
    owned, ownerless = committed_to(plan, office), committed_to(plan, None)
    OfficeFactory(institution=institution)

    groups = by_office(owed_in(institution, user=ANYBODY))

    assert {key: [due.what for due in dues] for key, dues in groups.items()} == {office.pk: [owned], None: [ownerless]}


def test_no_offices_owe_nothing():
    assert owed_by([], user=ANYBODY) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_owed_costs_the_same_for_any_number_of_offices(
    count, plan, institution, viewer, django_assert_num_queries
):
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=institution))
    for _ in range(count):
        office = OfficeFactory(institution=institution)
        committed_to(plan, office)
        measure = ResponsibilityFactory(measure__standard__strategy__plan=plan, office=office).measure
        MilestoneFactory(measure=measure, due_on=date(2026, 5, 14))

    with django_assert_num_queries(20):
        dues = owed_in(institution, user=viewer)

    assert len(dues) == 3 * count
