"""Locks that the database keeps: what a closed year refuses, whichever door the change comes through."""

import pgtrigger
from django.utils.translation import gettext as _

from plans.triggers import LastingTrigger

LOCKED = "23L01"  # an SQLSTATE of class 23, so that Django raises IntegrityError

CLOSED_YEAR = f"""
    IF TG_OP <> 'INSERT' THEN
        PERFORM pg_advisory_xact_lock_shared(hashint8(OLD.institution_id), OLD.fiscal_year);
        IF EXISTS (SELECT 1 FROM plans_closedyear c
                   WHERE c.institution_id = OLD.institution_id AND c.fiscal_year = OLD.fiscal_year) THEN
            RAISE EXCEPTION 'FY% is closed', OLD.fiscal_year USING ERRCODE = '{LOCKED}';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashint8(NEW.institution_id), NEW.fiscal_year);
    IF EXISTS (SELECT 1 FROM plans_closedyear c
               WHERE c.institution_id = NEW.institution_id AND c.fiscal_year = NEW.fiscal_year) THEN
        RAISE EXCEPTION 'FY% is closed', NEW.fiscal_year USING ERRCODE = '{LOCKED}';
    END IF;
    RETURN NEW;
"""  # noqa: S608  filled with a constant of ours

WAIT_FOR_WRITERS = """
    PERFORM pg_advisory_xact_lock(hashint8(NEW.institution_id), NEW.fiscal_year);
    RETURN NEW;
"""


def locked_by_closed_years():
    """Trigger for tables with `institution_id` and `fiscal_year`: no write reaches a year that is closed."""
    return LastingTrigger(
        name="locked_by_closed_year",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=CLOSED_YEAR,
    )


def waits_for_writers():
    """Trigger of the closing itself: it waits until writes under way are over, so none lands after the lock."""
    return LastingTrigger(
        name="wait_for_writers",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=WAIT_FOR_WRITERS,
    )


def is_locked(error):
    """Whether a database error says "locked" (HTTP 423), and not another broken constraint."""
    return getattr(error.__cause__, "pgcode", None) == LOCKED


def said_closed(fiscal_year):
    """Why nothing of a closed year may be changed, and who can help, in the reader's language."""
    return _("FY%(year)s is closed. The planning office can reopen it.") % {"year": fiscal_year}
