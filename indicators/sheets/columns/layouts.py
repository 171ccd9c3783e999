"""Which column is what: finds the header of a tidy or a wide sheet."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from typing import TypeAlias

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import FIELDS, LEVELS, field_of, kind_of, says_no_figure, year_and_kind_of
from indicators.sheets.columns.mapping import BREAKDOWN, Mapping, YearColumn
from indicators.sheets.columns.units import unit_of_line
from indicators.sheets.files.reading import OpenSheet, SheetTable
from indicators.sheets.numerals import unit_in, without_unit
from indicators.sheets.vocabulary import key_of
from plans.sheets.limits import UnknownColumnsError, UnreadableError

UPPER = "施策"
OF_EITHER_LEVEL = ("measure", "measure_code", "measure_en")
HEADER_WITHIN = 30  # rows
NumberedRow: TypeAlias = tuple[int, list[str]]


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures; year, kind and unit are those of its heading (None, "": the row has them)."""

    index: int
    heading: str
    fiscal_year: int | None
    kind: str | None
    unit: str = ""


@dataclass
class Layout:
    """The columns of one table. Without figure columns it is tidy; with them each filled one is a figure of its own."""

    last_header_row: int
    headings: list[str]
    columns: dict[str, int] = field(default_factory=dict)  # field → index
    breakdowns: dict[int, str] = field(default_factory=dict)  # index → dimension
    figures: list[FigureColumn] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)  # headings that are known to head no figures
    ignored: list[str] = field(default_factory=list)  # headings that nobody knows, where these are not to be read
    defaults: dict[str, str] = field(default_factory=dict)  # field → what rows say that leave it blank
    header: list[list[str]] = field(default_factory=list)  # the cells of its one or two rows
    unit: str = ""  # that a line above the header says
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)  # of the same workbook, with a header of their own

    @property
    def known_columns(self) -> int:
        return len(self.columns) + len(self.breakdowns) + len(self.figures)

    @property
    def has_levels(self) -> bool:
        """Whether a strategy, standard, measure or indicator has a column, or is the same in every row."""
        return not {*self.columns, *self.defaults}.isdisjoint(LEVELS)

    @property
    def has_years_across(self) -> bool:
        """Years in the header: cells at the left are merged then, and a blank one repeats the one above."""
        return any(figure.fiscal_year is not None for figure in self.figures)

    @property
    def has_kinds(self) -> bool:
        """Whether the file distinguishes targets from actuals."""
        if "kind" in {*self.columns, *self.defaults}:
            return True
        return bool(self.figures) and all(figure.kind for figure in self.figures)

    def _part_levels(self, name: str, index: int, heading: str) -> None:
        """施策 alone is a measure; beside 取組 it is the level above, as plans call it. So with their codes and English."""
        first, level_above = self.columns[name], name.replace("measure", "standard")
        upper = next((at for at, text in ((first, self.headings[first]), (index, heading)) if _is_upper(text)), None)
        if upper is None or level_above in self.columns:
            self.unknown.append(heading)
        else:
            self.columns |= {level_above: upper, name: index if upper == first else first}

    def lift_level_above(self, mapping: Mapping) -> None:
        """施策番号 and 施策(英) belong to 施策, where that is the level above 取組."""
        if "measure" not in self.columns or not _is_upper(self.heading_of("standard")):
            return
        for name in ("measure_code", "measure_en"):
            level_above = name.replace("measure", "standard")
            heading = self.heading_of(name)
            if level_above not in self.columns and _is_upper(heading) and key_of(heading) not in mapping.columns:
                self.columns[level_above] = self.columns.pop(name)

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """[(heading, what it means)] of every column: a field, `breakdown:dimension`, a year and kind, or "" (not read)."""
        means = {at: f"{BREAKDOWN}:{dimension}" for at, dimension in self.breakdowns.items()}
        means |= {at: name for name, at in self.columns.items()}
        for figure in self.figures:
            means[figure.index] = " ".join(str(part) for part in (figure.fiscal_year, figure.kind) if part)
        return [(heading, means.get(at, "")) for at, heading in enumerate(self.headings) if heading]

    def heading_of(self, name: str) -> str:
        return self.headings[self.columns[name]] if name in self.columns else name

    @property
    def unit_of_values(self) -> str:
        """The unit in the heading of the values: 値(千円)."""
        return unit_in(self.heading_of("value"))

    def unheaded(self) -> list[int]:
        used = {*self.columns.values(), *self.breakdowns, *(figure.index for figure in self.figures)}
        return [at for at, heading in enumerate(self.headings) if not heading and at not in used]

    def place_column(self, index: int, heading: str, above: str, mapping: Mapping) -> None:
        """`above`: the upper part of a heading over two rows."""
        what = mapping.columns.get(key_of(heading), mapping.columns.get(key_of(above)))
        if isinstance(what, YearColumn):
            kind = kind_of(heading.removeprefix(above)) if above else None
            self.figures.append(FigureColumn(index, heading, what.fiscal_year, kind or what.kind))
            return
        name = field_of(heading) if what is None else what
        unit = unit_in(heading)
        label = without_unit(heading) if unit else heading
        year = year_and_kind_of(label) if name is None else None
        kind = kind_of(name or label)
        if name == "":
            return
        if name is not None and name.startswith(f"{BREAKDOWN}:"):
            self.breakdowns[index] = name.partition(":")[2]
        elif name in FIELDS and name not in self.columns:
            self.columns[name] = index
        elif name in OF_EITHER_LEVEL and what is None:
            self._part_levels(name, index, heading)
        elif name not in FIELDS and (year or kind):
            fiscal_year, kind = year or (None, kind)
            self.figures.append(FigureColumn(index, heading, fiscal_year, kind, unit))
        elif what is None and says_no_figure(heading):
            self.not_read.append(heading)
        else:
            self.unknown.append(heading)


