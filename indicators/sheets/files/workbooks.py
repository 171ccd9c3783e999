"""XLSX files: limits read from the zip's own table of contents, then rows as texts, as a person sees them."""

import datetime as dt
import math
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import islice
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from indicators.sheets.files.number_formats import format_number
from indicators.sheets.files.worksheets import facts_of
from plans.sheets.limits import (
    LARGEST_DIRECTORY,
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MOST_BLANK_ROWS,
    MOST_COLUMNS,
    MOST_ROWS,
    UnreadableError,
)

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    ValueError,  # defusedxml's refusals are ValueErrors too
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
LOOKED_AT_IN_FULL = 100  # rows that may hold the header, seen in their whole width
LAST_ROW = 1_048_576  # of a worksheet; a file that claims more would keep us counting


class PrintedRow(list):
    """The texts of a row. `decimals`: how many its formats show, by column, where a cell holds more of them.

    `struck`: the columns of cells that are struck through, with the text of what was left out of them.
    """

    def __init__(self, cells, looks):
        super().__init__()
        self.decimals, self.struck = {}, {}
        for cell in cells:
            value = cell.value
            if value is None:
                self.append("")
                continue
            style = cell._style_id  # noqa: SLF001  a workbook has few styles and many cells
            number_format, is_struck = looks.get(style) or looks.setdefault(style, _look(cell))
            if is_struck:
                self.struck[len(self)] = ""
            self.append(self._text(value, number_format))

    def _text(self, value, number_format):
        if isinstance(value, str):
            return _unescape(value)
        if isinstance(value, CellRichText):
            return self._rich_text(len(self), value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value_text(value)
        text, decimals = _number(value, number_format)
        if decimals is not None:
            self.decimals[len(self)] = decimals
        return text

    def _rich_text(self, at, pieces):
        """The part that is not struck through; all of it where everything is."""
        kept = "".join(str(piece) for piece in pieces if not _is_struck(piece))
        struck = "".join(str(piece) for piece in pieces if _is_struck(piece))
        if struck:
            self.struck[at] = struck if kept.strip() else ""
        return _unescape(kept if kept.strip() else struck)


@dataclass(frozen=True)
class WorkbookTable:
    """One worksheet; `rows()` reads it from the start each time."""

    worksheet: object
    looks: dict = field(default_factory=dict)  # (number format, whether struck through) by style

    refuses_stray_cells = False  # people write remarks beside their tables

    @cached_property
    def facts(self):
        book = self.worksheet.parent
        try:
            return facts_of(book._archive, self.worksheet._worksheet_path)  # noqa: SLF001  read-only sheets tell it nowhere else
        except BROKEN as problem:
            raise _not_a_workbook() from problem

    def rows(self):
        """(row number, cells) of every row that is not blank; the first row of the worksheet is number 1."""
        filled, blank, blanks = 0, None, 0
        for number, row in enumerate(self._rows(), start=1):
            if number > LAST_ROW:
                raise _not_a_workbook()
            if row is blank:  # missing rows come as one object, up to a million times
                continue
            cells = PrintedRow(row, self.looks)
            if not any(map(str.strip, cells)):
                blank, blanks = row, blanks + 1
                if blanks > MOST_BLANK_ROWS:
                    raise UnreadableError(
                        _("The sheet has more than %(limit)d empty rows; delete them, those below the table too.")
                        % {"limit": MOST_BLANK_ROWS}
                    )
                continue
            if any(cells[MOST_COLUMNS:]):
                raise UnreadableError(
                    _("Row %(row)d has more than %(limit)d columns.") % {"row": number, "limit": MOST_COLUMNS}
                )
            filled += 1
            if filled > MOST_ROWS + 1:
                raise UnreadableError(_("The file has more than %(limit)d rows; split it.") % {"limit": MOST_ROWS})
            del cells[MOST_COLUMNS:]
            yield number, cells

    def _rows(self):
        try:
            yield from islice(self.worksheet.iter_rows(), LOOKED_AT_IN_FULL)
            yield from self.worksheet.iter_rows(min_row=LOOKED_AT_IN_FULL + 1, max_col=MOST_COLUMNS + 1)
        except BROKEN as problem:
            raise _not_a_workbook() from problem


def open_workbook(file, size):
    """{name: table} of the visible worksheets, in order; nothing is unpacked before the limits are checked."""
    refuse_bombs(file, size)
    try:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, rich_text=True)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    except BROKEN as problem:
        raise _not_a_workbook() from problem
    for sheet in sheets:
        sheet.reset_dimensions()  # some programs declare a smaller sheet than they write
    if not sheets:
        raise UnreadableError(_("The workbook has no visible sheet."))
    return {sheet.title: WorkbookTable(sheet) for sheet in sheets}


def refuse_bombs(file, size):
    """By what the zip declares, before anything in it is unpacked; raises UnreadableError."""
    if _directory_size(file, size) > LARGEST_DIRECTORY:
        raise UnreadableError(_("The workbook has too many parts."))
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (*BROKEN, OSError) as problem:
        raise _not_a_workbook() from problem
    declared = sum(part.file_size for part in parts)
    if declared > LARGEST_UNPACKED or declared > LARGEST_RATIO * size:
        raise UnreadableError(
            _("The workbook would unpack to %(declared)d MB, %(times)d times its size; that is too much.")
            % {"declared": declared // 1_000_000, "times": declared // size}
        )
    if "xl/workbook.xml" not in {part.filename for part in parts} or any(part.flag_bits & 1 for part in parts):
        raise _not_a_workbook()


def value_text(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def _look(cell):
    """(number format, whether struck through)."""
    try:
        return cell.number_format or "", bool(cell.font is not None and cell.font.strike)
    except IndexError as problem:  # a style that the workbook does not have
        raise _not_a_workbook() from problem


def _number(value, number_format):
    """(text, decimals) of a number to its last digit, without the noise of binary fractions."""
    if not math.isfinite(value):
        return str(value), None
    return format_number(Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value), number_format)


def _unescape(text):
    """Decodes _x000D_; half a surrogate pair is a character only together with the other half."""
    if "_x" not in text:
        return text
    return unescape(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_struck(piece):
    return isinstance(piece, TextBlock) and bool(piece.font is not None and piece.font.strike)


def _directory_size(file, size):
    """Bytes of the zip's central directory, from its end record; a wrong one is caught by the reader later."""
    file.seek(max(0, size - 65_557))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(b"PK\5\6")
    if end < 0 or len(tail) < end + 16:
        raise _not_a_workbook()
    return struct.unpack_from("<I", tail, end + 12)[0]


def _not_a_workbook():
    return UnreadableError(_("This is not a workbook that can be read: a CSV or an XLSX file is expected."))
