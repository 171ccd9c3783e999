"""Rows of any layout to figures: one at a time, all in the shape of the tidy sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import FIELDS, LEVELS
from indicators.sheets.columns.layouts import FigureColumn, Layout
from indicators.sheets.columns.skipping import CellRemark, Skipper
from indicators.sheets.columns.units import unit_of_line, with_unit, with_unit_of_heading
from indicators.sheets.files.reading import SheetTable
from indicators.sheets.files.row_facts import RowFacts
from indicators.sheets.vocabulary import KIND_OF, word_of

EMPTY = ("",) * len(FIELDS)
NO_DECIMALS: Mapping[int, int] = {}
NO_REASONS: Mapping[int, str] = {}
VALUE, YEAR, KIND, BREAKDOWNS, NOTE = map(FIELDS.index, ("value", "fiscal_year", "kind", "breakdown", "note"))
PATH = [FIELDS.index(name) for name in ("plan", *LEVELS)]
BESIDE = [FIELDS.index(name) for name in ("unit", "direction")]
Texts: TypeAlias = tuple[Any, ...]  # texts in the order of FIELDS; under `breakdown` pairs of dimension and category


class SheetFigure(NamedTuple):
    """One figure to be read: its row and heading, its texts in the order of FIELDS, and what is wrong with the row.

    `skip_remark`: of a row that is no part of the table, the heading and text of its first cell, and why it is not read.
    `decimals`: how many the format of the figure's cell shows, where there are more. `doubts`: (heading, text, reason).
    """

    row: int
    heading: str
    texts: Texts
    problem: str = ""
    skip_remark: CellRemark | tuple[()] = ()
    decimals: int | None = None
    doubts: tuple[CellRemark, ...] = ()


def sheet_figures(table: SheetTable, layout: Layout) -> Iterator[SheetFigure]:
    """Every SheetFigure of a table, also of rows that only define something, in order and with the mapping's defaults."""
    found = _figures_of_rows(table, layout)
    return _with_defaults(found, layout.defaults) if layout.defaults else found


def _with_defaults(found: Iterable[SheetFigure], defaults: Mapping[str, str]) -> Iterator[SheetFigure]:
    said = {FIELDS.index(name): text for name, text in defaults.items()}
    for figure in found:
        texts = list(figure.texts)
        for at, text in said.items():
            if not str(texts[at]).strip():
                texts[at] = text
        yield figure if figure.skip_remark else figure._replace(texts=tuple(texts))


def _figures_of_rows(table: SheetTable, layout: Layout) -> Iterator[SheetFigure]:
    if not layout.figures:
        heading = layout.heading_of("value")
        at = layout.columns.get("value")
        for row in pick_rows(table, layout):
            decimals = None if at is None else row.decimals.get(at)
            yield SheetFigure(row.number, heading, row.texts, row.problem, row.skip_remark, decimals, row.doubts)
        return
    above = None
    for row in pick_rows(table, layout):
        if row.skip_remark:
            yield SheetFigure(row.number, "", row.texts, skip_remark=row.skip_remark)
            continue
        above = fill_down(row.texts, above) if layout.has_years_across else row.texts
        yield from _figures_of(row, above, layout)


class PickedRow(NamedTuple):
    """A row below the header: texts in the order of FIELDS, the cells of the figure columns, and as a Reading has it.

    `uncomputed`: why a figure column holds nothing that can be read, by its index.
    """

    number: int
    texts: Texts
    figures: list[str]
    problem: str = ""
    skip_remark: CellRemark | tuple[()] = ()
    decimals: Mapping[int, int] = NO_DECIMALS
    doubts: tuple[CellRemark, ...] = ()
    uncomputed: Mapping[int, str] = NO_REASONS


def pick_rows(table: SheetTable, layout: Layout) -> Iterator[PickedRow]:
    width = len(layout.headings)
    blank = width  # the place of an empty text that every row gets
    pick = itemgetter(*(layout.columns.get(name, blank) for name in FIELDS))
    unheaded = layout.unheaded() if table.refuses_stray_cells else []
    skipper = Skipper(layout)
    row_facts = RowFacts(table.facts, layout)
    unit, of_values = layout.unit, layout.unit_of_values
    of_figures = next((figure.unit for figure in layout.figures if figure.unit), "")
    for number, cells in table.rows():
        if number <= layout.last_header_row:
            continue
        skipped = skipper.reason_to_skip(number, cells) or ()
        if skipped:
            unit = unit_of_line(skipped[1]) or unit
            yield PickedRow(number, EMPTY, [], skip_remark=skipped)
            continue
        row_facts.read_row(number, cells)
        problem = _stray(cells, width, unheaded) if table.refuses_stray_cells else row_facts.problem
        padded = [*islice(cells, width), *[""] * (width + 1 - min(len(cells), width))]
        texts = pick(padded)
        if of_values:
            texts = (*texts[:VALUE], with_unit_of_heading(texts[VALUE], of_values, texts), *texts[VALUE + 1 :])
        texts = with_unit(texts, of_values or of_figures, unit)
        if layout.breakdowns:
            texts = (*texts[:BREAKDOWNS], _breakdown(padded, layout.breakdowns), *texts[BREAKDOWNS + 1 :])
        figures = [padded[figure.index] for figure in layout.figures]
        decimals = getattr(cells, "decimals", NO_DECIMALS)
        yield PickedRow(number, texts, figures, problem, (), decimals, row_facts.doubts, row_facts.uncomputed)


def fill_down(texts: Texts, above: Texts | None) -> Texts:
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


def _figures_of(row: PickedRow, texts: Texts, layout: Layout) -> Iterator[SheetFigure]:
    doubts = row.doubts
    filled = [at for at, cell in enumerate(row.figures) if cell.strip() or layout.figures[at].index in row.uncomputed]
    noted = _figure_with_note(filled, texts, layout)
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


def _figure_with_note(filled: list[int], texts: Texts, layout: Layout) -> int | None:
    """The figure that a row's note belongs to: the last actual, else the last one."""
    kinds = {at: layout.figures[at].kind or KIND_OF.get(word_of(texts[KIND]), "actual") for at in filled}
    return max(filled, key=lambda at: (kinds[at] == "actual", layout.figures[at].fiscal_year or 0, at), default=None)


def _with(texts: Texts, column: FigureColumn, cell: str) -> Texts:
    filled = list(texts)
    filled[VALUE] = with_unit_of_heading(cell, column.unit, texts)
    if column.fiscal_year is not None:
        filled[YEAR] = str(column.fiscal_year)
    if column.kind is not None:
        filled[KIND] = column.kind
    return tuple(filled)


def _breakdown(cells: Sequence[str], dimensions: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """((dimension, category), …) of the filled breakdown columns."""
    pairs = ((dimension, cells[index].strip()) for index, dimension in dimensions.items())
    return tuple(sorted((dimension, category) for dimension, category in pairs if category))


def _stray(cells: Sequence[str], width: int, unheaded: Sequence[int]) -> str:
    if len(cells) <= width and not unheaded:
        return ""
    stray = [*cells[width:], *(cells[index] for index in unheaded if index < len(cells))]
    if any(cell.strip() for cell in stray):
        return _("The row has text outside the columns of the header: is a comma not in quotation marks?")
    return ""
