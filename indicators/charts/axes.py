"""A number axis with round steps. Pure: it knows only numbers."""

from dataclasses import dataclass, replace
from decimal import Decimal

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
WISHED_STEPS = 4
FIRST_RANK = Decimal(1)


@dataclass(frozen=True)
class Axis:
    """From `lowest` to `highest` in equal round steps; the lowest number on top where it `is_inverted`, as for ranks."""

    lowest: Decimal
    highest: Decimal
    step: Decimal
    is_inverted: bool = False

    @classmethod
    def over(cls, numbers, bounds=None):
        """The axis that holds all `numbers`. It starts at zero unless all numbers lie close together far from it.

        It ends at the bounds (low, high) of what it counts, if no number lies beyond them.
        """
        low, high = min(numbers, default=Decimal(0)), max(numbers, default=Decimal(1))
        if starts_at_zero(low, high):
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        if low == high:
            high = low + 1
        axis = cls._around(low, high, round_step((high - low) / WISHED_STEPS))
        if bounds is not None and bounds[0] <= low and high <= bounds[1]:
            return replace(axis, lowest=max(axis.lowest, bounds[0]), highest=min(axis.highest, bounds[1]))
        return axis

    @classmethod
    def of_ranks(cls, ranks):
        """The axis that holds all `ranks`, the best on top; there is no rank 0."""
        best, worst = min(ranks, default=FIRST_RANK), max(ranks, default=FIRST_RANK)
        axis = cls._around(best, max(worst, best + 1), max(round_step((worst - best) / WISHED_STEPS), Decimal(1)))
        return replace(axis, lowest=max(axis.lowest, min(best, FIRST_RANK)), is_inverted=True)

    @classmethod
    def _around(cls, low, high, step):
        return cls(floor_to(low, step), -floor_to(-high, step), step)

    @property
    def ticks(self):
        first = -floor_to(-self.lowest, self.step) if self.is_inverted else self.lowest
        count = int((self.highest - first) / self.step)
        return [first + self.step * index for index in range(count + 1)]

    @property
    def ends(self):
        """(at the foot of the axis, on top)."""
        return (self.highest, self.lowest) if self.is_inverted else (self.lowest, self.highest)

    def share(self, number):
        """How far up the axis a number lies: 0 at the foot, 1 on top."""
        foot, top = self.ends
        return (number - foot) / (top - foot)


def starts_at_zero(low, high):
    return low == high or low <= 0 <= high or high - low >= max(abs(low), abs(high)) / 4


def round_step(wish):
    """The smallest of 1, 2, 5 times a power of ten that is not below `wish`; 0 for 0."""
    if not wish:
        return wish
    power = Decimal(10) ** wish.adjusted()
    return next(step * power for step in STEPS if step * power >= wish)


def floor_to(number, step):
    """The multiple of `step` at or below `number`."""
    return (number / step).to_integral_value(rounding="ROUND_FLOOR") * step
