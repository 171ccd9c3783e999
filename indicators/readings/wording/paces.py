"""A pace as it is printed: two decimals, and as many more as keep it from showing a line that was not reached."""

from decimal import Decimal

from indicators.readings.figures import rounded
from indicators.readings.wording.printing import MOST_DECIMALS_MORE
from indicators.readings.wording.units import number_text

ONE = Decimal(1)
LEAST_DECIMALS = 2


def pace_text(reading) -> str:
    """The pace of a Reading that has one."""
    return number_text(reading.pace, pace_decimals(reading))


def pace_decimals(reading) -> int:
    """With how many decimals the pace shows no line that was not reached: at least two."""
    lines = [ONE, *pace_lines(reading).values()]
    for decimals in range(LEAST_DECIMALS, LEAST_DECIMALS + MOST_DECIMALS_MORE):
        printed = rounded(reading.pace, decimals)
        if not any(reading.pace < line <= printed for line in lines):
            break
    return decimals


def pace_lines(reading) -> dict[str, Decimal]:
    """{"risk": the pace at which at risk begins, "on_track": the same}, tolerance included, as far as they are shares of a way."""
    start = reading.terms.start
    if reading.pace is None or start is None or reading.risk_line is None:
        return {}
    way = reading.expected_band.nearest_end(start) - start
    held = reading.on_track_line.loosened(reading.slack)
    ends = {"risk": reading.risk_line.nearest_end(start), "on_track": held.nearest_end(start)}
    return {name: (end - start) / way for name, end in ends.items() if end is not None}
