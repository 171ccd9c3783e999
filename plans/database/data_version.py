"""How often the data have changed: what was worked out may be kept for as long as that stays the same.

Each transaction that writes to a counted table adds a row to plans_change, in the transaction itself and seen when its
writes are seen. Nobody waits for anybody, and bulk loads and plain SQL count too. docs/decisions/0007 says why that is enough.
"""

from typing import NamedTuple

import pgtrigger
from django.db import connection

from plans.database.transactions import NO_ANSWER
from plans.database.triggers import LastingTrigger

FIGURES = "figures"  # the part of the data that is written all the time, counted apart from all the rest

DATA_VERSION = """
    SELECT pg_current_xact_id_if_assigned() IS NULL,
        concat_ws('-', sum(transactions), bit_xor(mark)),
        concat_ws('-', sum(transactions) FILTER (WHERE part = ''), bit_xor(mark) FILTER (WHERE part = ''))
    FROM plans_change
"""
FOLD = """
    WITH folded AS (
        DELETE FROM plans_change WHERE id IN (SELECT id FROM plans_change FOR UPDATE SKIP LOCKED)
        RETURNING part, transactions, mark
    )
    INSERT INTO plans_change (part, transactions, mark)
    SELECT part, sum(transactions), bit_xor(mark) FROM folded GROUP BY part
"""
FEW = 50


def change_counter(*columns, part=""):
    """Trigger for a table: every writing transaction is counted; with columns only what touches these, rows that come or go."""
    update = pgtrigger.UpdateOf(*columns) if columns else pgtrigger.Update
    return LastingTrigger(
        name="note_change",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | update | pgtrigger.Delete | pgtrigger.Truncate,
        func=f"PERFORM plans_note_change({part and repr(part)}); RETURN NULL;",
    )


class DataVersion(NamedTuple):
    """Texts that differ whenever anything differs: among all data, and among all but the figures."""

    everything: str
    all_but_figures: str


def data_version():
    """The present DataVersion; None inside a transaction that has written itself, and sees what others do not.

    Ask for it before reading what is to be kept: what is read later is at least as new.
    """
    try:
        is_only_reading, *versions = query_data_version()
    except NO_ANSWER:
        if connection.in_atomic_block:
            raise
        connection.close()  # it broke since it was used last; the next one is new
        is_only_reading, *versions = query_data_version()
    return DataVersion(*versions) if is_only_reading else None


def query_data_version():
    connection.health_check_done = True  # this question itself tells whether the connection lives: one way less
    with connection.cursor() as cursor:
        cursor.execute(DATA_VERSION)
        return cursor.fetchone()


def fold_changes():
    """Add the rows up, where they are more than a few; the data version stays what it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM plans_change")
        if cursor.fetchone()[0] > FEW:
            cursor.execute(FOLD)
