"""Ways of changing the past, tried as the role that serves: each is refused, or tells of itself in events or corrections."""

# ruff: noqa: S608 - SQL is put together from constants here

import io

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from psycopg2 import errorcodes, extensions

from measures.models import ProgressReport
from plans.database.events import event_model
from plans.database.history import event_tables
from plans.database.locks import ACCEPTED, CLOSED
from plans.models import Correction
from tests.factories import (
    ClosedYearFactory,
    CommitmentFactory,
    DefinitionFactory,
    EvidenceFactory,
    IndicatorFactory,
    ProgressReportFactory,
    ReportEvidenceFactory,
    TargetFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

VALUE = "indicators_yearlyvalue"
EVENT = "indicators_yearlyvalueevent"
COUNTED = f"UPDATE {VALUE} SET value = 999999 WHERE fiscal_year = 2023"
CORRECTION = "INSERT INTO plans_correction (institution_id, fiscal_year, indicator_id, by_name, reason)"
EVENT_TRIGGER = f"""
    DO $$ DECLARE name text;
    BEGIN
        SELECT p.proname INTO name FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = '{VALUE}'::regclass AND p.prosecdef AND t.tgtype & 4 > 0 LIMIT 1;
        CREATE TEMPORARY TABLE forged AS SELECT * FROM {VALUE} LIMIT 0;
        EXECUTE format('CREATE TRIGGER forge AFTER INSERT ON forged REFERENCING NEW TABLE AS new_values'
            ' FOR EACH STATEMENT EXECUTE FUNCTION %I()', name);
        INSERT INTO forged SELECT * FROM {VALUE};
    END $$
"""
SHADOWS = {
    "plans_closedyear": "LIKE public.plans_closedyear",
    "plans_correction": "LIKE public.plans_correction",
    "indicators_indicator": "LIKE public.indicators_indicator",
    EVENT: f"LIKE public.{EVENT}",
}

REFUSED = {
    # events
    "an event is changed": f"UPDATE {EVENT} SET value = 999999",
    "an event is deleted": f"DELETE FROM {EVENT}",
    "events are emptied": f"TRUNCATE {EVENT}",
    "an event of a day past is put in": f"INSERT INTO {EVENT} OVERRIDING SYSTEM VALUE SELECT * FROM {EVENT}",
    "an event is merged in": f"MERGE INTO {EVENT} e USING {VALUE} v ON e.id = v.id WHEN MATCHED THEN UPDATE SET value = 1",
    "an event is put in by a query of another": f"WITH x AS (DELETE FROM {EVENT} RETURNING *) SELECT count(*) FROM x",
    "the table of events is dropped": f"DROP TABLE {EVENT}",
    "the table of events is renamed": f"ALTER TABLE {EVENT} RENAME TO elsewhere",
    "the table of events gets a trigger": f"CREATE TRIGGER t BEFORE INSERT ON {EVENT} EXECUTE FUNCTION now()",
    "the table of events gets a rule": f"CREATE RULE r AS ON INSERT TO {EVENT} DO INSTEAD NOTHING",
    "the right to write events is taken": f"GRANT INSERT ON {EVENT} TO hoshin_app; INSERT INTO {EVENT} SELECT * FROM {EVENT}",
    "the table of events is locked": f"LOCK TABLE {EVENT} IN ACCESS EXCLUSIVE MODE",
    "the writer of events is hung on a table of one's own": EVENT_TRIGGER,
    # triggers and functions
    "all triggers are disabled": f"ALTER TABLE {VALUE} DISABLE TRIGGER ALL",
    "triggers are disabled in the catalogue": "UPDATE pg_trigger SET tgenabled = 'D'",
    "the library's setting ignores all triggers": f"""
        SELECT set_config('pgtrigger.ignore',
            (SELECT '{{' || string_agg(tgname, ',') || '}}' FROM pg_trigger WHERE NOT tgisinternal), true);
        {COUNTED}
    """,
    "a replica fires no triggers": f"SET session_replication_role = replica; {COUNTED}",
    "a replica fires no triggers from the next session on": "ALTER ROLE hoshin_app SET session_replication_role = replica",
    "the stamp is set back": "CREATE OR REPLACE FUNCTION plans_stamp() RETURNS timestamptz RETURN '2020-01-01'::timestamptz",
    "the stamp is dropped": "DROP FUNCTION plans_stamp() CASCADE",
    "the look-up of corrections is replaced": "ALTER FUNCTION plans_transaction() RENAME TO elsewhere",
    "a function is made": "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a schema is made to be searched first": "CREATE SCHEMA mine",
    "an operator is made": "CREATE OPERATOR public.<= (LEFTARG = timestamptz, RIGHTARG = timestamptz, FUNCTION = timestamptz_gt)",
    "an extension is made": "CREATE EXTENSION dblink",
    # roles
    "the owner's role is taken": "SET ROLE hoshin_owner",
    "the owner's session is taken": "SET SESSION AUTHORIZATION hoshin_owner",
    "the owner's role is granted": "GRANT hoshin_owner TO hoshin_app",
    "the table is taken over": f"ALTER TABLE {VALUE} OWNER TO hoshin_app",
    "a program is run": "COPY (SELECT 1) TO PROGRAM 'true'",
    # shadows
    **{
        f"a temporary table stands before {table}": f"CREATE TEMPORARY TABLE {table} ({like} INCLUDING DEFAULTS);"
        f" SET search_path = pg_temp, public; {COUNTED.replace(VALUE, 'public.' + VALUE)}"
        for table, like in SHADOWS.items()
        if table != EVENT
    },
    "a temporary function stands before the look-up": f"""
        CREATE FUNCTION pg_temp.plans_transaction() RETURNS text LANGUAGE sql AS 'SELECT ''''';
        SET search_path = pg_temp, public, pg_catalog; {COUNTED}
    """,
    "a table of one's own inherits the figures": f"CREATE TEMPORARY TABLE child () INHERITS ({VALUE})",
    # figures of a closed year
    "a figure is changed": COUNTED,
    "a figure is deleted": f"DELETE FROM {VALUE} WHERE fiscal_year = 2023",
    "figures are emptied": f"TRUNCATE {VALUE} CASCADE",
    "a figure is moved to an open year": f"UPDATE {VALUE} SET fiscal_year = 2019 WHERE fiscal_year = 2023",
    "a figure is moved into the closed year": f"UPDATE {VALUE} SET fiscal_year = 2023, kind = 'forecast' WHERE fiscal_year = 2024",
    "a figure is moved to a newer indicator": f"""
        UPDATE {VALUE} SET indicator_id = (SELECT max(id) FROM indicators_indicator) WHERE fiscal_year = 2023
    """,
    "a figure is moved to another institution": f"UPDATE {VALUE} SET institution_id = institution_id + 1 WHERE fiscal_year = 2023",
    "a figure is changed with all others": f"UPDATE {VALUE} SET note = 'x'",
    "a figure is changed in a query of another": f"WITH x AS ({COUNTED} RETURNING *) SELECT count(*) FROM x",
    "a figure is changed by a conflict": f"""
        INSERT INTO {VALUE} SELECT * FROM {VALUE} WHERE fiscal_year = 2023 ON CONFLICT (id) DO UPDATE SET value = 999999
    """,
    "a figure is merged": f"MERGE INTO {VALUE} v USING (SELECT 2023 y) s ON v.fiscal_year = s.y WHEN MATCHED THEN UPDATE SET value = 1",
    "a figure is changed through a view": f"CREATE TEMPORARY VIEW w AS SELECT * FROM {VALUE}; UPDATE w SET value = 1",
    "a figure is changed and the refusal swallowed": f"DO $$ BEGIN {COUNTED}; EXCEPTION WHEN division_by_zero THEN END $$",
    "a figure that was missing is put in": f"""
        INSERT INTO {VALUE} (institution_id, indicator_id, fiscal_year, kind, state, value, as_of_precision, text, is_provisional,
            printed, note, source_url, disclosure)
        SELECT institution_id, indicator_id, fiscal_year, 'forecast', state, 1, '', '', false, '', '', '', disclosure
        FROM {VALUE} WHERE fiscal_year = 2023
    """,
    "an indicator is made younger than the closing": f"""
        UPDATE indicators_indicator SET created_at = '2100-01-01'; {COUNTED}
    """,
    "a closing is made older than the indicator": f"UPDATE plans_closedyear SET created_at = '1990-01-01'; {COUNTED}",
    "a year is closed anew in a past before the indicator": f"""
        WITH c AS (DELETE FROM plans_closedyear RETURNING *)
        INSERT INTO plans_closedyear (institution_id, fiscal_year, reason, created_at)
            SELECT institution_id, fiscal_year, reason, '1990-01-01' FROM c WHERE false;
        INSERT INTO plans_closedyear (institution_id, fiscal_year, reason, created_at)
            SELECT DISTINCT institution_id, 2023, '', '1990-01-01'::timestamptz FROM {VALUE};
        {COUNTED}
    """,
    # what was promised for a closed year
    "a target is changed": "UPDATE indicators_target SET value = 1 WHERE fiscal_year = 2023",
    "a target is superseded": "UPDATE indicators_target SET superseded_at = '2020-01-01' WHERE fiscal_year = 2023",
    "a target is deleted": "DELETE FROM indicators_target WHERE fiscal_year = 2023",
    "a target is put under a newer commitment": """
        UPDATE indicators_target SET commitment_id = (SELECT max(id) FROM indicators_commitment) WHERE fiscal_year = 2023
    """,
    "a baseline is changed": "UPDATE indicators_commitment SET baseline = 1 WHERE baseline_fiscal_year = 2023",
    "a baseline is moved to another year": "UPDATE indicators_commitment SET baseline_fiscal_year = 2019 WHERE baseline_fiscal_year = 2023",
    "a definition is changed": "UPDATE indicators_definition SET wording_en = 'Other'",
    "a definition is put before": """
        INSERT INTO indicators_definition (indicator_id, valid_from, wording_ja, wording_en, numerator_ja, numerator_en,
            denominator_ja, denominator_en, reason)
        SELECT indicator_id, 2023, '', 'Other', '', '', '', '', '' FROM indicators_definition
    """,
    # accepted reports
    "an accepted report's text is changed": "UPDATE measures_progressreport SET done_en = 'Other' WHERE state = 'accepted'",
    "an accepted report is deleted": "DELETE FROM measures_progressreport WHERE state = 'accepted'",
    "an accepted report is a draft again": "UPDATE measures_progressreport SET state = 'drafting' WHERE state = 'accepted'",
    "an accepted report is returned without a reason": "UPDATE measures_progressreport SET state = 'returned' WHERE state = 'accepted'",
    "an accepted report's evidence is taken away": "DELETE FROM measures_reportevidence",
    "an accepted report's evidence is exchanged": "UPDATE measures_evidence SET url = 'https://other.example'",
    # corrections
    "a correction gives no reason": f"{CORRECTION} SELECT institution_id, 2023, indicator_id, 'x', '' FROM {VALUE}; {COUNTED}",
    "a correction names another indicator": f"{CORRECTION} SELECT institution_id, 2023, 999999, 'x', 'x' FROM {VALUE}; {COUNTED}",
    "a correction is taken back before it is used": f"""
        SAVEPOINT s; {CORRECTION} SELECT institution_id, 2023, indicator_id, 'x', 'x' FROM {VALUE} WHERE fiscal_year = 2023;
        ROLLBACK TO s; {COUNTED}
    """,
    "a correction is changed": "UPDATE plans_correction SET reason = 'x'",
    "a correction is deleted": "DELETE FROM plans_correction",
    "corrections are emptied": "TRUNCATE plans_correction",
}
TRACED = {
    "the year is opened, the figure changed and the year closed": f"""
        DELETE FROM plans_closedyear; {COUNTED};
        INSERT INTO plans_closedyear (institution_id, fiscal_year, reason) SELECT DISTINCT institution_id, 2023, '' FROM {VALUE}
    """,
    "the closing is moved to another year": f"UPDATE plans_closedyear SET fiscal_year = 1999; {COUNTED}",
    "a correction under another name": f"""
        {CORRECTION} SELECT institution_id, 2023, indicator_id, 'somebody else', 'x' FROM {VALUE} WHERE fiscal_year = 2023; {COUNTED}
    """,
    "an accepted report is returned with a reason made up": """
        SELECT set_config('pghistory.context_metadata', '{"reason": "x"}', true);
        UPDATE measures_progressreport SET state = 'returned' WHERE state = 'accepted'
    """,
    "an open year's figure, with a temporary table before its events": f"""
        CREATE TEMPORARY TABLE {EVENT} (LIKE public.{EVENT} INCLUDING DEFAULTS); SET search_path = pg_temp, public;
        UPDATE public.{VALUE} SET value = 999999 WHERE fiscal_year = 2024
    """,
    "an open year's figure, with the row's own times made up": f"""
        UPDATE {VALUE} SET value = 1, created_at = '2020-01-01', updated_at = '2020-01-01', version = 1 WHERE fiscal_year = 2024
    """,
}


@pytest.fixture
def past():
    """A closed year with all that it guards, and a later indicator and commitment."""
    value = YearlyValueFactory(fiscal_year=2023, value=5)
    indicator, home = value.indicator, value.institution
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=6)
    commitment = CommitmentFactory(
        indicator=indicator,
        measure__standard__strategy__plan__institution=home,
        baseline=3,
        baseline_fiscal_year=2023,
    )
    TargetFactory(commitment=commitment, fiscal_year=2023, value=9)
    DefinitionFactory(indicator=indicator, valid_from=None)
    report = ProgressReportFactory(measure=commitment.measure, institution=home, fiscal_year=2024)
    ReportEvidenceFactory(report=report, evidence=EvidenceFactory(institution=home))
    ProgressReport.objects.update(state="accepted")
    ClosedYearFactory(institution=home, fiscal_year=2023)
    CommitmentFactory(
        indicator=IndicatorFactory(institution=home), measure__standard__strategy__plan__institution=home, order=9
    )
    Correction.objects.create(
        institution=home, fiscal_year=2020, indicator_id=indicator.pk, by_name="sato", reason="Before"
    )


