"""Every oddity of real files in one table: each is read right or refused clearly, and none is read wrong without a word."""

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from indicators.models import Commitment, Target, YearlyValue
from plans.models import Strategy
from tests.indicators.sheets.made_sheets import csv_file, load, saved, workbook

pytestmark = pytest.mark.django_db

HEADER = "戦略,基準,指標,単位,方向,年度,区分,値"


def row(value, unit="人", kind="実績", year="2023", indicator="参加者"):
    return f'教育,国際化,{indicator},{unit},up,{year},{kind},"{value}"'


# (printed, unit, kind): what it must become: state or comparator, value, a word of the note or warning
READ = [
    (("105※1", "人", "実績"), ("reported", "105", "※1")),
    (("30*", "人", "実績"), ("reported", "30", "*")),
    (("30 注1)", "人", "実績"), ("reported", "30", "注1")),
    (("30(注1)", "人", "実績"), ("reported", "30", "注1")),
    (("3割", "%", "実績"), ("reported", "30", "")),
    (("30人(うち女性12)", "人", "実績"), ("reported", "30", "うち女性12")),
    (("n.d.", "人", "実績"), ("not_collected", None, "")),
    (("#N/A", "人", "実績"), ("not_collected", None, "")),
    (("検討中", "人", "実績"), ("not_collected", None, "")),
    (("－(該当なし)", "人", "実績"), ("not_applicable", None, "")),
    (("＜5", "人", "実績"), ("withheld", None, "")),
    (("5未満", "人", "実績"), ("withheld", None, "")),
    (("累計60件", "件", "目標"), ("target", "60", "speaks of several years")),
    (("年平均15件", "件", "目標"), ("target", "15", "speaks of several years")),
    (("毎年度30", "件", "目標"), ("target", "30", "speaks of several years")),
    (("30(R4)", "人", "実績"), ("reported", "30", "The cell says FY2022")),
    (("△1.2", "%", "実績"), ("reported", "-1.2", "")),
    (("▲3", "%", "実績"), ("reported", "-3", "")),
    (("80.5%(速報値)", "%", "実績"), ("reported", "80.5", "")),
    (("約30", "人", "実績"), ("reported", "30", "")),
    (("30程度", "人", "実績"), ("reported", "30", "")),
    (("１，２３４", "人", "実績"), ("reported", "1234", "")),
    (("1,234千円", "百万円", "実績"), ("reported", "1.234", "")),
    (("12億円", "百万円", "実績"), ("reported", "1200", "")),
    (("30名", "人", "実績"), ("reported", "30", "")),
    (("5大学", "校", "実績"), ("reported", "5", "")),
    (("―", "人", "実績"), ("not_collected", None, "")),
    (("…", "人", "実績"), ("not_collected", None, "")),
]
NOTES = [
    "※1 留学生数は5月1日現在",
    "(出典)学校基本調査",
    "表2 研究",
    "注1) 速報値",
    "資料：大学基本情報",
    "備考",
    "小計",
    "合計",
    "計",
    "total",
]
DOES_NOT_FIT = [
    *(("1.5倍以上", "人", "目標"), ("2倍", "人", "実績"), ("6か月", "年", "実績"), ("3日", "時間", "実績")),
    *(
        ("1万円", "人", "実績"),
        ("5校", "人", "実績"),
        ("5ポイント", "%", "実績"),
        ("5%", "人", "実績"),
        ("30人", "%", "実績"),
    ),
]
REFUSED = [
    *((cell, "does not fit the unit") for cell in DOES_NOT_FIT),
    *((("10人以上", "人", kind), "is a bound, not a figure") for kind in ("実績", "見込", "基準値")),
    (("5件未満", "件", "実績"), "is a bound, not a figure"),
    *(((cell, "件", "実績"), "yes_no") for cell in ("達成", "○", "実施")),
    (("A判定", "件", "実績"), "“grade”"),
    (("増加", "件", "実績"), "“text”"),
    *(((cell, "人", "実績"), "cannot be read as one figure") for cell in ("1 234", "12a", "月2件", "30/40", "1.2.3")),
    *(((cell, "人", "実績"), "neither a figure nor") for cell in ("TRUE年", "#REF!", "なし")),
    *(((cell, "人", "実績"), "digits that are neither") for cell in ("①", "٣")),
    (("三十", "人", "実績"), "neither a figure nor"),
    (("1,23", "人", "実績"), "comma"),
    (("+5", "人", "実績"), "may mean a change"),
    (("30(1)", "人", "実績"), "may be another figure"),
    (("5%増", "%", "実績"), "cannot be read as one figure"),
    (("NaN", "人", "実績"), "finite"),
]
YEARS = [
    *(("FY23", 2023), ("2023年度末", 2023), ("2023(見込)", 2023), ("23年度", 2023), ("令和5年度", 2023), ("R5", 2023)),
    *(("H30", 2018), ("H31", 2019), ("R1", 2019), ("FY2023", 2023), ("2023/24", 2023), ("平成35年度", 2023)),
]
NO_YEARS = [
    "2013 Q1",
    "Q1",
    "上期",
    "第4期",
    "R4-R9",
    "45017",
    "2007/08 to 2008/09",
    "2023～2024",
    "5年度",
    "soon",
    "2023-2027",
]


