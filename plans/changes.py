"""How often the data have changed: what was worked out may be kept for as long as that stays the same.

Each transaction that writes to a counted table adds one row to plans_change, in the transaction itself and seen when its
writes are seen. Nobody waits for anybody, and bulk loads and plain SQL count too. docs/decisions/0007 says why that is enough.
"""

import pgtrigger
from django.db import connection

DATA_VERSION = """
    SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN
        coalesce(sum(transactions), 0) || '-' || coalesce(bit_xor(mark), 0) END
    FROM plans_change
"""
FOLD = """
    WITH folded AS (
        DELETE FROM plans_change WHERE id IN (SELECT id FROM plans_change FOR UPDATE SKIP LOCKED)
        RETURNING transactions, mark
    )
    INSERT INTO plans_change (transactions, mark) SELECT sum(transactions), bit_xor(mark) FROM folded HAVING count(*) > 0
"""
FEW = 50


def counted(*columns):
    """Trigger for a table: every writing transaction is counted; with columns only what touches these, rows that come or go."""
    update = pgtrigger.UpdateOf(*columns) if columns else pgtrigger.Update
    return pgtrigger.Trigger(
        name="note_change",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | update | pgtrigger.Delete | pgtrigger.Truncate,
        func="PERFORM plans_note_change(); RETURN NULL;",
    )


def data_version():
    """Text that differs whenever anything counted differs; None inside a transaction that has written itself.

    Ask for it before reading what is to be kept: what is read later is at least as new.
    """
    with connection.cursor() as cursor:
        cursor.execute(DATA_VERSION)
        return cursor.fetchone()[0]


def fold_changes():
    """Add the rows up in one, where they are more than a few; the data version stays what it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM plans_change")
        if cursor.fetchone()[0] > FEW:
            cursor.execute(FOLD)
