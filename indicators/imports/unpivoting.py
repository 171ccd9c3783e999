"""Rows of any layout to figures: one at a time, all in the shape of the tidy sheet."""

from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.imports.headings import FIELDS, LEVELS
from indicators.imports.skipping import Skipper

VALUE, YEAR, KIND, BREAKDOWNS = (FIELDS.index(name) for name in ("value", "fiscal_year", "kind", "breakdown"))
PATH = [FIELDS.index(name) for name in ("plan", *LEVELS)]
BESIDE = [FIELDS.index(name) for name in ("unit", "direction")]


class Reading(NamedTuple):
    """One figure to be read: its row and heading, its texts in the order of FIELDS, and what is wrong with the row.

    `skipped`: of a row that is no part of the table, the heading and text of its first cell, and why it is not read.
    """

    row: int
    heading: str
    texts: tuple
    problem: str = ""
    skipped: tuple = ()


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
        for number, texts, _figures, problem, skipped in picked(table, layout):
            yield Reading(number, heading, texts, problem, skipped)
        return
    above = None
    for number, texts, figures, problem, skipped in picked(table, layout):
        if skipped:
            yield Reading(number, "", texts, "", skipped)
            continue
        above = filled_down(texts, above) if layout.has_years_across else texts
        yield from _figures_of(number, above, figures, problem, layout)


def picked(table, layout):
    """(row number, texts in the order of FIELDS, cells of the figure columns, problem, skipped) of every row below the header."""
    width = len(layout.headings)
    blank = width  # the place of an empty text that every row gets
    pick = itemgetter(*(layout.columns.get(name, blank) for name in FIELDS))
    unheaded = layout.unheaded() if table.refuses_stray_cells else []
    skipper = Skipper(layout)
    for number, cells in table.rows():
        if number <= layout.last_header_row:
            continue
        skipped = skipper.why(number, cells) or ()
        problem = _stray(cells, width, unheaded) if table.refuses_stray_cells and not skipped else ""
        padded = [*islice(cells, width), *[""] * (width + 1 - min(len(cells), width))]
        texts = pick(padded)
        if layout.breakdowns:
            texts = (*texts[:BREAKDOWNS], _breakdown(padded, layout.breakdowns), *texts[BREAKDOWNS + 1 :])
        yield number, texts, [padded[figure.index] for figure in layout.figures], problem, skipped


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


def _figures_of(number, texts, figures, problem, layout):
    found = False
    for column, cell in zip(layout.figures, figures, strict=True):
        if cell.strip():
            found = True
            yield Reading(number, column.heading, _with(texts, column, cell), problem)
    if not found:
        bare = list(texts)
        bare[KIND] = bare[YEAR] = ""
        yield Reading(number, layout.heading_of("indicator"), tuple(bare), problem)


def _with(texts, column, cell):
    filled = list(texts)
    filled[VALUE] = cell
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
