"""Files to rows: opens a CSV or an XLSX within the limits; raises UnreadableError with one sentence."""

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from django.utils.translation import gettext as _

from indicators.sheets.files.workbooks import WorkbookTable, open_workbook
from plans.sheets.csv_files import CsvTable
from plans.sheets.limits import LARGEST_FILE, UnreadableError

SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "old"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)

SheetTable: TypeAlias = CsvTable | WorkbookTable


@dataclass(frozen=True)
class OpenSheet:
    """`tables`: {name: table}, a CSV has one, called ""; `name`: the file's name in messages."""

    name: str
    tables: dict[str, SheetTable]


@contextmanager
def open_sheet(source, name=""):
    """Context: an OpenSheet of a path or an open binary file; raises UnreadableError with one sentence."""
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        with _open_file(path) as file:
            yield _sheet(file, name or path.name)
        return
    yield _sheet(source, name or Path(getattr(source, "name", "") or "").name)


def _sheet(source, name):
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    if size == 0:
        raise UnreadableError(_("The file is empty."))
    if size > LARGEST_FILE:
        raise UnreadableError(
            _("The file is larger than %(limit)d MB; split it.") % {"limit": LARGEST_FILE // 1_000_000}
        )
    return OpenSheet(name, _tables(source, size))


def _open_file(path):
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableError(_("There is no file %(path)s.") % {"path": path}) from None
    except OSError as problem:
        raise UnreadableError(
            _("%(path)s cannot be opened: %(why)s.") % {"path": path, "why": problem.strerror}
        ) from None


def _tables(source, size):
    head = source.read(4096)
    source.seek(0)
    looks = next((kind for start, kind in SIGNATURES if head.startswith(start)), "text")
    if looks == "zip":
        return open_workbook(source, size)
    if looks == "old":
        raise UnreadableError(
            _("This is an old Excel file (.xls) or one with a password; save it as .xlsx or CSV without one.")
        )
    if looks != "text" or head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml", b"{\\rtf")):
        raise UnreadableError(_("This is not a CSV or an XLSX file."))
    return {"": CsvTable.of(source, head)}
