import openpyxl
import pytest

from indicators.sheets.columns.headings import FIELDS
from indicators.sheets.columns.layouts import choose_table
from indicators.sheets.columns.mapping import Mapping
from indicators.sheets.columns.sheet_figures import BREAKDOWNS, sheet_figures
from indicators.sheets.files.reading import open_sheet
from indicators.sheets.rows.cells import Cells
from plans.sheets.limits import UnreadableError
from tests.indicators.sheets.made_sheets import HEADER, csv_file, figure, saved, tidy, workbook


def read(source, mapping=None):
    """(row, heading, the texts that are not blank) of each figure of a sheet."""
    with open_sheet(source) as sheet:
        table, layout = choose_table(sheet, Mapping.of(mapping))
        return [
            (one.row, one.heading, {name: text for name, text in zip(FIELDS, one.texts, strict=True) if text})
            for one in sheet_figures(table, layout)
        ]


def why_not(source, mapping=None):
    with pytest.raises(UnreadableError) as refused:
        read(source, mapping)
    return str(refused.value)


def test_a_tidy_sheet_may_leave_columns_out_and_order_them_as_it_likes():
    assert read(csv_file("値,指標,年度,区分", "95%,参加率,2023,実績")) == [
        (2, "値", {"indicator": "参加率", "fiscal_year": "2023", "kind": "実績", "value": "95%"})
    ]


def test_titles_above_the_header_are_not_read():
    sheet = csv_file("中期計画 進捗管理表,,", ",,2024年6月作成", "指標,年度,値", "参加率,2023,95")

    assert read(sheet) == [(4, "値", {"indicator": "参加率", "fiscal_year": "2023", "value": "95"})]


def test_kinds_may_have_columns_of_their_own():
    assert read(csv_file("指標,年度,目標,実績", "参加率,2023,95,91", "参加率,2024,96,")) == [
        (2, "目標", {"indicator": "参加率", "fiscal_year": "2023", "kind": "target", "value": "95"}),
        (2, "実績", {"indicator": "参加率", "fiscal_year": "2023", "kind": "actual", "value": "91"}),
        (3, "目標", {"indicator": "参加率", "fiscal_year": "2024", "kind": "target", "value": "96"}),
    ]


def test_years_may_run_across_with_a_target_row_over_an_actual_row():
    rows = [
        ["戦略", "施策", "指標", None, 2022, 2023, 2024],
        ["教育", "FD", "1 開催回数", "数値イメージ", "年6回", "年6回以上", "年7回以上"],
        [None, None, None, "達成値", 6, 8, None],
        [None, None, "2 参加率", "数値イメージ", None, "95.0%", "98.0%"],
        [None, None, None, "達成値", "95%(見込)", None, None],
        [None, "IR", "1 回答率", "数値イメージ", None, "60.0%", "63.0%"],
        [None, None, None, "達成値", "57.0%", None, None],
        ["研究", None, "論文数", "達成値", 10, None, None],
    ]
    merged = ["A2:A7", "B2:B5", "C2:C3", "C4:C5", "B6:B7", "C6:C7", "C1:D1"]

    found = read(workbook(rows, merged=merged))

    assert [
        (row, heading, *(texts.get(name, "") for name in ("strategy", "measure", "indicator", "kind", "value")))
        for row, heading, texts in found
    ] == [
        (2, "2022", "教育", "FD", "1 開催回数", "数値イメージ", "年6回"),
        (2, "2023", "教育", "FD", "1 開催回数", "数値イメージ", "年6回以上"),
        (2, "2024", "教育", "FD", "1 開催回数", "数値イメージ", "年7回以上"),
        (3, "2022", "教育", "FD", "1 開催回数", "達成値", "6"),
        (3, "2023", "教育", "FD", "1 開催回数", "達成値", "8"),
        (4, "2023", "教育", "FD", "2 参加率", "数値イメージ", "95.0%"),
        (4, "2024", "教育", "FD", "2 参加率", "数値イメージ", "98.0%"),
        (5, "2022", "教育", "FD", "2 参加率", "達成値", "95%(見込)"),
        (6, "2023", "教育", "IR", "1 回答率", "数値イメージ", "60.0%"),
        (6, "2024", "教育", "IR", "1 回答率", "数値イメージ", "63.0%"),
        (7, "2022", "教育", "IR", "1 回答率", "達成値", "57.0%"),
        (8, "2022", "研究", "", "論文数", "達成値", "10"),
    ]


