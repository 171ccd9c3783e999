"""Whole answers: every row that matches as CSV, NDJSON or XLSX.

Rows are first written to a temporary file and then sent, so that a slow reader holds no database connection, memory
stays flat, and an error is an error and not a file that ends too early.
"""

import csv
import hashlib
import io
from contextlib import closing
from datetime import UTC, date, datetime
from operator import attrgetter
from tempfile import SpooledTemporaryFile

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.http import FileResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from xlsxwriter import Workbook

from plans.database.transactions import long_transaction
from plans.rest.columns import NUMBER, TRUTH
from plans.rest.exact_json import to_json
from plans.rest.formats import MEDIA_TYPES
from plans.rest.sql_text import JsonRecord, csv_cell, sheet_cell
from plans.sheets.spreadsheets import COLUMN_WIDTH, harmless

KEPT_IN_MEMORY = 1_000_000
AT_ONCE = 100_000  # bytes
XLSX_ROWS, XLSX_CHARACTERS = 1_048_576, 32_767
BOM = b"\xef\xbb\xbf"
# In this dialect of COPY nothing is ever quoted: JSON text holds no bare control characters.
BARE = "(FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"


class Spool(SpooledTemporaryFile):
    """A temporary file that knows the digest of what was written to it."""

    def __init__(self):
        super().__init__(max_size=KEPT_IN_MEMORY)
        self.digest = hashlib.blake2b(digest_size=16)

    def write(self, chunk):
        self.digest.update(chunk)
        return super().write(chunk)


class StoredRows:
    """The rows of a queryset; the database prints them."""

    def __init__(self, queryset, columns):
        self.queryset, self.columns = queryset, list(columns)

    def csv(self, file):
        self._copy(file, [csv_cell(column) for column in self.columns], "(FORMAT csv)")

    def ndjson(self, file):
        self._copy(file, [JsonRecord(self.columns)], BARE)

    def cells(self):
        return self._rows([sheet_cell(column) for column in self.columns]).iterator(chunk_size=2000)

    def _rows(self, expressions):
        named = {f"cell_{n}": expression for n, expression in enumerate(expressions)}
        return self.queryset.annotate(**named).values_list(*named)

    def _copy(self, file, expressions, options):
        try:
            sql, params = self._rows(expressions).query.sql_with_params()
        except EmptyResultSet:
            return
        with connections[self.queryset.db].cursor() as cursor:
            query = cursor.mogrify(sql, params).decode()
            rows = io.BufferedWriter(file, AT_ONCE)  # the database hands over one row at a time
            cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH {options}", rows)
            rows.detach()


class ComputedRows:
    """Rows that Python computed, one object each; a column's source is the path to its cell."""

    def __init__(self, rows, columns):
        self.rows, self.columns = rows, list(columns)

    def csv(self, file):
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([csv_text(cell) for cell in cells] for cells in self.cells())
        text.detach()

    def ndjson(self, file):
        names = [column.name for column in self.columns]
        for cells in self.cells():
            file.write((to_json(dict(zip(names, cells, strict=True))) + "\n").encode())

    def cells(self):
        paths = [attrgetter(column.source) for column in self.columns]
        return ([path(row) for path in paths] for row in self.rows)


def csv_text(cell):
    """A computed cell as the database would print it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str):
        return harmless(str(cell))
    return cell


def whole_answer(request, parts, name):
    """All rows of the parts (which share their columns) as a file of that name, in the format that was asked for.

    304 where the client has these very bytes already.
    """
    form = request.accepted_renderer.format
    spool = written(parts, form)
    etag = f'"{spool.digest.hexdigest()}"'
    not_modified = get_conditional_response(request, etag=etag)
    if not_modified is not None:
        spool.close()
        return not_modified
    return FileResponse(
        spool,
        as_attachment=True,
        filename=f"{name}.{form}",
        content_type=content_type(form),
        headers={"ETag": etag},
    )


def written(parts, form):
    """A temporary file with the rows, ready to be read from its start."""
    spool = Spool()
    try:
        with long_transaction():
            WRITERS[form](spool, parts)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool


def content_type(form):
    return MEDIA_TYPES[form] if form == "xlsx" else f"{MEDIA_TYPES[form]}; charset=utf-8"


def write_csv(file, parts):
    file.write(BOM + ",".join(column.name for column in parts[0].columns).encode() + b"\n")
    for part in parts:
        part.csv(file)


def write_ndjson(file, parts):
    for part in parts:
        part.ndjson(file)


def write_xlsx(file, parts):
    book = Workbook(file, {"constant_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # equal rows make equal files
    try:
        fill(book, parts)
    finally:
        book.close()


def fill(book, parts):
    sheet, columns = book.add_worksheet(), parts[0].columns
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [column.name for column in columns], bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, COLUMN_WIDTH)
    with closing(cells_of(parts)) as rows:
        for number, cells in enumerate(rows, start=1):
            if number >= XLSX_ROWS:
                raise ValidationError({"format": [_("A sheet holds no more than 1,048,576 rows; ask for csv.")]})
            write_row(sheet, number, columns, cells, day)


def cells_of(parts):
    """The cells of each row. To be closed before the transaction ends, in which they are read."""
    for part in parts:
        with closing(part.cells()) as rows:
            yield from rows


def write_row(sheet, number, columns, cells, day):
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if cell is None:
            continue
        if column.kind == NUMBER:
            sheet.write_number(number, place, cell)
        elif column.kind == TRUTH:
            sheet.write_boolean(number, place, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(number, place, cell, day)
        else:
            sheet.write_string(number, place, sheet_text(cell))


def sheet_text(cell):
    """A cell as text, cut to what a sheet can hold."""
    text = cell if isinstance(cell, str) else to_json(cell)
    return text if len(text) <= XLSX_CHARACTERS else text[: XLSX_CHARACTERS - 1] + "…"


WRITERS = {"csv": write_csv, "ndjson": write_ndjson, "xlsx": write_xlsx}
