"""What a commitment promises and what a year brought: the two inputs of a reading. Plain values, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from indicators.readings.bands import ZERO, Band
from plans.fiscal_years import last_day


class Comparator(StrEnum):
    """How an actual is compared with a target; the empty string is "not compared"."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    EQUAL = "equal"
    MAINTAIN = "maintain"
    RANGE = "range"
    REACH_RANK = "reach_rank"
    GRADE_AT_LEAST = "grade_at_least"
    YES_BY = "yes_by"


class Direction(StrEnum):
    """Which figures of an indicator are the better ones."""

    UP = "up"
    DOWN = "down"
    RANGE = "range"
    KEEP = "keep"
    NONE = "none"


YES, NO = Decimal(1), Decimal(0)
COMPARATORS = frozenset(Comparator)
BY_DIRECTION: Mapping[str, Comparator] = {
    Direction.UP: Comparator.AT_LEAST,
    Direction.DOWN: Comparator.AT_MOST,
    Direction.RANGE: Comparator.RANGE,
    Direction.KEEP: Comparator.MAINTAIN,
}
BY_KIND: Mapping[tuple[str, str], Comparator] = {
    (Direction.UP, "grade"): Comparator.GRADE_AT_LEAST,
    (Direction.UP, "yes_no"): Comparator.YES_BY,
    (Direction.UP, "date"): Comparator.YES_BY,
}
UPWARD = frozenset({Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.GRADE_AT_LEAST})
DOWNWARD = frozenset({Comparator.AT_MOST, Comparator.LESS_THAN, Comparator.REACH_RANK})
STRICT = frozenset({Comparator.MORE_THAN, Comparator.LESS_THAN})
KEEPING = frozenset({Comparator.EQUAL, Comparator.MAINTAIN, Comparator.RANGE})
UNMEASURED = frozenset({Comparator.GRADE_AT_LEAST, Comparator.YES_BY})


class Trajectory(StrEnum):
    """What is expected between targets."""

    NONE = "none"
    LINE = "line"
    STEPS = "steps"


class Promise(StrEnum):
    """When the target must be met; the empty string lets the rule choose."""

    REACH = "reach"
    HOLD = "hold"
    TOTAL = "total"


PROMISES = frozenset(Promise)


class State(StrEnum):
    """What is known of a yearly value; a row that is not there has none of these."""

    REPORTED = "reported"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_COMPUTE = "cannot_compute"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Target:
    """The target in force for one fiscal year: value, or low and high (range), `on` (yes by a date) or a grade's order."""

    fiscal_year: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    on: date | None = None
    grade: int | None = None


@dataclass(frozen=True)
class Actual:
    """What a year brought (never a forecast): value, or a grade's order, or the date of a yes. Yes is value 1, no is 0.

    `reason`: why there is no figure, in the words of whoever said so.
    """

    value: Decimal | None = None
    state: str = State.REPORTED
    grade: int | None = None
    on: date | None = None
    provisional: bool = False
    reason: str = ""
    divides_by_zero: bool = False


def usual_comparator(direction: str, kind: str = "number") -> str:
    """How an indicator is compared where nobody chose: by its direction; empty where that says nothing."""
    return BY_KIND.get((direction, kind), BY_DIRECTION.get(direction, ""))


