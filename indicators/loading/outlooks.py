"""What may come, by future fiscal year: the forecasts that an office entered, and apart from them where the trend would lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from indicators.models import Indicator, IndicatorStatus, Kind, YearlyValue
from indicators.readings.forecasts import forecast, since_break

NUMBERS = (Kind.NUMBER, Kind.RATIO)
OLDEST_FIGURE = 2
Bounds: TypeAlias = tuple[Decimal | None, Decimal | None]  # the lowest, the highest


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

    def within(self, bounds: Bounds) -> "Trend":
        """The same with nothing beyond the bounds; None is an open one."""
        ends = (kept_within(number, *bounds) for number in (self.value, self.low, self.high))
        return Trend(self.fiscal_year, *ends)


def outlooks(reported: Mapping[int, Decimal], forecasts: Mapping[int, YearlyValue]) -> dict[int, Outlook]:
    """{fiscal year: Outlook} of the years for which an office entered a forecast and no figure is reported."""
    entered = reported_figures(forecasts)
    return {year: Outlook(year, value) for year, value in sorted(entered.items()) if year not in reported}


def trends(
    indicator: Indicator, reported: Mapping[int, Decimal], breaks: Iterable[int], *, this_year: int, last_year: int
) -> dict[int, Trend]:
    """{fiscal year: Trend} from this year to the last one; nothing from too few or too old figures."""
    begun = {year: figure for year, figure in reported.items() if year <= this_year}
    is_alive = indicator.kind in NUMBERS and indicator.status == IndicatorStatus.ACTIVE
    if not (is_alive and begun and max(begun) >= this_year - OLDEST_FIGURE):
        return {}
    comparable = since_break(begun, breaks)
    found = (forecast(comparable, year) for year in range(this_year, last_year + 1))
    bounds = bounds_of(indicator, comparable)
    return {
        led.fiscal_year: Trend(led.fiscal_year, led.value, led.low, led.high).within(bounds)
        for led in found
        if led is not None
    }


def bounds_of(indicator: Indicator, comparable: Mapping[int, Decimal]) -> Bounds:
    """What a trend of the figures may not leave: a share its whole, figures that were never negative the zero."""
    if indicator.bounds is not None:
        return indicator.bounds
    return Decimal(0) if min(comparable.values()) >= 0 else None, None


def kept_within(number: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    number = number if low is None else max(number, low)
    return number if high is None else min(number, high)


def reported_figures(values: Mapping[int, YearlyValue]) -> dict[int, Decimal]:
    """{fiscal year: figure} of the values that have one."""
    return {year: row.value for year, row in values.items() if row.value is not None}
