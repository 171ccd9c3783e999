"""Whether a new figure looks like a slip: a missing digit, parts changed about. Plain numbers: no database, no web."""

from decimal import Decimal

FACTOR = 2  # more than double, or less than half, of last year's


def is_jump(before: Decimal | None, now: Decimal | None) -> bool:
    """Whether a figure is so far from last year's that somebody should look again. Nothing is far from zero."""
    if before is None or now is None or before == 0:
        return False
    if (before < 0) != (now < 0) and now != 0:
        return True
    return not abs(before) <= abs(now) * FACTOR <= abs(before) * FACTOR * FACTOR


def is_more_than_the_whole(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether a part is larger than the whole that it is a part of."""
    return numerator is not None and denominator is not None and 0 < denominator < numerator