def test_a_header_may_stand_over_two_rows():
    rows = [
        ["指標", "単位", "2022年度", None, "2023年度", None],
        [None, None, "目標", "実績", "目標", "実績"],
        ["参加率", "%", 95, 91, 96, None],
    ]

    assert read(workbook(rows, merged=["C1:D1", "E1:F1"])) == [
        (
            3,
            "2022年度 目標",
            {"indicator": "参加率", "unit": "%", "fiscal_year": "2022", "kind": "target", "value": "95"},
        ),
        (
            3,
            "2022年度 実績",
            {"indicator": "参加率", "unit": "%", "fiscal_year": "2022", "kind": "actual", "value": "91"},
        ),
        (
            3,
            "2023年度 目標",
            {"indicator": "参加率", "unit": "%", "fiscal_year": "2023", "kind": "target", "value": "96"},
        ),
    ]


def test_a_wide_row_without_figures_still_names_its_indicator():
    assert read(csv_file("指標,区分,2022,2023", "参加率,実績,,")) == [(2, "指標", {"indicator": "参加率"})]


def test_a_blank_in_a_tidy_sheet_is_a_blank():
    found = read(csv_file("strategy,standard,indicator,year,value", "A,B,C,2022,1", "A,,,,"))

    assert found[1] == (3, "value", {"strategy": "A"})


def test_unknown_columns_are_named():
    assert why_not(csv_file("indicator,year,value,Foo,Bar", "a,2022,1,x,y")) == (
        "Columns not recognised: “Foo”, “Bar”. Ignore them or choose a field."
    )
    assert why_not(csv_file("Country,Time,Obs", "JP,2022,1")) == (
        "Columns not recognised: “Country”, “Time”, “Obs”. Ignore them or choose a field."
    )


def test_a_second_column_of_the_same_field_is_an_unknown_one():
    assert why_not(csv_file("indicator,year,年度,value", "a,2022,2022,1")) == (
        "Columns not recognised: “年度”. Ignore them or choose a field."
    )


@pytest.mark.parametrize("header", ["戦略,施策,取組,指標,年度,値", "戦略,施策,事業,指標,年度,値"])
def test_beside_the_level_below_it_shisaku_is_the_middle_level(header):
    assert read(csv_file(header, "A,B,C,D,2022,5")) == [
        (
            2,
            "値",
            {"strategy": "A", "standard": "B", "measure": "C", "indicator": "D", "fiscal_year": "2022", "value": "5"},
        )
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("施策番号,施策,取組,指標,年度,値", {"standard_code": "1"}),
        ("施策番号,施策,取組番号,取組,指標,年度,値", {"standard_code": "1", "measure_code": "11"}),
        ("取組番号,取組,施策番号,施策,指標,年度,値", {"standard_code": "1", "measure_code": "11"}),
        ("施策番号,施策,指標,年度,値", {"measure_code": "1"}),
        ("施策,施策(英),取組,指標,年度,値", {"standard_en": "E"}),
    ],
)
def test_codes_and_english_go_with_the_level_of_their_name(header, said):
    cells = {"施策番号": "1", "取組番号": "11", "施策(英)": "E", "年度": "2022", "値": "5"}
    sheet = csv_file(header, ",".join(cells.get(heading, heading) for heading in header.split(",")))

    ((_row, _heading, texts),) = read(sheet)

    assert {name: text for name, text in texts.items() if name.endswith(("_code", "_en"))} == said


def test_a_mapping_says_of_which_level_a_code_is():
    sheet = csv_file("施策番号,施策,取組,指標,年度,値", "1,B,C,D,2022,5")

    assert read(sheet, {"施策番号": "measure_code"})[0][2]["measure_code"] == "1"


def test_two_columns_of_measures_are_a_riddle_still():
    assert why_not(csv_file("戦略,基準,取組,事業,指標", "A,B,C,D,E")).startswith("Columns not recognised: “事業”.")


def test_a_mapping_says_what_a_column_is():
    mapping = {
        "Series": "indicator",
        "Time": "fiscal_year",
        "Obs": "value",
        "Sex": "breakdown",
        "Level": "breakdown:degree",
        "x": "",
    }
    sheet = csv_file("Series,Time,Obs,Sex,Level,x", "Students,2022,5,f,master,?", "Students,2022,9,,,?")

    assert read(sheet, mapping) == [
        (
            2,
            "Obs",
            {
                "indicator": "Students",
                "fiscal_year": "2022",
                "value": "5",
                "breakdown": (("Sex", "f"), ("degree", "master")),
            },
        ),
        (3, "Obs", {"indicator": "Students", "fiscal_year": "2022", "value": "9"}),
    ]


