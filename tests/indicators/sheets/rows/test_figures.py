from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Commitment, Indicator, Target, YearlyValue
from tests.indicators.sheets.made_sheets import HEADER, csv_file, figure, load, refusals, sums, tidy, warnings, workbook

pytestmark = pytest.mark.django_db


# Figures


CELLS = [
    ("2022,actual,0", {"state": "reported", "value": 0}),
    ("2022,actual,-", {"state": "not_collected", "value": None, "printed": "-"}),
    ("2022,actual,対象外", {"state": "not_applicable", "value": None, "printed": "対象外"}),
    ("2022,actual,年6回", {"value": 6, "printed": "年6回"}),
    ("2022,actual,6(見込)", {"kind": "forecast", "value": 6, "is_provisional": False}),
    ("2022,actual,6(速報)", {"kind": "actual", "value": 6, "is_provisional": True}),
    ("2022,actual,6(2021年度実績)", {"fiscal_year": 2021, "value": 6}),
    ("令和4年度,実績,6", {"fiscal_year": 2022, "kind": "actual", "value": 6}),
    ("2015-16,actual,6", {"fiscal_year": 2015}),
    ("AY2015,actual,6", {"fiscal_year": 2015}),
    ("2022,actual,6(延べ)", {"value": 6, "note": "延べ"}),
]


@pytest.mark.parametrize(("rest", "columns"), CELLS)
def test_a_printed_cell_becomes_a_yearly_value(rest, columns):
    report = load(tidy(figure(rest, unit="回")))

    value = YearlyValue.objects.get()
    assert sums(report) == (1, 1, 0, 0)
    assert {name: getattr(value, name) for name in columns} == columns


def test_words_about_a_target_or_baseline_leave_it_one():
    load(tidy(figure("2022,baseline,95%(見込)"), figure("2027,target,98%(見込)"), figure("2026,target,未定")))

    commitment = Commitment.objects.get()
    assert (commitment.baseline, commitment.baseline_provisional, commitment.baseline_printed) == (
        95,
        True,
        "95%(見込)",
    )
    assert list(Target.objects.values_list("fiscal_year", "value", "is_provisional", "printed")) == [
        (2026, None, False, "未定"),
        (2027, 98, True, "98%(見込)"),
    ]


def test_a_baseline_may_have_no_year_and_takes_the_one_in_its_cell():
    load(tidy(figure(",baseline,5"), figure("2022,baseline,6.3%(2021年度実績)", indicator="Other")))

    assert list(Commitment.objects.values_list("baseline", "baseline_fiscal_year")) == [
        (5, None),
        (Decimal("6.3"), 2021),
    ]


def test_a_blank_figure_states_nothing():
    load(tidy(figure("2022,actual,5"), figure("2027,target,9")))

    report = load(tidy(figure("2022,actual,"), figure("2023,actual,"), figure("2027,target,-"), figure(",,")))

    assert sums(report) == (4, 0, 4, 0)
    assert list(YearlyValue.objects.values_list("fiscal_year", "value")) == [(2022, 5)]
    assert Target.objects.get().value == 9


def test_a_year_that_is_none_is_never_cut_to_four_digits():
    years = ["2013 Q1", "1987-1991", "2018 to 2020", "soon", ""]

    report = load(tidy(*(figure(f"{year},actual,1") for year in years)))

    assert sums(report) == (5, 0, 0, 5)
    assert [(row, column, value) for row, column, value, _reason in refusals(report)] == [
        (row, "fiscal_year", year) for row, year in enumerate(years, start=2)
    ]
    assert all(reason for *_where, reason in refusals(report))


YEARS = [
    ("FY23,actual", (2023, "actual", False), []),
    ("2023年度末,actual", (2023, "actual", False), []),
    ("2023(見込),actual", (2023, "forecast", False), []),
    ("2023(見込),", (2023, "forecast", False), []),
    ("2023年度（速報）,actual", (2023, "actual", True), []),
    ("2023(実績),forecast", (2023, "actual", False), []),
    (
        "23年度,actual",
        (2023, "actual", False),
        [("fiscal_year", "“23年度” was read as FY2023; write H23 or R5 where a year of an era is meant.")],
    ),
]


