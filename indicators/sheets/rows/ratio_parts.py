"""A ratio and its parts: the quotient, and whether a printed figure equals it."""

from decimal import Decimal

from indicators.readings.figures import WIDE, round_half_up
from indicators.sheets.numerals import DECIMAL_DIGITS

POWERS = (2, 3, 4, 5, 6, -3, -4, -6, -8)  # per 100, 1,000, … 1,000,000; in thousand, ten thousand, million, 億


def ratio_of(numerator, denominator, factor):
    """To as many decimals as are stored; None where something is missing or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    quotient = WIDE.divide(WIDE.multiply(numerator, factor), denominator)
    return round_half_up(quotient, DECIMAL_DIGITS).normalize(WIDE)


def factor_between(printed, numerator, denominator):
    """The power of ten by which the quotient equals the printed figure, among those of rates and amounts; or None."""
    for power in POWERS:
        factor = Decimal(1).scaleb(power)
        if printed and agrees(printed, ratio_of(numerator, denominator, factor)):
            return factor
    return None


def agrees(printed, computed):
    """Whether the figures are equal, rounded half up to the decimals of the printed one."""
    return round_half_up(computed, -printed.as_tuple().exponent) == printed
