"""The stretch of the number line that a target accepts: at least 30 is from 30 up, a range has both ends."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Band:
    """From low to high, in the indicator's unit; None is an open end, and one end at least is not open."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """The one number this band is about; None for a range with two different ends."""
        if self.low is None or self.high is None:
            return self.high if self.low is None else self.low
        return self.low if self.low == self.high else None

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """(low, high); of a band with an open end the other one twice. Raises ValueError for a band without any end."""
        low, high = self.high if self.low is None else self.low, self.low if self.high is None else self.high
        if low is None or high is None:
            raise ValueError(self)
        return low, high

    @property
    def is_two_sided(self) -> bool:
        """Whether there is such a thing as too much and too little."""
        return self.low is not None and self.high is not None

    def holds(self, number: Decimal, slack: Decimal = ZERO, *, strictly: bool = False) -> bool:
        """Whether the number lies inside, each end moved out by the slack; strictly: the ends themselves do not count."""
        if strictly:
            return (self.low is None or number > self.low - slack) and (self.high is None or number < self.high + slack)
        return (self.low is None or number >= self.low - slack) and (self.high is None or number <= self.high + slack)

    def nearest_end(self, number: Decimal) -> Decimal | None:
        """The end between the number and the inside; None where the number is well inside."""
        if self.low is not None and number <= self.low:
            return self.low
        if self.high is not None and number >= self.high:
            return self.high
        return None

    def distance(self, number: Decimal) -> Decimal:
        """How far the number is outside; zero inside."""
        end = self.nearest_end(number)
        return ZERO if end is None else abs(end - number)

    def wider(self, *, by: Decimal) -> "Band":
        """Each end moved out by the same amount."""
        return Band(
            None if self.low is None else self.low - by,
            None if self.high is None else self.high + by,
        )

    def worse(self, *, by: Decimal) -> "Band":
        """Each end moved out by a share of its own size, so that zero and negative ends need no exception."""
        return Band(
            None if self.low is None else self.low - by * abs(self.low),
            None if self.high is None else self.high + by * abs(self.high),
        )


def between(left: Band, right: Band, part: int, whole: int) -> Band | None:
    """The band `part` of `whole` steps along the straight way from left to right, with the ends that both have; None without any."""
    low, high = _between(left.low, right.low, part, whole), _between(left.high, right.high, part, whole)
    return None if low is None and high is None else Band(low, high)


def _between(start: Decimal | None, end: Decimal | None, part: int, whole: int) -> Decimal | None:
    if start is None or end is None:
        return None
    return start + (end - start) * part / whole
