"""Rows that stand in a table and are no part of it: totals, footnotes and sources, titles and headers of further tables."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import (
    LEVELS,
    WORDS_FOR_INDICATOR,
    field_of,
    kind_of,
    says_no_figure,
    year_and_kind_of,
)
from indicators.sheets.columns.layouts import Layout
from indicators.sheets.columns.units import unit_of_line
from indicators.sheets.vocabulary import half_width, word_of
from plans.sheets.limits import UnreadableError

TOTALS = set("小計 合計 計 総計 総合計 total totals subtotal sub-total grandtotal".split())
LONGEST_TOTAL = 20  # characters; longer names are not looked at
NOTE_WORDS = "注記|注釈|脚注|注|出典|出所|資料|備考|notes?|sources?"
NOTE = re.compile(
    rf"[※*†‡]|[(\[【<]\s*(?:{NOTE_WORDS})\s*[0-9]*\s*[)\]】>]|(?:{NOTE_WORDS})\s*[0-9]*\s*(?:$|[:.)\]、]|\s)",
    re.IGNORECASE,
)
TITLE = re.compile(r"(?:別?表|図表?|table|figure)\s*[-.]?\s*[0-9一二三四五六七八九十]+", re.IGNORECASE)

CellRemark: TypeAlias = tuple[str, str, str]  # heading, text, reason


class Skipper:
    """Decides which rows below the header are not read."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.header = layout, [_trim(cells) for cells in layout.header]
        self.levels = [layout.columns[level] for level in LEVELS if level in layout.columns]
        self.code = layout.columns.get("indicator_code")
        self.values = [figure.index for figure in layout.figures]
        self.values += [layout.columns[name] for name in ("value", "numerator") if name in layout.columns]

    def reason_to_skip(self, number: int, cells: Sequence[str]) -> CellRemark | None:
        """(heading, text, reason); None for a row that is read."""
        total = self._total(cells)
        if total is not None:
            return (*total, _("A total of other rows."))
        if self._is_header(number, cells):
            return (*self._first(cells), _("The header once more."))
        if _has_one(cells) or not any(_is_filled(cells, index) for index in self.values):
            return self._remark(cells)
        return None

    def _total(self, cells: Sequence[str]) -> tuple[str, str] | None:
        """(heading, text) of a total; an indicator with a code of its own is none."""
        if self.code is not None and _is_filled(cells, self.code):
            return None
        for index in self.levels:
            if index < len(cells) and len(cells[index]) <= LONGEST_TOTAL and _is_total(cells[index]):
                return self.layout.headings[index], cells[index].strip()
        return None

    def _remark(self, cells: Sequence[str]) -> CellRemark | None:
        filled = [index for index, cell in enumerate(cells) if cell.strip()]
        text = half_width(cells[filled[0]])
        if len(filled) <= 2 and NOTE.match(text):
            return (*self._first(cells), _("A footnote or a source."))
        if len(filled) == 1 and unit_of_line(text):
            return (*self._first(cells), _("The unit of the rows below."))
        if len(filled) == 1 and TITLE.match(text):
            return (*self._first(cells), _("The title of a further table."))
        if filled[0] >= len(self.layout.headings):
            return (*self._first(cells), _("The row has text outside the table only."))
        return None

    def _is_header(self, number: int, cells: Sequence[str]) -> bool:
        if any(_ends_alike(cells, row) for row in self.header) and _trim(cells) in self.header:
            return True
        if self._looks_like_a_header(cells):
            raise UnreadableError(
                _("Row %(row)d is the header of another table: put it into a file or a sheet of its own.")
                % {"row": number}
            )
        return False

    @staticmethod
    def _looks_like_a_header(cells: Sequence[str]) -> bool:
        if WORDS_FOR_INDICATOR.isdisjoint(cells):
            return False
        filled = [cell for cell in cells if cell.strip()]
        return len(filled) >= 3 and all(map(_heads, filled))

    def _first(self, cells: Sequence[str]) -> tuple[str, str]:
        index = next(index for index, cell in enumerate(cells) if cell.strip())
        headings = self.layout.headings
        return headings[index] if index < len(headings) else "", cells[index].strip()


@lru_cache(maxsize=10_000)
def _is_total(cell: str) -> bool:
    return word_of(cell) in TOTALS


def _heads(cell: str) -> bool:
    return any(known(cell) for known in (field_of, kind_of, says_no_figure, year_and_kind_of))


def _ends_alike(cells: Sequence[str], row: Sequence[str]) -> bool:
    return len(cells) >= len(row) and cells[len(row) - 1].strip() == row[-1]


def _is_filled(cells: Sequence[str], index: int) -> bool:
    return index < len(cells) and bool(cells[index].strip())


def _has_one(cells: Sequence[str]) -> bool:
    filled = 0
    for cell in cells:
        if cell and cell.strip():
            filled += 1
            if filled > 1:
                return False
    return filled == 1


def _trim(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells[: max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)]]
