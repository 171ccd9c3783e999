"""Figures with parts: numerator and denominator, and the parts of a whole."""

from decimal import Decimal

import pytest

from indicators.models import Breakdown, Commitment, Indicator, YearlyValue
from tests.indicators.sheets.made_sheets import HEADER, figure, load, refusals, sums, tidy, warnings

pytestmark = pytest.mark.django_db


# Ratios


PARTS = f"numerator,denominator,{HEADER}"


def test_a_percentage_that_disagrees_with_its_parts_is_warned_of_and_both_are_kept():
    rows = [
        "464,1445," + figure("2014,actual,33"),
        "405,3503," + figure("2015,actual,11.6"),
        "1,3," + figure("2016,actual,"),
    ]

    report = load(tidy(*rows, header=PARTS))

    assert sums(report) == (3, 3, 0, 0)
    assert warnings(report) == [
        (2, "value", "The parts come to 32.1107, which is used; the printed figure is kept beside it."),
        (3, "denominator", "Denominator: 3,503 is 2.4 times last year's 1,445."),
        (4, "numerator", "Numerator: 1, but 405 last year."),
    ]
    assert list(YearlyValue.objects.values_list("fiscal_year", "published")) == [(2014, 33), (2015, None), (2016, None)]
    assert [round(value.value, 2) for value in YearlyValue.objects.all()] == [
        Decimal("32.11"),
        Decimal("11.56"),
        Decimal("33.33"),
    ]
    assert Indicator.objects.get().kind == "ratio"
    assert sums(load(tidy(*rows, header=PARTS))) == (3, 0, 3, 0)


def test_nothing_is_divided_by_zero():
    report = load(tidy("0,0," + figure("2014,actual,"), "3,0," + figure("2015,actual,5"), header=PARTS), partial=True)

    assert list(YearlyValue.objects.values_list("state", "value", "denominator")) == [("cannot_compute", None, 0)]
    assert refusals(report) == [
        (3, "denominator", "0", "The denominator is 0, so the value cannot be calculated: write a state.")
    ]


@pytest.mark.parametrize("kind", ["target", "baseline"])
def test_only_a_yearly_value_may_be_what_cannot_be_calculated(kind):
    refused = load(tidy("3,0," + figure(f"2015,{kind},"), header=PARTS))
    said = load(tidy("3,0," + figure(f"2015,{kind},算出不能"), header=PARTS))

    assert refusals(refused) == [
        (2, "denominator", "0", "The denominator is 0, so the value cannot be calculated: write a state.")
    ]
    assert sums(said) == (1, 1, 0, 0)


@pytest.mark.parametrize("bound", ["5未満", "＜5", "10人以上"])
def test_nothing_is_computed_from_a_bound(bound):
    report = load(tidy(f"{bound},20," + figure("2014,actual,"), header=PARTS))

    assert refusals(report) == [
        (
            2,
            "numerator",
            bound,
            f"“{bound}” is a bound, not a figure. Write the figure itself, or 非公表 where it is withheld.",
        )
    ]


def test_large_parts_are_divided():
    load(tidy("12345678901234567890,1," + figure("2014,actual,", unit="人"), header=PARTS))

    assert YearlyValue.objects.get().value == 12345678901234567890


def test_per_cent_in_words_is_per_cent():
    load(tidy(figure("2014,actual,5パーセント", unit="")))

    assert Indicator.objects.get().unit == "%"


def test_one_part_alone_says_nothing():
    report = load(tidy("5,," + figure("2014,actual,"), header=PARTS))

    assert refusals(report) == [(2, "value", "", "One part of the ratio is missing, and so is the value.")]


def test_a_baseline_keeps_its_parts():
    load(tidy("464,1445," + figure("2014,baseline,33"), header=PARTS))

    commitment = Commitment.objects.get()
    assert (commitment.baseline, commitment.baseline_numerator, commitment.baseline_denominator) == (33, 464, 1445)


# Breakdowns


def test_a_long_category_is_refused_by_its_length_and_in_words():
    header = f"Sex,Degree,{HEADER}"
    mapping = {"Sex": "breakdown:sex", "Degree": "breakdown:degree"}

    report = load(tidy(f"f,{'m' * 201}," + figure("2022,actual,1"), header=header), mapping=mapping)

    assert refusals(report) == [
        (
            2,
            "breakdown",
            f"degree={'m' * 201}; sex=f"[:200],
            "A category of a breakdown is 201 characters long; 200 are allowed.",
        )
    ]


def test_a_breakdown_is_made_once_and_found_again():
    rows = [
        "degree=master; sex=f," + figure("2022,actual,1"),
        "sex=f; degree=master," + figure("2023,actual,2"),
        "master," + figure("2022,actual,3"),
        "," + figure("2022,actual,4"),
    ]

    report = load(tidy(*rows, header=f"breakdown,{HEADER}"))

    assert sums(report) == (4, 4, 0, 0)
    assert list(Breakdown.objects.values_list("categories", flat=True)) == [
        {"degree": "master", "sex": "f"},
        {"breakdown": "master"},
    ]
    assert sums(load(tidy(*rows, header=f"breakdown,{HEADER}"))) == (4, 0, 4, 0)


def test_columns_may_be_mapped_to_dimensions_of_a_breakdown():
    header = f"Sex,Degree,{HEADER}"

    load(
        tidy("f,master," + figure("2022,actual,1"), header=header),
        mapping={"Sex": "breakdown:sex", "Degree": "breakdown"},
    )

    assert Breakdown.objects.get().categories == {"sex": "f", "Degree": "master"}


@pytest.mark.parametrize(
    ("cell", "kind", "reason"),
    [
        ("a=b; a=c", "actual", "This is no breakdown: write “dimension=category; …”."),
        ("a  b=1; a b=2", "actual", "This is no breakdown: write “dimension=category; …”."),
        ("=b", "actual", "This is no breakdown: write “dimension=category; …”."),
        ("a=b", "target", "Targets and baselines stand for the whole, not for a part."),
    ],
)
def test_a_breakdown_that_is_none_is_refused(cell, kind, reason):
    report = load(tidy(f"{cell}," + figure(f"2022,{kind},1"), header=f"breakdown,{HEADER}"))

    assert [one.reason for one in report.rows_refused] == [reason]
