"""What became of a sheet."""

import re
from dataclasses import asdict, dataclass, field

from indicators.sheets.parsing import range_text
from indicators.sheets.rows.contents import Contents

MOST_CELLS = 1000  # shown of those that were more than a plain number
MOST_ROWS = 1000  # named in one warning
DIFFERS_BY_ROW = re.compile(r"“[^”]*”|「[^」]*」|[0-9][0-9.,/]*")


@dataclass(frozen=True)
class Remark:
    """A remark about one cell. `row`: the spreadsheet's number; `column`: its heading; `value`: the cell."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class GroupedRemark(Remark):
    """Remarks of one cause: the first as an example, how many there are, and their (first) rows."""

    count: int
    rows: tuple


def group_remarks(remarks):
    """One for each cause, in the order of their first rows. Reasons that differ in numbers or quoted texts are one cause."""
    causes = {}
    for remark in sorted(remarks, key=lambda remark: remark.row):
        causes.setdefault(DIFFERS_BY_ROW.sub("…", remark.reason), []).append(remark)
    return [_one_of(group) for group in causes.values()]


def _one_of(group):
    first = group[0]
    rows = tuple(dict.fromkeys(remark.row for remark in group))[:MOST_ROWS]
    return GroupedRemark(first.row, first.column, first.value, first.reason, len(group), rows)


@dataclass(frozen=True)
class CellResult:
    """A printed cell that is more than a plain number, and how it was read."""

    row: int
    column: str
    printed: str
    kind: str
    fiscal_year: int | None
    state: str
    value: str
    comparator: str
    provisional: bool
    note: str

    @classmethod
    def of(cls, staged, figure):
        return cls(
            row=staged.row_no,
            column=staged.heading,
            printed=staged.printed,
            kind=staged.kind,
            fiscal_year=staged.fiscal_year,
            state=staged.state,
            value=figure_text(figure),
            comparator=figure.comparator,
            provisional=bool(staged.provisional),
            note=staged.note,
        )


def figure_text(figure):
    """A range, a number, a day, or words."""
    if figure.comparator == "range":
        return range_text(figure.low, figure.high)
    if figure.value is not None:
        return f"{figure.value:f}"
    return figure.dated.isoformat() if figure.dated is not None else figure.text


@dataclass
class Report:
    """What became of a sheet: rows_read = rows_stored + rows_unchanged + len(rows_refused) + len(rows_skipped), always.

    A row is a row of a tidy sheet, or one filled cell of a wide one. `rows_skipped` are totals, footnotes, sources, titles
    and headers inside the table: each says where it stands and why it was not read. Warnings of one cause are one.
    When `error` says why the file as a whole was not imported, or when rows were refused and not `partial`, nothing is
    stored; the good rows count as unchanged then. In a dry run `rows_stored` is what would be stored.
    `sheet` and `header_row` say what was read, `sheets` and `plans` what else there is, `columns` what each heading means.
    """

    institution: str
    plan: str
    dry_run: bool = False
    partial: bool = False
    rows_read: int = 0
    rows_stored: int = 0
    rows_unchanged: int = 0
    rows_refused: list = field(default_factory=list)
    rows_skipped: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    created: list = field(default_factory=list)
    contents: Contents | None = None
    sheet: str = ""
    sheets: list = field(default_factory=list)
    header_row: int = 0
    columns: list = field(default_factory=list)
    plans: list = field(default_factory=list)
    cells: list = field(default_factory=list)
    error: str = ""
    unknown_columns: list = field(default_factory=list)

    @property
    def is_refused(self):
        """Whether nothing was (or would be) stored, because the file or some of its rows were refused."""
        none_is_good = len(self.rows_refused) + len(self.rows_skipped) == self.rows_read
        return bool(self.error) or (bool(self.rows_refused) and (none_is_good or not self.partial))

    def as_json(self):
        """A dict for `json.dumps`."""
        return asdict(self) | {"refused": self.is_refused}
