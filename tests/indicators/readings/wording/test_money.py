from decimal import Decimal

import pytest
from django.utils import translation

from indicators.readings.wording.money import money_text


@pytest.mark.parametrize(
    ("amount", "currency", "english", "japanese"),
    [
        ("8000000", "JPY", "¥8.0 million", "8.0百万円"),
        ("8250000", "JPY", "¥8.3 million", "8.3百万円"),
        ("450000", "JPY", "¥450,000", "450,000円"),
        ("0", "JPY", "¥0", "0円"),
        ("150000000", "JPY", "¥150.0 million", "150.0百万円"),
        ("2750000000", "JPY", "¥2.8 billion", "27.5億円"),
        ("-8000000", "JPY", "−¥8.0 million", "−8.0百万円"),
        ("5000000", "USD", "USD 5.0 million", "5.0百万USD"),
        ("900.50", "USD", "USD 900.5", "900.5USD"),
    ],
)
def test_an_amount_is_said_in_the_words_of_the_language(amount, currency, english, japanese):
    with translation.override("en"):
        assert money_text(Decimal(amount), currency) == english
    with translation.override("ja"):
        assert money_text(Decimal(amount), currency) == japanese


@pytest.mark.parametrize(("amount", "said"), [("400000", "¥0.4 million"), ("0", "¥0"), ("20000", "¥20,000")])
def test_amounts_that_stand_together_have_one_scale_unless_nothing_would_be_left(amount, said):
    with translation.override("en"):
        assert money_text(Decimal(amount), "JPY", most=Decimal(8000000)) == said
