import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from indicators.models import Commitment, Indicator, Target, YearlyValue
from indicators.sheets.exports.files import sheet_table
from indicators.sheets.exports.rows import Sheet, breakdown_text
from plans.models import Plan
from plans.sheets.tables import csv_lines, write_xlsx
from tests.factories import (
    BreakdownFactory,
    CommitmentFactory,
    GradeFactory,
    GradingScaleFactory,
    IndicatorFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    StandardFactory,
    StrategyFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.sheets.made_sheets import HEADER, figure, load, sums, tidy

pytestmark = pytest.mark.django_db

COLUMNS = [
    "plan",
    "strategy",
    "standard",
    "measure",
    "indicator",
    "unit",
    "direction",
    "fiscal_year",
    "kind",
    "value",
    "numerator",
    "denominator",
    "as_of",
    "breakdown",
    "state",
    "note",
    "source_url",
]


@pytest.fixture
def plan():
    load(tidy(figure("2021,baseline,10"), figure("2022,actual,12.5"), figure("2027,target,20")))
    return Plan.objects.get()


def exported(plan, user=None):
    return "".join(csv_lines(sheet_table(plan, user)))


def rows_of(plan, user=None):
    return list(csv.DictReader(io.StringIO(exported(plan, user).removeprefix("\ufeff"))))


def cells(plan, *names):
    return [tuple(row[name] for name in names) for row in rows_of(plan)]


def reloaded(plan, slug="copy", institution="elsewhere"):
    """The plan that the export of another one makes, in an institution of its own."""
    report = load(io.BytesIO(exported(plan).encode()), plan=slug, institution=institution)
    assert not report.is_refused, (report.error, report.rows_refused)
    return Plan.objects.get(slug=slug)


def test_the_sheet_has_the_columns_of_the_format_and_others_only_where_something_stands_in_them(plan):
    assert Sheet(plan).columns == COLUMNS

    Commitment.objects.update(trajectory="line", tolerance=Decimal("0.50"), promise="hold", comparator="equal")
    Indicator.objects.update(code="I1")
    Target.objects.update(printed="20%", is_provisional=True)

    assert Sheet(plan).columns == [
        *COLUMNS[:7],
        "indicator_code",
        "comparator",
        "tolerance",
        "trajectory",
        "promise",
        *COLUMNS[7:],
        "provisional",
        "printed",
    ]
    assert cells(plan, "comparator", "tolerance", "trajectory", "promise")[0] == ("equal", "0.50", "line", "hold")


def test_a_csv_has_a_byte_order_mark_and_the_lines_of_rfc_4180(plan):
    lines = list(csv_lines(sheet_table(plan)))

    assert lines[0] == "\ufeff" + ",".join(COLUMNS) + "\r\n"
    assert lines[1:] == [
        "plan,Teach,Courses,English,Courses in English,%,up,2021,baseline,10,,,,,,,\r\n",
        "plan,Teach,Courses,English,Courses in English,%,up,2022,actual,12.5,,,,,reported,,\r\n",
        "plan,Teach,Courses,English,Courses in English,%,up,2027,target,20,,,,,,,\r\n",
    ]


def test_digits_come_out_as_they_were_written(plan):
    load(tidy(figure("2023,actual,95.0"), figure("2024,actual,0"), figure("2025,actual,-0.0500")))

    assert [value for year, value in cells(plan, "fiscal_year", "value") if year in {"2023", "2024", "2025"}] == [
        "95.0",
        "0",
        "-0.0500",
    ]


def test_missing_figures_come_out_as_states_and_blanks():
    load(tidy(figure("2022,actual,対象外"), figure("2023,actual,-"), figure("2027,target,未定")))
    plan = Plan.objects.get()

    assert cells(plan, "fiscal_year", "kind", "value", "state", "printed") == [
        ("2022", "actual", "", "not_applicable", "対象外"),
        ("2023", "actual", "", "not_collected", "'-"),
        ("2027", "target", "", "", "未定"),
    ]
    assert exported(reloaded(plan)) == exported(plan)


def test_a_ratio_comes_out_with_its_parts_and_the_published_figure():
    header = f"numerator,denominator,{HEADER}"
    load(tidy("464,1445," + figure("2014,actual,33"), "405,3503," + figure("2015,actual,11.6"), header=header))
    plan = Plan.objects.get()

    assert cells(plan, "value", "numerator", "denominator") == [("33", "464", "1445"), ("11.6", "405", "3503")]
    assert exported(reloaded(plan)) == exported(plan)
    assert sums(load(io.BytesIO(exported(plan).encode()))) == (2, 0, 2, 0)


def test_a_range_comes_out_with_both_ends_or_the_one_it_has(plan):
    Commitment.objects.update(comparator="range")
    Indicator.objects.update(direction="keep")
    commitment = Commitment.objects.get()
    TargetFactory(commitment=commitment, fiscal_year=2024, value=None, low=Decimal(100), high=Decimal(105))
    TargetFactory(commitment=commitment, fiscal_year=2025, value=None, low=Decimal(-5), high=Decimal(-3))
    TargetFactory(commitment=commitment, fiscal_year=2026, value=None, low=Decimal(100))

    assert [row for row in cells(plan, "fiscal_year", "kind", "value", "direction") if row[1] == "target"] == [
        ("2024", "target", "100-105", "range"),
        ("2025", "target", "'-5--3", "range"),  # text that a spreadsheet would take for a sum
        ("2026", "target", "100〜", "range"),
        ("2027", "target", "20", "range"),
    ]
    assert sums(load(io.BytesIO(exported(plan).encode()))) == (6, 0, 6, 0)
    assert exported(reloaded(plan)) == exported(plan)


def test_only_targets_in_force_come_out(plan):
    load(tidy(figure("2027,target,25")))

    assert [row[1] for row in cells(plan, "kind", "value") if row[0] == "target"] == ["25"]


def test_branches_without_indicators_come_out_in_their_place(plan):
    strategy = StrategyFactory(plan=plan, name_en="Alone", order=5)
    standard = StandardFactory(strategy__plan=plan, strategy__name_en="Later", strategy__order=6, name_en="Bare")
    MeasureFactory(standard=StandardFactory(strategy=standard.strategy, name_en="Full"), name_en="Doing")

    assert cells(plan, "strategy", "standard", "measure", "indicator", "kind")[3:] == [
        ("Alone", "", "", "", ""),
        ("Later", "Bare", "", "", ""),
        ("Later", "Full", "Doing", "", ""),
    ]
    assert exported(reloaded(plan)) == exported(plan)
    assert strategy.standards.count() == 0


def test_an_indicator_without_figures_comes_out_once(plan):
    measure = Commitment.objects.get().measure
    CommitmentFactory(measure=measure, indicator__institution=plan.institution, indicator__name_en="New", order=9)

    assert cells(plan, "indicator", "kind")[-2:] == [("Courses in English", "target"), ("New", "")]
    assert exported(reloaded(plan)) == exported(plan)


def test_both_languages_and_codes_come_out_and_in_again(plan):
    Indicator.objects.update(name_ja="英語科目", code="I1", unit_ja="％", unit_en="%")
    copy = reloaded(plan)

    indicator = Commitment.objects.of_plan(copy).get().indicator
    assert (indicator.name_ja, indicator.name_en, indicator.code) == ("英語科目", "Courses in English", "I1")
    assert exported(copy) == exported(plan)


def test_kinds_other_than_numbers_come_out_and_in_again():
    institution = InstitutionFactory(slug="example")
    for owner in (institution, InstitutionFactory(slug="elsewhere")):
        GradeFactory(scale=GradingScaleFactory(code="four", institution=owner), code="Ⅲ")
    header = f"indicator_kind,scale,{HEADER}"
    rows = [
        "yes_no,," + figure("2024,target,2025-03-31", indicator="Quarters", unit=""),
        "yes_no,," + figure("2023,actual,no", indicator="Quarters", unit=""),
        "yes_no,," + figure("2024,actual,yes", indicator="Quarters", unit=""),
        "yes_no,," + figure("2025,actual,2025-01-15", indicator="Quarters", unit=""),
        "grade,four," + figure("2021,baseline,Ⅲ", indicator="Grade", unit=""),
        "grade,four," + figure("2024,target,Ⅲ", indicator="Grade", unit=""),
        "text,," + figure("2024,actual,Under way", indicator="Words", unit=""),
        "text,," + figure("2025,target,Open the campus", indicator="Words", unit=""),
        "date,," + figure("2024,actual,2025-01-15", indicator="Day", unit=""),
    ]
    load(tidy(*rows, header=header))
    plan = Plan.objects.get()

    assert [value for (value,) in cells(plan, "value")] == [
        "no",
        "2025-03-31",
        "yes",
        "2025-01-15",
        "Ⅲ",
        "Ⅲ",
        "Under way",
        "Open the campus",
        "2025-01-15",
    ]
    assert exported(reloaded(plan)) == exported(plan)
    assert sums(load(io.BytesIO(exported(plan).encode()))) == (9, 0, 9, 0)


def test_a_breakdown_comes_out_by_its_dimensions(plan):
    for categories in ({"degree": "master", "sex": "f"}, {"breakdown": "staff"}):
        YearlyValueFactory(
            indicator=Indicator.objects.get(),
            fiscal_year=2022,
            breakdown=BreakdownFactory(institution=plan.institution, categories=categories),
        )

    assert [row for (row,) in cells(plan, "breakdown") if row] == ["degree=master; sex=f", "staff"]
    assert breakdown_text({"b": 1, "a": 2}) == "a=2; b=1"
    assert exported(reloaded(plan)) == exported(plan)


def test_a_date_comes_out_cut_to_its_precision(plan):
    YearlyValue.objects.update(as_of=date(2022, 5, 1), as_of_precision="month")
    Target.objects.update(as_of=date(2027, 1, 1), as_of_precision="year")

    assert cells(plan, "kind", "as_of") == [("baseline", ""), ("actual", "2022-05"), ("target", "2027")]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "＋1", "－1", "＠x", "'=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_run_is_made_harmless_and_comes_back_as_it_was(plan, text):
    YearlyValue.objects.update(note=text, value=Decimal("-5.5"))
    Indicator.objects.update(name_en=f"{text} name")

    row = next(row for row in rows_of(plan) if row["kind"] == "actual")

    assert (row["note"], row["indicator"], row["value"]) == (f"'{text}", f"'{text} name", "-5.5")
    copy = reloaded(plan)
    assert YearlyValue.objects.filter(indicator__commitments__standard__strategy__plan=copy).get().note == text
    assert sums(load(io.BytesIO(exported(plan).encode()))) == (3, 0, 3, 0)


def test_no_cell_of_a_workbook_is_a_formula_and_numbers_are_numbers(plan):
    YearlyValue.objects.update(note="=1+1", value=Decimal("12.50"))
    Indicator.objects.update(decimals=2)
    file = io.BytesIO()

    write_xlsx(file, sheet_table(plan))

    sheet = openpyxl.load_workbook(file).active
    cells = {cell.coordinate: cell for row in sheet for cell in row}
    assert [cell.value for cell in sheet[1]] == COLUMNS
    assert {cell.data_type for cell in cells.values()} <= {"s", "n", "inlineStr"}
    assert (cells["J3"].value, cells["J3"].data_type, cells["J3"].number_format) == (12.5, "n", "0.00")
    assert cells["P3"].value == "'=1+1"


def test_a_number_longer_than_a_spreadsheet_keeps_is_text(plan):
    YearlyValue.objects.update(value=Decimal("12345678901234567890.5"))
    file = io.BytesIO()

    write_xlsx(file, sheet_table(plan))

    assert openpyxl.load_workbook(file).active["J3"].value == "12345678901234567890.5"
    assert sums(load(file)) == (3, 0, 3, 0)


def test_a_reader_gets_what_is_disclosed_to_the_reader(plan, stranger):
    YearlyValue.objects.update(disclosure="staff")
    secret = IndicatorFactory(institution=plan.institution, disclosure="planning", name_en="Secret")
    CommitmentFactory(measure=Commitment.objects.get().measure, indicator=secret)
    viewer = MembershipFactory(institution=plan.institution, role="viewer").user

    def seen(user):
        return [(row["indicator"], row["kind"]) for row in rows_of(plan, user)]

    assert ("Secret", "") in seen(None)
    assert seen(viewer) == [("Courses in English", kind) for kind in ("baseline", "actual", "target")]
    assert seen(stranger) == [("Courses in English", kind) for kind in ("baseline", "target")]


def test_what_people_entered_by_hand_comes_back_without_a_change(plan):
    commitment = Commitment.objects.get()
    commitment.comparator, commitment.baseline_note = "", "two\r\nlines "
    commitment.save()
    TargetFactory(commitment=commitment, fiscal_year=2025, value=None, printed="Keep the status quo")
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, note="a\r\nb", is_provisional=True)
    file = io.BytesIO()
    write_xlsx(file, sheet_table(plan))

    assert sums(load(io.BytesIO(exported(plan).encode()))) == (5, 0, 5, 0)
    assert sums(load(file)) == (5, 0, 5, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_a_sheet_costs_the_same_number_of_queries_for_any_number_of_commitments(plan, count, django_assert_num_queries):
    for commitment in CommitmentFactory.create_batch(count, measure=Commitment.objects.get().measure):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2022)
        TargetFactory(commitment=commitment)

    with django_assert_num_queries(18):
        assert len(list(csv_lines(sheet_table(plan)))) == 1 + 3 + 2 * count


def test_fiscal_years_are_numbers_in_a_workbook_and_columns_have_widths(plan):
    file = io.BytesIO()
    write_xlsx(file, sheet_table(plan))
    sheet = openpyxl.load_workbook(file).active

    at = [cell.value for cell in sheet[1]].index("fiscal_year") + 1
    assert [sheet.cell(row, at).value for row in (2, 3, 4)] == [2021, 2022, 2027]
    assert sheet.column_dimensions["A"].width > 20


def test_a_ratio_that_rounds_to_nothing_goes_out_without_a_sign_and_comes_back_equal():
    header = f"numerator,denominator,{HEADER}"
    load(tidy("-1,50000," + figure("2022,actual,", unit="per head"), header=header))
    Indicator.objects.update(decimals=3)
    first = exported(Plan.objects.get())

    report = load(io.BytesIO(first.encode()))

    assert (YearlyValue.objects.get().value, ",0.000,-1,50000," in first) == (Decimal("-0.00002"), True)
    assert (sums(report), exported(Plan.objects.get())) == ((1, 0, 1, 0), first)
