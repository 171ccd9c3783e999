"""Facts of a workbook beside the values of a row: merged cells are filled, and doubts are noted."""

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from plans.sheets.limits import UnreadableError

OF_ONE_ROW = ("value", "numerator", "denominator", "printed")
LONGEST_SHOWN = 80


class RowFacts:
    """Reads one row after another in the light of a worksheet's facts (None: a CSV, which has none).

    After `read_row`: `problem`, why the row cannot be read; `uncomputed`, why a figure column cannot, by its index; `doubts`.
    """

    def __init__(self, facts, layout):
        self.facts, self.layout = facts, layout
        self.names = {index: name for name, index in layout.columns.items()}
        self.figures = {figure.index for figure in layout.figures}
        self.used_columns = {*self.names, *layout.breakdowns, *self.figures}
        self.of_one_row = self.figures | {layout.columns[name] for name in OF_ONE_ROW if name in layout.columns}
        self.reported_columns = set()
        self.open = {}  # column → (bottom row, text) of the merged cell that the next rows belong to
        self.problem, self.uncomputed, self.doubts = "", {}, ()
        if facts is not None:
            self._refuse_uncomputed_header()

    def read_row(self, number, cells):
        """Fill the merged cells of a row (in place), and set `problem`, `uncomputed` and `doubts`."""
        if self.facts is None:
            return
        self.problem, self.uncomputed, doubts = "", {}, self._column_doubts(cells)
        if self.facts.merged_areas:
            self._fill(number, cells)
        if self.facts.uncomputed:
            self._look_for_formulas(number)
        doubts += (
            self._hidden_row_doubts(number)
            + self._struck_doubts(cells)
            + self._comment_doubts(number, cells)
            + self._merged_doubts(number, cells)
        )
        self.doubts = tuple(doubts)

    def _fill(self, number, cells):
        self.open = {column: merged for column, merged in self.open.items() if merged[0] >= number}
        for column, (_bottom, text) in self.open.items():
            if column not in self.of_one_row:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = cells[column] if cells[column].strip() else text
        for top, left, bottom, _right in self.facts.merged_from(number):
            if bottom > top and left < len(cells):
                self.open[left] = (bottom, cells[left])

    def _look_for_formulas(self, number):
        for column in self.used_columns:
            address = self.facts.uncomputed.get((number, column))
            if address is None:
                continue
            if column in self.figures:
                self.uncomputed[column] = said_uncomputed(address)
            else:
                self.problem = said_uncomputed(address)

    def _refuse_uncomputed_header(self):
        first = self.layout.last_header_row - len(self.layout.header) + 1
        for (row, _column), address in self.facts.uncomputed.items():
            if first <= row <= self.layout.last_header_row:
                raise UnreadableError(said_uncomputed(address))

    def _column_doubts(self, cells):
        """Columns without a heading, and hidden ones, each once."""
        reason = _("Column %(column)s has no heading and was not read.")
        hidden = _("Column %(column)s is hidden; it was read like the others.")
        doubts = []
        for column, cell in enumerate(cells):
            if column in self.reported_columns or not cell.strip():
                continue
            if column in self.used_columns and column in self.facts.hidden_columns:
                doubts.append((self._heading(column), "", hidden % {"column": get_column_letter(column + 1)}))
            elif column not in self.used_columns and not self._heading(column):
                doubts.append(("", cell.strip(), reason % {"column": get_column_letter(column + 1)}))
            self.reported_columns.add(column)
        return doubts

    def _hidden_row_doubts(self, number):
        if number not in self.facts.hidden_rows:
            return []
        return [("", "", _("The row is hidden; it was read like the others."))]

    def _struck_doubts(self, cells):
        whole = _("The cell is struck through; it was read like the others.")
        part = _("“%(text)s” is struck through and was not read.")
        return [
            (self._heading(column), cells[column], part % {"text": struck[:LONGEST_SHOWN]} if struck else whole)
            for column, struck in cells.struck.items()
            if column in self.used_columns
        ]

    def _comment_doubts(self, number, cells):
        if not self.facts.comments:
            return []
        texts = {column: self.facts.comments.get((number, column)) for column in sorted(self.used_columns)}
        reason = _("The cell has a comment, which was not read: “%(text)s”")
        return [
            (self._heading(column), _text(cells, column), reason % {"text": text[:LONGEST_SHOWN]})
            for column, text in texts.items()
            if text
        ]

    def _merged_doubts(self, number, cells):
        """Figures in merged cells belong to one row and one column only."""
        reason = _("The cell is merged with others; its figure was read for the first one only.")
        return [
            (self._heading(left), cells[left], reason)
            for top, left, bottom, right in self.facts.merged_from(number)
            if left in self.of_one_row and (bottom > top or right > left) and _text(cells, left)
        ]

    def _heading(self, column):
        return self.layout.headings[column] if column < len(self.layout.headings) else ""


def said_uncomputed(address):
    return _(
        "Cell %(address)s holds a formula without a result: open the file in a spreadsheet program and save it."
    ) % {"address": address}


def _text(cells, column):
    return cells[column].strip() if column < len(cells) else ""