def choose_table(sheet: OpenSheet, mapping: Mapping) -> tuple[SheetTable, Layout]:
    """(table, layout) of the first worksheet with a header, or of the one that the mapping names; raises UnreadableError."""
    tables = sheet.tables
    if mapping.sheet:
        if mapping.sheet not in tables:
            raise UnreadableError(_("The workbook has no sheet “%(sheet)s”.") % {"sheet": mapping.sheet})
        tables = {mapping.sheet: tables[mapping.sheet]}
    tops = {title: header_candidates(table, mapping.header_row) for title, table in tables.items()}
    layouts = {title: layout for title, top in tops.items() if (layout := layout_of(top, mapping)) is not None}
    if not layouts:
        raise _no_header(next(filter(None, tops.values()), []), mapping)
    title, layout = next(iter(layouts.items()))
    refuse_ambiguous_header(layout, mapping)
    layout.sheet, layout.other_sheets = title, list(layouts)[1:]
    return tables[title], layout


def header_candidates(table: SheetTable, header_row: int | None) -> list[NumberedRow]:
    rows = table.rows()
    if header_row is None:
        return list(islice(rows, HEADER_WITHIN))
    above = deque[NumberedRow](maxlen=HEADER_WITHIN)
    for number, cells in rows:
        above.append((number, cells))
        if number >= header_row:
            break
    return [*above, *islice(rows, 2)]


def layout_of(top: Sequence[NumberedRow], mapping: Mapping) -> Layout | None:
    """The best layout with one of the rows as header, or with the row that the mapping names; None without any."""
    rows = [at for at, (number, _cells) in enumerate(top) if mapping.header_row in (None, number)]
    candidates = [_layout(top[at:], mapping) for at in rows]
    best = max(
        (layout for layout in candidates if layout.has_levels), key=lambda layout: layout.known_columns, default=None
    )
    if best is None or (best.known_columns < 2 and best.unknown):
        return None
    above = chain(*(cells for number, cells in top if number < best.last_header_row))
    best.unit = next(filter(None, map(unit_of_line, above)), "")
    return best


