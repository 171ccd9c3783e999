"""CSV files: which of the four encodings, which delimiter, and the rows."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from plans.sheets.limits import MOST_COLUMNS, MOST_ROWS, UnreadableError

CHUNK = 1 << 20
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class CsvTable:
    """A CSV file whose encoding and delimiter are known; `rows()` reads it from the start, as often as asked."""

    file: BinaryIO
    encoding: str
    delimiter: str

    facts = None  # what only workbooks know: merged and hidden cells, comments
    refuses_stray_cells = True  # a cell to the right of the header is nearly always a comma that should be quoted

    @classmethod
    def of(cls, file, head):
        """The table in an open binary file that starts with the bytes `head`."""
        if b"\0" in head and not head.startswith(UTF_16):
            raise UnreadableError(_("This is not a CSV or an XLSX file."))
        encoding = encoding_of(file)
        table = cls(file, encoding, _delimiter(head.decode(encoding, errors="ignore")))
        table.refuse_too_many_rows()
        return table

    def rows(self):
        """(row number, cells) of every row that is not blank; the first row of the file is number 1."""
        for number, cells in enumerate(self._records(), start=1):
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise UnreadableError(
                    _("Row %(row)d has more than %(limit)d columns.") % {"row": number, "limit": MOST_COLUMNS}
                )
            if any(map(str.strip, cells)):
                yield number, cells

    def refuse_too_many_rows(self):
        """Counts lines first, and records only where there are too many lines."""
        self.file.seek(0)
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: self.file.read(CHUNK), b""))
        if lines > MOST_ROWS and sum(1 for _record in self._records()) > MOST_ROWS + 1:
            raise UnreadableError(_("The file has more than %(limit)d rows; split it.") % {"limit": MOST_ROWS})

    def _records(self):
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, encoding=self.encoding, newline="")
        reader = csv.reader(text, delimiter=self.delimiter, strict=True)
        try:
            yield from reader
        except csv.Error as problem:
            raise UnreadableError(
                _("Line %(line)d is not valid CSV (%(why)s): is a quotation mark left open?")
                % {"line": reader.line_num, "why": problem}
            ) from None
        finally:
            if not text.closed:  # the file stays open for the next reading
                text.detach()


def encoding_of(file):
    """`utf-16` where the file says so, else `utf-8-sig` or `cp932`, whichever decodes the whole file; others are refused."""
    file.seek(0)
    if file.read(2) in UTF_16:
        broken_at = _undecodable(file, "utf-16")
        if broken_at is not None:
            raise UnreadableError(
                _("The file is UTF-16 with a broken character at byte %(byte)d.") % {"byte": broken_at + 1}
            )
        return "utf-16"
    for encoding in ("utf-8-sig", "cp932"):
        broken_at = _undecodable(file, encoding)
        if broken_at is None:
            return encoding
        if encoding == "utf-8-sig" and _is_mostly_utf_8(file, broken_at):
            raise UnreadableError(
                _("The file is UTF-8 with a broken character at byte %(byte)d.") % {"byte": broken_at + 1}
            )
    raise UnreadableError(_("The file is neither UTF-8 nor cp932 (Shift_JIS): the text cannot be read."))


def _undecodable(file, encoding):
    """The position of the first byte that is not in the encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    position = 0
    while True:
        chunk = file.read(CHUNK)
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as problem:
            return position - waiting + problem.start
        if not chunk:
            return None
        position += len(chunk)


def _is_mostly_utf_8(file, broken_at):
    """A few broken bytes among many good ones are damage, not another encoding."""
    file.seek(max(0, broken_at - CHUNK))
    text = file.read(2 * CHUNK).decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - broken >= 3 * broken


def _delimiter(head):
    """Comma, tab or semicolon: the one that cuts most rows into the same number of cells, and into many.

    Not that of the first line alone: titles stand above tables, and decimal commas inside.
    """
    lines = head.splitlines()
    whole = lines[:-1] if len(lines) > 1 else lines  # the last one may be cut
    return max(",\t;", key=lambda delimiter: _regularity(whole, delimiter))


def _regularity(lines, delimiter):
    """How many cells more than one a row the delimiter makes, over the rows that it cuts alike."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row))
    return max(((width - 1) * rows for width, rows in widths.items()), default=0)
