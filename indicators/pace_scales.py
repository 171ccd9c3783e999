"""Why a status: the pace on a line from too slow to fast enough, the formula with its numbers, and the rule beside it. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.printing import amount_beside, band_text, number_text
from indicators.statuses import Status
from indicators.terms import UNMEASURED

WIDTH, END = 280, Decimal("1.3")
COLUMN = 2


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
    """One status and when it applies, in words."""

    status: Status
    words: str
    is_here: bool


def pace_scale(reading):
    """The scale of a reading; None without a pace, or where the lines of the statuses are none of shares."""
    limits = limits_of(reading)
    if limits is None or reading.status not in (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK):
        return None
    edges = [Decimal(0), *limits, END]
    statuses = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)
    stretches = [
        Stretch(status, at(start), round(at(end) - at(start) - COLUMN, 1), reading.status is status)
        for status, start, end in zip(statuses, edges, edges[1:], strict=False)
    ]
    pin = at(min(max(reading.pace, Decimal(0)), END))
    anchor = "start" if pin < WIDTH * 0.1 else "end" if pin > WIDTH * 0.9 else "middle"
    ticks = [(at(limit), number_text(limit, 2)) for limit in limits]
    return PaceScale(stretches, ticks, pin, number_text(reading.pace, 2), anchor)


def at(pace):
    return round(float(pace / END) * WIDTH, 1)


def limits_of(reading):
    """The paces at which at risk and on track begin, tolerance included; None where they cannot be said as shares."""
    start, expected = reading.terms.start, reading.expected_band
    if reading.pace is None or start is None or reading.risk_line is None:
        return None
    way = expected.nearest_end(start) - start
    on_track = reading.on_track_line.loosened(reading.terms.slack(reading.on_track_line))
    limits = [
        (line.nearest_end(start) - start) / way
        for line in (reading.risk_line, on_track)
        if line.nearest_end(start) is not None
    ]
    is_in_order = len(limits) == COLUMN and 0 < limits[0] < limits[1] < END
    return limits if is_in_order else None


def rules(reading):
    """Each status with its rule: in paces where there is a scale, else in figures; nothing where nothing is compared."""
    if reading.expectation is None or reading.terms.comparator in UNMEASURED or reading.measured is None:
        return []
    limits = limits_of(reading)
    words = in_paces(*limits) if limits else in_figures(reading)
    if reading.status is Status.ACHIEVED:
        words = {Status.ACHIEVED: _("the final target is met")} | words
    return [Rule(status, text, reading.status is status) for status, text in words.items()]


def in_paces(risk, on_track):
    named = {"risk": number_text(risk, 2), "on_track": number_text(on_track, 2)}
    return {
        Status.OFF_TRACK: _("pace below %(risk)s") % named,
        Status.AT_RISK: _("pace of %(risk)s to below %(on_track)s") % named,
        Status.ON_TRACK: _("pace of %(on_track)s and above") % named,
    }


def in_figures(reading):
    terms, line = reading.terms, reading.on_track_line
    held = line.loosened(terms.slack(line))
    named = {
        "on_track": said(terms, held),
        "risk": said(terms, reading.risk_line) if reading.risk_line else "",
    }
    if held.value is None:
        return {
            Status.OFF_TRACK: _("outside %(risk)s") % named,
            Status.AT_RISK: _("within %(risk)s") % named,
            Status.ON_TRACK: _("within %(on_track)s") % named,
        }
    return {
        Status.OFF_TRACK: _("worse than %(risk)s") % named,
        Status.AT_RISK: _("%(risk)s or better") % named,
        Status.ON_TRACK: _("%(on_track)s or better") % named,
    }


def said(terms, band):
    return band_text(terms, band) if band.value is None else amount_beside(terms, band.value, None)


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
    start, decimals = reading.terms.start, reading.terms.decimals
    expected = reading.expected_band.nearest_end(start)
    closer = None if decimals is None else decimals + 1
    is_exact = number_text(expected, decimals) == number_text(expected, closer).rstrip("0").rstrip(".")
    more = decimals if is_exact else closer
    a, b, e = number_text(reading.measured, decimals), number_text(start, decimals), number_text(expected, more)
    made, way = number_text(reading.measured - start, decimals), number_text(expected - start, more)
    return Formula(
        differences=f"({a} − {bracketed(b)}) ÷ ({e} − {bracketed(b)})",
        quotient=f"{bracketed(made)} ÷ {bracketed(way)}",
        pace=number_text(reading.pace, 2),
    )


def bracketed(printed):
    """A negative number in brackets, to stand behind a sign."""
    return f"({printed})" if printed.startswith("−") else printed
