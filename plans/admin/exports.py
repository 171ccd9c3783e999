"""Any list of the admin as CSV or XLSX: the rows that the reader sees, numbers as numbers, texts never as formulas."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.timezone import localtime

from plans.caching.rights import open_to
from plans.database.transactions import in_long_transaction, long_transaction
from plans.sheets.spreadsheets import BOM, COLUMN_WIDTH, Echo, harmless

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fields_of(model, left_out=()):
    """The columns of a table that are exported."""
    return [field for field in model._meta.concrete_fields if field.name not in left_out]


def columns_of(fields, rows, user):
    """(header, how to read a row) of each column."""
    return [(str(field.verbose_name), partial(cell, field=field, closed=closed(field, rows, user))) for field in fields]


def closed(field, rows, user):
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


def printable(value):
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers keep their digits."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return harmless(value) if isinstance(value, str) else value


def as_csv(rows, columns, name):
    """A streamed CSV answer, UTF-8 with BOM."""
    headers, readers = zip(*columns, strict=True)
    writer = csv.writer(Echo())

    def lines():
        yield BOM + writer.writerow(headers)
        for row in rows.iterator(chunk_size=2000):
            yield writer.writerow([printable(value) for value in cells(row, readers)])

    return attachment(StreamingHttpResponse(in_long_transaction(lines()), content_type=CSV), f"{name}.csv")


def as_xlsx(rows, columns, name):
    """An XLSX answer, written row by row."""
    headers, readers = zip(*columns, strict=True)
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with long_transaction(), xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headers)
        sheet.set_column(0, len(headers) - 1, COLUMN_WIDTH)
        for place, row in enumerate(rows.iterator(chunk_size=2000), start=1):
            sheet.write_row(place, 0, cells(row, readers))
    return attachment(HttpResponse(buffer.getvalue(), content_type=XLSX), f"{name}.xlsx")


def attachment(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}
