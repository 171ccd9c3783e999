"""Every table that leaves as a file is written by the same two writers."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import BadRequest

from plans.sheets.tables import LONGEST_TEXT, Table, csv_lines, write_xlsx

ROOT = Path(__file__).resolve().parents[3]
ROW = ["=1+1", Decimal("-5.50"), 2026, True, date(2026, 5, 15), None, ""]


def workbook(*rows, **options):
    file = io.BytesIO()
    write_xlsx(file, Table([f"column {number}" for number in range(len(rows[0]))], rows, **options))
    return file.getvalue()


def cells_of(contents):
    return list(openpyxl.load_workbook(io.BytesIO(contents)).active.iter_rows())[1]


def test_csv_guards_texts_and_keeps_digits():
    assert "".join(csv_lines(Table(["a", "-b"], [ROW, [Decimal("1E+3"), Decimal(0)]]))) == (
        "\ufeffa,'-b\r\n'=1+1,-5.50,2026,true,2026-05-15,,\r\n1000,0\r\n"
    )


def test_a_workbook_has_each_cell_in_its_type_and_no_formula():
    cells = cells_of(workbook([*ROW, "end"]))

    assert [cell.data_type for cell in cells[:5]] == ["s", "n", "n", "b", "d"]
    assert (cells[0].value, cells[1].value, cells[1].number_format) == ("=1+1", -5.5, "0.00")
    assert [cell.value for cell in cells[5:]] == [None, None, "end"]


def test_what_is_read_in_again_is_guarded_in_a_workbook_too():
    assert cells_of(workbook(ROW, guarded=True))[0].value == "'=1+1"


def test_a_number_that_a_spreadsheet_would_cut_is_a_text():
    number = Decimal("12345678901234567890.5")

    assert cells_of(workbook([number]))[0].value == str(number)


def test_a_text_is_cut_to_what_a_cell_holds():
    text = cells_of(workbook(["x" * 40_000]))[0].value

    assert (len(text), text[-2:]) == (LONGEST_TEXT, "x…")


def test_equal_rows_make_equal_files():
    assert workbook(ROW) == workbook(ROW)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("plans.sheets.tables.MOST_ROWS", 2)

    with pytest.raises(BadRequest):
        workbook([1], [2])


@pytest.mark.parametrize("sign", ["csv.writer(", "Workbook(", "＝＋"])
def test_nobody_else_writes_tables_or_knows_what_a_formula_is(sign):
    files = [path for app in ("plans", "measures", "indicators", "config") for path in (ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if sign in path.read_text()}

    assert found in ({"plans/sheets/tables.py"}, {"plans/sheets/cells.py"})
