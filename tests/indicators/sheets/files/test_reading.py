import io
import struct
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter

from indicators.sheets.files.reading import open_sheet
from plans.sheets import csv_files, limits
from plans.sheets.limits import UnreadableError
from tests.indicators.sheets.made_sheets import csv_file, saved, workbook


def rows_of(source):
    with open_sheet(source) as sheet:
        return list(next(iter(sheet.tables.values())).rows())


def why_not(source):
    with pytest.raises(UnreadableError) as refused:
        rows_of(source)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_csv_is_read_in_four_encodings(encoding):
    assert rows_of(csv_file("指標,値", "参加率,95%", encoding=encoding)) == [
        (1, ["指標", "値"]),
        (2, ["参加率", "95%"]),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_may_be_cut_by_commas_tabs_or_semicolons(delimiter):
    assert rows_of(csv_file(delimiter.join("abc"), delimiter.join("123"))) == [
        (1, ["a", "b", "c"]),
        (2, ["1", "2", "3"]),
    ]


def test_the_delimiter_is_found_below_a_title():
    title = "Plan, progress table, as of May"

    assert rows_of(csv_file(title, "指標;年度;値", "参加率;2022;30,5", "満足度;2022;20,1"))[1:] == [
        (2, ["指標", "年度", "値"]),
        (3, ["参加率", "2022", "30,5"]),
        (4, ["満足度", "2022", "20,1"]),
    ]
    assert rows_of(csv_file("計画; 進捗", "指標,年度,主担当", "参加率,2022,A;B", '"a;b;c;d",2023,C')) == [
        (1, ["計画; 進捗"]),
        (2, ["指標", "年度", "主担当"]),
        (3, ["参加率", "2022", "A;B"]),
        (4, ["a;b;c;d", "2023", "C"]),
    ]


def test_excels_own_unicode_text_is_read():
    assert rows_of(csv_file("指標\t値", "参加率\t95", encoding="utf-16")) == [
        (1, ["指標", "値"]),
        (2, ["参加率", "95"]),
    ]


def test_blank_rows_are_left_out_and_still_counted_as_a_spreadsheet_does():
    assert rows_of(csv_file("a,b", "", ",", "1,2")) == [(1, ["a", "b"]), (4, ["1", "2"])]


def test_a_row_of_spaces_is_blank():
    rows = [["a", "b"], [" ", "\u3000"], ["1", "2"]]

    assert rows_of(workbook(rows)) == [(1, ["a", "b"]), (3, ["1", "2"])]
    assert rows_of(csv_file(*map(",".join, rows))) == [(1, ["a", "b"]), (3, ["1", "2"])]


def test_a_table_is_read_again_from_its_start():
    with open_sheet(csv_file("a,b", "1,2")) as sheet:
        table = sheet.tables[""]

        assert list(table.rows()) == list(table.rows()) == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_a_path_is_opened_and_closed(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("a,b\n")

    with open_sheet(path) as sheet:
        file = sheet.tables[""].file

    assert (sheet.name, file.closed) == ("plan.csv", True)


def test_an_open_file_is_left_open():
    file = csv_file("a,b")

    rows_of(file)

    assert not file.closed


NOT_SHEETS = [
    (b"", "The file is empty."),
    (b"%PDF-1.7 ...", "This is not a CSV or an XLSX file."),
    (b"\x89PNG\r\n", "This is not a CSV or an XLSX file."),
    (b"\x7fELF\0\0", "This is not a CSV or an XLSX file."),
    (b"<!DOCTYPE html><html>", "This is not a CSV or an XLSX file."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        "This is an old Excel file (.xls) or one with a password; save it as .xlsx or CSV without one.",
    ),
    ("a,b".encode("utf-16")[:-1], "The file is UTF-16 with a broken character at byte 7."),
    (b"a,b\n\xff\xfe\x81", "The file is neither UTF-8 nor cp932 (Shift_JIS): the text cannot be read."),
    ("指標,値\n参加率の推移,9".encode()[:-7] + b"\n1,2", "The file is UTF-8 with a broken character at byte 24."),
    (b'a,b\n"1,2\n3,4\n', "Line 3 is not valid CSV (unexpected end of data): is a quotation mark left open?"),
    (b"PK\x03\x04 nonsense", "This is not a workbook that can be read: a CSV or an XLSX file is expected."),
]


@pytest.mark.parametrize(("content", "reason"), NOT_SHEETS)
def test_what_is_no_sheet_is_refused_in_one_sentence(content, reason):
    assert why_not(io.BytesIO(content)) == reason


def test_a_missing_file_is_named(tmp_path):
    assert why_not(tmp_path / "nowhere.csv") == f"There is no file {tmp_path / 'nowhere.csv'}."


def test_a_folder_is_no_file(tmp_path):
    assert why_not(tmp_path) == f"{tmp_path} cannot be opened: Is a directory."


def test_a_million_columns_are_refused_at_once():
    assert why_not(csv_file("a," * 1_000_000 + "a")) == "Row 1 has more than 200 columns."


def test_blank_columns_to_the_right_do_not_count():
    assert rows_of(csv_file("a,b" + "," * 10_000))[0][1][:2] == ["a", "b"]


def test_too_many_rows_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(csv_files, "MOST_ROWS", 2)

    assert why_not(csv_file("a", "1", "2", "3")) == "The file has more than 2 rows; split it."
    assert len(rows_of(csv_file("a", "1", "2"))) == 3
    assert len(rows_of(csv_file("a", '"1\n1\n1"', "2"))) == 3


def test_too_large_a_file_is_refused_before_it_is_read(monkeypatch):
    class Large(io.BytesIO):
        def read(self, size=-1):
            raise AssertionError

    file = Large()
    file.seek(limits.LARGEST_FILE + 1)
    file.write(b"x")

    assert why_not(file) == "The file is larger than 50 MB; split it."


def test_cells_of_a_workbook_are_read_as_a_person_sees_them():
    rows = [["rate", 0.325, 1, 6, 95.0, True, None, "x"]]
    file = workbook(rows, formats={"B1": "0.0%", "C1": "0%", "E1": "0.0"})

    assert rows_of(file) == [(1, ["rate", "32.5%", "100%", "6", "95.0", "TRUE", "", "x"])]


def test_the_noise_of_binary_fractions_is_not_read():
    assert rows_of(workbook([[0.1 + 0.2, 1e-7, 123456789.125]])) == [(1, ["0.3", "0.0000001", "123456789.125"])]


def test_a_workbook_that_declares_fewer_rows_than_it_has_is_read_whole():
    file = workbook([["a", "b"], [1, 2], [3, 4]])
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'ref="A1:B3"', b'ref="A1"')

    assert [number for number, _cells in rows_of(zipped(parts))] == [1, 2, 3]


def test_hidden_sheets_are_not_read():
    book = openpyxl.Workbook()
    book.active.append(["secret"])
    book.active.sheet_state = "hidden"
    book.create_sheet("shown").append(["open"])

    with open_sheet(saved(book)) as sheet:
        assert list(sheet.tables) == ["shown"]


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def parts_of(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    parts = parts_of(workbook([["a"]]))
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet>" + b" " * 30_000_000
    bomb = zipped(parts)
    size = len(bomb.getvalue())
    begun = time.process_time()

    reason = why_not(bomb)

    assert time.process_time() - begun < 1
    assert reason == f"The workbook would unpack to 30 MB, {30_000_000 // size} times its size; that is too much."


def test_a_zip_that_lies_about_its_size_is_refused():
    file = zipped(parts_of(workbook([["a"]] * 2000)), zipfile.ZIP_DEFLATED)
    content = bytearray(file.getvalue())
    with zipfile.ZipFile(file) as archive:
        honest = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bytes(content).replace(struct.pack("<I", honest), struct.pack("<I", 10))

    assert why_not(io.BytesIO(lie)) == "This is not a workbook that can be read: a CSV or an XLSX file is expected."


def test_a_workbook_with_thousands_of_parts_is_refused():
    many = zipped({f"part{number}": b"" for number in range(5000)}, zipfile.ZIP_STORED)

    assert why_not(many) == "The workbook has too many parts."


def test_another_office_file_is_no_workbook():
    assert why_not(zipped({"word/document.xml": b"<w/>"})) == (
        "This is not a workbook that can be read: a CSV or an XLSX file is expected."
    )


ENTITIES = {
    "billion laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    "external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("doctype", ENTITIES.values(), ids=ENTITIES)
def test_entities_in_a_workbook_are_refused(part, doctype):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    parts = parts_of(file)
    parts[part] = b'<?xml version="1.0"?>' + doctype + parts[part].partition(b"?>")[2]

    assert why_not(zipped(parts)) == "This is not a workbook that can be read: a CSV or an XLSX file is expected."


def test_a_cell_far_to_the_right_is_refused():
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["ZZ1"] = "far"

    assert why_not(saved(book)) == "Row 1 has more than 200 columns."


def test_a_mark_in_the_last_row_of_a_worksheet_does_not_make_it_large():
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["A2"] = "b"
    book.active.cell(row=1_000_000, column=1).font = openpyxl.styles.Font(bold=True)

    assert rows_of(saved(book)) == [(1, ["a"]), (2, ["b"])]


def with_empty_rows(count):
    """A workbook in which rows without anything stand below the table."""
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["indicator", "value"])
    book.save(file)
    full = io.BytesIO()
    with zipfile.ZipFile(file) as plain, zipfile.ZipFile(full, "w") as archive:
        for name in plain.namelist():
            part = plain.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", b"<row/>" * count + b"</sheetData>")
            archive.writestr(name, part)
    full.seek(0)
    return full


def test_a_million_empty_rows_are_refused_before_they_are_read():
    begun = time.process_time()

    said = why_not(with_empty_rows(1_000_000))

    assert said == "The sheet has more than 20000 empty rows; delete them, those below the table too."
    assert time.process_time() - begun < 8


def test_some_empty_rows_are_nothing_to_refuse():
    assert rows_of(with_empty_rows(2_000)) == [(1, ["indicator", "value"])]


NO_WORKBOOK = "This is not a workbook that can be read: a CSV or an XLSX file is expected."


def with_sheet_xml(old, new, **options):
    """A workbook of one number, in whose worksheet something stands that programs do not write."""
    parts = parts_of(workbook([["a", "b"], ["x", 5.5]], **options))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert old in sheet
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet.replace(old, new)})


