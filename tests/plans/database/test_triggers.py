"""What the database keeps by itself is kept whatever the serving role sets: seen in its own catalogue."""

import pytest
from django.db import ProgrammingError, connection

from plans.database.events import event_model
from plans.database.history import event_tables
from plans.models import Institution
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db

FUNCTIONS = """
    SELECT t.tgrelid::regclass::text, p.proname, p.prosecdef, p.prosrc, p.proconfig,
        has_function_privilege('hoshin_app', p.oid, 'EXECUTE'), t.tgenabled
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal
"""


def functions():
    """Rows of every trigger that is no constraint's: table, function, as owner, text, settings, usable by hoshin_app, state."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        return cursor.fetchall()


def test_no_trigger_asks_a_setting_whether_it_should_be_ignored():
    assert functions() != []
    assert [row[:2] for row in functions() if "ignore" in row[3] or "_pgh_attach_context" in row[3]] == []


def test_every_trigger_has_a_search_path_of_its_own_and_is_on():
    assert {(tuple(row[4] or ()), row[6]) for row in functions()} == {
        (("search_path=pg_catalog, public, pg_temp",), "O")
    }


def test_nobody_else_can_hang_a_trigger_function_on_a_table_of_theirs():
    assert [row[:2] for row in functions() if row[5]] == []


def test_events_are_written_by_functions_of_the_owner_and_by_nothing_else():
    as_owner = {row[0] for row in functions() if row[2]}
    writers = {(row[0], row[2]) for row in functions() if '_event" (' in row[3] or 'event" (' in row[3]}

    assert writers == {(table, True) for table in as_owner}
    assert len(as_owner) == len(event_tables())


def test_the_library_s_own_setting_switches_nothing_off(as_app):
    with connection.cursor() as cursor:
        names = [row[1] for row in functions()]
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
    row = InstitutionFactory()
    Institution.objects.filter(pk=row.pk).update(name_en="Other")
    row.refresh_from_db()

    assert (row.version, row.events.count()) == (2, 2)


@pytest.mark.parametrize("table", ["plans_institutionevent", "indicators_yearlyvalueevent"])
@pytest.mark.parametrize(
    "order", ["INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET id = 1", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_serving_role_writes_no_event_itself(as_app, table, order):
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(order.format(table))


def test_the_serving_role_reads_events(as_app):
    InstitutionFactory(name_en="A")

    assert list(event_model(Institution).objects.values_list("name_en", flat=True)) == ["A"]


def test_a_temporary_table_does_not_stand_in_for_one_of_ours(as_app):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE plans_institutionevent AS SELECT * FROM public.plans_institutionevent")
        InstitutionFactory()
        cursor.execute("SELECT count(*) FROM public.plans_institutionevent")

        assert cursor.fetchone() == (1,)
