"""What happened to a row: who changed what, when and why, read from the events that the database wrote."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from plans.caching.rights import open_to, opened_to
from plans.database.events import event_model, set_authors, since
from plans.models import Plan, disclosed_to
from plans.text.plain_values import value_in_words

MOST = 200  # changes shown of a row
NOT_TOLD = {"id", "version", "created_at", "updated_at"}
LABELS = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after a change, as words; empty words mean nothing was there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class EventInWords:
    """One event of a row: what was done to it, to which version it led, when, by whom, why, and field by field."""

    what: str
    version: int
    when: datetime
    who: str
    why: str
    steps: tuple[FieldChange, ...]


def changes_of(row, at_most=MOST, unused=(), reader=None, plan=None):
    """The changes of a row, newest first, without columns that are `unused`.

    `reader`: somebody who may be shown less than everything: neither what was closed to them then, by its own level or with
    its `plan` (the id), nor names of rows that are closed to them. Reads the events, and once for each kind of row that was
    referred to.
    """
    events = row.events.order_by("-pk")
    if reader is not None:
        events = open_then(events, row, reader, plan)
    kept = set_authors(events[: at_most + 1])
    there = {field.name for field in event_model(type(row))._meta.concrete_fields} - {*NOT_TOLD, *unused}
    fields = [field for field in row._meta.concrete_fields if field.name in there]
    names = ColumnNames(fields, kept, reader)
    complete = kept if len(kept) > at_most else [*kept, None]
    return [event_in_words(later, earlier, fields, names) for later, earlier in pairwise(complete)]


def event_in_words(event, earlier, fields, names):
    """The event as a change from the event before it (None: from nothing)."""
    return EventInWords(
        what=LABELS.get(event.what, event.what),
        version=event.version,
        when=event.when,
        who=event.who,
        why=event.why,
        steps=tuple(field_changes(event, earlier, fields, names)),
    )


def field_changes(event, earlier, fields, names):
    """The fields that differ between two events; of the first event the fields that say something."""
    for field in fields:
        after = names.of(field, event)
        before = names.of(field, earlier) if earlier is not None else ""
        if before != after:
            yield FieldChange(str(field.verbose_name), before, after)


class ColumnNames:
    """What the columns of some events say in words; rows referred to are read once for each column."""

    def __init__(self, fields, events, reader):
        self.known = {field: names_of_rows(field, events, reader) for field in fields if field.is_relation}

    def of(self, field, event):
        value = getattr(event, field.attname)
        if value is not None and field.is_relation:
            return self.known[field].get(value, f"#{value}")
        return value_in_words(value, field.flatchoices)


def names_of_rows(field, events, reader):
    """{key: name} of the rows that a column of the events refers to, without those that are closed to the reader."""
    keys = {getattr(event, field.attname) for event in events} - {None}
    if not keys:
        return {}
    rows = field.remote_field.model._meta.base_manager.filter(pk__in=keys)
    if reader is not None:
        rows = rows.filter(pk__in=open_to(reader, rows.model))
    return {row.pk: str(row) for row in rows.select_related(*links_in_name(rows.model))}


def open_then(events, row, reader, plan):
    """The events that were open to the reader when they were made."""
    for model, pk in levels_above(row, plan):
        opened = opened_to(reader, model, pk)
        if opened is not None:
            events = events.filter(since(opened))
    there = {field.name for field in events.model._meta.get_fields()}
    if isinstance(row, Plan):
        return events.filter(Plan.objects.none().rule(reader))
    if "disclosure" not in there:
        return events
    home = "institution" if "institution" in there else "measure__standard__strategy__plan__institution"
    return events.filter(disclosed_to(reader, institution=home))


def levels_above(row, plan):
    """(model, id) of what a row stands below and is hidden with: its plan (the id), the indicator of a figure or of a promise."""
    if plan is not None:
        yield Plan, plan
    indicator = getattr(getattr(row, "commitment", row), "indicator", None)
    if indicator is not None:
        yield type(indicator), indicator.pk


def links_in_name(model):
    """The rows that a row's own name mentions."""
    return [field.name for field in model._meta.concrete_fields if field.is_relation]