@pytest.mark.parametrize(("year", "stored", "doubts"), YEARS)
def test_a_year_is_read_as_offices_write_it(year, stored, doubts):
    report = load(tidy(figure(f"{year},30", unit="")))

    assert YearlyValue.objects.values_list("fiscal_year", "kind", "is_provisional").get() == stored
    assert [(column, reason) for row, column, reason in warnings(report) if row] == doubts


def test_a_year_that_says_another_kind_than_its_row_is_refused():
    report = load(tidy(figure("2023(実績),target,30", unit="")))

    assert refusals(report) == [(2, "value", "30", "“2023(実績)” says another kind of value than its row.")]


SEVERAL = ["累計60件", "年平均15件", "毎年度30件", "60件(累計)"]


@pytest.mark.parametrize("kind", ["target", "actual"])
@pytest.mark.parametrize("cell", SEVERAL)
def test_a_figure_over_several_years_is_doubted(cell, kind):
    report = load(tidy(figure(f"2023,{kind},{cell}", unit="件")))

    assert [(row, column, reason.partition("”")[2]) for row, column, reason in warnings(report) if row] == [
        (2, "value", " speaks of several years; the figure was read as one of a single year.")
    ]


HIDDEN = ["＜5", "5未満", "5人未満"]


@pytest.mark.parametrize("cell", HIDDEN)
def test_a_small_number_of_persons_stays_hidden(cell):
    rows = [figure(f"2022,actual,{cell}", unit="人"), figure(f"2021,baseline,{cell}", unit="人")]

    report = load(tidy(*rows))

    assert YearlyValue.objects.values_list("state", "value", "printed").get() == ("withheld", None, cell)
    assert Commitment.objects.values_list("baseline", "baseline_printed").get() == (None, cell)
    assert sums(report) == (2, 2, 0, 0)
    assert sums(load(tidy(*rows))) == (2, 0, 2, 0)


@pytest.mark.parametrize("cell", ["10人以上", "10以下", "≥10", "100超"])
@pytest.mark.parametrize("kind", ["actual", "forecast", "baseline"])
def test_any_other_bound_is_no_figure(cell, kind):
    report = load(tidy(figure(f"2022,{kind},{cell}", unit="人")))

    assert [(row, column, value) for row, column, value, _reason in refusals(report)] == [(2, "value", cell)]


def test_a_bound_stays_one_in_a_target():
    assert sums(load(tidy(figure("2027,target,10人以上", unit="人")))) == (1, 1, 0, 0)


WRONG = [
    ("2022,actual,1;5", ("value", "1;5", "“1;5” cannot be read as one figure.")),
    ("2022,actual,NaN", ("value", "NaN", "“NaN” is not a finite number.")),
    ("2022,actual,1e400", ("value", "1e400", "“1e400” has more than 20 digits before the point.")),
    ("2022,actual,30人", ("value", "30人", "“30人” does not fit the unit %.")),
    ("2022,perhaps,1", ("kind", "perhaps", "“perhaps” is none of the words for this column.")),
    ("2022,,1", ("kind", "", "The row does not say whether it is a baseline, target, actual or forecast.")),
    ("2022,target,1(実績)", ("value", "1(実績)", "“1(実績)” says another kind of value than its row.")),
    (
        "2022,target,1(2021年度目標)",
        ("value", "1(2021年度目標)", "The cell speaks of another year than its row, 2022."),
    ),
    (",actual,1", ("fiscal_year", "", "The row does not say the fiscal year.")),
]


@pytest.mark.parametrize(("rest", "refusal"), WRONG)
def test_what_is_not_understood_is_refused_with_row_column_text_and_reason(rest, refusal):
    report = load(tidy(figure("2021,actual,1"), figure(rest)))

    assert refusals(report) == [(3, *refusal)]
    assert sums(report) == (2, 0, 1, 1)
    assert Indicator.objects.count() == 0


NEITHER = "The row names neither a strategy nor a standard, measure or indicator;"


def test_a_figure_needs_an_indicator_and_a_row_needs_something():
    report = load(tidy("Teach,Courses,,,,,2022,actual,5", ",,,,,,2022,,"))

    assert [(row, column, reason) for row, column, _value, reason in refusals(report)] == [
        (2, "value", "The row gives a figure and names no indicator; a blank cell is not filled in."),
        (3, "strategy", f"{NEITHER} cells left blank are not filled in from above."),
    ]


