import threading

import pytest
from django.db import OperationalError, connection, connections, transaction

from plans.database.transactions import (
    TRIES,
    allow_time,
    in_long_transaction,
    in_one_transaction,
    is_busy,
    is_unavailable,
)
from plans.models import Institution
from tests.factories import InstitutionFactory

committed = pytest.mark.django_db(transaction=True)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def fail_with(code):
    sql(f"DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '{code}'; END $$")


@committed
@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_what_the_database_gave_up_for_others_is_done_again(code):
    tries = []

    @in_one_transaction
    def rename():
        InstitutionFactory(name_en=f"Try {len(tries)}")
        tries.append(code)
        if len(tries) < 3:
            fail_with(code)
        return "done"

    assert rename() == "done"
    assert [one.name_en for one in Institution.objects.all()] == ["Try 2"]


@committed
def test_it_is_not_done_again_for_ever():
    tries = []

    @in_one_transaction
    def give_up():
        tries.append(1)
        fail_with("40P01")

    with pytest.raises(OperationalError) as refused:
        give_up()
    assert len(tries) == TRIES and is_busy(refused.value)


@committed
@pytest.mark.parametrize("code", ["23505", "55P03", "57014"])
def test_nothing_else_is_done_again(code):
    tries = []

    @in_one_transaction
    def fail():
        tries.append(1)
        fail_with(code)

    with pytest.raises(Exception, match="given up"):
        fail()
    assert len(tries) == 1


@committed
def test_a_part_of_a_transaction_is_not_done_again_but_the_whole_is():
    inner, outer = [], []

    @in_one_transaction
    def part():
        inner.append(1)
        if len(inner) == 1:
            fail_with("40P01")

    @in_one_transaction
    def whole():
        outer.append(1)
        part()

    whole()

    assert (len(inner), len(outer)) == (2, 2)


@committed
def test_two_who_lock_the_same_in_opposite_order_both_get_through():
    one, other = InstitutionFactory(), InstitutionFactory()
    first_locks = threading.Barrier(2, timeout=10)
    tries, faults = [], []

    @in_one_transaction
    def rename(rows):
        tries.append(rows)
        Institution.objects.filter(pk=rows[0].pk).update(name_en="A")
        if len(tries) <= 2:
            first_locks.wait()
        Institution.objects.filter(pk=rows[1].pk).update(name_en="A")

    def write(rows):
        try:
            rename(rows)
        except OperationalError as error:
            faults.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=[rows]) for rows in ((one, other), (other, one))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)

    assert faults == [] and len(tries) == 3


@committed
def test_time_is_allowed_to_one_transaction_only():
    def limits():
        return sql("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")

    sql("SET statement_timeout = '30s'")
    sql("SET lock_timeout = '5s'")
    with transaction.atomic():
        allow_time(90, lock=20)
        assert limits() == ("90s", "20s")
    assert limits() == ("30s", "5s")
    sql("RESET statement_timeout")
    sql("RESET lock_timeout")


@committed
def test_a_stream_has_the_time_of_a_whole_answer_while_it_is_read():
    read = list(in_long_transaction(sql("SELECT current_setting('statement_timeout')")[0] for _ in range(2)))

    assert read == ["10min", "10min"]


@committed
def test_a_connection_that_the_server_ended_means_try_again():
    (pid,) = sql("SELECT pg_backend_pid()")
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()

    with pytest.raises(Exception) as lost:  # noqa: PT011  psycopg2 has several for it
        sql("SELECT 1")
    assert is_unavailable(lost.value) and not is_busy(lost.value)
    connection.close()
    assert sql("SELECT 1") == (1,)
