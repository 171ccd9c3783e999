"""What the reader of history says of the events that triggers wrote."""

import pytest

from plans.database.events import (
    ADDED,
    DELETED,
    after,
    brief,
    event_model,
    of_rows,
    rows_after_each,
    set_authors,
    since,
    until,
    with_earlier,
)
from plans.database.history import recording
from plans.models import Strategy
from tests import factories

pytestmark = pytest.mark.django_db


def reworded(strategy, by=None, why="", **columns):
    with recording(by=by, reason=why):
        Strategy.objects.filter(pk=strategy.pk).update(**columns)


def events(*conditions):
    return event_model(Strategy).objects.filter(*conditions).order_by("pk")


@pytest.fixture
def strategy():
    return factories.StrategyFactory(name_en="Open the doors")


def test_an_event_says_what_when_by_whom_and_why_and_keeps_the_row(strategy):
    aiko = factories.UserFactory(username="aiko")
    reworded(strategy, by=aiko, why="Board", name_en="Open all doors")

    added, changed = events()

    assert (added.what, added.author_id, added.user_name, added.why) == ("insert", None, "", "")
    assert (changed.what, changed.author_id, changed.user_name, changed.why) == ("update", aiko.pk, "aiko", "Board")
    assert added.when <= changed.when
    assert (changed.row, changed.row.name_en, changed.row.plan_id) == (strategy, "Open all doors", strategy.plan_id)
    assert not changed.is_deletion


def test_events_are_found_by_row_kind_and_time(strategy):
    other = factories.StrategyFactory(plan=strategy.plan)
    reworded(strategy, name_en="Open all doors")
    strategy.delete()
    first, second, third, fourth = events()

    assert list(events(of_rows([other.pk]))) == [second]
    assert list(events(DELETED)) == [fourth] and fourth.is_deletion
    assert list(events(ADDED)) == [first, second]
    assert list(events(since(third.when))) == [third, fourth] == list(events(after(second.when)))
    assert list(events(until(second.when))) == [first, second]
    assert list(events(since(None), after(None), until(None))) == [first, second, third, fourth]


def test_brief_events_say_the_same(strategy):
    aiko = factories.UserFactory(username="aiko")
    reworded(strategy, by=aiko, why="Board", name_en="Open all doors")

    whole = [(e.row_id, e.when, e.author_id, e.user_name, e.why, e.name_en) for e in events()]

    assert [tuple(event) for event in brief(events(), "name_en")] == whole


def test_each_event_comes_with_the_one_before_it_of_the_same_row(strategy):
    other = factories.StrategyFactory(plan=strategy.plan)
    reworded(strategy, name_en="Open all doors")
    reworded(other, name_en="Close one")
    first, second, third, fourth = events()

    assert list(with_earlier(events())) == [(None, first), (None, second), (first, third), (second, fourth)]


def test_rows_are_what_was_there_after_each_event(strategy, django_assert_num_queries):
    other = factories.StrategyFactory(plan=strategy.plan, name_en="Second")
    reworded(strategy, by=factories.UserFactory(username="ken"), name_en="Open all doors")
    pk = strategy.pk
    with recording(by=None):
        strategy.delete()

    with django_assert_num_queries(2):
        found = rows_after_each(event_model(Strategy).objects.all())

    assert [{key: row.name_en for key, row in rows.items()} for rows, _event in found] == [
        {},
        {pk: "Open the doors"},
        {pk: "Open the doors", other.pk: "Second"},
        {pk: "Open all doors", other.pk: "Second"},
        {other.pk: "Second"},
    ]
    assert [event and event.who for _rows, event in found] == [None, "", "", "ken", ""]


def test_people_are_told_by_name_else_by_account_and_the_system_not_at_all(strategy, django_assert_num_queries):
    aiko = factories.UserFactory(username="aiko", name_en="Aiko Sato")
    for number, by in enumerate((aiko, factories.UserFactory(username="ken"), aiko)):
        reworded(strategy, by=by, name_en=f"Doors {number}")
    reworded(strategy, why="Import at night", name_en="Gates")

    with django_assert_num_queries(2):
        told = [event.who for event in set_authors(events())]

    assert told == ["", aiko.display_name, "ken", aiko.display_name, ""]
    assert "Aiko" in aiko.display_name


def test_who_has_left_is_told_by_the_account(strategy):
    gone = factories.UserFactory(username="gone", name_en="Yumi")
    reworded(strategy, by=gone, name_en="Gates")
    gone.delete()

    assert [event.who for event in set_authors(events())] == ["", "gone"]
