"""Who, when and why: the history that database triggers write, and the words that go with a change."""

import pghistory
import pgtrigger

KEEP_VERSION = """
    NEW.version = OLD.version;
    NEW.updated_at = OLD.updated_at;
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.version = OLD.version + 1;
        NEW.updated_at = now();
    END IF;
    RETURN NEW;
"""


def tracked(model):
    """Class decorator: an append-only event table, and a `version` that the database raises at every real change.

    Triggers do both, so bulk loads and plain SQL are caught too; saving an unchanged row leaves no trace.
    """
    pgtrigger.register(
        pgtrigger.Trigger(
            name="keep_version", when=pgtrigger.Before, operation=pgtrigger.Update, func=KEEP_VERSION
        )
    )(model)
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="events", related_query_name="event"),
    )(model)


def recorded(*, by, reason=""):
    """Context manager: every change inside it is remembered as made `by` a user (or None: the system), with a reason."""
    return pghistory.context(
        user=by.pk if by is not None else None,
        user_name=by.get_username() if by is not None else "",
        reason=reason,
    )
