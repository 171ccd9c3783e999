"""Locks that the database keeps: what closed years and accepted reports refuse, whichever door the change comes through.

The one way through is a Correction, written in the same transaction, which the triggers look up.
"""

import re

import pgtrigger
from django.utils.translation import gettext as _

from plans.database.transactions import code_of
from plans.database.triggers import LastingTrigger
from plans.fiscal_years import fiscal_year_label

# SQLSTATEs of class 23, so that Django raises IntegrityError.
CLOSED, ACCEPTED = "23L01", "23L02"
YEAR = re.compile(r"[0-9]{4}")

ROWS = {
    pgtrigger.Insert: "new_values",
    pgtrigger.Update: "(SELECT * FROM old_values UNION ALL SELECT * FROM new_values)",
    pgtrigger.Delete: "old_values",
}
BECAME_DIFFERENT = """(
    SELECT {side}.* FROM old_values o JOIN new_values n ON n.id = o.id WHERE ({old}) IS DISTINCT FROM ({new})
)"""
TABLES = {
    pgtrigger.Insert: pgtrigger.Referencing(new="new_values"),
    pgtrigger.Update: pgtrigger.Referencing(old="old_values", new="new_values"),
    pgtrigger.Delete: pgtrigger.Referencing(old="old_values"),
}

# Only once no closing of these years is under way any more does it show whether they are closed.
CLOSED_YEAR = f"""
    PERFORM pg_advisory_xact_lock_shared(hashint8(y.institution_id), y.fiscal_year)
        FROM (SELECT DISTINCT t.institution_id, t.fiscal_year FROM ({{touched}}) t ORDER BY 1, 2) y;
    SELECT c.fiscal_year INTO closed
        FROM ({{touched}}) t
        JOIN plans_closedyear c ON c.institution_id = t.institution_id AND c.fiscal_year = t.fiscal_year
        WHERE t.made_at <= c.created_at AND NOT EXISTS (
            SELECT FROM plans_correction k
            WHERE k.transaction = plans_transaction() AND k.institution_id = c.institution_id
                AND k.fiscal_year = c.fiscal_year AND (k.indicator_id = t.indicator_id OR k.report_id = t.report_id)
        )
        ORDER BY 1 LIMIT 1;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'FY% is closed', closed USING ERRCODE = '{CLOSED}';
    END IF;
    RETURN NULL;
"""  # noqa: S608  filled with constants of ours

WAIT_FOR_WRITERS = """
    PERFORM pg_advisory_xact_lock(hashint8(NEW.institution_id), NEW.fiscal_year);
    NEW.created_at = plans_stamp();
    RETURN NEW;
"""
STAMP_CREATION = """
    NEW.created_at = plans_stamp();
    RETURN NEW;
"""
SIGN_CORRECTION = """
    NEW.created_at = plans_stamp();
    NEW.transaction = plans_transaction();
    RETURN NEW;
"""


def locked_by_closed_years(touched, operations=tuple(ROWS), *, only=()):
    """Triggers that let no write reach what a closed year guards: what was there already when the year was closed.

    `touched`: a query of {rows} that answers institution_id, fiscal_year, indicator_id and report_id (one of them NULL) and
    made_at, when what the rows are about was made. `only`: changes of other columns than these are let through.
    """
    return [
        LastingTrigger(
            name=f"closed_years_{operation.name.lower()}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=TABLES[operation],
            declare=[("closed", "integer")],
            func=CLOSED_YEAR.format(touched=touched.format(rows=rows_of(operation, only))),
        )
        for operation in operations
    ]


def rows_of(operation, only):
    """The rows that a statement touched, before and after it."""
    if not only or operation is not pgtrigger.Update:
        return ROWS[operation]
    columns = {alias: ", ".join(f"{alias[0]}.{name}" for name in only) for alias in ("old", "new")}
    sides = (BECAME_DIFFERENT.format(side=side, **columns) for side in "on")
    return f"({' UNION ALL '.join(sides)})"


def waits_for_writers():
    """Trigger of the closing itself: it waits until writes under way are over, so none lands after the lock."""
    return before_insert("wait_for_writers", WAIT_FOR_WRITERS)


def stamps_creation():
    """Trigger for tables whose rows are open to closed years only while they are younger: their age cannot be made up."""
    return before_insert("stamp_creation", STAMP_CREATION)


def signs_correction():
    """Trigger of the correction itself: it counts for its own transaction and for no other."""
    return before_insert("sign_correction", SIGN_CORRECTION)


def before_insert(name, func):
    return LastingTrigger(name=name, when=pgtrigger.Before, operation=pgtrigger.Insert, func=func)


def is_locked(error):
    """Whether a database error says "locked" (HTTP 423), and not another broken constraint."""
    return code_of(error) in (CLOSED, ACCEPTED)


def locked_year(error):
    """The closed fiscal year that refused a write; None for any other error."""
    return int(YEAR.search(str(error))[0]) if code_of(error) == CLOSED else None


def said_locked(error):
    """What a lock refused, and who can help, in the reader's language."""
    return said_accepted() if code_of(error) == ACCEPTED else said_closed(locked_year(error))


def said_closed(fiscal_year):
    """Why nothing of a closed year may be changed, and who can help, in the reader's language."""
    return _("%(year)s is closed. Ask the planning office to reopen it.") % {"year": fiscal_year_label(fiscal_year)}


def said_accepted():
    """Why nobody rewrites an accepted report, in the reader's language."""
    return _(
        "This report was accepted. To change it, an approver of its office or the planning office returns it first."
    )
