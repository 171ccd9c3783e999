"""Why a status: the pace on a line from too slow to fast enough, the formula with its numbers, and the lines of the year. Pure."""

from bisect import bisect
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.readings.figures import rounded
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
    """A part of the scale that belongs to one status."""

    status: Status
    x: float
    width: float
    is_here: bool


@dataclass(frozen=True)
class PaceScale:
    """The stretches of off track, at risk and on track; where they meet; and where the pace lies, inside the scale."""

    stretches: list[Stretch]
    ticks: list[tuple[float, str]]
    pin: float
    pace: str
    anchor: str


@dataclass(frozen=True)
class Rule:
    """One status and which figures have it, in words."""

    status: Status
    words: str
    is_here: bool


def pace_scale(reading):
    """The scale of a reading; None without a pace, where the lines of the statuses are none of shares, or where the pace alone
    would say another status (too much of what should lie in a range).
    """
    limits = limits_of(reading)
    if limits is None or reading.status is not STRETCHES[bisect(limits, reading.pace)]:
        return None
    edges = [Decimal(0), *limits, END]
    stretches = [
        Stretch(status, at(start), round(at(end) - at(start) - GAP, 1), reading.status is status)
        for status, (start, end) in zip(STRETCHES, pairwise(edges), strict=True)
    ]
    pin = at(min(max(reading.pace, Decimal(0)), END))
    anchor = "start" if pin < WIDTH * 0.1 else "end" if pin > WIDTH * 0.9 else "middle"
    ticks = [(at(limit), number_text(limit, 2)) for limit in limits]
    return PaceScale(stretches, ticks, pin, pace_text(reading), anchor)


def at(pace):
    return round(float(pace / END) * WIDTH, 1)


def limits_of(reading):
    """The paces at which at risk and on track begin, tolerance included; None where they cannot be said as shares."""
    lines = pace_lines(reading)
    limits = [lines.get("risk"), lines.get("on_track")]
    return limits if None not in limits and 0 < limits[0] < limits[1] < END else None


def rules(reading):
    """Each status with the figures that have it in this year; nothing where nothing is compared or figures have no distance."""
    if reading.expectation is None or reading.terms.comparator in UNMEASURED or reading.measured is None:
        return []
    words = legend(reading)
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
    """How the pace came about; None without one."""
    if reading.pace is None or reading.terms.start is None:
        return None
    start, expected = reading.terms.start, reading.expected_band.nearest_end(reading.terms.start)
    decimals = decimals_of(expected, reading.terms.decimals)
    a, b, e = (number_text(number, decimals) for number in (reading.measured, start, expected))
    made, way = (number_text(number - start, decimals) for number in (reading.measured, expected))
    return Formula(
        differences=f"({a} − {bracketed(b)}) ÷ ({e} − {bracketed(b)})",
        quotient=f"{bracketed(made)} ÷ {bracketed(way)}",
        pace=pace_text(reading),
    )


def decimals_of(expected, decimals):
    """The decimals of all numbers of a formula: the indicator's, one more where what is expected has more."""
    return decimals if decimals is None or expected == rounded(expected, decimals) else decimals + 1


def bracketed(printed):
    """A negative number in brackets, to stand behind a sign."""
    return f"({printed})" if printed.startswith("−") else printed
