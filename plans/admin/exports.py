"""Any list of the admin as CSV or XLSX: the rows that the reader sees, numbers as numbers, texts never as formulas."""

from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.utils.timezone import localtime

from plans.caching.rights import open_to
from plans.sheets.tables import Table, download

FORMATS = ("csv", "xlsx")


def fields_of(model, left_out=()):
    """The columns of a table that are exported."""
    return [field for field in model._meta.concrete_fields if field.name not in left_out]


def columns_of(fields, rows, user):
    """(header, how to read a row) of each column."""
    return [
        (str(field.verbose_name), partial(cell, field=field, closed=hidden_keys(field, rows, user))) for field in fields
    ]


def hidden_keys(field, rows, user):
    """The keys in a column of rows that are closed to the user: open rows may refer to them, and do not tell their names."""
    if not (field.is_relation and field.null):
        return frozenset()
    others = field.remote_field.model._meta.base_manager.filter(pk__in=rows.order_by().values(field.attname))
    return frozenset(others.exclude(pk__in=open_to(user, others.model)).values_list("pk", flat=True))


def cells(row, readers):
    """A row as plain values: the name of what is referred to, the word of a choice."""
    return [read(row) for read in readers]


def cell(row, field, closed):
    if closed and getattr(row, field.attname) in closed:
        return None
    value = getattr(row, field.name)
    if value is None or isinstance(value, bool | int | Decimal | float):
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value
    return str(dict(field.flatchoices).get(value, value) if field.flatchoices else value)


def export(form, rows, columns, name):
    """Rows as a file, `form` csv or xlsx."""
    headers, readers = zip(*columns, strict=True)
    return download(form, name, lambda: Table(headers, (cells(row, readers) for row in rows.iterator(chunk_size=2000))))
