from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.entry.actions import revise_target
from indicators.overview.plan_changes import changes_of_plan
from indicators.scorecards.scorecard import Scorecard
from plans.database.events import event_model
from plans.database.history import recording
from plans.models import Disclosure, PlanState
from tests.factories import (
    CommitmentFactory,
    MeasureFactory,
    ObjectiveFactory,
    PlanFactory,
    StandardFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.indicators.pages import recorded_on

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def plan(institution):
    """A plan that was entered years ago."""
    return long_ago(PlanFactory(institution=institution, name_en="Mid-term plan"))


def long_ago(row):
    recorded_on(date(2022, 4, 1), row)
    return row


def old_target(plan, **columns):
    commitment = long_ago(CommitmentFactory(measure__standard__strategy__plan=plan, indicator__name_en="Share"))
    for row in (commitment.standard.strategy, commitment.standard, commitment.measure):
        long_ago(row)
    return long_ago(TargetFactory(commitment=commitment, fiscal_year=2027, **columns))


def told(plan, *, moment=None):
    return changes_of_plan(
        plan, Scorecard.of(plan, 2025, user=AnonymousUser()).lines, user=AnonymousUser(), moment=moment
    )


def facts(plan):
    return [(change.what, change.before, change.after) for change in told(plan)]


def test_the_first_wording_is_no_change(institution):
    plan = PlanFactory(institution=institution)
    ObjectiveFactory(plan=plan)
    TargetFactory(commitment=CommitmentFactory(measure__standard__strategy__plan=plan))

    assert told(plan) == []


def test_a_revised_target_is_told_with_both_numbers_person_and_reason(plan, planner):
    old = old_target(plan, value=40)

    revise_target(old, by=planner, reason="A grant was won", value=45)

    [change] = told(plan)
    assert (change.what, change.before, change.after) == ("Target FY2027, Share", "40 persons", "45 persons")
    assert (change.who, change.why) == (planner.username, "A grant was won")
    assert change.place == f"measure-{old.commitment.measure.pk}"


def test_a_target_corrected_in_place_is_told(plan):
    target = old_target(plan, value=40)
    target.value = 0
    target.save()

    assert facts(plan) == [("Target FY2027, Share", "40 persons", "0 persons")]


def test_a_note_on_a_target_is_no_change_of_it(plan):
    target = old_target(plan, value=40)
    target.note = "printed on page 3"
    target.save()

    assert facts(plan) == []


def test_a_target_for_another_year_is_an_addition(plan):
    TargetFactory(commitment=old_target(plan, value=40).commitment, fiscal_year=2025, value=20)

    assert facts(plan) == [("Target FY2025, Share", "", "20 persons")]


def test_a_target_of_an_indicator_that_is_not_open_is_not_told(plan):
    target = old_target(plan, value=40)
    target.value = 50
    target.save()
    target.commitment.indicator.disclosure = Disclosure.STAFF
    target.commitment.indicator.save()

    assert facts(plan) == []


def test_reworded_levels_are_told_by_code_and_text(plan):
    strategy = long_ago(StrategyFactory(plan=plan, name_en="Learning"))
    standard = long_ago(StandardFactory(strategy=strategy, code="1-2", description_en="Little"))
    standard.description_en = "Much"
    standard.save()
    strategy.name_en = "Learning for life"
    strategy.save()

    assert facts(plan) == [
        ("Strategy: name", "Learning", "Learning for life"),
        ("Standard 1-2: description", "Little", "Much"),
    ]


def test_another_order_is_no_change(plan):
    strategy = long_ago(StrategyFactory(plan=plan))
    strategy.order = 9
    strategy.save()

    assert facts(plan) == []


def test_measures_come_go_and_end_in_the_plans_own_words(plan):
    plan.measure_label_en = "Initiative"
    plan.save()
    standard = long_ago(StandardFactory(strategy=long_ago(StrategyFactory(plan=plan))))
    ended = long_ago(MeasureFactory(standard=standard, name_en="Old courses", code="1"))
    MeasureFactory(standard=standard, name_en="New courses", code="2").delete()
    ended.status = "cancelled"
    ended.save()

    assert facts(plan) == [
        ("Initiative 1 Old courses", "active", "cancelled"),
        ("Initiative removed", "2 New courses", ""),
        ("Initiative added", "", "2 New courses"),
    ]


def test_the_plans_own_texts_and_state_are_told(plan):
    plan.vision_en = "A place to grow"
    plan.state = PlanState.CLOSED
    plan.save()

    assert sorted(facts(plan)) == [
        ("Plan Mid-term plan", "active", "closed"),
        ("Plan: vision", "", "A place to grow"),
    ]


def test_the_newest_stand_first_and_no_more_than_asked_for(plan):
    strategy = long_ago(StrategyFactory(plan=plan, name_en="0"))
    for number in range(1, 9):
        with recording(by=None, reason=f"step {number}"):
            strategy.name_en = str(number)
            strategy.save()
        newest = event_model(type(strategy)).objects.latest("pgh_id")
        type(newest).objects.filter(pk=newest.pk).update(
            pgh_created_at=datetime.combine(date(2025, 1, number), time(9), TOKYO)
        )

    changes = changes_of_plan(plan, [], user=AnonymousUser(), at_most=3)

    assert [(change.before, change.after, change.why) for change in changes] == [
        ("7", "8", "step 8"),
        ("6", "7", "step 7"),
        ("5", "6", "step 6"),
    ]


def test_what_was_recorded_later_is_left_out(plan):
    strategy = long_ago(StrategyFactory(plan=plan))
    strategy.name_en = "Another name"
    strategy.save()

    assert told(plan, moment=datetime(2023, 1, 1, tzinfo=TOKYO)) == []
    assert len(told(plan)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_changes_cost_the_same_for_any_number(plan, planner, count, django_assert_num_queries):
    for _ in range(count):
        revise_target(old_target(plan, value=40), by=planner, reason="A grant was won", value=45)
    lines = Scorecard.of(plan, 2025, user=AnonymousUser()).lines

    with django_assert_num_queries(8):
        changes = changes_of_plan(plan, lines, user=AnonymousUser())

    assert len(changes) == count
