"""A number axis with round steps. Pure: it knows only numbers."""

from dataclasses import dataclass
from decimal import Decimal

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
WISHED_STEPS = 4


@dataclass(frozen=True)
class Axis:
    """From `lowest` to `highest` in equal round steps."""

    lowest: Decimal
    highest: Decimal
    step: Decimal

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
        step = round_step((high - low) / WISHED_STEPS)
        lowest, highest = floor_to(low, step), -floor_to(-high, step)
        if bounds is not None and bounds[0] <= low and high <= bounds[1]:
            lowest, highest = max(lowest, bounds[0]), min(highest, bounds[1])
        return cls(lowest, highest, step)

    @property
    def ticks(self):
        """The numbers written at the axis, from the lowest up."""
        count = int((self.highest - self.lowest) / self.step)
        return [self.lowest + self.step * index for index in range(count + 1)]

    def share(self, number):
        """How far up the axis a number lies: 0 at the lowest, 1 at the highest."""
        return (number - self.lowest) / (self.highest - self.lowest)


def starts_at_zero(low, high):
    return low == high or low <= 0 <= high or high - low >= max(abs(low), abs(high)) / 4


def round_step(wish):
    """The smallest of 1, 2, 5 times a power of ten that is not below `wish`."""
    power = Decimal(10) ** wish.adjusted()
    return next(step * power for step in STEPS if step * power >= wish)


def floor_to(number, step):
    """The multiple of `step` at or below `number`."""
    return (number / step).to_integral_value(rounding="ROUND_FLOOR") * step
