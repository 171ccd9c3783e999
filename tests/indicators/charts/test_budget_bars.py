from decimal import Decimal

import pytest

from indicators.charts.budget_bars import FLOOR, TOP, draw_budget_chart
from measures.models import BudgetLine
from measures.money import money_of


def chart(*amounts, currency="JPY"):
    lines = [
        BudgetLine(fiscal_year=2022 + index, planned=planned, settled=settled, currency=currency)
        for index, (planned, settled) in enumerate(amounts)
    ]
    return draw_budget_chart(money_of(lines)[0])


def test_the_largest_amount_reaches_the_top_and_zero_the_floor():
    (first, second) = chart((Decimal(8), Decimal(0)), (Decimal(4), None)).bars

    assert (first.planned_y, first.settled_y) == (TOP, FLOOR)
    assert (second.planned_y, second.settled_y) == ((TOP + FLOOR) / 2, None)


@pytest.mark.parametrize(
    ("most", "unit", "printed"),
    [
        (Decimal(900), "yen", "900"),
        (Decimal(45000), "yen", "45,000"),
        (Decimal(7650000), "million yen", "7.7"),
        (Decimal(12400000000), "billion yen", "12.4"),
    ],
)
def test_amounts_are_printed_shortly(most, unit, printed):
    drawn = chart((most, None))

    assert (drawn.unit, drawn.bars[0].amount) == (unit, printed)


def test_other_currencies_keep_their_code():
    assert chart((Decimal(5000000), None), currency="USD").unit == "million USD"


def test_below_a_bar_stands_how_much_was_settled():
    notes = [bar.note for bar in chart((Decimal(8), Decimal(6)), (Decimal(8), None), (None, Decimal(2))).bars]

    assert notes == ["75%", "budget", ""]


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-5)])
def test_nothing_and_less_than_nothing_stay_on_the_floor(amount):
    assert chart((amount, amount)).bars[0].planned_y == FLOOR
