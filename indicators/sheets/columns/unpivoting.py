"""Rows of any layout to figures: one at a time, all in the shape of the tidy sheet."""

from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import FIELDS, LEVELS
from indicators.sheets.columns.skipping import Skipper
from indicators.sheets.columns.units import counted, unit_of_line, with_unit
from indicators.sheets.files.beside import BesideValues
from indicators.sheets.vocabulary import KIND_OF, word_of

EMPTY = ("",) * len(FIELDS)
NO_DECIMALS = {}
VALUE, YEAR, KIND, BREAKDOWNS, NOTE = map(FIELDS.index, ("value", "fiscal_year", "kind", "breakdown", "note"))
PATH = [FIELDS.index(name) for name in ("plan", *LEVELS)]
BESIDE = [FIELDS.index(name) for name in ("unit", "direction")]


class SheetFigure(NamedTuple):
    """One figure to be read: its row and heading, its texts in the order of FIELDS, and what is wrong with the row.

    `skipped`: of a row that is no part of the table, the heading and text of its first cell, and why it is not read.
    `decimals`: how many the format of the figure's cell shows, where there are more. `doubts`: (heading, text, reason).
    """

    row: int
    heading: str
    texts: tuple
    problem: str = ""
    skipped: tuple = ()
    decimals: int | None = None
    doubts: tuple = ()


def readings(table, layout):
    """Every figure of a table, and every row that only defines something, in their order, with what rows leave blank."""
    found = _readings(table, layout)
    return _with_defaults(found, layout.defaults) if layout.defaults else found


def _with_defaults(found, defaults):
    said = {FIELDS.index(name): text for name, text in defaults.items()}
    for reading in found:
        texts = list(reading.texts)
        for at, text in said.items():
            if not str(texts[at]).strip():
                texts[at] = text
        yield reading if reading.skipped else reading._replace(texts=tuple(texts))


def _readings(table, layout):
    if not layout.figures:
        heading = layout.heading_of("value")
        at = layout.columns.get("value")
        for row in picked(table, layout):
            yield SheetFigure(
                row.number, heading, row.texts, row.problem, row.skipped, row.decimals.get(at), row.doubts
            )
        return
    above = None
    for row in picked(table, layout):
        if row.skipped:
            yield SheetFigure(row.number, "", row.texts, skipped=row.skipped)
            continue
        above = filled_down(row.texts, above) if layout.has_years_across else row.texts
        yield from _figures_of(row, above, layout)


class Picked(NamedTuple):
    """A row below the header: texts in the order of FIELDS, the cells of the figure columns, and as a Reading has it.

    `uncomputed`: why a figure column holds nothing that can be read, by its index.
    """

    number: int
    texts: tuple
    figures: list
    problem: str = ""
    skipped: tuple = ()
    decimals: dict = NO_DECIMALS
    doubts: tuple = ()
    uncomputed: dict = NO_DECIMALS


def picked(table, layout):
    """Every row below the header, as Picked."""
    width = len(layout.headings)
    blank = width  # the place of an empty text that every row gets
    pick = itemgetter(*(layout.columns.get(name, blank) for name in FIELDS))
    unheaded = layout.unheaded() if table.refuses_stray_cells else []
    skipper = Skipper(layout)
    beside = BesideValues(table.facts, layout)
    unit, of_values = layout.unit, layout.unit_of_values
    of_figures = next((figure.unit for figure in layout.figures if figure.unit), "")
    for number, cells in table.rows():
        if number <= layout.last_header_row:
            continue
        skipped = skipper.why(number, cells) or ()
        if skipped:
            unit = unit_of_line(skipped[1]) or unit
            yield Picked(number, EMPTY, [], skipped=skipped)
            continue
        beside.read(number, cells)
        problem = _stray(cells, width, unheaded) if table.refuses_stray_cells else beside.problem
        padded = [*islice(cells, width), *[""] * (width + 1 - min(len(cells), width))]
        texts = pick(padded)
        if of_values:
            texts = (*texts[:VALUE], counted(texts[VALUE], of_values, texts), *texts[VALUE + 1 :])
        texts = with_unit(texts, of_values or of_figures, unit)
        if layout.breakdowns:
            texts = (*texts[:BREAKDOWNS], _breakdown(padded, layout.breakdowns), *texts[BREAKDOWNS + 1 :])
        figures = [padded[figure.index] for figure in layout.figures]
        decimals = getattr(cells, "decimals", NO_DECIMALS)
        yield Picked(number, texts, figures, problem, (), decimals, beside.doubts, beside.uncomputed)


def filled_down(texts, above):
    """Merged cells: a blank at the left repeats the one above, until something higher up changes."""
    if above is None:
        return texts
    filled, changed = list(texts), False
    for index in PATH:
        changed = changed or (bool(filled[index].strip()) and filled[index] != above[index])
        if not changed and not filled[index].strip():
            filled[index] = above[index]
    for index in BESIDE:
        if not changed and not filled[index].strip():
            filled[index] = above[index]
    return tuple(filled)


def _figures_of(row, texts, layout):
    doubts = row.doubts
    filled = [at for at, cell in enumerate(row.figures) if cell.strip() or layout.figures[at].index in row.uncomputed]
    noted = _noted(filled, texts, layout)
    for at in filled:
        column = layout.figures[at]
        problem = row.problem or row.uncomputed.get(column.index, "")
        decimals = row.decimals.get(column.index)
        said = _with(texts, column, row.figures[at])
        said = said if at == noted else (*said[:NOTE], "", *said[NOTE + 1 :])
        yield SheetFigure(row.number, column.heading, said, problem, (), decimals, doubts)
        doubts = ()
    if not filled:
        bare = list(texts)
        bare[KIND] = bare[YEAR] = ""
        yield SheetFigure(row.number, layout.heading_of("indicator"), tuple(bare), row.problem, doubts=doubts)


def _noted(filled, texts, layout):
    """Which figure of a row its note goes to: the last actual, else the last one. It speaks of how things stand."""
    kinds = {at: layout.figures[at].kind or KIND_OF.get(word_of(texts[KIND]), "actual") for at in filled}
    return max(filled, key=lambda at: (kinds[at] == "actual", layout.figures[at].fiscal_year or 0, at), default=None)


def _with(texts, column, cell):
    filled = list(texts)
    filled[VALUE] = counted(cell, column.unit, texts)
    if column.fiscal_year is not None:
        filled[YEAR] = str(column.fiscal_year)
    if column.kind is not None:
        filled[KIND] = column.kind
    return tuple(filled)


def _breakdown(cells, dimensions):
    """((dimension, category), …) of the columns that are breakdowns, where filled."""
    pairs = ((dimension, cells[index].strip()) for index, dimension in dimensions.items())
    return tuple(sorted((dimension, category) for dimension, category in pairs if category))


def _stray(cells, width, unheaded):
    if len(cells) <= width and not unheaded:
        return ""
    stray = [*cells[width:], *(cells[index] for index in unheaded if index < len(cells))]
    if any(cell.strip() for cell in stray):
        return _("The row has text outside the columns of the header: is a comma not in quotation marks?")
    return ""
