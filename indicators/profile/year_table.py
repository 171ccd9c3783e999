"""The yearly table: one row for each year of a series, with everything that a reader may see of it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from indicators.figure_rules.rules import doubts_in_words
from indicators.loading.outlooks import Outlook, Trend
from indicators.loading.series import YearOfSeries
from indicators.models import Definition
from indicators.readings.figures import round_half_up
from indicators.readings.target_paths import PathPoint, path_of

MOST_PATHS = 3


class Fold(NamedTuple):
    """A run of fiscal years in one row; `is_editable`: whether a figure may be entered for the last of them."""

    first: int
    last: int
    is_editable: bool


@dataclass(frozen=True, eq=False)
class YearRow:
    """A year with its change on the year before, what each plan expects of it, its forecast, evidence and who entered it.

    `fold`: the run of years before this one that say nothing and are left out, None without any. `doubts`: what somebody
    confirmed about the figure although it looked odd, for those who may record it.
    `is_correctable`: the reader may change the figure although its year is closed.
    `change` is None without two comparable figures; `path_points` holds a Step or None for each plan.
    """

    year: YearOfSeries
    change: Decimal | None
    path_points: list[tuple[object, PathPoint | None]]
    outlook: Outlook | None
    trend: Trend | None
    evidence: list
    entered_by: object
    is_closed: bool
    is_editable: bool
    is_correctable: bool
    may_forecast: bool
    is_latest: bool
    is_break: bool
    definition: Definition | None
    fold: Fold | None
    doubts: list[str]
    confirmed_by: object


def year_rows(series, lines, records):
    """Oldest first. `lines`: the readings whose path is shown."""
    paths = [(line, {step.fiscal_year: step for step in path_of(line.reading.terms)}) for line in lines]
    folds = {last + 1: Fold(first, last, is_editable(series, records, last)) for first, last in series.folds}
    return [
        YearRow(
            year=year,
            change=change_on_year_before(series, year),
            path_points=[(line, path.get(year.fiscal_year)) for line, path in paths],
            outlook=series.outlooks.get(year.fiscal_year),
            trend=None if year.is_reported else series.trends.get(year.fiscal_year),
            evidence=records.evidence_of(year.value),
            entered_by=records.entered_by(year.value),
            is_closed=year.fiscal_year in records.closed_years,
            is_editable=is_editable(series, records, year.fiscal_year),
            is_correctable=records.may_edit and year.fiscal_year in records.closed_years and year.value is not None,
            may_forecast=records.may_record
            and year.fiscal_year not in records.closed_years
            and needs_forecast(series, year),
            is_latest=series.latest is year,
            is_break=year.fiscal_year in series.breaks,
            definition=definition_of(series, year.fiscal_year),
            fold=folds.get(year.fiscal_year),
            doubts=doubts_in_words(year.value.doubts) if records.may_record and year.value is not None else [],
            confirmed_by=records.confirmed_by(year.value),
        )
        for year in series.years
    ]


def is_editable(series, records, fiscal_year):
    """Whether the reader may enter or change the figure of a year; of a future year only an existing one."""
    has_begun = fiscal_year <= series.this_year or fiscal_year in series.actuals
    return records.may_record and fiscal_year not in records.closed_years and has_begun


def needs_forecast(series, year):
    """Whether there is a forecast to correct, or no figure yet of a year not long past."""
    return year.forecast is not None or (not year.is_reported and year.fiscal_year >= series.this_year - 1)


def change_on_year_before(series, year):
    """The difference of the printed figures; None where one is missing or the definition changed between."""
    before = series.actuals.get(year.fiscal_year - 1)
    if year.fiscal_year in series.breaks or before is None or before.value is None:
        return None
    if year.value is None or year.value.value is None:
        return None
    decimals = series.indicator.decimals
    return round_half_up(year.value.value, decimals) - round_half_up(before.value, decimals)


def definition_of(series, fiscal_year):
    """The wording that begins with a year, or from which the year was restated."""
    if fiscal_year in series.breaks:
        return next(row for row in series.definitions if (row.restated_from or row.valid_from) == fiscal_year)
    return next((row for row in series.definitions if row.valid_from == fiscal_year and row.restated_from), None)