def test_a_mapping_may_turn_a_column_into_a_kind_of_value():
    assert read(csv_file("指標,年度,計画A", "参加率,2023,95"), {"計画A": "目標"}) == [
        (2, "計画A", {"indicator": "参加率", "fiscal_year": "2023", "kind": "target", "value": "95"})
    ]


YEAR_TARGETS = [
    {"fiscal_year": 2027, "kind": "target"},
    {"fiscal_year": "R9", "kind": "目標"},
    "2027 target",
    "R9目標",
    "target (FY2027)",
]


@pytest.mark.parametrize("target", YEAR_TARGETS)
def test_a_mapping_says_which_year_and_kind_a_column_is_of(target):
    assert read(csv_file("指標,2022実績,R9(最終)", "参加率,50,95"), {"R9(最終)": target}) == [
        (2, "2022実績", {"indicator": "参加率", "fiscal_year": "2022", "kind": "actual", "value": "50"}),
        (2, "R9(最終)", {"indicator": "参加率", "fiscal_year": "2027", "kind": "target", "value": "95"}),
    ]


@pytest.mark.parametrize("year", ["2027", {"fiscal_year": 2027}])
def test_a_year_without_a_kind_leaves_the_kind_to_the_rows(year):
    assert read(csv_file("指標,区分,最終年", "参加率,目標,95"), {"最終年": year}) == [
        (2, "最終年", {"indicator": "参加率", "fiscal_year": "2027", "kind": "目標", "value": "95"}),
    ]


def test_a_year_may_be_mapped_over_two_kinds_below_it():
    sheet = csv_file("指標,R4,,R9(最終),", ",目標,実績,目標,実績", "参加率,1,2,3,4")

    assert [texts for _row, _heading, texts in read(sheet, {"R9(最終)": {"fiscal_year": 2027}})] == [
        {"indicator": "参加率", "fiscal_year": year, "kind": kind, "value": value}
        for year, kind, value in (
            ("2022", "target", "1"),
            ("2022", "actual", "2"),
            ("2027", "target", "3"),
            ("2027", "actual", "4"),
        )
    ]


def test_a_default_fills_what_rows_leave_blank_and_nothing_else():
    sheet = csv_file("指標,方向,値", "参加率,,5", "欠席率,down,9")

    assert read(sheet, {"defaults": {"fiscal_year": 2023, "direction": "up", "区分": "実績"}}) == [
        (2, "値", {"indicator": "参加率", "direction": "up", "fiscal_year": "2023", "kind": "実績", "value": "5"}),
        (3, "値", {"indicator": "欠席率", "direction": "down", "fiscal_year": "2023", "kind": "実績", "value": "9"}),
    ]


def test_a_default_of_zero_is_one():
    assert read(csv_file("指標,年度,値", "参加率,2022,5.5"), {"defaults": {"decimals": 0, "tolerance": None}}) == [
        (2, "値", {"indicator": "参加率", "fiscal_year": "2022", "value": "5.5", "decimals": "0"})
    ]


def test_a_default_may_be_the_only_indicator_of_a_sheet():
    assert read(csv_file("年度,値", "2022,5"), {"defaults": {"indicator": "参加率"}}) == [
        (2, "値", {"indicator": "参加率", "fiscal_year": "2022", "value": "5"})
    ]


def test_a_column_mapped_to_breakdown_may_name_the_dimensions_in_its_cells():
    header = f"dimension,{HEADER}"
    rows = ["sex=f; degree=master," + figure("2022,actual,1"), "staff," + figure("2022,actual,2")]

    with open_sheet(tidy(*rows, header=header)) as sheet:
        found = [
            one.texts[BREAKDOWNS] for one in sheet_figures(*choose_table(sheet, Mapping.of({"dimension": "breakdown"})))
        ]

    assert [Cells().breakdown(cell) for cell in found] == [
        (("degree", "master"), ("sex", "f")),
        (("dimension", "staff"),),
    ]


def test_unknown_columns_are_left_out_where_that_is_asked_for():
    mapping = {"ignore_unknown": True}

    assert read(csv_file("indicator,Foo,year,value", "a,?,2022,1"), mapping) == [
        (2, "value", {"indicator": "a", "fiscal_year": "2022", "value": "1"})
    ]


