"""What may come, by future fiscal year: the forecasts that an office entered, and apart from them where the trend would lead."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.models import IndicatorStatus, Kind
from indicators.readings.forecasts import forecast, since_break

NUMBERS = (Kind.NUMBER, Kind.RATIO)
OLDEST_FIGURE = 2


@dataclass(frozen=True)
class Outlook:
    """What an office foresees for a year without a reported figure. It carries no range: nobody gave one."""

    fiscal_year: int
    value: Decimal
    dated = None


@dataclass(frozen=True)
class Trend:
    """Where the trend would lead in a future year, with its 80 % range."""

    fiscal_year: int
    value: Decimal
    low: Decimal
    high: Decimal
    dated = None

    def within(self, bounds):
        """The same with nothing beyond the bounds; None is an open one."""
        ends = (kept_within(number, *bounds) for number in (self.value, self.low, self.high))
        return Trend(self.fiscal_year, *ends)


def outlooks(series):
    """{fiscal year: Outlook} of the years for which an office entered a forecast and no figure is reported."""
    reported = figures(series)
    entered = {year: row.value for year, row in series.forecasts.items() if row.value is not None}
    return {year: Outlook(year, value) for year, value in sorted(entered.items()) if year not in reported}


def trends(series):
    """{fiscal year: Trend} from this year to the end of the span; nothing from too few or too old figures."""
    reported = {year: figure for year, figure in figures(series).items() if year <= series.this_year}
    is_alive = series.indicator.kind in NUMBERS and series.indicator.status == IndicatorStatus.ACTIVE
    if not (is_alive and reported and max(reported) >= series.this_year - OLDEST_FIGURE):
        return {}
    comparable = since_break(reported, series.breaks)
    found = (forecast(comparable, year) for year in range(series.this_year, series.last_promised + 1))
    bounds = bounds_of(series.indicator, comparable)
    return {
        led.fiscal_year: Trend(led.fiscal_year, led.value, led.low, led.high).within(bounds)
        for led in found
        if led is not None
    }


def bounds_of(indicator, comparable):
    """What a trend of the figures may not leave: a share its whole, figures that were never negative the zero."""
    if indicator.bounds is not None:
        return indicator.bounds
    return Decimal(0) if min(comparable.values()) >= 0 else None, None


def kept_within(number, low, high):
    number = number if low is None else max(number, low)
    return number if high is None else min(number, high)


def figures(series):
    """{fiscal year: figure} of the reported actuals."""
    return {year: row.value for year, row in series.actuals.items() if row.value is not None}