@pytest.fixture
def served(past):
    """A session of the serving role itself, which cannot go back to another."""
    told = extensions.parse_dsn(settings.APP_ROLE_URL) | {"dbname": connection.settings_dict["NAME"]}
    session = psycopg2.connect(**told)
    yield session
    session.close()


REFUSALS = {errorcodes.INSUFFICIENT_PRIVILEGE, errorcodes.CHECK_VIOLATION, CLOSED, ACCEPTED}
GUARDED = [VALUE, *(f"indicators_{name}" for name in ("target", "commitment", "definition"))]
GUARDED += ["measures_progressreport", "measures_reportevidence", "measures_evidence", "plans_closedyear"]


def asked(cursor, query):
    cursor.execute(query)
    return cursor.fetchone()


def seen(cursor, last):
    """(what is guarded, what is known of the past so far, how much was told since) as the session sees it."""
    rows = [asked(cursor, f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM public.{name} t") for name in GUARDED]
    told, kept = 0, []
    for table in last:
        key = "id" if table == "plans_correction" else "pgh_id"
        sums = f"md5(string_agg(t::text, '|' ORDER BY {key}) FILTER (WHERE {key} <= {last[table]}))"
        since, old = asked(
            cursor, f"SELECT count(*) FILTER (WHERE {key} > {last[table]}), {sums} FROM public.{table} t"
        )
        told, kept = told + since, [*kept, old]
    return rows, kept, told


def outcome(session, order, last):
    """What an order of the serving role comes to; nothing of it stays."""
    with session.cursor() as cursor:
        before = seen(cursor, last)
        try:
            if callable(order):
                order(cursor)
            else:
                cursor.execute(order)
        except psycopg2.Error as error:
            return "refused" if error.pgcode in REFUSALS else f"{error.pgcode} {error}"
        else:
            rows, kept, told = seen(cursor, last)
        finally:
            session.rollback()
    if kept != before[1] or (told and rows == before[0]):
        return "forged"
    if rows == before[0]:
        return "nothing"
    return "traced" if told else "untraced"


def copied(cursor):
    """Events of another database, copied in as from a file."""
    file = io.StringIO()
    cursor.copy_expert(f"COPY {EVENT} TO STDOUT", file)
    file.seek(0)
    cursor.copy_expert(f"COPY {EVENT} FROM STDIN", file)


def test_the_past_is_not_changed_without_a_trace(served):
    with connection.cursor() as cursor:
        last = {table: asked(cursor, f"SELECT coalesce(max(pgh_id), 0) FROM {table}")[0] for table in event_tables()}
        last["plans_correction"] = asked(cursor, "SELECT max(id) FROM plans_correction")[0]
    ways = REFUSED | TRACED | {"events are copied in": copied}

    found = {name: outcome(served, order, last) for name, order in ways.items()}

    expected = dict.fromkeys([*REFUSED, "events are copied in"], "refused") | dict.fromkeys(TRACED, "traced")
    assert {name: what for name, what in found.items() if what != expected[name]} == {}
    assert len(ways) >= 40


def test_these_tests_would_notice_what_got_through(served):
    """The same orders where nothing is guarded: as the owner, with the triggers off, they leave no trace."""
    table = event_model(Correction._meta.apps.get_model("indicators", "YearlyValue"))._meta.db_table
    with connection.cursor() as cursor:
        last = {table: asked(cursor, f"SELECT max(pgh_id) FROM {table}")[0]}
    connection.ensure_connection()
    owner = connection.connection
    owner.autocommit = False
    try:
        off = f"ALTER TABLE {VALUE} DISABLE TRIGGER USER; {COUNTED}"
        forged = f"INSERT INTO {EVENT} ({columns_of(owner)}) SELECT {columns_of(owner)} FROM {EVENT}"
        found = [outcome(owner, order, last) for order in (off, forged, f"UPDATE {EVENT} SET value = 1", "SELECT 1")]
    finally:
        owner.rollback()
        owner.autocommit = True

    assert found == ["untraced", "forged", "forged", "nothing"]


def columns_of(session):
    with session.cursor() as cursor:
        return asked(
            cursor,
            "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns"
            f" WHERE table_name = '{EVENT}' AND column_name <> 'pgh_id'",
        )[0]
