"""A ratio and its parts: what the parts come to, and whether a printed figure says the same."""

from decimal import Decimal

from indicators.readings.figures import WIDE, rounded
from indicators.sheets.numerals import DECIMAL_DIGITS

POWERS = (2, 3, 4, 5, 6, -3, -4, -6, -8)  # per 100, 1,000, … 1,000,000; in thousand, ten thousand, million, 億


def ratio_of(numerator, denominator, factor):
    """What the parts come to, to as many decimals as are stored; None where something is missing or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    quotient = WIDE.divide(WIDE.multiply(numerator, factor), denominator)
    return rounded(quotient, DECIMAL_DIGITS).normalize(WIDE)


def factor_between(printed, numerator, denominator):
    """The power of ten that makes the quotient the printed figure, where it is one that rates and amounts use; or None."""
    for power in POWERS:
        factor = Decimal(1).scaleb(power)
        if printed and agrees(printed, ratio_of(numerator, denominator, factor)):
            return factor
    return None


def agrees(printed, computed):
    """Whether a printed figure is the computed one, rounded half up to the printed figure's decimals."""
    return rounded(computed, -printed.as_tuple().exponent) == printed
