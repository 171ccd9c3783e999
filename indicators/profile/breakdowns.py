"""An indicator by its breakdowns: a small chart of each part on one scale, and the table of the same figures."""

from dataclasses import dataclass
from itertools import chain

from indicators.charts.axes import Axis
from indicators.charts.chart_data import ChartData, Point, fold_years
from indicators.charts.from_series import is_rank
from indicators.charts.svg import SMALL, draw_svg
from indicators.charts.svg_elements import Svg
from indicators.loading.value_text import value_text
from indicators.loading.year_gaps import folds_in, years_to_show
from indicators.models import Breakdown, Kind, ValueKind, YearlyValue
from indicators.readings.wording.units import number_text
from plans.fiscal_years import fiscal_year_label
from plans.text.punctuation import join_label

MOST_DRAWN = 24
DRAWABLE_KINDS = (Kind.NUMBER, Kind.RATIO)


@dataclass(frozen=True, eq=False)
class BreakdownPart:
    """`values`: [(fiscal year, row or None)] for the table; `svg` where it has numbers."""

    breakdown: Breakdown
    values: list[tuple[int, YearlyValue | None]]
    svg: Svg | None


@dataclass(frozen=True)
class BreakdownCharts:
    """The parts of an indicator in their order, and the fiscal years that have any; for who enters figures up to the last one over.

    `open_years`: those in which the reader may enter figures; `unused_breakdowns`: for whom that is all, breakdowns without a figure here.
    """

    years: list[int]
    parts: list[BreakdownPart]
    open_years: frozenset[int] = frozenset()
    unused_breakdowns: tuple[Breakdown, ...] = ()

    @property
    def is_empty(self):
        return not self.parts and not (self.unused_breakdowns and self.open_years)

    @property
    def first_year(self):
        return max(self.open_years)


def breakdown_charts(series, records):
    """The breakdowns of a series, and for who may enter figures also unused ones; None without any."""
    rows = [row for row in chain.from_iterable(series.parts.values()) if row.kind == ValueKind.ACTUAL]
    years = years_of(rows, series, records)
    if not years:
        return None
    breakdowns = sorted({row.breakdown for row in rows}, key=lambda breakdown: (breakdown.order, breakdown.pk))
    numbers = [row.value for row in rows if row.value is not None]
    axis = Axis.of_ranks(numbers) if is_rank(series) else Axis.over(numbers, series.indicator.bounds)
    by_place = {(row.breakdown_id, row.fiscal_year): row for row in rows}
    parts = []
    for index, breakdown in enumerate(breakdowns):
        values = [by_place.get((breakdown.pk, year)) for year in years]
        data = chart_data_of_part(series.indicator, breakdown, years, values)
        is_drawn = index < MOST_DRAWN and not data.is_empty
        parts.append(
            BreakdownPart(
                breakdown, list(zip(years, values, strict=True)), draw_svg(data, SMALL, axis) if is_drawn else None
            )
        )
    open_years = frozenset(years) - records.closed_years if records.may_record else frozenset()
    found = BreakdownCharts(years, parts, open_years, unused_breakdowns(series, breakdowns) if open_years else ())
    return None if found.is_empty else found


def years_of(rows, series, records):
    years = {row.fiscal_year for row in rows} | ({series.this_year - 1} if records.may_record else set())
    return years_to_show(years)


def unused_breakdowns(series, breakdowns):
    others = Breakdown.objects.visible_to(series.user).filter(institution=series.indicator.institution_id)
    return tuple(others.exclude(pk__in=[breakdown.pk for breakdown in breakdowns]))


def chart_data_of_part(indicator, breakdown, years, values):
    known = [value for value in values if value is not None and value.value is not None]
    data = ChartData(
        title=str(breakdown.name),
        unit="",
        year_labels={year: str(year) for year in years},
        actual=tuple(point_of(value, indicator) for value in known) if indicator.kind in DRAWABLE_KINDS else (),
        missing={
            year: value.get_state_display()
            for year, value in zip(years, values, strict=True)
            if value is not None and value.value is None
        },
    )
    return fold_years(data, folds_in(years))


def point_of(value, indicator):
    text = join_label(fiscal_year_label(value.fiscal_year), value_text(value, indicator))
    return Point(value.fiscal_year, value.value, text, label=number_text(value.value, indicator.decimals))
