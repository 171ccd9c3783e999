from datetime import date

import pytest

from indicators.models import YearlyValue
from indicators.overview.recent_activity import recent_activity
from plans.database.history import recording
from plans.models import Disclosure
from tests.factories import MeasureFactory, PlanFactory, TargetFactory, YearlyValueFactory
from tests.indicators.pages import committed, recorded_on

pytestmark = pytest.mark.django_db


def told(institution, user):
    return [
        (step.day, step.who, step.why, step.kinds) for step in recent_activity(institution, user=user) if step.why != ""
    ]


def entered(institution, planner, day, why, count=1, **more):
    with recording(by=planner, reason=why):
        for _ in range(count):
            recorded_on(day, YearlyValueFactory(indicator__institution=institution, **more))


def test_what_a_person_did_on_a_day_for_a_reason_is_one_step(institution, planner, viewer):
    entered(institution, planner, date(2026, 5, 1), "First answers", count=2)
    entered(institution, planner, date(2026, 5, 2), "A correction")

    assert told(institution, viewer) == [
        (date(2026, 5, 2), planner.username, "A correction", [("yearly values", 1)]),
        (date(2026, 5, 1), planner.username, "First answers", [("yearly values", 2)]),
    ]


def test_a_person_is_called_by_name(institution, planner, viewer):
    planner.name_en = "Mariko Kato"
    planner.save()
    entered(institution, planner, date(2026, 5, 1), "First answers")

    assert [who for day, who, why, kinds in told(institution, viewer)] == ["Mariko Kato"]


def test_kinds_of_rows_are_counted_apart_and_a_row_changed_twice_counts_once(institution, planner, viewer):
    plan = PlanFactory(institution=institution)
    commitment = committed(plan, target=None)
    with recording(by=planner, reason="The Board met"):
        target = TargetFactory(commitment=commitment)
        target.note = "page 3"
        target.save()
        MeasureFactory(standard=commitment.standard)

    [step] = told(institution, viewer)

    assert step[3] == [("targets", 1), ("measures", 1)]


def test_what_the_reader_may_not_see_is_not_told(institution, planner, viewer):
    entered(institution, planner, date(2026, 5, 1), "Behind doors", indicator__disclosure=Disclosure.PLANNING)
    entered(institution, planner, date(2026, 5, 1), "Also behind doors", disclosure=Disclosure.EXECUTIVES)

    assert told(institution, viewer) == []
    assert len(told(institution, planner)) == 2


def test_steps_of_a_figure_that_is_hidden_today_are_hidden_too(institution, planner, viewer):
    entered(institution, planner, date(2026, 5, 1), "It was open then")
    value = YearlyValue.objects.get()
    with recording(by=planner, reason="Now behind doors"):
        value.disclosure = Disclosure.PLANNING
        value.save()

    assert told(institution, viewer) == []
    assert {why for _day, _who, why, _kinds in told(institution, planner)} == {"It was open then", "Now behind doors"}


def test_other_institutions_keep_their_steps(institution, planner):
    with recording(by=planner, reason="Elsewhere"):
        YearlyValueFactory()

    assert told(institution, planner) == []


def test_no_more_than_the_newest_are_told(institution, planner):
    for number in range(1, 9):
        entered(institution, planner, date(2026, 5, number), f"step {number}")

    assert [why for _day, _who, why, _kinds in told(institution, planner)] == [f"step {n}" for n in (8, 7, 6, 5, 4, 3)]


@pytest.mark.parametrize("count", [1, 3])
def test_steps_cost_the_same_for_any_number(institution, planner, viewer, count, django_assert_num_queries):
    for number in range(count):
        entered(institution, planner, date(2026, 5, 1 + number), "Answers")

    with django_assert_num_queries(11):
        steps = recent_activity(institution, user=viewer)

    assert len(steps) == count
