"""A pace as it is printed: two decimals, and as many more as keep it from showing a line that was not reached."""

from decimal import Decimal

from indicators.readings.figures import round_half_up
from indicators.readings.reading import Reading
from indicators.readings.wording.printing import MOST_DECIMALS_MORE
from indicators.readings.wording.units import number_text

ONE = Decimal(1)
LEAST_DECIMALS = 2


def pace_text(reading: Reading) -> str:
    """The pace; empty without one."""
    return "" if reading.progress.pace is None else number_text(reading.progress.pace, pace_decimals(reading))


def pace_decimals(reading: Reading) -> int:
    """With how many decimals the pace shows no line that was not reached: at least two."""
    pace, lines = reading.progress.pace, [ONE, *pace_lines(reading).values()]
    for decimals in range(LEAST_DECIMALS, LEAST_DECIMALS + MOST_DECIMALS_MORE):
        if pace is None or not any(pace < line <= round_half_up(pace, decimals) for line in lines):
            break
    return decimals


def pace_lines(reading: Reading) -> dict[str, Decimal]:
    """{"risk": the pace at which at risk begins, "on_track": the same}, tolerance included, as far as they are shares of a way."""
    start, expectation = reading.terms.start, reading.expectation
    if reading.progress.pace is None or start is None or expectation is None or expectation.risk_line is None:
        return {}
    expected = expectation.band.nearest_end(start)
    on_track = expectation.on_track_line.wider(by=expectation.slack)
    ends = {"risk": expectation.risk_line.nearest_end(start), "on_track": on_track.nearest_end(start)}
    return {
        name: (end - start) / (expected - start)
        for name, end in ends.items()
        if end is not None and expected is not None
    }
