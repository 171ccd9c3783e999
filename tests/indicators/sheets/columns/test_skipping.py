"""Rows and columns that stand in a table and hold none of its figures."""

import pytest

from indicators.models import Indicator, Target, YearlyValue
from plans.models import Strategy
from tests.indicators.sheets.made_sheets import csv_file, figure, load, skipped, sums, tidy, warnings, workbook

pytestmark = pytest.mark.django_db

NOTES = [
    "※1 留学生数は5月1日現在",
    "（注）速報値を含む",
    "注1) 小数点以下は四捨五入",
    "注：本務者のみ",
    "出典：学校基本調査",
    "（出典）学校基本調査",
    "資料 大学基本情報",
    "備考",
    "* without visitors",
    "＊ 延べ人数",
    "Note: as of May",
    "Source: School Basic Survey",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_footnote_below_a_table_is_no_strategy(note):
    report = load(tidy(figure("2022,actual,5", indicator="Papers", unit=""), f'"{note}",,,,,,,,'))

    assert sums(report) == (2, 1, 0, 0)
    assert skipped(report) == [(3, "strategy", note, "A footnote or a source.")]
    assert list(Strategy.objects.values_list("name_en", flat=True)) == ["Teach"]


def test_a_note_in_two_cells_and_one_beside_the_names_are_footnotes_too():
    report = load(
        workbook(
            [
                ["戦略", "指標", "2022", "2023"],
                ["教育", "参加率", 90, 91],
                ["※1", "5月1日現在"],
                [None, None, "(注)速報"],
                [None, None, None, None, None, "要確認"],
            ]
        )
    )

    assert [(row, column, value) for row, column, value, _reason in skipped(report)] == [
        (3, "戦略", "※1"),
        (4, "2022", "(注)速報"),
        (5, "", "要確認"),
    ]
    assert sums(report) == (5, 2, 0, 0)


NAMES = ["注目される研究の推進", "資料館の整備", "出典明示の徹底", "図書館の充実", "表現力の育成"]


@pytest.mark.parametrize("name", NAMES)
def test_a_strategy_that_only_begins_like_a_note_is_one(name):
    report = load(tidy(figure("2022,actual,5", unit=""), f"{name},,,,,,,,"))

    assert skipped(report) == []
    assert Strategy.objects.filter(name_ja=name).exists()


def test_a_name_with_nothing_below_it_is_doubted_where_others_have_figures():
    report = load(tidy(figure("2022,actual,5", unit=""), "Second table,,,,,,,,"))

    assert warnings(report) == [
        (3, "strategy", "Nothing is measured below it: is it a heading or a remark?"),
    ]


def test_a_plan_of_names_alone_is_not_doubted():
    assert [row for row, *_rest in warnings(load(tidy("Teach,,,,,,,,", "Research,,,,,,,,")))] == [0]


TOTALS = ["小計", "合計", "計", "合　計", "総計", "Total", "TOTAL", "Subtotal"]


@pytest.mark.parametrize("name", TOTALS)
@pytest.mark.parametrize("row", ["{},,,,人,up,2022,actual,9", "Teach,Courses,English,{},人,up,2022,actual,9"])
def test_a_total_is_no_indicator(name, row):
    report = load(tidy(figure("2022,actual,5", unit="人"), row.format(name)))

    assert sums(report) == (2, 1, 0, 0)
    assert [(row, value, reason) for row, _column, value, reason in skipped(report)] == [
        (3, name, "A total of other rows.")
    ]
    assert YearlyValue.objects.get().value == 5


def test_a_total_between_rows_with_years_across_passes_nothing_on():
    rows = [
        ["戦略", "指標", "区分", 2022, 2023],
        ["教育", "派遣学生数", "実績", 5, 6],
        ["小計", None, "実績", 5, 6],
        [None, "共著論文", "実績", 7, 8],
    ]

    report = load(workbook(rows))

    assert skipped(report) == [(3, "戦略", "小計", "A total of other rows.")]
    assert list(Indicator.objects.values_list("commitments__standard__strategy__name_ja", flat=True)) == [
        "教育",
        "教育",
    ]


def test_a_total_with_a_code_of_its_own_is_an_indicator():
    report = load(csv_file("indicator,indicator_code,unit,year,value", "合計,T1,人,2022,5"))

    assert (skipped(report), sums(report)) == ([], (1, 1, 0, 0))


def test_the_title_and_header_of_a_further_table_are_not_read_as_rows():
    header = ["戦略", "指標", "2022年度", None, "2023年度", None]
    kinds = [None, None, "目標", "実績", "目標", "実績"]
    rows = [
        ["表1 教育"],
        header,
        kinds,
        ["教育", "参加率", 90, 91, 92, 93],
        ["表2　研究"],
        header,
        kinds,
        ["研究", "論文数", 10, 11, 12, 13],
    ]

    report = load(workbook(rows))

    assert [(row, reason) for row, _column, _value, reason in skipped(report)] == [
        (5, "The title of a further table."),
        (6, "The header once more."),
        (7, "The header once more."),
    ]
    assert list(Strategy.objects.values_list("name_ja", flat=True)) == ["教育", "研究"]
    assert Target.objects.count() == 4


def test_a_second_table_with_other_columns_is_refused_as_what_it_is():
    rows = [["指標", "R4", "R5"], ["参加率", 90, 91], ["表2"], ["指標", "R6", "R7"], ["論文数", 10, 11]]

    assert load(workbook(rows)).error == (
        "Row 4 is the header of another table: put it into a file or a sheet of its own."
    )


def test_a_rate_of_achievement_under_each_year_is_left_out_with_a_word():
    rows = [
        ["指標", "単位", "2022年度", None, None, "2023年度", None, None, None],
        [None, None, "目標", "実績", "達成率", "目標", "実績", "達成率", "備考"],
        ["参加者", "人", 100, 98, "98%", 110, 115, 1.045, "好調"],
    ]

    report = load(workbook(rows, merged=["C1:E1", "F1:I1"]))

    assert list(Target.objects.values_list("fiscal_year", "value")) == [(2022, 100), (2023, 110)]
    assert list(YearlyValue.objects.values_list("fiscal_year", "value")) == [(2022, 98), (2023, 115)]
    assert next((one.value, one.reason) for one in report.warnings) == (
        "2022年度 達成率, 2023年度 達成率, 2023年度 備考",
        "These columns hold no figures and were not read; a mapping can say what they are.",
    )


OTHERS = ["No.", "番号", "№", "達成率", "達成率(%)", "達成度", "達成状況", "自己評価", "判定", "進捗率", "前年度比"]


@pytest.mark.parametrize("heading", OTHERS)
def test_columns_that_plans_often_have_do_not_refuse_a_file(heading):
    report = load(csv_file(f"{heading},指標,単位,年度,実績", "1,参加者,人,2022,5"))

    assert sums(report) == (1, 1, 0, 0)
    assert [one.value for one in report.warnings if not one.column] == [heading]


def test_a_mapping_still_says_what_such_a_column_is():
    load(csv_file("達成状況,指標,単位,年度,実績", "順調,参加者,人,2022,5"), mapping={"達成状況": "note"})

    assert YearlyValue.objects.get().note == "順調"


def test_a_file_that_breaks_far_below_its_header_is_refused_in_one_sentence():
    rows = [figure(f"2022,actual,{number}", indicator=f"I{number}", unit="") for number in range(60)]

    report = load(tidy(*rows, 'Teach,"open'))

    assert report.error == "Line 62 is not valid CSV (unexpected end of data): is a quotation mark left open?"