@dataclass(frozen=True, eq=False)
class CommitmentTerms:
    """A commitment in numbers, as valid at the moment it is asked about. Years are fiscal years, amounts in the indicator's unit.

    With targets and an empty comparator the indicator's `direction` decides it. months_to_report: when the institution asks for
    the year's figure, in months after its end; None: it does not ask, or the plan is not in force.
    tolerance None: none, or 5 % of the target for maintain. promise "" or None: the rule chooses. A grade's baseline is its
    order, and a higher order is better. `scale` has the marks of the grades by order, `grade_labels` their words. `withdrawn` is
    "cancelled" or "merged", then `merged_into` names what goes on, where a reader may know it.
    """

    comparator: str = ""
    targets: Sequence[Target] = ()
    baseline: Decimal | None = None
    baseline_year: int | None = None
    trajectory: str = Trajectory.NONE
    tolerance: Decimal | None = None
    promise: str | None = ""
    decimals: int | None = None
    unit: str = ""
    kind: str = "number"
    scale: Mapping[int, str] = field(default_factory=dict)
    grade_labels: Mapping[int, str] = field(default_factory=dict)
    withdrawn: str = ""
    merged_into: str = ""
    plan_starts: int | None = None
    plan_ends: int | None = None
    start_month: int = 4
    direction: str = ""
    months_to_report: int | None = None
    on_track_share: Decimal = Decimal("0.95")
    risk_share: Decimal = Decimal("0.60")
    worsening_share: Decimal = Decimal("0.20")
    maintain_share: Decimal = Decimal("0.05")

    def __post_init__(self) -> None:
        if not self.comparator and self.targets:
            object.__setattr__(self, "comparator", usual_comparator(self.direction, self.kind))

    @cached_property
    def aims(self) -> dict[int, Band]:
        """What each targeted year accepts, oldest first. Targets without any number are left out."""
        bands = ((target.fiscal_year, self._band(target)) for target in self.targets)
        return {year: band for year, band in sorted(bands, key=lambda pair: pair[0]) if band is not None}

    @cached_property
    def final_year(self) -> int | None:
        """The year of the last target."""
        return next(reversed(self.aims), None)

    @cached_property
    def final(self) -> Band | None:
        """What the last target accepts."""
        return None if self.final_year is None else self.aims[self.final_year]

    @cached_property
    def keeps(self) -> Promise:
        """The promise as chosen, or by default: hold what is to be kept or met from the start, else reach."""
        if self.promise in PROMISES and not (self.promise == Promise.TOTAL and self.comparator in UNMEASURED):
            return Promise(self.promise)
        return (
            Promise.HOLD if self.comparator in KEEPING or self._is_met_from_the_start(self.baseline) else Promise.REACH
        )

    @property
    def is_total(self) -> bool:
        """Whether years are added up."""
        return self.keeps is Promise.TOTAL

    @property
    def counts_early(self) -> bool:
        """Whether meeting the final target before its year settles it. A ceiling on a total is met until it is broken."""
        if self.is_total:
            return not self._is_met_from_the_start(ZERO)
        return self.keeps is Promise.REACH

    @property
    def first_year(self) -> int | None:
        """Where a total begins: the plan's first year, else the year after the baseline, else the first targeted year."""
        if self.plan_starts is not None:
            return self.plan_starts
        return next(iter(self.aims), None) if self.baseline_year is None else self.baseline_year + 1

    @cached_property
    def start(self) -> Decimal | None:
        """Where counting starts: the baseline; for a total zero; nothing for a yes, which has no distance."""
        if self.comparator == Comparator.YES_BY:
            return None
        return ZERO if self.is_total else self.baseline

    @cached_property
    def start_year(self) -> int | None:
        """The year of the start, where known."""
        if not self.is_total:
            return None if self.baseline is None else self.baseline_year
        return None if self.first_year is None else self.first_year - 1

    @cached_property
    def incomparable(self) -> str:
        """Code of why no figure can be compared at all; empty where one can."""
        if self.kind == "text":
            return "text"
        if self.withdrawn:
            return self.withdrawn
        if self.comparator not in COMPARATORS:
            return "no_comparison" if self.targets else "no_comparator"
        return "" if self.aims else "no_target"

    def slack(self, aim: Band) -> Decimal:
        """The tolerance around an aim."""
        if self.tolerance is not None:
            return ZERO if self.comparator in UNMEASURED else self.tolerance
        if self.comparator != Comparator.MAINTAIN or aim.value is None:
            return ZERO
        return self.maintain_share * abs(aim.value)

    def meets(self, actual: Decimal, aim: Band, slack: Decimal | None = None) -> bool:
        """Whether the actual is as good as the aim, tolerance included; `slack`: that of another aim, where it is its line."""
        slack = self.slack(aim) if slack is None else slack
        return aim.holds(actual, slack, strictly=self.comparator in STRICT)

    def starts_worse(self, aim: Band) -> bool:
        """Whether the start is worse than the aim. What may be too high and too low is worse only outside the tolerance."""
        if self.start is None:
            return False
        return aim.distance(self.start) > (self.slack(aim) if aim.is_two_sided else ZERO)

    def _is_met_from_the_start(self, start: Decimal | None) -> bool:
        if start is None or self.final is None or self.comparator == Comparator.YES_BY:
            return False
        return self.meets(start, self.final)

    def _band(self, target: Target) -> Band | None:
        low, high = self._ends(target)
        return None if low is None and high is None else Band(low, high)

    def _ends(self, target: Target) -> tuple[Decimal | None, Decimal | None]:
        if self.comparator == Comparator.YES_BY:
            return None, Decimal((target.on or last_day(target.fiscal_year, self.start_month)).toordinal())
        if self.comparator == Comparator.GRADE_AT_LEAST:
            return (None if target.grade is None else Decimal(target.grade)), None
        if self.comparator in UPWARD:
            return (target.low if target.value is None else target.value), None
        if self.comparator in DOWNWARD:
            return None, (target.high if target.value is None else target.value)
        if target.value is not None:
            return target.value, target.value
        return target.low, target.high
