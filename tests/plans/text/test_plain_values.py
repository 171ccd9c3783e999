from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from plans.text.plain_values import value_in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (True, "yes"),
        (False, "no"),
        (Decimal("12.50"), "12.50"),
        (date(2025, 3, 1), "1 March 2025"),
        ("actual", "Actual"),
        ("guess", "guess"),
    ],
)
def test_a_value_is_told_as_the_reader_writes_it(value, words):
    with translation.override("en"):
        assert value_in_words(value, [("actual", "Actual")]) == words
