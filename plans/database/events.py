"""The one reader of history: what was done to which row, when, by whom and why, from the events that triggers wrote.

    set_authors(event_model(Target).objects.filter(of_rows(ids), until(moment)).order_by("pk"))

Events come in the order of their ids. Nothing here asks who may read them: `plans/caching/rights.py` does.
"""

import pghistory.models
from django.contrib.auth import get_user_model
from django.db.models import F, Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

ROW, WHEN = "pgh_obj_id", "pgh_created_at"  # columns of events, for expressions
ADDED, CHANGED, DELETED = Q(pgh_label="insert"), Q(pgh_label="update"), Q(pgh_label="delete")


class Event(pghistory.models.Event):
    """One event: the whole row as it was after it (before it, where it was deleted), and what is known of the change."""

    who = ""  # set by `set_authors`

    class Meta:
        abstract = True

    @property
    def row_id(self):
        return self.pgh_obj_id

    @property
    def what(self):
        """insert, update or delete."""
        return self.pgh_label

    @property
    def is_deletion(self):
        return self.pgh_label == "delete"

    @property
    def when(self):
        return self.pgh_created_at

    @property
    def author_id(self):
        """The id of the user; None for the system."""
        return (self.pgh_context or {}).get("user")

    @property
    def user_name(self):
        return (self.pgh_context or {}).get("user_name", "")

    @property
    def why(self):
        return (self.pgh_context or {}).get("reason", "")

    @property
    def row(self):
        """An instance of the tracked model, whole and unsaved: read it, never save it."""
        model = self.pgh_tracked_model
        names = (column.attname for column in model._meta.concrete_fields)
        return model(**{name: getattr(self, name) for name in names if hasattr(self, name)})


def event_model(model):
    """The event table of a tracked model."""
    return model._meta.get_field("event").related_model


def of_rows(rows):
    """Q for the events of rows: their ids, or a queryset of one column."""
    return Q(pgh_obj_id__in=rows)


def since(moment):
    """Q for what was recorded at a moment or later; None: all."""
    return Q() if moment is None else Q(pgh_created_at__gte=moment)


def after(moment):
    """Q for what was recorded later than a moment; None: all."""
    return Q() if moment is None else Q(pgh_created_at__gt=moment)


def until(moment):
    """Q for what was recorded at a moment or earlier; None: all."""
    return Q() if moment is None else Q(pgh_created_at__lte=moment)


def brief(events, *columns):
    """Tuples with row_id, when, author_id, user_name, why and the columns, for where whole events would be slow to read."""
    words = {
        name: Coalesce(KT(f"pgh_context__{key}"), Value(""), output_field=TextField())
        for name, key in (("user_name", "user_name"), ("why", "reason"))
    }
    named = events.annotate(row_id=F(ROW), when=F(WHEN), author_id=F("pgh_context__user"), **words)
    return named.values_list("row_id", "when", "author_id", *words, *columns, named=True)


def with_earlier(events):
    """(the event before it of the same row, event) for each of the events, which are in order; None before the first."""
    last = {}
    for event in events:
        yield last.get(event.row_id), event
        last[event.row_id] = event


def rows_after_each(events):
    """[({id: row} after an event, the event)], oldest first, beginning with ({}, None); who did it is set."""
    found, rows = [({}, None)], {}
    for event in set_authors(events.order_by("pk")):
        rows = {key: row for key, row in rows.items() if key != event.row_id}
        if not event.is_deletion:
            rows[event.row_id] = event.row
        found.append((rows, event))
    return found


def set_authors(events):
    """The events as a list, each with `who`: what the person behind it is called, in one query.

    The full name, else that of the account, also of one that is no longer there; empty for the system.
    """
    events = list(events)
    people = get_user_model().objects.in_bulk({event.author_id for event in events if event.author_id is not None})
    for event in events:
        person = people.get(event.author_id)
        event.who = event.user_name if person is None else person.display_name
    return events
