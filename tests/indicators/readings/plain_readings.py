"""Terms and readings from plain numbers."""

from decimal import Decimal

from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.terms import Actual, CommitmentTerms, Target


def d(number):
    return None if number is None else Decimal(str(number))


def terms(comparator="at_least", targets=(), baseline=None, baseline_year=None, **others):
    """Terms from plain numbers: `targets` maps a year to a number."""
    aims = [Target(year, d(value)) for year, value in dict(targets).items()]
    return CommitmentTerms(comparator, aims, d(baseline), baseline_year, **others)


def expected_number(reading):
    """The expected number, or None."""
    return None if reading.expectation is None else reading.expectation.number


def bands_of(reading):
    """What is expected, the on-track line and the risk line, each a Band or None."""
    found = reading.expectation
    return (None, None, None) if found is None else (found.band, found.on_track_line, found.risk_line)


def read(what, year, actual=None, **others):
    """The reading of a year in which `actual` was reported, or nothing."""
    values = {} if actual is None else {year: actual if isinstance(actual, Actual) else Actual(d(actual))}
    return Reading(Figures(what, year, values, **others))


LATE_TARGET = terms(targets={2023: 30})
RISING = terms(targets={2027: 20}, baseline=10, baseline_year=2021, trajectory="line")
