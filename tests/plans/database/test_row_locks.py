from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, connections, transaction

from indicators.entry.actions import record_value
from indicators.models import YearlyValue
from measures.actions import report_progress
from measures.models import ProgressReport
from plans.access.member_actions import change_membership
from plans.database.row_locks import lock_imports, lock_rows, lock_years
from plans.editing.rows import delete_row
from plans.models import Role
from tests.factories import (
    IndicatorFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    YearlyValueFactory,
)
from tests.suite.locking import fault_of

committed = pytest.mark.django_db(transaction=True)
CLOSING = "SELECT pg_advisory_xact_lock(hashint8(%s), 2025)"


@pytest.mark.parametrize(
    "statement, fault",
    [
        ('SELECT 1 FROM "a" WHERE id = 1', ""),
        ('SELECT 1 FROM "a" WHERE id = 1 FOR UPDATE', ""),
        ('SELECT 1 FROM "a" INNER JOIN "b" ON true ORDER BY "b"."code" ASC LIMIT 1 FOR UPDATE', "every table"),
        ('SELECT 1 FROM "a" ORDER BY "a"."code" ASC FOR UPDATE', "every table"),
        ('SELECT 1 FROM "a" INNER JOIN "b" ON true ORDER BY "a"."id" ASC LIMIT 1 FOR NO KEY UPDATE OF "a"', ""),
        ('SELECT 1 FROM "a" INNER JOIN "b" ON true ORDER BY "b"."id" ASC FOR NO KEY UPDATE OF "a"', "in the order"),
        ('SELECT 1 FROM "a" INNER JOIN "b" ON true FOR UPDATE OF "a", "b"', "every table"),
        ("SELECT 1 FROM a x ORDER BY x.id FOR NO KEY UPDATE OF x", ""),
    ],
)
def test_the_reader_of_locking_statements_finds_those_that_lock_too_much(statement, fault):
    found = fault_of(statement)

    assert fault in found and bool(found) is bool(fault)


@pytest.mark.django_db
@pytest.mark.parametrize("for_removal, strength", [(False, "FOR NO KEY UPDATE OF"), (True, "FOR UPDATE OF")])
def test_rows_are_locked_alone_and_by_id(for_removal, strength):
    rows = lock_rows(YearlyValue.objects.filter(fiscal_year=2025), for_removal=for_removal)

    assert str(rows.query).endswith(f'ORDER BY "indicators_yearlyvalue"."id" ASC {strength} "indicators_yearlyvalue"')


@contextmanager
def no_patience():
    """A transaction that does not wait for locks."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
        yield


def enter_value():
    row = YearlyValueFactory()
    planner = planner_of(row.institution)
    return row.institution, lambda: record_value(
        indicator=row.indicator, fiscal_year=row.fiscal_year, value=7, by=planner
    )


def write_report():
    measure = MeasureFactory()
    institution = measure.standard.strategy.plan.institution
    planner = planner_of(institution)
    return institution, lambda: report_progress(measure=measure, fiscal_year=2025, by=planner, done_en="Done")


def move_member():
    member = MembershipFactory(role=Role.VIEWER)
    planner = planner_of(member.institution)
    return member.institution, lambda: change_membership(
        member, role=Role.EXECUTIVE, office=None, by=planner, reason="Promoted"
    )


def remove_indicator():
    indicator = IndicatorFactory()
    planner = planner_of(indicator.institution)
    return indicator.institution, lambda: delete_row(indicator, by=planner, version=indicator.version)


def planner_of(institution):
    return MembershipFactory(institution=institution, role=Role.PLANNER).user


@committed
@pytest.mark.parametrize("prepare", [enter_value, write_report, move_member, remove_indicator])
def test_nobody_waits_for_somebody_who_merely_refers_to_the_institution(prepare, elsewhere):
    institution, write = prepare()
    elsewhere.cursor().execute("SELECT 1 FROM plans_institution WHERE id = %s FOR KEY SHARE", [institution.pk])

    with no_patience():
        write()


@committed
def test_entering_values_does_not_wait_for_a_change_of_their_indicator(elsewhere):
    row = YearlyValueFactory()
    planner = planner_of(row.institution)
    elsewhere.cursor().execute("UPDATE indicators_indicator SET code = 'X' WHERE id = %s", [row.indicator_id])

    with no_patience():
        record_value(indicator=row.indicator, fiscal_year=row.fiscal_year, value=7, by=planner)

    assert YearlyValue.objects.get().value == 7


def in_thread(verb):
    try:
        return verb()
    finally:
        connections.close_all()


@committed
def test_a_writer_waits_for_a_closing_with_nothing_in_hand(elsewhere):
    row = YearlyValueFactory(fiscal_year=2025)
    planner = planner_of(row.institution)
    closing = elsewhere.cursor()
    closing.execute(CLOSING, [row.institution_id])

    with ThreadPoolExecutor(1) as pool:
        entered = pool.submit(
            in_thread, lambda: record_value(indicator=row.indicator, fiscal_year=2025, value=7, by=planner)
        )
        wait_until_somebody_waits()
        closing.execute("SELECT 1 FROM indicators_yearlyvalue WHERE id = %s FOR UPDATE NOWAIT", [row.pk])
        elsewhere.commit()

        assert entered.result(10)[1] == "changed"


@committed
def test_a_report_waits_for_a_closing_with_nothing_in_hand(elsewhere):
    measure = MeasureFactory()
    institution = measure.standard.strategy.plan.institution
    planner = planner_of(institution)
    report = report_progress(measure=measure, fiscal_year=2025, by=planner, done_en="Begun")
    closing = elsewhere.cursor()
    closing.execute(CLOSING, [institution.pk])

    with ThreadPoolExecutor(1) as pool:
        entered = pool.submit(
            in_thread, lambda: report_progress(measure=measure, fiscal_year=2025, by=planner, done_en="Done")
        )
        wait_until_somebody_waits()
        closing.execute("SELECT 1 FROM measures_progressreport WHERE id = %s FOR UPDATE NOWAIT", [report.pk])
        elsewhere.commit()
        entered.result(10)

    assert ProgressReport.objects.get().done_en == "Done"


WAITING = """
    SELECT count(*) FROM pg_locks
    WHERE NOT granted AND locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(3000):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("Nobody waits.")


@committed
def test_imports_into_one_institution_wait_for_each_other_and_for_nobody_else(elsewhere):
    one, other = InstitutionFactory(), InstitutionFactory()
    elsewhere.cursor().execute("SELECT pg_advisory_xact_lock(hashint8(%s), 0)", [one.pk])

    with no_patience():
        lock_imports(other.pk)
        lock_years(one.pk, [2024, 2025])
    with pytest.raises(OperationalError, match="lock timeout"), no_patience():
        lock_imports(one.pk)
