"""Figures on their way to the database: a temporary table, filled by COPY, in which rows are compared with each other."""

# ruff: noqa: S608 - SQL is put together from constants here, never from what a file says

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple, get_args

from django.db import connection
from django.utils.translation import gettext as _

from indicators.sheets.rows.report import Remark

TABLE = "staged_figure"
FIGURE = """
    state, value, low, high, numerator, denominator, dated, grade, text,
    CASE WHEN kind = 'baseline' THEN fiscal_year END
"""
BESIDE = "as_of, as_of_precision, coalesce(provisional, false), note, source_url"
# A value belongs to its indicator, a target to its commitment and year, a baseline to its commitment alone.
KEY = """
    kind,
    CASE WHEN kind IN ('actual', 'forecast') THEN series ELSE place END,
    CASE WHEN kind <> 'baseline' THEN fiscal_year END,
    breakdown
"""
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
DECIMAL_COMMA = re.compile("[-−▲△]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})[%％]?")
POINTED = "^[^0-9]?[1-9][0-9]{0,2}([.][0-9]{3})+[%％]?$"
SHOWN = 10  # rows named in a refusal


class Staged(NamedTuple):
    """One figure, ready to be compared with the stored ones. None, and blank texts, were not stated."""

    no: int
    row_no: int
    heading: str
    cell: str
    place: int
    series: int
    kind: str
    fiscal_year: int | None
    breakdown: int
    state: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    dated: date | None
    grade: int | None
    text: str
    as_of: date | None
    as_of_precision: str
    provisional: bool | None
    printed: str
    note: str
    source_url: str


TYPES = {int: "bigint", str: "text", Decimal: "numeric", date: "date", bool: "boolean"}
COLUMNS = {name: TYPES[(get_args(hint) or [hint])[0]] for name, hint in Staged.__annotations__.items()}


class CopyLines:
    """What COPY reads from: an iterator of figures as a file of tab-separated lines.

    `problem`: what was raised while reading on; COPY would hide it behind an error of its own.
    """

    def __init__(self, figures):
        self.figures, self.rest, self.problem = figures, "", None

    def read(self, size):
        """At least `size` characters while there are any, else the rest."""
        pieces, length = [self.rest], len(self.rest)
        while length < size:
            figure = self._next()
            if figure is None:
                break
            pieces.append(line_of(figure))
            length += len(pieces[-1])
        text = "".join(pieces)
        self.rest = text[size:]
        return text[:size]

    def _next(self):
        try:
            return next(self.figures, None)
        except Exception as problem:  # noqa: BLE001  raised again as soon as COPY has ended
            self.problem = problem
            return None


def line_of(figure):
    return "\t".join([_text(column) for column in figure]) + "\n"


def _text(column):
    if column is None:
        return "\\N"
    if isinstance(column, str):
        return column.translate(ESCAPES) if column else ""
    return f"{column:f}" if isinstance(column, Decimal) else str(column)


def fill(cursor, figures):
    """Make the table, which lasts for the transaction, and fill it."""
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
    cursor.execute(f"CREATE TEMPORARY TABLE {TABLE} ({columns}, action text NOT NULL DEFAULT '') ON COMMIT DROP")
    lines = CopyLines(figures)
    copy_in(cursor, f"{TABLE} ({', '.join(COLUMNS)})", lines)
    if lines.problem is not None:
        raise lines.problem
    cursor.execute(f"ANALYZE {TABLE}")


def copy_in(cursor, table, lines):
    """Fill a table by COPY; errors of the database are raised as Django's."""
    with connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} FROM STDIN", lines)


def refuse_points(cursor, report):
    """Where a row writes decimals with a comma (and is refused), 1.234 in another may be 1234: that is refused too."""
    example = next((one for one in report.rows_refused if DECIMAL_COMMA.fullmatch(one.value.strip())), None)
    if example is None:
        return
    cursor.execute(
        f"""
        DELETE FROM {TABLE} WHERE cell ~ %s
            OR (scale(numerator) = 3 AND numerator >= 1) OR (scale(denominator) = 3 AND denominator >= 1)
        RETURNING row_no, heading, cell
        """,
        [POINTED],
    )
    said = {"row": example.row, "comma": example.value}
    for row, heading, cell in cursor.fetchall():
        reason = _(
            "Row %(row)d writes decimals with a comma, “%(comma)s”, so “%(cell)s” may be a thousand times as much."
        )
        report.rows_refused.append(Remark(row, heading, cell[:200], reason % (said | {"cell": cell[:80]})))


def compare_rows(cursor, report):
    """Rows of one key: different figures are all refused, each naming the others; repeats are marked as such."""
    cursor.execute(f"SELECT 1 FROM {TABLE} GROUP BY {KEY} HAVING count(*) > 1 LIMIT 1")
    if cursor.fetchone() is None:
        return
    cursor.execute(
        f"""
        SELECT array_agg(no ORDER BY no), array_agg(row_no ORDER BY no), array_agg(heading ORDER BY no),
            array_agg(cell ORDER BY no), count(DISTINCT ({FIGURE})), count(DISTINCT ({BESIDE}))
        FROM {TABLE} GROUP BY {KEY} HAVING count(*) > 1 ORDER BY min(no)
        """
    )
    refused, repeated = [], []
    for numbers, rows, headings, cells, figures, besides in cursor.fetchall():
        if figures > 1:
            refused += numbers
            report.rows_refused += _contradictions(rows, headings, cells)
            continue
        repeated += numbers[1:]
        if besides > 1:
            reason = _("It repeats row %(row)d with another date or note; the first one was kept.") % {"row": rows[0]}
            report.warnings += [Remark(*seen, reason) for seen in list(zip(rows, headings, cells, strict=True))[1:]]
    remove(cursor, refused)
    cursor.execute(f"UPDATE {TABLE} SET action = 'repeat' WHERE no = ANY(%s)", [repeated])


def remove(cursor, numbers):
    cursor.execute(f"DELETE FROM {TABLE} WHERE no = ANY(%s)", [numbers])


def _contradictions(rows, headings, cells):
    for at, (row, heading, cell) in enumerate(zip(rows, headings, cells, strict=True)):
        others = [str(other) for index, other in enumerate(rows) if index != at]
        named = ", ".join(others[:SHOWN]) + (", …" if len(others) > SHOWN else "")
        reason = _("The same figure has another value in row %(rows)s.") % {"rows": named}
        yield Remark(row, heading, cell[:200], reason)


def first_rows(cursor, definitions):
    """{place: the number of its first good row}, in the order of the sheet."""
    cursor.execute(f"SELECT place, min(no) FROM {TABLE} GROUP BY place")
    first = dict(cursor.fetchall())
    for no, place in definitions:
        first[place] = min(no, first.get(place, no))
    return dict(sorted(first.items(), key=lambda item: item[1]))
