"""Money as people read it: ¥8.0 million, 8.0百万円. What stands together has one scale, so that it can be compared."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.readings.wording.units import number_text, quantity
from plans.text.languages import active_language

YEN = "JPY"
SMALLEST = Decimal("0.05")  # of a scale that prints one decimal


class Scale(NamedTuple):
    """A power of ten, what counts it for yen and for other currencies, and the amount from which on it is used."""

    power: int
    yen: str
    word: str
    least: int


SCALES = {
    "ja": (Scale(8, "億円", "億", 10**9), Scale(6, "百万円", "百万", 10**6), Scale(0, "円", "", 0)),
    "en": (
        Scale(9, "billion yen", "billion", 10**9),
        Scale(6, "million yen", "million", 10**6),
        Scale(0, "yen", "", 0),
    ),
}


def money_text(amount: Decimal, currency: str, most: Decimal | None = None) -> str:
    """An amount in the currency's base unit; `most`: the largest of those that it stands among."""
    scale = scale_for(amount if most is None else most)
    if abs(amount).scaleb(-scale.power) < SMALLEST:
        scale = scale_for(amount)
    decimals = 1 if scale.power else None
    scaled = Decimal(amount).scaleb(-scale.power)
    if currency == YEN:
        return str(quantity(scaled, decimals, scale.yen))
    named = {"number": number_text(scaled, decimals), "scale": scale.word, "currency": currency}
    return (_("%(currency)s %(number)s %(scale)s") % named).strip()


def unit_text(currency: str, scale: Scale) -> str:
    """What bare numbers of a scale count: million yen, 百万USD."""
    if currency == YEN:
        return scale.yen
    return (_("%(scale)s %(currency)s") % {"scale": scale.word, "currency": currency}).strip()


def scale_for(most: Decimal) -> Scale:
    """The scale in which the largest of some amounts is printed shortly."""
    return next(scale for scale in SCALES[active_language()] if abs(most) >= scale.least)
