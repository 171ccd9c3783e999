"""A ratio and its parts: what the parts come to, and whether a printed figure says the same."""

from decimal import Decimal

from indicators.figures import rounded

PLACES = Decimal("1e-10")


def ratio_of(numerator, denominator, *, is_percentage):
    """What the parts come to, to ten decimals; None where something is missing or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    return (numerator * (100 if is_percentage else 1) / denominator).quantize(PLACES).normalize()


def agrees(printed, computed):
    """Whether a printed figure is the computed one, rounded half up to the printed figure's decimals."""
    return rounded(computed, -printed.as_tuple().exponent) == printed
