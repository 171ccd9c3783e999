"""Rates and amounts per head: what the quotient of both parts is multiplied by."""

from decimal import Decimal

import pytest

from indicators.models import Commitment, Indicator, YearlyValue
from tests.indicators.sheets.made_sheets import HEADER, figure, load, refusals, sums, tidy, warnings

pytestmark = pytest.mark.django_db

PARTS = f"numerator,denominator,{HEADER}"

MEND = " Correct the row, or the indicator’s factor."
RATES = [
    ("per 1000 people", "520,100000", "5.2", 1000, "5.2"),
    ("千円/件", '"3,000,000",2', "1500", Decimal("0.001"), "1500"),
    ("per 100000", "12,400000", "3.0", 100000, "3"),
    ("百万円/人", "1230000000,10", "123", Decimal("0.000001"), "123"),
    ("件/人", "30,12", "2.5", None, "2.5"),
]


@pytest.mark.parametrize(("unit", "parts", "printed", "factor", "value"), RATES)
def test_the_factor_of_a_new_rate_is_taken_from_its_first_figure(unit, parts, printed, factor, value):
    rows = [f"{parts}," + figure(f"2023,actual,{printed}", unit=unit)]

    report = load(tidy(*rows, header=PARTS))

    stored = YearlyValue.objects.get()
    assert (Indicator.objects.get().factor, str(stored.value), stored.published) == (factor, value, None)
    assert [reason.partition(":")[2] for _row, _column, reason in warnings(report)] == (
        [] if factor is None else [f" the indicator takes the factor {Decimal(factor):f}."]
    )
    assert sums(load(tidy(*rows, header=PARTS))) == (1, 0, 1, 0)


def test_all_rows_of_a_rate_count_by_one_factor():
    rows = [
        "520,100000," + figure("2022,actual,5.2", unit="per 1000"),
        "530,100000," + figure("2023,actual,", unit="per 1000"),
        "540,100000," + figure("2024,actual,54", unit="per 1000"),
        "510,100000," + figure("2021,baseline,5.1", unit="per 1000"),
    ]

    report = load(tidy(*rows, header=PARTS), partial=True)

    assert refusals(report) == [
        (
            4,
            "value",
            "54",
            f"The parts come to 5.4000 by the factor 1000; the figure needs the factor 10000.{MEND}",
        )
    ]
    assert list(YearlyValue.objects.values_list("value", flat=True)) == [Decimal("5.2"), Decimal("5.3")]
    assert Commitment.objects.get().baseline == Decimal("5.1")


def test_a_known_indicator_keeps_its_factor_and_says_which_one_a_row_needs():
    load(tidy("30,12," + figure("2022,actual,2.5", unit="per head"), header=PARTS))

    report = load(tidy("36,12," + figure("2023,actual,3000", unit="per head"), header=PARTS))

    assert [reason for *_where, reason in refusals(report)] == [
        f"The parts come to 3.0000 by the factor 1; the figure needs the factor 1000.{MEND}"
    ]


def test_a_percentage_always_counts_a_hundredfold():
    report = load(tidy("1,3," + figure("2022,actual,0.333"), header=PARTS))

    assert warnings(report)[0] == (
        *(2, "value"),
        "The parts come to 33.3333, which is used; the printed figure is kept beside it.",
    )
    assert (Indicator.objects.get().factor, YearlyValue.objects.get().published) == (None, Decimal("0.333"))


def test_percent_signs_say_the_factor_where_no_unit_is_written():
    load(tidy("1,3," + figure("2022,actual,33.3%", unit=""), header=PARTS))

    indicator = Indicator.objects.get()
    assert (indicator.unit_en, indicator.factor, round(YearlyValue.objects.get().value, 2)) == (
        "%",
        None,
        Decimal("33.33"),
    )


def test_another_factor_computes_the_values_anew():
    load(tidy("520,100000," + figure("2022,actual,", unit="per 1000"), header=PARTS))
    indicator = Indicator.objects.get()
    assert YearlyValue.objects.get().value == Decimal("0.0052")
    YearlyValue.objects.update(published=Decimal("5.2"))

    indicator.factor = 1000
    indicator.save()

    value = YearlyValue.objects.get()
    assert (value.value, value.published) == (Decimal("5.2"), None)
