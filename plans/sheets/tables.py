"""Tables as files for programs for sheets: CSV line by line, or XLSX. Cells are texts, numbers, yes and no, days, or None."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.exceptions import BadRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from plans.database.transactions import in_long_transaction, long_transaction
from plans.sheets.cells import csv_cell, harmless

BOM = "\ufeff"  # by which programs for sheets know that a CSV file is UTF-8
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMN_WIDTH = 18  # characters
MOST_ROWS, LONGEST_TEXT = 1_048_576, 32_767  # of a sheet, of a cell
EXACT_DIGITS = 15  # what a spreadsheet's own numbers keep
DAY = "yyyy-mm-dd"


class Echo:
    """What csv writes to, for files that are sent line by line: it returns the line."""

    def write(self, line):
        return line


@dataclass(frozen=True)
class Table:
    """Columns, and rows that may be read only once.

    `widths`: of the columns, in characters. `guarded`: texts are made harmless in XLSX, too, for a sheet that is read in again.
    `fits_in_memory()`: whether an XLSX may be held in memory while it is written, which makes it smaller.
    """

    columns: Sequence[str]
    rows: Iterable[Sequence]
    widths: Sequence[int] | None = None
    guarded: bool = False
    fits_in_memory: Callable[[], bool] = bool


def csv_lines(table):
    """A table as lines of CSV, the first one with the BOM."""
    yield BOM + next(csv_rows([table.columns]))
    yield from csv_rows(table.rows)


def csv_rows(rows, *, end="\r\n"):
    writer = csv.writer(Echo(), lineterminator=end)
    for row in rows:
        yield writer.writerow([csv_cell(cell) for cell in row])


def write_xlsx(file, table):
    """Write a table as XLSX into a binary file; equal rows make equal files. Raises BadRequest for too many rows."""
    with Workbook(file, {"constant_memory": not table.fits_in_memory()}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        sheet = WrittenSheet(book, guarded=table.guarded)
        sheet.write_head(table.columns, table.widths or [COLUMN_WIDTH] * len(table.columns))
        for number, row in enumerate(table.rows, start=1):
            if number >= MOST_ROWS:
                raise BadRequest(_("A sheet holds no more than 1,048,576 rows; ask for csv."))
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)


class WrittenSheet:
    """The one sheet of a workbook that is being written, row by row."""

    def __init__(self, book, *, guarded):
        self.book, self.sheet, self.guarded = book, book.add_worksheet("sheet"), guarded
        self.day, self.number_formats = book.add_format({"num_format": DAY}), {}

    def write_head(self, columns, widths):
        bold = self.book.add_format({"bold": True})
        self.sheet.freeze_panes(1, 0)
        for place, (name, width) in enumerate(zip(columns, widths, strict=True)):
            self.sheet.set_column(place, place, width)
            self.sheet.write_string(0, place, self.text(name), bold)

    def write(self, row, place, cell):
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            self.sheet.write_string(row, place, self.text(cell))
        elif isinstance(cell, bool):
            self.sheet.write_boolean(row, place, cell)
        elif isinstance(cell, Decimal):
            self.write_decimal(row, place, cell)
        elif isinstance(cell, int | float):
            self.sheet.write_number(row, place, cell)
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, place, cell, self.day)

    def write_decimal(self, row, place, cell):
        """A number that shows its decimals; as text where a spreadsheet would lose digits."""
        if len(cell.as_tuple().digits) > EXACT_DIGITS:
            self.sheet.write_string(row, place, f"{cell:f}")
        else:
            self.sheet.write_number(row, place, float(cell), self.format_of(max(0, -cell.as_tuple().exponent)))

    def format_of(self, decimals):
        if decimals not in self.number_formats:
            zeros = f"0.{'0' * decimals}" if decimals else "0"
            self.number_formats[decimals] = self.book.add_format({"num_format": zeros})
        return self.number_formats[decimals]

    def text(self, cell):
        """A text, cut to what a cell can hold."""
        text = harmless(cell) if self.guarded else cell
        return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def download(form, name, make_table):
    """A table as a file to take away, `form` csv or xlsx. `make_table()` returns the Table, and may take its time."""
    if form == "csv":
        response = StreamingHttpResponse(in_long_transaction(lines_of(make_table)), content_type=CSV)
    else:
        buffer = io.BytesIO()
        with long_transaction():
            write_xlsx(buffer, make_table())
        response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def lines_of(make_table):
    yield from csv_lines(make_table())