def test_a_number_too_large_for_any_computer_is_text():
    assert rows_of(with_sheet_xml(b"<v>5.5</v>", b"<v>1e999</v>"))[1] == (2, ["x", "inf"])


def test_a_style_that_the_workbook_does_not_have_is_refused():
    assert why_not(with_sheet_xml(b'<c r="B2"', b'<c s="999" r="B2"')) == NO_WORKBOOK


def test_a_row_beyond_the_last_of_any_worksheet_is_refused_at_once():
    begun = time.monotonic()

    assert why_not(with_sheet_xml(b'<row r="2"', b'<row r="9000000000"')) == NO_WORKBOOK
    assert time.monotonic() - begun < 5


def test_columns_hidden_beyond_the_last_that_is_read_cost_nothing():
    columns = b'<cols><col min="2" max="9000000000" hidden="1"/></cols><sheetData>'

    with open_sheet(with_sheet_xml(b"<sheetData>", columns)) as sheet:
        (table,) = sheet.tables.values()

        assert table.facts.hidden_columns == set(range(1, limits.MOST_COLUMNS))


def test_half_a_character_pair_is_marked_as_lost():
    assert rows_of(workbook([["a_xD800_", "_xD83D__xDE00_", "b_x0041_"]])) == [(1, ["a\ufffd", "\U0001f600", "bA"])]
