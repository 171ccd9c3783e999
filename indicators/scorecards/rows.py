"""The rows of the scorecard's table: everything that a row prints, worked out beforehand so that the template only prints."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.charts.sparklines import Bullet, Sparkline, draw_bullet, draw_sparkline, sparkline_data
from indicators.loading.lines import ReadingWithRows
from indicators.loading.value_text import value_text
from indicators.models import Kind
from indicators.readings.statuses import Mark
from indicators.readings.terms import Comparator
from indicators.readings.wording.paces import pace_text
from indicators.readings.wording.printing import aim_text, decimals_apart, printed_amount, span_quantity
from indicators.readings.wording.speeds import explain_speed
from indicators.readings.wording.units import Quantity, number_text, quantity

NOTHING = Quantity("")


@dataclass(frozen=True, eq=False)
class TableRow:
    """One reading as the table prints it."""

    line: ReadingWithRows
    status: Mark
    address: str
    sparkline: Sparkline | None
    bullet: Bullet | None
    start: str
    goal: str
    actual: Quantity
    expected: Quantity
    pace: str
    reason: str
    short_reason: str
    speed: str

    @classmethod
    def of(cls, line, years):
        """`years`: the span that all sparklines have in common."""
        terms, reading = line.reading.terms, line.reading
        bullet = draw_bullet(terms, reading.figure, reading.expected_band)
        data = sparkline_data(terms, years, actuals_until(line, years))
        return cls(
            line=line,
            status=line.mark,
            address=line.indicator.get_absolute_url(),
            sparkline=None if data is None else draw_sparkline(data, line.fiscal_year),
            bullet=bullet,
            start="" if bullet is None else number_text(bullet.start, terms.decimals),
            goal="" if bullet is None else number_text(bullet.goal, terms.decimals),
            actual=actual_of(line),
            expected=expected_of(line),
            pace="–" if reading.progress.pace is None else pace_text(reading),
            reason=line.explanation,
            short_reason=line.explanation_short,
            speed=explain_speed(reading),
        )


def actuals_until(line, years):
    """{year: the figure that is compared}, up to the reading's year; of a total the sum so far, as long as no year is missing."""
    reading = line.reading
    if reading.terms.is_total:
        return sums_until(reading)
    known = {year: reading.figures.of(year) for year in years if year <= line.fiscal_year}
    return {year: figure for year, figure in known.items() if figure is not None}


def sums_until(reading):
    sums, total = {}, Decimal(0)
    for year in reading.figures.years:
        figure = reading.figures.of(year)
        if figure is None:
            return sums
        total += figure
        sums[year] = total
    return sums


def actual_of(line):
    """The year's figure; the sum where years are added up."""
    reading, value = line.reading, line.value
    if reading.terms.is_total:
        return NOTHING if reading.figure is None else printed_amount(reading.terms, reading.figure)
    if value is None:
        return NOTHING
    if value.value is not None and value.dated is None and line.indicator.kind != Kind.YES_NO:
        return quantity(value.value, line.indicator.decimals, str(line.indicator.unit))
    return Quantity(value_text(value, line.indicator))


def expected_of(line):
    """With as many decimals as tell it apart from the figure beside it."""
    terms, band = line.reading.terms, line.reading.expected_band
    if band is None:
        return NOTHING
    if band.value is None:
        return span_quantity(terms, band.low, band.high)
    if terms.comparator == Comparator.RANGE and not band.is_two_sided:
        return Quantity(aim_text(terms, band))
    beside = line.reading.figure
    return printed_amount(terms, band.value, 0 if beside is None else decimals_apart(terms, band.value, beside))
