"""Whole answers: every row that matches as CSV, NDJSON or XLSX.

Rows are first written to a temporary file and then sent, so that a slow reader holds no database connection, memory
stays flat, and an error is an error and not a file that ends too early.
"""

import hashlib
import io
from contextlib import closing
from datetime import date
from decimal import Decimal
from operator import attrgetter
from tempfile import SpooledTemporaryFile

from django.core.exceptions import BadRequest, EmptyResultSet
from django.db import connections
from django.http import FileResponse
from django.utils.cache import get_conditional_response
from rest_framework.exceptions import ValidationError

from plans.database.transactions import long_transaction
from plans.rest.exact_json import to_json
from plans.rest.formats import MEDIA_TYPES
from plans.rest.sql_text import JsonRecord, csv_cell, sheet_cell
from plans.sheets import tables

KEPT_IN_MEMORY = 1_000_000
AT_ONCE = 100_000  # bytes
PLAIN = str | int | float | Decimal | date | None  # a cell that is no list
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
        file.writelines(line.encode() for line in tables.csv_rows(self.cells(), end="\n"))

    def ndjson(self, file):
        names = [column.name for column in self.columns]
        for cells in self.cells():
            file.write((to_json(dict(zip(names, cells, strict=True))) + "\n").encode())

    def cells(self):
        paths = [attrgetter(column.source) for column in self.columns]
        return ([path(row) for path in paths] for row in self.rows)


def whole_answer(request, parts, name):
    """All rows of the parts (which share their columns) as a file of that name, in the format that was asked for.

    304 where the client has these very bytes already.
    """
    form = request.accepted_renderer.format
    spool = write_to_spool(parts, form)
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


def write_to_spool(parts, form):
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
    file.write(f"{tables.BOM}{','.join(names_of(parts))}\n".encode())
    for part in parts:
        part.csv(file)


def write_ndjson(file, parts):
    for part in parts:
        part.ndjson(file)


def write_xlsx(file, parts):
    try:
        with closing(cells_of(parts)) as rows:
            tables.write_xlsx(file, tables.Table(names_of(parts), rows))
    except BadRequest as problem:
        raise ValidationError({"format": [str(problem)]}) from problem


def names_of(parts):
    return [column.name for column in parts[0].columns]


def cells_of(parts):
    """The cells of each row, lists as JSON. To be closed before the transaction ends, in which they are read."""
    for part in parts:
        with closing(part.cells()) as rows:
            yield from ([cell if isinstance(cell, PLAIN) else to_json(cell) for cell in row] for row in rows)


WRITERS = {"csv": write_csv, "ndjson": write_ndjson, "xlsx": write_xlsx}