def test_a_sheet_without_kinds_is_read_as_actuals_and_says_so():
    report = load(csv_file("indicator,unit,year,value", "Papers,,2022,5"))

    assert YearlyValue.objects.get().kind == "actual"
    assert warnings(report) == [(0, "kind", "The file does not say kinds: every figure was read as an actual.")]


AS_OF = [
    ("2024-02", (date(2024, 2, 1), "month", ""), []),
    ("2024-02-29", (date(2024, 2, 29), "day", ""), []),
    ("令和6年2月29日現在", (date(2024, 2, 29), "day", ""), []),
    (
        "2024-02-29 (first count)",
        (date(2024, 2, 29), "day", "(first count)"),
        ["“(first count)” is not a date; it went to the note."],
    ),
    ("estimate", (None, "", "estimate"), ["“estimate” is not a date; it went to the note."]),
    ("2024-05-01", (date(2024, 5, 1), "day", ""), ["2024-05-01 is in FY2024, the row says FY2023."]),
]


@pytest.mark.parametrize(("as_of", "stored", "doubts"), AS_OF)
def test_an_as_of_is_cut_to_its_date_and_never_refuses_a_row(as_of, stored, doubts):
    report = load(tidy(f"{as_of}," + figure("2023,actual,80"), header=f"as_of,{HEADER}"))

    value = YearlyValue.objects.get()
    assert (value.as_of, value.as_of_precision, value.note) == stored
    assert warnings(report) == [(2, "as_of", doubt) for doubt in doubts]


def test_an_as_of_gives_the_fiscal_year_that_the_row_leaves_out():
    load(tidy("2024-02," + figure(",actual,80"), header=f"as_of,{HEADER}"))

    assert YearlyValue.objects.get().fiscal_year == 2023


STATES = [
    ("not_collected,", "not_collected", None),
    ("秘匿,", "withheld", None),
    ("reported,5", "reported", 5),
]


@pytest.mark.parametrize(("cells", "state", "value"), STATES)
def test_a_state_says_why_there_is_no_figure(cells, state, value):
    state_cell, figure_cell = cells.split(",")

    load(tidy(f"{state_cell}," + figure(f"2022,actual,{figure_cell}"), header=f"state,{HEADER}"))

    assert list(YearlyValue.objects.values_list("state", "value")) == [(state, value)]


@pytest.mark.parametrize(
    ("state", "cell", "refusal"),
    [
        ("not_collected", "5", ("state", "not_collected", "The state says that there is no figure, and there is one.")),
        ("reported", "-", ("value", "-", "The state says that there is a figure, and there is none.")),
        ("lost", "5", ("state", "lost", "“lost” is none of the words for this column.")),
    ],
)
def test_a_state_that_contradicts_the_figure_is_refused(state, cell, refusal):
    report = load(tidy(f"{state}," + figure(f"2022,actual,{cell}"), header=f"state,{HEADER}"))

    assert refusals(report) == [(2, *refusal)]


def test_a_unit_that_no_row_says_is_taken_from_the_figures_if_they_agree():
    rows = [
        figure("2022,actual,年6回", indicator="Meetings", unit=""),
        figure("2023,actual,8", indicator="Meetings", unit=""),
        figure("2022,actual,95%", indicator="Share", unit=""),
        figure("2022,actual,5人", indicator="Mixed", unit=""),
    ]

    load(tidy(*rows))

    assert list(Indicator.objects.values_list("name_en", "unit_ja", "unit_en")) == [
        ("Meetings", "回", ""),
        ("Share", "%", "%"),
        ("Mixed", "人", ""),
    ]
    assert sums(load(tidy(*rows))) == (4, 0, 4, 0)


