from datetime import date
from decimal import Decimal

import pytest

from indicators.management.commands.import_sheet import first
from indicators.models import Commitment, Indicator, Target, YearlyValue
from tests.factories import (
    GradeFactory,
    GradingScaleFactory,
    InstitutionFactory,
    OfficeFactory,
)
from tests.indicators.sheets.made_sheets import HEADER, figure, load, refusals, sums, tidy, warnings

pytestmark = pytest.mark.django_db


# How a commitment is compared


def test_what_a_refused_row_says_is_not_kept():
    header = f"comparator,key,owner_office,lead_office,{HEADER}"
    home = InstitutionFactory(slug="example")
    office = OfficeFactory(institution=home, slug="intl")
    says = "at_most,yes,intl,intl,"

    report = load(
        tidy(
            f"{says}{figure('2022,actual,?')}",
            f",,,,{figure('2023,actual,5')}",
            f",,,,{figure('2027,target,9')}",
            f",,,,{figure('2028,target,9以下', direction='')}",
            header=header,
        ),
        partial=True,
    )
    commitment = Commitment.objects.select_related("indicator", "measure").get()

    assert [row for row, *_rest in refusals(report)] == [2, 5]
    assert (commitment.comparator, commitment.is_key, commitment.indicator.office_id) == ("at_least", False, None)
    assert list(commitment.measure.responsibilities.all()) == []

    load(tidy(f"{says}{figure('2022,actual,4')}", header=header))
    commitment.refresh_from_db()

    assert (commitment.comparator, commitment.is_key) == ("at_most", True)
    assert commitment.measure.responsibilities.get().office == office


DIRECTIONS = [
    ("up", "10", "at_least", "up"),
    ("down", "10", "at_most", "down"),
    ("keep", "8.3", "maintain", "keep"),
    ("range", "100-105", "range", "range"),
    ("none", "10", "", "none"),
    ("", "10", "", "none"),
    ("", "10以上", "at_least", "up"),
    ("up", "10超", "more_than", "up"),
    ("増加", "10", "at_least", "up"),
]


@pytest.mark.parametrize(("direction", "value", "comparator", "kept"), DIRECTIONS)
def test_the_direction_says_how_a_target_is_compared(direction, value, comparator, kept):
    report = load(tidy(figure(f"2027,target,{value}", direction=direction)))

    assert sums(report) == (1, 1, 0, 0)
    assert Commitment.objects.get().comparator == comparator
    assert Indicator.objects.get().direction == kept


def test_a_range_has_two_ends():
    load(tidy(figure("2027,target,100～105%", direction="range")))

    assert list(Target.objects.values_list("value", "low", "high")) == [(None, 100, 105)]


def test_targets_without_a_direction_are_not_judged_and_this_is_said():
    report = load(tidy(figure("2027,target,10", direction="")))

    assert warnings(report) == [
        (2, "direction", "No direction is given for 1 indicators: their targets are not judged until one is set.")
    ]


def test_optional_columns_say_more_than_the_direction():
    header = f"comparator,tolerance,trajectory,promise,{HEADER}"

    load(tidy("equal,0.5,line,hold," + figure("2027,target,10"), header=header))

    commitment = Commitment.objects.get()
    assert (commitment.comparator, commitment.tolerance) == ("equal", Decimal("0.5"))
    assert (commitment.trajectory, commitment.promise) == ("line", "hold")


def test_a_comparator_set_by_a_person_stays_while_it_fits_the_direction():
    load(tidy(figure("2027,target,10")))
    Commitment.objects.update(comparator="more_than", trajectory="line")

    again = load(tidy(figure("2027,target,10")))
    turned = load(tidy(figure("2027,target,10", direction="down")))

    assert sums(again) == (1, 0, 1, 0)
    assert sums(turned) == (1, 1, 0, 0)
    assert list(Commitment.objects.values_list("comparator", "trajectory")) == [("at_most", "line")]
    assert warnings(turned) == [
        (2, "direction", "The file says “down”; the indicator itself says “up” and was left so.")
    ]


