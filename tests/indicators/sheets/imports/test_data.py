"""Real tables, as public pages print them: each loads whole, changes nothing the second time, and comes out again equal."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.models import Commitment, Target, YearlyValue
from indicators.sheets.exports.files import sheet_table
from indicators.sheets.vocabulary import key_of
from plans.models import Plan, Standard, Strategy
from plans.sheets.tables import csv_lines, write_xlsx
from tests.indicators.sheets.made_sheets import load, sums, warnings

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "data"
TABLES = [
    ("kit.csv", "", 11),
    ("nagasaki.csv", "", 13),
    ("rissho.csv", "", 36),
    ("rissho-raw-strings.csv", "", 36),
    ("tgu-mext-programme.csv", "", 10),
    ("tgu-sophia.csv", "", 24),
    ("tgu-tut.csv", "", 32),
    ("tokyo-tech-structure.csv", "", 22),
    ("tokyo-tech.csv", "Tokyo Tech global exchange in numbers", 23),
    ("tokyo-tech.csv", "Tokyo Tech 3rd mid-term plan", 1),
    ("tus.csv", "", 3),
]
SAME = ("strategy", "standard", "measure", "indicator", "unit", "direction", "kind", "source_url")
ORIGINAL = {"strategy": "pillar", "standard": "standard_or_goal"}


def exported(slug="plan"):
    return "".join(csv_lines(sheet_table(Plan.objects.get(slug=slug)))).encode()


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("name", "plan_name", "rows"), TABLES)
def test_a_real_table_loads_whole_and_only_once(name, plan_name, rows):
    assert sums(load(DATA / name, plan_name=plan_name)) == (rows, rows, 0, 0)
    assert sums(load(DATA / name, plan_name=plan_name)) == (rows, 0, rows, 0)


@pytest.mark.parametrize(("name", "plan_name", "rows"), TABLES)
def test_a_real_table_comes_out_again_equal(name, plan_name, rows):
    load(DATA / name, plan_name=plan_name)
    original = [row for row in rows_of((DATA / name).read_bytes()) if row["plan"] == (plan_name or row["plan"])]

    out = rows_of(exported())

    def left(row, names):
        return tuple(row[names.get(field, field)] for field in SAME)

    assert sorted(left(row, {}) for row in out) == sorted(left(row, ORIGINAL) for row in original)
    if name != "rissho-raw-strings.csv":
        assert sorted(row["value"] for row in out) == sorted(row["value"] for row in original)
        years = sorted(row["fiscal_year"] for row in original)
        assert sorted(row["fiscal_year"] for row in out) == years


@pytest.mark.parametrize(("name", "plan_name", "rows"), TABLES)
def test_what_comes_out_goes_in_again_without_a_change_and_fills_an_empty_plan_with_the_same_bytes(
    name, plan_name, rows
):
    load(DATA / name, plan_name=plan_name)
    out = exported()
    workbook = io.BytesIO()
    write_xlsx(workbook, sheet_table(Plan.objects.get()))

    assert sums(load(io.BytesIO(out))) == (rows, 0, rows, 0)
    assert sums(load(workbook)) == (rows, 0, rows, 0)
    assert sums(load(io.BytesIO(out), institution="empty", plan="copy")) == (rows, rows, 0, 0)
    assert sums(load(workbook, institution="other", plan="third")) == (rows, rows, 0, 0)
    assert exported("copy") == out
    assert exported("third") == out


def test_a_file_with_two_plans_wants_one_of_them_chosen():
    report = load(DATA / "tokyo-tech.csv")

    assert report.error == (
        "The file has several plans; choose one by its name:"
        " “Tokyo Tech global exchange in numbers”, “Tokyo Tech 3rd mid-term plan”."
    )


def test_the_structure_of_the_action_package():
    load(DATA / "tokyo-tech-structure.csv")

    standards = [Standard.objects.filter(strategy=strategy).count() for strategy in Strategy.objects.all()]
    assert standards == [9, 4, 1, 8]
    assert Plan.objects.get().source_url == "seeds/tokyo-tech-action-package.txt"


def test_a_target_in_the_last_year_only_and_years_that_are_no_zeros():
    load(DATA / "kit.csv")

    toeic = Commitment.objects.get(indicator__name_en="Share of administrative staff with TOEIC 730 or more")
    assert list(toeic.targets.values_list("fiscal_year", "value")) == [(2023, 30)]
    assert toeic.indicator.values.count() == 0
    dispatch = "Administrative staff dispatched to overseas universities (extended period)"
    values = YearlyValue.objects.filter(indicator__name_en=dispatch)
    assert list(values.values_list("fiscal_year", "value")) == [(2015, 1)]


def test_three_counts_as_of_one_month():
    load(DATA / "tus.csv")

    assert list(YearlyValue.objects.values_list("fiscal_year", "value", "as_of_precision")) == [
        (2023, 80, "month"),
        (2023, 2, "month"),
        (2023, 31, "month"),
    ]
    assert {str(value.as_of) for value in YearlyValue.objects.all()} == {"2024-02-01"}


def test_near_duplicates_stay_apart():
    load(DATA / "tgu-tut.csv")

    ratios = Commitment.objects.filter(
        indicator__name_en__in=("International students", "International students ratio")
    )
    assert sorted(ratios.values_list("baseline", flat=True)) == [Decimal("8.1"), Decimal("10.3")]


def test_keep_the_status_quo_is_maintain():
    load(DATA / "nagasaki.csv")

    kept = Commitment.objects.get(comparator="maintain")
    assert (kept.indicator.name, kept.targets.get().value) == ("Students per faculty member", Decimal("8.3"))


RAW = """
2 年6回 → baseline 2022 6
3 年6回以上 → target 2023 6 at_least
4 年6回以上 → target 2024 6 at_least
5 年7回以上 → target 2025 7 at_least
6 年7回以上 → target 2026 7 at_least
7 年7回以上 → target 2027 7 at_least
8 95%(見込) → baseline 2022 95 provisional
9 95.0% → target 2023 95.0
10 95.0% → target 2024 95.0
11 98.0% → target 2025 98.0
12 98.0% → target 2026 98.0
13 100.0% → target 2027 100.0
14 65%(2022年度見込) → baseline 2022 65 provisional
15 65.0% → target 2023 65.0
16 65.0% → target 2024 65.0
17 70.0% → target 2025 70.0
18 75.0% → target 2026 75.0
19 75%以上 → target 2027 75 at_least
20 57.0% → baseline 2022 57.0
21 60.0% → target 2023 60.0
22 63.0% → target 2024 63.0
23 65.0% → target 2025 65.0
24 70.0% → target 2026 70.0
25 75.0% → target 2027 75.0
26 8.2% → baseline 2022 8.2
27 70.0% → target 2023 70.0
28 75.0% → target 2024 75.0
29 75.0% → target 2025 75.0
30 80.0% → target 2026 80.0
31 80.0% → target 2027 80.0
32 6.3%(2021年度実績) → baseline 2021 6.3
33 60.0% → target 2023 60.0
34 75.0% → target 2024 75.0
35 80.0% → target 2025 80.0
36 80.0% → target 2026 80.0
37 80.0% → target 2027 80.0
"""


def test_what_each_printed_cell_of_a_planning_sheet_became():
    report = load(DATA / "rissho-raw-strings.csv", dry_run=True)

    lines = [
        f"{one.row} {one.printed} → {one.kind} {one.fiscal_year} {one.value} {one.comparator}"
        f" {'provisional' if one.provisional else ''}"
        for one in report.cells
    ]
    assert [" ".join(line.split()) for line in lines] == RAW.strip().splitlines()
    assert warnings(report) == [
        (8, "as_of", "“estimate” is not a date; it went to the note."),
        (32, "value", "The cell says FY2021, the row FY2022: the cell was followed."),
    ]
    assert [(warning.count, warning.rows) for warning in report.warnings] == [(3, (8, 14, 32)), (1, (32,))]


def test_the_printed_sheet_and_its_clean_twin_hold_the_same_figures():
    load(DATA / "rissho-raw-strings.csv")

    report = load(DATA / "rissho.csv")

    moved = Commitment.objects.get(baseline_note="FY2021 actual")
    assert sums(report) == (36, 1, 35, 0)  # the clean one puts the actual of FY2021 under FY2022
    assert (moved.baseline, moved.baseline_fiscal_year) == (Decimal("6.3"), 2022)
    assert Target.objects.filter(printed="年6回以上").count() == 2


def test_names_of_a_japanese_sheet_are_japanese():
    load(DATA / "rissho.csv")

    measure = Commitment.objects.first().measure
    assert (bool(measure.name_ja), measure.name_en) == (True, "")
    assert key_of(measure.name_ja) == key_of(measure.name)
