import datetime as dt

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from plans.database.events import event_model
from plans.database.history import is_settled, recording, rows_known_on
from plans.database.stamps import fixed_clock
from plans.models import Plan, Record, Strategy, User
from tests.factories import (
    InstitutionFactory,
    PlanFactory,
    StrategyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LEFT_OUT = {
    User: {"password", "last_login"}
}  # the one exception: what nobody else may know, and no change of the account
TRACKED = [model for model in apps.get_models() if issubclass(model, Record)]


def redate(model, moment):
    event_model(model).objects.update(pgh_created_at=moment)


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_every_event_table_has_every_column_of_its_model(model):
    columns = {field.column for field in model._meta.concrete_fields} - LEFT_OUT.get(model, set())

    assert columns - {field.column for field in event_model(model)._meta.concrete_fields} == set()


def test_a_change_remembers_who_and_why():
    user = UserFactory(username="sato")
    plan = PlanFactory(name_en="Old")

    with recording(by=user, reason="Renamed by the board"):
        plan.name_en = "New"
        plan.save()

    assert list(plan.events.order_by("pgh_id").values_list("pgh_label", "name_en", "pgh_context")) == [
        ("insert", "Old", None),
        (
            "update",
            "New",
            {"user": user.pk, "user_name": "sato", "reason": "Renamed by the board"},
        ),
    ]


def test_version_rises_with_a_change_and_not_without():
    institution = InstitutionFactory(name_en="A")
    institution.save()
    institution.refresh_from_db()
    unchanged = institution.version

    institution.name_en = "B"
    institution.save()
    institution.refresh_from_db()

    assert (unchanged, institution.version, institution.events.count()) == (1, 2, 2)


def test_bulk_changes_and_sql_are_caught_too():
    StrategyFactory.create_batch(3, name_en="A")

    Strategy.objects.update(name_en="B")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE plans_strategy SET name_ja = '乙'")

    labels = event_model(Strategy).objects.order_by("pgh_id").values_list("pgh_label", "name_en", "name_ja")
    assert list(labels) == [("insert", "A", "")] * 3 + [("update", "B", "")] * 3 + [("update", "B", "乙")] * 3


def test_rows_are_known_as_they_were():
    strategy = StrategyFactory(name_en="Before")
    redate(Strategy, timezone.now() - dt.timedelta(days=30))
    Strategy.objects.filter(pk=strategy.pk).update(name_en="After")
    last_week = timezone.now() - dt.timedelta(days=7)

    (then,) = rows_known_on(Strategy, last_week, plan=strategy.plan_id)
    (now,) = rows_known_on(Strategy, None, plan=strategy.plan_id)

    assert (then.pk, then.name_en, then.version, now.name_en) == (
        strategy.pk,
        "Before",
        1,
        "After",
    )


def test_a_deleted_row_is_known_until_it_was_deleted():
    strategy = StrategyFactory()
    plan = strategy.plan_id
    redate(Strategy, timezone.now() - dt.timedelta(days=30))
    strategy.delete()

    assert [row.name_en for row in rows_known_on(Strategy, timezone.now() - dt.timedelta(days=7), plan=plan)] == [
        strategy.name_en
    ]
    assert rows_known_on(Strategy, timezone.now(), plan=plan) == []


def test_a_row_that_moved_is_known_in_one_place_only():
    strategy = StrategyFactory()
    old, new = strategy.plan_id, PlanFactory().pk
    redate(Strategy, timezone.now() - dt.timedelta(days=30))
    Strategy.objects.filter(pk=strategy.pk).update(plan=new)

    assert rows_known_on(Strategy, timezone.now(), plan=old) == []
    assert [row.pk for row in rows_known_on(Strategy, timezone.now(), plan=new)] == [strategy.pk]


def test_an_inner_reason_speaks_for_its_own_changes_only():
    plan = PlanFactory(name_en="A")
    planner, system = UserFactory(username="sato"), None

    with recording(by=planner, reason="whole"):
        with recording(by=system, reason="part"):
            Plan.objects.update(name_en="B")
        Plan.objects.update(name_en="C")

    events = plan.events.exclude(pgh_label="insert").order_by("pgh_id")
    assert list(events.values_list("name_en", "pgh_context__user_name", "pgh_context__reason")) == [
        ("B", "", "part"),
        ("C", "sato", "whole"),
    ]


# When a past day is final

WRITES = "UPDATE plans_institution SET name_en = 'Late'"


def moment_of(session):
    with session.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_moment_is_settled_once_nobody_who_wrote_then_is_still_open(elsewhere):
    InstitutionFactory()
    with elsewhere.cursor() as late:
        late.execute("SELECT 1")
        read_only = is_settled(moment_of(elsewhere))
        late.execute(WRITES)
        then = moment_of(elsewhere)
        open_still, before_it_began = is_settled(then), is_settled(then - dt.timedelta(minutes=1))
        elsewhere.commit()

    assert (read_only, open_still, before_it_began, is_settled(then)) == (True, False, True, True)
    assert not is_settled(timezone.now() + dt.timedelta(hours=1))


@pytest.mark.django_db(transaction=True)
def test_a_moment_stays_settled_within_a_transaction_whoever_comes_later(elsewhere):
    InstitutionFactory()
    then = moment_of(elsewhere)
    elsewhere.rollback()

    with transaction.atomic():
        InstitutionFactory()
        alone = is_settled(then)
        with elsewhere.cursor() as late:
            late.execute(WRITES)
        beside_another = is_settled(then)
        elsewhere.rollback()

    assert (alone, beside_another) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_a_writer_of_whom_one_may_not_know_when_it_began_counts_as_open(elsewhere):
    InstitutionFactory()
    with elsewhere.cursor() as late, connection.cursor() as cursor:
        late.execute(WRITES)
        cursor.execute("SET ROLE hoshin_app")
        try:
            unknown = is_settled(moment_of(elsewhere) - dt.timedelta(days=1))
        finally:
            cursor.execute("RESET ROLE")
        elsewhere.rollback()

    assert unknown is False


def test_the_gap_that_remains_is_a_transaction_over_midnight_of_which_each_day_knows_its_own_half():
    midnight = dt.datetime(2026, 5, 15, tzinfo=dt.UTC)
    strategy, standing = StrategyFactory(name_en="Old"), StrategyFactory(name_en="Old")
    redate(Strategy, midnight - dt.timedelta(days=1))

    for row, second in (strategy, -1), (standing, 1):
        fixed_clock(midnight + dt.timedelta(seconds=second))
        Strategy.objects.filter(pk=row.pk).update(name_en="New")

    known = {row.pk: row.name_en for row in rows_known_on(Strategy, midnight)}
    assert known == {strategy.pk: "New", standing.pk: "Old"}