def stored(kind):
    if kind == "目標":
        target = Target.objects.get()
        return "target", f"{target.value:f}", target.note
    value = YearlyValue.objects.get()
    return value.state, None if value.value is None else f"{value.value:f}", value.note


@pytest.mark.parametrize(("cell", "became"), READ, ids=lambda part: "·".join(map(str, part)))
def test_a_cell_that_is_read_is_read_right(cell, became):
    printed, unit, kind = cell
    report = load(csv_file(HEADER, row(printed, unit, kind)))

    state, value, note = stored(kind)
    said = " ".join([note, *(one.reason for one in report.warnings)])
    assert (state, value, became[2] in said) == (became[0], became[1], True)


@pytest.mark.parametrize(
    ("cell", "reason"), REFUSED, ids=lambda part: part if isinstance(part, str) else "·".join(part)
)
def test_a_cell_that_is_not_understood_is_refused_by_name(cell, reason):
    printed, unit, kind = cell
    report = load(csv_file(HEADER, row(printed, unit, kind)))

    assert [(one.row, one.column, one.value) for one in report.rows_refused] == [(2, "値", printed)]
    assert reason in report.rows_refused[0].reason
    assert YearlyValue.objects.count() + Target.objects.count() + Commitment.objects.count() == 0


@pytest.mark.parametrize(("year", "became"), YEARS)
def test_a_year_that_is_read_is_read_right(year, became):
    load(csv_file(HEADER, row(30, year=year)))

    assert YearlyValue.objects.get().fiscal_year == became


@pytest.mark.parametrize("year", NO_YEARS)
def test_what_only_looks_like_a_year_is_refused_by_name(year):
    report = load(csv_file(HEADER, row(30, year=year)))

    assert [(one.row, one.column, one.value) for one in report.rows_refused] == [(2, "年度", year)]


@pytest.mark.parametrize("text", NOTES)
@pytest.mark.parametrize("column", range(3))
def test_a_row_that_is_no_part_of_the_table_is_skipped_by_name(text, column):
    beside = ["", "", "", "", "", "", "", ""]
    beside[column] = text

    report = load(csv_file(HEADER, row(30), ",".join(beside)))

    assert [(one.row, one.value) for one in report.rows_skipped] == [(3, text)]
    assert (Strategy.objects.count(), Commitment.objects.count()) == (1, 1)


def cells(change, formats=None):
    book = openpyxl.Workbook()
    for line in (
        ["戦略", "指標", "単位", "R4", "R5"],
        ["教育", "参加者", "人", 10, 11],
        ["教育", "登録者", "人", 5, 6],
    ):
        book.active.append(line)
    change(book.active)
    return saved(book)


def hide_row(sheet):
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet):
    sheet.column_dimensions["D"].hidden = True


def strike(sheet):
    sheet["D2"].font = Font(strike=True)


def comment(sheet):
    sheet["D2"].comment = Comment("105に訂正", "office")


def formula(sheet):
    sheet["D2"] = "=1+2"


def unheaded(sheet):
    sheet["D1"] = None


def second_table(sheet):
    for line in (["表2"], ["指標", "R6", "R7"], ["論文", 1, 2]):
        sheet.append(line)


def fraction(sheet):
    for address, value in {"C2": "%", "D2": 35.0, "E2": 0.305}.items():
        sheet[address] = value


LOOKED_AT = [
    (hide_row, "is hidden"),
    (hide_column, "is hidden"),
    (strike, "struck through"),
    (comment, "105に訂正"),
    (formula, "Cell D2 holds a formula without a result"),
    (unheaded, "Column D has no heading"),
    (second_table, "header of another table"),
    (fraction, "is beside"),
]


@pytest.mark.parametrize(("change", "word"), LOOKED_AT, ids=lambda part: getattr(part, "__name__", ""))
def test_what_a_person_would_overlook_in_a_workbook_is_said(change, word):
    report = load(cells(change))

    said = [report.error, *(one.reason for one in (*report.warnings, *report.rows_refused))]
    assert any(word in reason for reason in said)


FORMATS = [
    (30.5, '0.0"%"', "%", "30.5"),
    (30.5, r"0.0\%", "%", "30.5"),
    (0.305, "0.0%", "%", "30.5"),
    (1234567, "#,##0,", "千円", "1234.567"),
    (1234567890, "#,##0,,", "百万円", "1234.56789"),
    (-12, "#,##0;▲#,##0", "人", "-12"),
    (30, '0"人"', "人", "30"),
    (0.1 + 0.2, "General", "件/人", "0.3"),
]


@pytest.mark.parametrize(("value", "number_format", "unit", "became"), FORMATS)
def test_a_number_with_a_format_is_read_as_it_is_seen(value, number_format, unit, became):
    rows = [["指標", "単位", "年度", "実績"], ["参加", unit, 2023, value]]
    load(workbook(rows, formats={"D2": number_format}))

    assert f"{YearlyValue.objects.get().value:f}" == became
