"""The unit of a figure where its row leaves it blank: from the column's heading, the indicator's name, or a line of the table."""

import re
from functools import lru_cache

from indicators.sheets.columns.headings import FIELDS
from indicators.sheets.numerals import unit_in
from indicators.sheets.vocabulary import half_width

UNIT, INDICATOR = FIELDS.index("unit"), FIELDS.index("indicator")
LINE = re.compile(r"[(\[]? *単位 *[:=] *(?P<unit>[^()\[\]]+?) *[)\]]?")
BARE = re.compile(r"[-−▲△]?[0-9][0-9,.]*")

unit_of_name = lru_cache(maxsize=10_000)(unit_in)


def unit_of_line(cell: str) -> str:
    """千円 of (単位:千円), above a table or between its rows; empty for any other text."""
    found = LINE.fullmatch(half_width(cell))
    return unit_in(f"({found['unit']})") if found else ""


def with_unit(texts: tuple[str, ...], of_column: str, of_line: str) -> tuple[str, ...]:
    """The texts of a row with its unit filled in. `of_column`, `of_line`: the units of the heading and of the line above."""
    if texts[UNIT].strip():
        return texts
    unit = unit_of_name(texts[INDICATOR]) or of_column or of_line
    return (*texts[:UNIT], unit, *texts[UNIT + 1 :]) if unit else texts


def with_unit_of_heading(cell: str, of_column: str, texts: tuple[str, ...]) -> str:
    """A bare figure with the unit of its column's heading, where its row has another one."""
    differs = of_column and texts[UNIT].strip() not in {"", of_column}
    return f"{cell.strip()}{of_column}" if differs and BARE.fullmatch(half_width(cell)) else cell
