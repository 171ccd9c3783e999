from decimal import Decimal

import pytest

from indicators.figure_rules.plausibility import is_jump, is_more_than_the_whole


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (100, 200, False),
        (100, 201, True),
        (100, 50, False),
        (100, Decimal("49.9"), True),
        (100, 0, True),
        (0, 1000, False),
        (None, 5, False),
        (5, None, False),
        (-10, -20, False),
        (-10, 10, True),
        (10070, 1014, True),
    ],
)
def test_a_figure_is_far_from_last_years_beyond_double_and_half(before, now, expected):
    assert is_jump(before, now) is expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 4, True), (4, 4, False), (None, 4, False), (4, None, False), (4, 0, False)],
)
def test_a_part_above_its_whole_is_noticed(numerator, denominator, expected):
    assert is_more_than_the_whole(numerator, denominator) is expected