def test_figures_that_count_different_things_are_not_one_indicator():
    rows = [
        figure("2022,actual,30人", indicator="Mixed", unit=""),
        figure("2023,actual,2倍", indicator="Mixed", unit=""),
        figure("2024,actual,31名", indicator="Mixed", unit=""),
        figure("2025,actual,6", indicator="Mixed", unit="件"),
    ]

    report = load(tidy(*rows), partial=True)

    assert [(row, column, reason) for row, column, _value, reason in refusals(report)] == [
        (3, "value", "“2倍” counts something else than row 2, 人."),
        (5, "unit", "Row 2 counts in 人."),
    ]
    assert list(YearlyValue.objects.values_list("value", flat=True)) == [30, 31]


def test_a_planning_sheet_with_years_across_is_read_cell_by_cell():
    rows = [
        ["戦略", "施策", "指標", None, 2022, 2023, 2024],
        ["教育", "FD", "1 開催回数", "数値イメージ", None, "年6回以上", "年7回以上"],
        [None, None, None, "達成値", 6, 8, "-"],
        [None, None, "2 満足度調査の回答率", "数値イメージ", None, "60.0%", "未定"],
        [None, None, None, "達成値", "6.3%(2021年度実績)", "61%(見込)", None],
    ]
    merged = ["A2:A5", "B2:B5", "C2:C3", "C4:C5"]

    report = load(workbook(rows, merged=merged))

    assert sums(report) == (9, 9, 0, 0)
    assert list(
        Target.objects.order_by("id").values_list("commitment__indicator__unit_ja", "fiscal_year", "value", "printed")
    ) == [
        ("回", 2023, 6, "年6回以上"),
        ("回", 2024, 7, "年7回以上"),
        ("%", 2023, 60, "60.0%"),
        ("%", 2024, None, "未定"),
    ]
    assert list(YearlyValue.objects.order_by("id").values_list("fiscal_year", "kind", "state", "value")) == [
        (2022, "actual", "reported", 6),
        (2023, "actual", "reported", 8),
        (2024, "actual", "not_collected", None),
        (2021, "actual", "reported", Decimal("6.3")),
        (2023, "forecast", "reported", 61),
    ]
    assert sums(load(workbook(rows, merged=merged))) == (9, 0, 9, 0)


def test_a_refused_cell_of_a_wide_sheet_is_named_by_row_and_year():
    rows = [
        ["指標", "区分", "2022年度", "2023年度"],
        ["参加率", "実績", 5, "たくさん"],
        ["参加率", "目標", "5(実績)", None],
    ]

    report = load(workbook(rows))

    assert refusals(report) == [
        (2, "2023年度", "たくさん", "“たくさん” is neither a figure nor a word for a missing one."),
        (3, "2022年度", "5(実績)", "“5(実績)” says another kind of value than its row."),
    ]
    assert sums(report) == (3, 0, 1, 2)


BAD_CELLS = ["NaN", "-Infinity", "1e400", "\u202e12", "1,5", "٢٠٢٠", "9" * 1000, "5%人", "=1+1"]


@pytest.mark.parametrize("cell", BAD_CELLS)
def test_a_bad_cell_is_refused_through_both_doors(cell):
    row = ["Teach", "Courses", "English", "Courses in English", "", "up", 2022, "actual", cell]
    text = ",".join(f'"{one}"' for one in row)

    book = workbook([HEADER.split(","), row])
    reports = [load(tidy(text)), load(book)] if not cell.startswith("=") else [load(tidy(text))]

    for report in reports:
        assert sums(report) == (1, 0, 0, 1)
        assert refusals(report)[0][:3] == (2, "value", cell[:200])


def test_a_point_may_separate_thousands_where_other_rows_write_decimal_commas():
    rows = [
        figure("2021,actual,30,5").replace(",", ";").replace("30;5", "30,5"),
        figure("2022,actual,1.234").replace(",", ";"),
        figure("2023,actual,0.234").replace(",", ";"),
        figure("2024,actual,12.5").replace(",", ";"),
    ]

    report = load(tidy(*rows, header=HEADER.replace(",", ";")), partial=True)

    assert sums(report) == (4, 2, 0, 2)
    assert refusals(report)[1] == (
        3,
        "value",
        "1.234",
        "Row 2 writes decimals with a comma, “30,5”, so “1.234” may be a thousand times as much.",
    )
    assert list(YearlyValue.objects.order_by("fiscal_year").values_list("fiscal_year", flat=True)) == [2023, 2024]