CONTRADICTIONS = [
    ([figure("2026,target,10以下")], (2, "value", "10以下", "The words say another direction than “up”.")),
    (
        [figure("2026,target,10以上", direction=""), figure("2027,target,10超", direction="")],
        (3, "value", "10超", "Row 2 is compared in another way."),
    ),
    (
        [figure("2026,target,10"), figure("2027,target,10", direction="down")],
        (3, "direction", "down", "Row 2 says “up”."),
    ),
    (
        [figure("2026,target,10", direction="sideways")],
        (2, "direction", "sideways", "“sideways” is none of the words for this column."),
    ),
    ([figure("2026,actual,10-12")], (2, "value", "10-12", "Only a target can be a range.")),
]


@pytest.mark.parametrize(("rows", "refusal"), CONTRADICTIONS)
def test_rows_that_contradict_each_other_or_themselves_are_refused(rows, refusal):
    assert refusals(load(tidy(*rows))) == [refusal]


# Other kinds of indicators


def test_indicators_that_are_no_numbers_are_read_by_their_kind():
    scale = GradingScaleFactory(code="four", institution=InstitutionFactory(slug="example"))
    grade = GradeFactory(scale=scale, code="Ⅲ")
    header = f"indicator_kind,scale,{HEADER}"
    rows = [
        "yes_no,," + figure("2024,target,2025-03-31", indicator="Quarters", unit=""),
        "yes_no,," + figure("2023,actual,no", indicator="Quarters", unit=""),
        "yes_no,," + figure("2024,actual,2025-01-15", indicator="Quarters", unit=""),
        "grade,four," + figure("2024,target,Ⅲ", indicator="Grade", unit=""),
        "grade,four," + figure("2024,actual,Ⅲ", indicator="Grade", unit=""),
        "text,," + figure("2024,actual,Under way", indicator="Words", unit=""),
        "text,," + figure("2024,target,Open the campus", indicator="Words", unit=""),
        "date,," + figure("2024,actual,2025-01-15", indicator="Day", unit=""),
    ]

    report = load(tidy(*rows, header=header))

    assert sums(report) == (8, 8, 0, 0)
    assert list(Commitment.objects.values_list("indicator__name_en", "comparator")) == [
        ("Quarters", "yes_by"),
        ("Grade", "grade_at_least"),
        ("Words", "at_least"),
        ("Day", "yes_by"),
    ]
    assert list(Target.objects.order_by("id").values_list("value", "due_on", "grade", "printed")) == [
        (None, date(2025, 3, 31), None, ""),
        (None, None, grade.pk, ""),
        (None, None, None, "Open the campus"),
    ]
    assert list(YearlyValue.objects.order_by("id").values_list("value", "dated", "grade", "text")) == [
        (0, None, None, ""),
        (1, date(2025, 1, 15), None, ""),
        (None, None, grade.pk, ""),
        (None, None, None, "Under way"),
        (None, date(2025, 1, 15), None, ""),
    ]
    assert sums(load(tidy(*rows, header=header))) == (8, 0, 8, 0)


def test_a_grade_needs_a_known_scale_and_mark():
    scale = GradingScaleFactory(code="four", institution=InstitutionFactory(slug="example"))
    GradeFactory(scale=scale, code="Ⅲ")
    header = f"indicator_kind,scale,{HEADER}"

    report = load(
        tidy(
            "grade,five," + figure("2024,actual,Ⅲ"),
            "grade,four," + figure("2024,actual,Ⅴ", indicator="B"),
            header=header,
        )
    )

    assert refusals(report) == [
        (2, "scale", "five", "A grade needs a scale that the institution has."),
        (3, "value", "Ⅴ", "The scale has no grade “Ⅴ”."),
    ]


def test_a_person_reads_the_first_hundred_remarks_and_how_many_more_there_are():
    lines = list(first([f"Warning {number}" for number in range(103)]))

    assert (len(lines), lines[0], lines[-1]) == (101, "Warning 0", "… and 3 more; --json lists them all.")
