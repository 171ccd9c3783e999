"""Facts of a worksheet beside its cells' values: merged and hidden cells, comments, formulas without a result."""

from dataclasses import dataclass, field
from functools import cached_property

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple

from plans.sheets.limits import MOST_COLUMNS

COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
SPEAKING = (b"mergeCell", b"hidden", b"<f", b":f")  # without any of them a worksheet is not looked through
CHUNK = 1 << 20
ALL_AGAIN = (b'fullCalcOnLoad="1"', b'fullCalcOnLoad="true"')


@dataclass
class Facts:
    """Rows count from 1, columns from 0. `merged_areas`: (top, left, bottom, right); `comments`: {(row, column): text}.

    `uncomputed`: addresses, by (row, column), of formulas whose result the file does not hold.
    """

    merged_areas: list = field(default_factory=list)
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)
    uncomputed: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)

    @cached_property
    def _merged_from(self):
        found = {}
        for area in self.merged_areas:
            found.setdefault(area[0], []).append(area)
        return found

    def merged_from(self, row):
        return self._merged_from.get(row, [])


def facts_of(archive, path):
    """`path`: of the worksheet in the workbook's zip."""
    facts = Facts(comments=_comments(archive, path))
    if _has_facts(archive, path):
        with archive.open(path) as source:
            _read_facts(source, facts, computes_again=_computes_again(archive))
    return facts


def _has_facts(archive, path):
    with archive.open(path) as source:
        end = b""
        while chunk := source.read(CHUNK):
            if any(word in end + chunk for word in SPEAKING):
                return True
            end = chunk[-16:]
    return False


def _computes_again(archive):
    """Whether the writing program left all computing to the one that opens the file, so that a result of 0 is no result."""
    book = archive.read("xl/workbook.xml")
    return any(mark in book for mark in ALL_AGAIN)


def _read_facts(source, facts, *, computes_again):
    row, rows = 0, None
    for event, element in iterparse(source, events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if name == "sheetData":
                rows = element
            elif name == "row":
                row = int(element.get("r") or row + 1)
            continue
        if name == "row":
            if element.get("hidden") in {"1", "true"}:
                facts.hidden_rows.add(row)
            _formulas(element, row, facts, computes_again=computes_again)
            rows.clear()
        elif name == "mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref"))
            facts.merged_areas.append((top, left - 1, bottom, right - 1))
        elif name == "col" and element.get("hidden") in {"1", "true"}:
            facts.hidden_columns.update(range(int(element.get("min")) - 1, min(int(element.get("max")), MOST_COLUMNS)))


def _formulas(row, number, facts, *, computes_again):
    for at, cell in enumerate(row):
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        if "f" not in parts:
            continue
        result = parts.get("v")
        is_text = cell.get("t") == "str"
        if result is None or (result.text is None and not is_text) or (computes_again and result.text == "0"):
            column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else at + 1
            facts.uncomputed[number, column - 1] = f"{get_column_letter(column)}{number}"


def _comments(archive, path):
    relations = get_rels_path(path)
    if relations not in archive.namelist():
        return {}
    found = {}
    for relation in get_dependents(archive, relations).find(COMMENTS):
        sheet = CommentSheet.from_tree(fromstring(archive.read(relation.target)))
        for address, comment in sheet.comments:
            row, column = coordinate_to_tuple(address)
            found[row, column - 1] = " ".join(comment.text.split())
    return found
