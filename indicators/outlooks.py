"""What may come: the forecasts that an office entered, and where the trend would lead, by future fiscal year."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.forecasts import forecast, since_break
from indicators.models import IndicatorStatus, Kind

NUMBERS = (Kind.NUMBER, Kind.RATIO)
OLDEST_FIGURE = 2


@dataclass(frozen=True)
class Outlook:
    """A future year: the figure, and the 80 % range of the trend where there is one. `is_entered`: by an office, not by the trend."""

    fiscal_year: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    is_entered: bool
    dated = None


def outlooks(series):
    """{fiscal year: Outlook} of the years without a reported figure; an entered forecast comes before the trend's."""
    trends = trend_of(series)
    found = {}
    for year in series.span:
        entered, trend = series.forecasts.get(year), trends.get(year)
        has_entered = entered is not None and entered.value is not None and year not in figures(series)
        if has_entered or trend is not None:
            value = entered.value if has_entered else trend.value
            ends = (None, None) if trend is None else (trend.low, trend.high)
            found[year] = Outlook(year, value, *ends, is_entered=has_entered)
    return found


def trend_of(series):
    """{fiscal year: Trend} from this year to the end of the span; nothing from too few or too old figures."""
    reported = figures(series)
    is_alive = series.indicator.kind in NUMBERS and series.indicator.status == IndicatorStatus.ACTIVE
    if not (is_alive and reported and max(reported) >= series.this_year - OLDEST_FIGURE):
        return {}
    comparable = since_break(reported, series.breaks)
    found = {year: forecast(comparable, year) for year in series.span if year >= series.this_year}
    never_below = min(comparable.values()) >= 0
    return {year: Trend.of(trend, never_below) for year, trend in found.items() if trend is not None}


@dataclass(frozen=True)
class Trend:
    """The trend's figure and its range; figures that were never negative are not carried below zero."""

    value: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, trend, never_below):
        ends = (trend.value, trend.low, trend.high)
        return cls(*(max(end, Decimal(0)) for end in ends)) if never_below else cls(*ends)


def figures(series):
    """{fiscal year: figure} of the reported actuals."""
    return {year: row.value for year, row in series.actuals.items() if row.value is not None}