def refuse_ambiguous_header(layout: Layout, mapping: Mapping) -> None:
    """Raises UnreadableError."""
    if layout.unknown and mapping.ignore_unknown:
        layout.ignored, layout.unknown = layout.unknown, []
    if layout.unknown:
        raise UnknownColumnsError(layout.unknown)
    missing = set(mapping.columns) - {key_of(heading) for heading in (*layout.headings, *chain(*layout.header))}
    if missing:
        raise UnreadableError(
            _("The mapping names columns that the file does not have: %(names)s.")
            % {"names": ", ".join(sorted(missing))}
        )
    if layout.figures and "value" in layout.columns:
        raise UnreadableError(_("The file has a column of values and others with years or kinds: which one counts?"))
    if layout.has_years_across and "fiscal_year" in layout.columns:
        raise UnreadableError(_("The file says the year in a column and in the header: which one counts?"))
    if not layout.figures and "value" not in layout.columns and "kind" in layout.columns:
        raise UnreadableError(_("The file has no column of values."))


def _layout(rows: Sequence[NumberedRow], mapping: Mapping) -> Layout:
    number, header = rows[0]
    headings = [(" ".join(heading.split()), "") for heading in header]
    below = _kinds_below(rows)
    if below:
        number, headings = rows[1][0], list(_join_headings(headings, below, mapping))
    while headings and not headings[-1][0]:
        headings.pop()
    layout = Layout(
        last_header_row=number,
        headings=[heading for heading, _above in headings],
        header=[header, *([below] if below else [])],
        defaults=mapping.defaults,
    )
    for index, (heading, above) in enumerate(headings):
        if heading:
            layout.place_column(index, heading, above, mapping)
    layout.lift_level_above(mapping)
    if layout.has_years_across and not layout.has_kinds:
        _find_kinds(layout, rows)
    return layout


def _is_upper(heading: str) -> bool:
    return key_of(heading).startswith(UPPER)


def _kinds_below(rows: Sequence[NumberedRow]) -> list[str]:
    """The second row of a header, with the kind under each year; empty where the next row is none."""
    cells = rows[1][1] if len(rows) > 1 else []
    filled = [cell for cell in cells if cell.strip()]
    kinds = [cell for cell in filled if kind_of(cell)]
    others = [cell for cell in filled if not kind_of(cell)]
    is_header = len(filled) >= 2 and kinds and all(says_no_figure(cell) or field_of(cell) == "note" for cell in others)
    return cells if is_header else []


def _join_headings(headings: list[tuple[str, str]], below: list[str], mapping: Mapping) -> Iterator[tuple[str, str]]:
    """A header over two rows as one: 2022 over 目標 and 実績 (merged cells) becomes 2022 目標, 2022 実績, each with its 2022."""
    left = ""
    for (heading, _above), cell in zip_longest(headings, below, fillvalue=("", "")):
        kind = "".join(cell).strip()
        spans = year_and_kind_of(left) or isinstance(mapping.columns.get(key_of(left)), YearColumn)
        left = heading or (left if spans else "")
        yield (f"{left} {kind}".strip(), left) if kind else (heading, "")


def _find_kinds(layout: Layout, rows: Sequence[NumberedRow]) -> None:
    """Japanese sheets often leave the heading over 目標 / 実績 blank."""
    cells = next((cells for number, cells in rows if number > layout.last_header_row), [])
    for index in layout.unheaded():
        if index < len(cells) and kind_of(cells[index]):
            layout.columns["kind"] = index
            return


def _no_header(top: Sequence[NumberedRow], mapping: Mapping) -> UnreadableError:
    rows = [cells for number, cells in top if mapping.header_row in (None, number)]
    headings = [heading for heading in (rows[0] if rows else []) if heading.strip()]
    if top and not rows:
        return UnreadableError(_("Row %(row)d of the file is blank.") % {"row": mapping.header_row})
    if not headings:
        return UnreadableError(_("The file has no rows."))
    if len(headings) > 1 and not any(key_of(heading) in mapping.columns for heading in headings):
        return UnknownColumnsError(headings)
    return UnreadableError(
        _("None of the first %(rows)d rows is a header with known columns (indicator, fiscal_year, kind, value, …).")
        % {"rows": HEADER_WITHIN}
    )
