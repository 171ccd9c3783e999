"""Workbooks as offices make them: merged and hidden cells, formats, formulas, comments, struck-through figures."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font

from indicators.models import Commitment, Indicator, Target, YearlyValue
from plans.models import Standard, Strategy
from tests.indicators.sheets.made_sheets import csv_file, load, refusals, saved, skipped, sums, warnings, workbook

pytestmark = pytest.mark.django_db

HEADER = ["戦略", "基準", "指標", "単位", "年度", "目標", "実績"]
MERGED_ROWS = [
    HEADER,
    ["教育", "1-1 国際化", "派遣学生数", "人", 2022, 10, 9],
    [None, None, None, None, 2023, 12, 11],
    [None, "1-2 授業", "英語科目", "科目", 2022, 5, 4],
    ["研究", "2-1 論文", "共著論文", "件", 2022, 7, 8],
    [None, None, None, None, 2023, 9, 9],
]
NEITHER = (
    "The row names neither a strategy nor a standard, measure or indicator;"
    " cells left blank are not filled in from above."
)
MERGES = ["A2:A4", "A5:A6", "B2:B3", "B5:B6", "C2:C3", "C5:C6", "D2:D3", "D5:D6"]


def where():
    places = Commitment.objects.order_by("id").values_list(
        "standard__strategy__name_ja", "standard__name_ja", "indicator__name_ja"
    )
    return list(places)


def test_merged_cells_are_filled_where_years_stand_in_a_column():
    report = load(workbook(MERGED_ROWS, merged=MERGES))

    assert sums(report) == (10, 10, 0, 0)
    assert [row for row, column, _reason in warnings(report) if row and column != "direction"] == []
    assert where() == [
        ("教育", "1-1 国際化", "派遣学生数"),
        ("教育", "1-2 授業", "英語科目"),
        ("研究", "2-1 論文", "共著論文"),
    ]
    assert (Strategy.objects.count(), Standard.objects.count()) == (2, 3)
    assert sums(load(workbook(MERGED_ROWS, merged=MERGES))) == (10, 0, 10, 0)


def test_the_same_rows_without_merged_cells_are_doubted_row_by_row():
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in MERGED_ROWS[:4]]
    lines[2] = ",,派遣学生数,人,2023,12,11"

    report = load(csv_file(*lines))

    doubt = next(one for one in report.warnings if one.column == "戦略")
    assert (doubt.row, doubt.reason) == (
        3,
        "Left blank below “教育”: it was not filled in, and is read as one without a name.",
    )
    assert doubt.rows == (3, 4)


def test_a_row_without_any_name_says_that_blanks_are_not_filled_in():
    report = load(csv_file("戦略,指標,年度,実績", "教育,派遣学生数,2022,9", ",,2023,11"))

    assert [reason for *_where, reason in refusals(report)] == [NEITHER]


def test_a_total_inside_merged_cells_does_not_end_them():
    rows = [
        ["戦略", "指標", "単位", "年度", "実績"],
        ["教育", "派遣学生数", "人", 2022, 9],
        [None, "小計", None, 2022, 9],
        [None, "英語科目", "科目", 2022, 4],
    ]

    report = load(workbook(rows, merged=["A2:A4"]))

    assert [row for row, *_rest in skipped(report)] == [3]
    assert [strategy for strategy, *_rest in where()] == ["教育", "教育"]


@pytest.mark.parametrize("area", ["F2:F3", "F2:G2"])
def test_a_merged_figure_is_read_once_and_doubted(area):
    rows = [HEADER, ["教育", "A", "派遣", "人", 2022, 10, None], ["教育", "A", "派遣", "人", 2023, None, 11]]

    report = load(workbook(rows, merged=[area]))

    assert list(Target.objects.values_list("fiscal_year", "value")) == [(2022, 10)]
    assert (2, "目標", "The cell is merged with others; its figure was read for the first one only.") in warnings(
        report
    )


# Numbers as they are seen


def one_figure(value, number_format, unit="%"):
    rows = [["指標", "単位", "年度", "実績"], ["参加率", unit, 2022, value]]
    return workbook(rows, formats={"D2": number_format})


SEEN = [
    (30.5, '0.0"%"', "%", "30.5"),
    (30.5, r"0.0\%", "%", "30.5"),
    (0.305, "0.0%", "%", "30.5"),
    (1_234_567, "#,##0,", "千円", "1234.567"),
    (1_234_567_890, "#,##0,,", "百万円", "1234.56789"),
    (30, '0"人"', "人", "30"),
    (1.5, '0.0"億円"', "百万円", "150"),
]


@pytest.mark.parametrize(("value", "number_format", "unit", "stored"), SEEN)
def test_a_number_is_read_as_its_format_shows_it(value, number_format, unit, stored):
    load(one_figure(value, number_format, unit))

    assert str(YearlyValue.objects.get().value) == stored


def test_a_unit_in_a_format_must_fit_the_one_of_the_indicator():
    report = load(one_figure(2, '0"倍"', "人"))

    assert [(row, column, value, reason) for row, column, value, reason in refusals(report)] == [
        (2, "実績", "2倍", "“2倍” does not fit the unit 人.")
    ]


DECIMALS = [
    (1 / 3, "0.0%", 1, "33.3333333333"),
    (100 / 3, "0.00", 2, "33.3333333333"),
    (100 / 3, "0", 0, "33.3333333333"),
    (100 / 3, "General", 2, "33.3333333333"),
    (33.25, "General", 2, "33.25"),
    (95, "0.0", 1, "95.0"),
    (1_234_567, "#,##0,", 0, "1234.567"),
]


@pytest.mark.parametrize(("value", "number_format", "decimals", "stored"), DECIMALS)
def test_the_format_says_how_many_decimals_are_shown_and_all_are_kept(value, number_format, decimals, stored):
    load(one_figure(value, number_format, "%" if "%" in number_format else ""))

    assert (Indicator.objects.get().decimals, str(YearlyValue.objects.get().value)) == (decimals, stored)


# Formulas


@pytest.mark.parametrize(
    ("header", "row", "address"),
    [
        (["指標", "年度", "実績"], ["参加者", 2022, "=1+1"], "C2"),
        (["指標", "R4", "R5"], ["参加者", 5, "=B2+1"], "C2"),
        (["指標", "年度", "実績"], ["=A1", 2022, 5], "A2"),
    ],
)
def test_a_formula_without_a_result_is_named_by_its_address(header, row, address):
    report = load(workbook([header, row]))

    assert [reason for *_where, reason in refusals(report)] == [
        f"Cell {address} holds a formula without a result: open the file in a spreadsheet program and save it."
    ]


def test_a_heading_that_was_never_computed_refuses_the_file():
    report = load(workbook([["指標", 2022, "=B1+1"], ["参加者", 5, 6]]))

    assert report.error == (
        "Cell C1 holds a formula without a result: open the file in a spreadsheet program and save it."
    )


def written(result, *, computes_again):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["指標", "年度", "実績"])
        sheet.write_row(1, 0, ["参加者", 2022])
        sheet.write_formula(1, 2, "=2+3", None, result)
    return file if computes_again else without_the_order_to_compute(file)


def without_the_order_to_compute(file):
    """As Excel writes it: results are good, and an empty text is one of them."""
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            content = archive.read(name).replace(b' fullCalcOnLoad="1"', b"")
            copy.writestr(name, content.replace(b'<c r="C2"><f>2+3</f><v></v>', b'<c r="C2" t="str"><f>2+3</f><v></v>'))
    return changed


@pytest.mark.parametrize(("result", "computes_again"), [(5, True), (5, False), (0, False)])
def test_a_formula_with_a_result_is_its_result(result, computes_again):
    load(written(result, computes_again=computes_again))

    assert YearlyValue.objects.get().value == result


def test_a_zero_that_only_waits_to_be_computed_is_no_result():
    assert [value for _row, _column, value, _reason in refusals(load(written(0, computes_again=True)))] == [""]


def test_a_formula_whose_result_is_an_empty_text_is_a_blank():
    assert sums(load(written("", computes_again=False))) == (1, 1, 0, 0)
    assert YearlyValue.objects.count() == 0


# What is easily overlooked


def small_book():
    book = openpyxl.Workbook()
    for row in (["指標", "R4", "R5"], ["参加者", 105, 110], ["登録者", 7, 8]):
        book.active.append(row)
    return book


def test_hidden_rows_and_columns_are_read_with_a_word():
    book = small_book()
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True

    report = load(saved(book))

    assert sums(report) == (4, 4, 0, 0)
    assert [(row, column, reason) for row, column, reason in warnings(report) if row] == [
        (2, "R4", "Column B is hidden; it was read like the others."),
        (3, "", "The row is hidden; it was read like the others."),
    ]


def test_a_cell_that_is_struck_through_is_read_with_a_word():
    book = small_book()
    book.active["B2"].font = Font(strike=True)

    report = load(saved(book))

    assert [(row, column, reason) for row, column, reason in warnings(report) if row] == [
        (2, "R4", "The cell is struck through; it was read like the others.")
    ]


def test_what_is_struck_through_inside_a_cell_is_not_read():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, struck, plain = book.add_worksheet(), book.add_format({"font_strikeout": True}), book.add_format()
        sheet.write_row(0, 0, ["指標", "年度", "実績"])
        sheet.write_row(1, 0, ["参加者", 2022])
        sheet.write_rich_string(1, 2, struck, "100", plain, "105")

    report = load(file)

    assert YearlyValue.objects.get().value == 105
    assert (2, "実績", "“100” is struck through and was not read.") in warnings(report)


def test_a_comment_on_a_figure_is_shown():
    book = small_book()
    book.active["B2"].comment = Comment("105に訂正\n(4月)", "office")
    book.active["A1"].comment = Comment("in the header", "office")

    report = load(saved(book))

    assert [(row, column, reason) for row, column, reason in warnings(report) if row] == [
        (2, "R4", "The cell has a comment, which was not read: “105に訂正 (4月)”")
    ]


def test_a_column_without_a_heading_is_told_of():
    report = load(workbook([["指標", "R4", None, "R5"], ["参加者", 5, 6, 7], ["登録者", 5, 6, 7]]))

    assert [(row, reason) for row, _column, reason in warnings(report) if row] == [
        (2, "Column C has no heading and was not read.")
    ]
    assert Decimal(6) not in set(YearlyValue.objects.values_list("value", flat=True))