def test_a_mapping_chooses_the_row_of_the_header():
    sheet = csv_file("indicator,year,value", "a,2021,1", "KPI,FY,figure", "b,2022,2")

    assert read(sheet, {"header_row": 3}) == [(4, "figure", {"indicator": "b", "fiscal_year": "2022", "value": "2"})]
    assert why_not(sheet, {"header_row": 2}).startswith("Columns not recognised: “a”, “2021”, “1”.")
    assert why_not(sheet, {"header_row": "first"}) == "“first” is not a row number."
    assert why_not(sheet, {"header_row": 10**19}) == f"“{10**19}” is not a row number."
    assert why_not(sheet, {"header_row": 1_000_000}) == "Row 1000000 of the file is blank."


BAD_MAPPINGS = [
    ({"Foo": "2027 total"}, "The mapping says that “Foo” is “2027 total”, which is not a field."),
    ({"Foo": {"fiscal_year": "soon"}}, "The mapping says that “Foo” is “soon”, which is not a field."),
    ({"defaults": {"value": "1"}}, "The mapping has a default for “value”, which is no such field."),
    ({"Foo": "bar"}, "The mapping says that “Foo” is “bar”, which is not a field."),
    ({"Baz": "note"}, "The mapping names columns that the file does not have: baz."),
    ({"columns": {}, "rows": {}}, "The mapping has an unknown part “rows”."),
    ({"columns": {"Foo": {"a": "b"}}}, "The mapping must be a JSON object of headings and fields."),
    (["Foo"], "The mapping must be a JSON object of headings and fields."),
    ({"kinds": {"x": "y"}}, "The mapping names a kind of value that there is not: “y”."),
]


@pytest.mark.parametrize(("mapping", "reason"), BAD_MAPPINGS)
def test_a_mapping_that_fits_nothing_is_refused(mapping, reason):
    assert why_not(csv_file("indicator,year,value", "a,2022,1"), mapping) == reason


def test_a_mapping_is_read_from_a_file(tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text('{"Foo": "note"}')
    broken = tmp_path / "broken.json"
    broken.write_text("{")

    assert Mapping.from_file(path) == Mapping.of({"Foo": "note"})
    with pytest.raises(UnreadableError, match=r"broken.json is not JSON\.$"):
        Mapping.from_file(broken)
    with pytest.raises(UnreadableError, match=r"cannot be opened: No such file or directory\.$"):
        Mapping.from_file(tmp_path / "none.json")


RIDDLES = [
    ("indicator,value,2022", "The file has a column of values and others with years or kinds: which one counts?"),
    ("indicator,年度,2022", "The file says the year in a column and in the header: which one counts?"),
    ("indicator,year,kind", "The file has no column of values."),
]


@pytest.mark.parametrize(("header", "reason"), RIDDLES)
def test_a_header_that_leaves_a_question_open_is_refused(header, reason):
    assert why_not(csv_file(header, "a,1,2")) == reason


def test_a_file_without_rows_or_header_is_refused():
    assert why_not(csv_file(",", ",")) == "The file has no rows."
    assert why_not(csv_file("Dear all")) == (
        "None of the first 30 rows is a header with known columns (indicator, fiscal_year, kind, value, …)."
    )


def test_the_first_worksheet_with_a_header_is_read_unless_the_mapping_names_one():
    book = openpyxl.Workbook()
    book.active.append(["この表は…"])
    for title, value in (("本部", 5), ("学部", 6)):
        sheet = book.create_sheet(title)
        sheet.append(["指標", "年度", "値"])
        sheet.append(["参加率", 2023, value])
    first = {"indicator": "参加率", "fiscal_year": "2023", "value": "5"}

    assert read(saved(book)) == [(2, "値", first)]
    assert read(saved(book), {"sheet": "学部"}) == [(2, "値", first | {"value": "6"})]
    assert why_not(saved(book), {"sheet": "図書館"}) == "The workbook has no sheet “図書館”."


def test_stray_cells_of_a_csv_are_a_problem_of_their_row_and_remarks_beside_a_workbook_are_not():
    with open_sheet(csv_file("indicator,year,value", "a,2022,1,234")) as sheet:
        problems = [one.problem for one in sheet_figures(*choose_table(sheet, Mapping()))]
    beside = workbook([["indicator", "year", "value"], ["a", 2022, 1, None, "※要確認"]])

    assert problems == ["The row has text outside the columns of the header: is a comma not in quotation marks?"]
    assert read(beside) == [(2, "value", {"indicator": "a", "fiscal_year": "2022", "value": "1"})]
