"""Why a status: the pace on a line from too slow to fast enough, the formula with its numbers, and the lines of the year. Pure."""

from bisect import bisect
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.readings.figures import round_half_up
from indicators.readings.statuses import Status
from indicators.readings.terms import UNMEASURED
from indicators.readings.wording.paces import pace_lines, pace_text
from indicators.readings.wording.status_lines import legend
from indicators.readings.wording.status_rule import tooltip
from indicators.readings.wording.units import number_text

WIDTH, END = 280, Decimal("1.3")
GAP = 2  # between two stretches
STRETCHES = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)


@dataclass(frozen=True)
class Stretch:
    """The part of the scale that belongs to one status."""

    status: Status
    x: float
    width: float
    is_here: bool


@dataclass(frozen=True)
class PaceScale:
    """Stretches of off track, at risk and on track; `ticks`: where they meet; `pin`: the x of the pace, inside the scale."""

    stretches: list[Stretch]
    ticks: list[tuple[float, str]]
    pin: float
    pace: str
    anchor: str


@dataclass(frozen=True)
class Rule:
    """The rule of one status, in words."""

    status: Status
    words: str
    is_here: bool


def pace_scale(reading):
    """None without a pace, where the statuses are not separated by shares, or where the pace alone would give another
    status (too much of what should be within a range).
    """
    limits = limits_of(reading)
    if limits is None or reading.status is not STRETCHES[bisect(limits, reading.progress.pace)]:
        return None
    edges = [Decimal(0), *limits, END]
    stretches = [
        Stretch(status, x_of(start), round(x_of(end) - x_of(start) - GAP, 1), reading.status is status)
        for status, (start, end) in zip(STRETCHES, pairwise(edges), strict=True)
    ]
    pin = x_of(min(max(reading.progress.pace, Decimal(0)), END))
    anchor = "start" if pin < WIDTH * 0.1 else "end" if pin > WIDTH * 0.9 else "middle"
    ticks = [(x_of(limit), number_text(limit, 2)) for limit in limits]
    return PaceScale(stretches, ticks, pin, pace_text(reading), anchor)


def x_of(pace):
    return round(float(pace / END) * WIDTH, 1)


def limits_of(reading):
    """The paces at which at risk and on track begin, tolerance included; None where they are not shares."""
    lines = pace_lines(reading)
    limits = [lines.get("risk"), lines.get("on_track")]
    return limits if None not in limits and 0 < limits[0] < limits[1] < END else None


def rules_of_year(reading):
    """The statuses with their figures of this year; [] where nothing is compared or figures have no distance."""
    if reading.expectation is None or reading.terms.comparator in UNMEASURED or reading.figure is None:
        return []
    words = legend(reading.expectation)
    if reading.status is Status.ACHIEVED:
        words = {Status.ACHIEVED: tooltip(Status.ACHIEVED)} | words
    return [Rule(status, text, reading.status is status) for status, text in words.items()]


@dataclass(frozen=True)
class Formula:
    """The pace with its numbers: (27.0 − 18.4) ÷ (30.13 − 18.4), 8.6 ÷ 11.73, 0.73."""

    differences: str
    quotient: str
    pace: str


def formula(reading):
    """None without a pace."""
    if reading.progress.pace is None or reading.terms.start is None:
        return None
    start, expected = reading.terms.start, reading.expected_band.nearest_end(reading.terms.start)
    decimals = decimals_of(expected, reading.terms.decimals)
    a, b, e = (number_text(number, decimals) for number in (reading.figure, start, expected))
    made, way = (number_text(number - start, decimals) for number in (reading.figure, expected))
    return Formula(
        differences=f"({a} − {in_formula(b)}) ÷ ({e} − {in_formula(b)})",
        quotient=f"{in_formula(made)} ÷ {in_formula(way)}",
        pace=pace_text(reading),
    )


def decimals_of(expected, decimals):
    """The indicator's decimals, one more where the expected figure has more."""
    return decimals if decimals is None or expected == round_half_up(expected, decimals) else decimals + 1


def in_formula(printed):
    return f"({printed})" if printed.startswith("−") else printed
