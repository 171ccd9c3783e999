from decimal import Decimal

import pytest

from measures.models import BudgetLine
from measures.money import money_of


def line(year, planned=None, settled=None, currency="JPY"):
    return BudgetLine(fiscal_year=year, planned=planned, settled=settled, currency=currency)


def test_lines_of_a_year_are_added_up_by_currency():
    (yen, dollars) = money_of(
        [line(2025, 5, 3), line(2024, 1, 1), line(2025, 2), line(2025, 9, currency="USD")],
    )

    assert [(year.fiscal_year, year.planned, year.settled) for year in yen.years] == [(2024, 1, 1), (2025, 7, 3)]
    assert [(year.planned, year.settled) for year in dollars.years] == [(9, None)]


@pytest.mark.parametrize(
    ("planned", "settled", "share"),
    [
        (Decimal(8), Decimal(6), Decimal(75)),
        (Decimal(8), Decimal(0), 0),
        (0, 5, None),
        (None, 5, None),
        (8, None, None),
    ],
)
def test_the_share_that_was_settled(planned, settled, share):
    assert money_of([line(2025, planned, settled)])[0].years[0].share == share


def test_nothing_has_no_currency():
    assert money_of([]) == []
