"""Any list of the admin as CSV or XLSX: the rows that the reader sees, numbers as numbers, texts never as formulas."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.timezone import localtime

from plans.transactions import in_long_transaction, long_transaction

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_FORMULA = tuple("=+-@\t\n\r＝＋－＠")
BOM = "\ufeff"
COLUMN_WIDTH = 18  # characters


def columns_of(model, left_out=()):
    """The columns of a table, as (header, how to read a row)."""
    fields = [field for field in model._meta.concrete_fields if field.name not in left_out]
    return [(str(field.verbose_name), field) for field in fields]


def cells(row, fields):
    """A row as plain values: the name of what is referred to, the word of a choice."""
    return [cell(row, field) for field in fields]


def cell(row, field):
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
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS_FORMULA) else value


class Line:
    """What csv writes to: it hands the line back."""

    def write(self, line):
        return line


def as_csv(rows, columns, name):
    """A streamed CSV answer, UTF-8 with BOM."""
    headers, fields = zip(*columns, strict=True)
    writer = csv.writer(Line())

    def lines():
        yield BOM + writer.writerow(headers)
        for row in rows.iterator(chunk_size=2000):
            yield writer.writerow([printable(value) for value in cells(row, fields)])

    return attachment(StreamingHttpResponse(in_long_transaction(lines()), content_type=CSV), f"{name}.csv")


def as_xlsx(rows, columns, name):
    """An XLSX answer, written row by row."""
    headers, fields = zip(*columns, strict=True)
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
            sheet.write_row(place, 0, cells(row, fields))
    return attachment(HttpResponse(buffer.getvalue(), content_type=XLSX), f"{name}.xlsx")


def attachment(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}
