"""Who, when and why: the history that database triggers write, and the words that go with a change."""

from contextlib import contextmanager
from functools import partial

import pghistory
import pgtrigger
from django.apps import apps
from django.db import connection, models
from django.db.models import Max

from plans.database.data_version import change_counter
from plans.database.events import DELETED, Event, event_model, of_rows, until
from plans.database.triggers import Deleted, Inserted, LastingTrigger, Updated

KEEP_VERSION = """
    NEW.version = OLD.version;
    NEW.created_at = OLD.created_at;
    NEW.updated_at = OLD.updated_at;
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.version = OLD.version + 1;
        NEW.updated_at = plans_stamp();
    END IF;
    RETURN NEW;
"""

# Whoever has written anything holds a lock on the number of its transaction, which everybody may see; what PostgreSQL does
# by itself (autovacuum) has one now and then, but no user, and writes no event. Within a transaction the list of sessions is
# read only once, so it is forgotten first.
SETTLED = """
    SELECT pg_catalog.pg_stat_clear_snapshot();
    SELECT %(moment)s < plans_stamp() AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
            AND (a.datname IS NULL OR a.datname = current_database())
            AND (a.pid IS NULL OR a.usesysid IS NOT NULL)
            AND (a.xact_start IS NULL OR a.xact_start <= %(moment)s)
    )
"""


def tracked(model=None, *, below=None, part="", without=()):
    """Class decorator: an append-only event table, and a `version` that the database raises at every real change.

    Triggers do both, so bulk loads and plain SQL are caught too; saving an unchanged row leaves no trace. Another one
    counts the writing transactions, by `part` of the data (`plans/database/data_version.py`). `below` names the parent's column, by
    which `rows_known_on` finds the past rows of a parent quickly. `without`: columns that are no part of the history.
    """
    if model is None:
        return partial(tracked, below=below, part=part, without=without)
    kept = [column.name for column in model._meta.concrete_fields if column.name not in without] if without else []
    pgtrigger.register(
        LastingTrigger(
            name="keep_version",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=KEEP_VERSION,
            condition=pgtrigger.AnyChange(*kept) if kept else None,
        ),
        change_counter(*kept, part=part),
    )(model)
    return pghistory.track(
        Inserted(),
        Updated(),
        Deleted(),
        meta={"indexes": indexes(model, below)},
        exclude=list(without) or None,
        base_model=Event,
    )(model)


def indexes(model, below):
    """The index of an event table over its parent's column, if there is one."""
    if below is None:
        return []
    return [models.Index(fields=[below], name=f"{model._meta.model_name[:14]}_event_{below[:9]}")]


def tracked_models():
    """Every model whose rows carry a version and a history."""
    return [model.pgh_tracked_model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]


def last_event():
    """The latest moment of all events; None without any."""
    last = [event_model(model).objects.aggregate(last=Max("pgh_created_at"))["last"] for model in tracked_models()]
    return max((moment for moment in last if moment is not None), default=None)


def is_settled(moment):
    """Whether all that will ever be recorded at a moment or before it can be read by now.

    It can once the moment is over and no transaction is open that began until then and writes; one of which a role may not
    know when it began counts as such. Ask first and read then. A day is settled when its end is.
    """
    # What ends between PostgreSQL's looks at locks and at sessions is unknown, and gone at the second look.
    return any(seems_settled(moment) for _look in range(2))


def seems_settled(moment):
    with connection.cursor() as cursor:
        cursor.execute(SETTLED, {"moment": moment})
        return cursor.fetchone()[0]


def is_append_only(model):
    """Event tables, and models that say so of themselves (`append_only = True`): rows are added and read, no more."""
    return hasattr(model, "pgh_tracked_model") or getattr(model, "append_only", False)


def event_tables():
    """Names of the tables that triggers fill as the owner, and nobody else."""
    return sorted(event_model(model)._meta.db_table for model in tracked_models())


def append_only_tables():
    """Names of the tables in which the serving role may neither change nor delete anything."""
    models_here = apps.get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models_here if model._meta.managed and is_append_only(model))


def rows_known_on(model, moment, **conditions):
    """Instances of `model` that meet the conditions, by id, as they were recorded at `moment`; None: as they are now.

    Conditions name the model's own columns. Past rows are whole and unsaved: read them, never save them.
    """
    if moment is None:
        return list(model.objects.filter(**conditions).order_by("pk"))  # the model's own order may join six tables
    events = event_model(model).objects
    candidates = events.filter(until(moment), **conditions).values("pgh_obj_id")
    latest = (
        events.filter(of_rows(candidates), until(moment))
        .order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
        .distinct("pgh_obj_id")
        .values("pgh_id")
    )
    kept = events.filter(pgh_id__in=latest, **conditions).exclude(DELETED).order_by("pgh_obj_id")
    return [event.row for event in kept]


@contextmanager
def recording(*, by, reason=""):
    """Every change inside is remembered as made `by` a user (None: the system), with a reason.

    Blocks may be nested: the inner one speaks for its own changes only.
    """
    with pghistory.context() as context:
        outer = dict(context.metadata)
        context.metadata.update(
            user=by.pk if by is not None else None,
            user_name=by.get_username() if by is not None else "",
            reason=reason,
        )
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(outer)
