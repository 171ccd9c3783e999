"""One indicator through the years, loaded for a reader: every year with its value or the reason why there is none."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indicators.loading.as_of import AsOf
from indicators.loading.commitments import M, by_id, group_by
from indicators.loading.lines import ReadingLoader, ReadingWithRows, hide_figures, last_begun, latest_fiscal_years
from indicators.loading.outlooks import Outlook, Trend, outlooks, reported_figures, trends
from indicators.loading.value_text import state_text
from indicators.loading.year_gaps import folds_in, years_to_show
from indicators.loading.year_values import hidden_today
from indicators.models import Breakdown, Commitment, Definition, Indicator, Target, ValueKind, ValueState, YearlyValue
from indicators.readings.statuses import TO_COME, Gap
from indicators.readings.target_paths import path_of
from plans.models import Reader, reads

NEAR = 20  # years before and after the present one in which a plan's years are printed though they say nothing


@dataclass(frozen=True, eq=False)
class YearOfSeries:
    """One fiscal year of an indicator; `value` is None without a row.

    `state`: a stored state; without a row a Gap, such as not_yet_due, or not_asked before any plan.
    """

    fiscal_year: int
    state: str
    value: YearlyValue | None
    forecast: YearlyValue | None
    targets: tuple[Target, ...]
    baselines: tuple[Commitment, ...]
    parts: tuple[YearlyValue, ...]

    @property
    def is_reported(self) -> bool:
        return self.state == ValueState.REPORTED

    @property
    def is_awaited(self) -> bool:
        """Whether nothing is missing although there is no figure: it is still to come, or was never asked for."""
        return self.state in (*TO_COME, Gap.NOT_ASKED)

    @property
    def why_missing(self) -> str:
        """Why there is no figure, in words; empty where there is one."""
        return "" if self.is_reported else state_text(self.state)


class Series:
    """The rows of one indicator that a reader may see, now or as known on a day, in a fixed number of queries."""

    def __init__(self, indicator: Indicator, *, user: Reader, as_of: AsOf | None = None) -> None:
        self.user, self.as_of = user, as_of or AsOf(indicator.institution)
        self.indicator = indicator_as_of(indicator, self.as_of)
        self.today, self.this_year = self.as_of.today, self.as_of.this_year
        self._load_values()
        self._load_commitments()

    def _rows(self, model: type[M], **conditions: object) -> list[M]:
        return self.as_of.rows(model, **conditions)

    def _load_values(self) -> None:
        rows = self._rows(YearlyValue, indicator=self.indicator.pk)
        shown = [row for row in rows if self._may_read(row)]
        breakdowns = by_id(self._rows(Breakdown, id__in={row.breakdown_id for row in shown} - {None}))
        grades = by_id(self.indicator.scale.grades.all()) if self.indicator.scale is not None else {}
        for row in shown:
            row.breakdown, row.grade = breakdowns.get(row.breakdown_id), grades.get(row.grade_id)
        self.actuals = {row.fiscal_year: row for row in shown if is_total(row, ValueKind.ACTUAL)}
        self.forecasts = {row.fiscal_year: row for row in shown if is_total(row, ValueKind.FORECAST)}
        self.parts = group_by([row for row in shown if row.breakdown_id is not None], "fiscal_year")
        hidden = [row for row in rows if is_total(row, ValueKind.ACTUAL) and not self._may_read(row)]
        self.actuals |= {row.fiscal_year: hide_figures(row) for row in hidden}

    @cached_property
    def _hidden_now(self) -> set[int]:
        return hidden_today([self.indicator.pk], self.user)

    def _may_read(self, row: YearlyValue) -> bool:
        return reads(self.user, row.institution_id, row.disclosure) and row.pk not in self._hidden_now

    def _load_commitments(self) -> None:
        found = self._rows(Commitment, indicator=self.indicator.pk)
        self.book = ReadingLoader(found, user=self.user, as_of=self.as_of)
        self.commitments = self.book.of_open_plans(self.user)
        ids = [row.pk for row in self.commitments]
        by_commitment = by_id(self.commitments)
        superseded = sorted(self._rows(Target, commitment__in=ids, superseded_at__isnull=False), key=revision)
        for target in superseded:
            target.commitment = by_commitment[target.commitment_id]
            target.grade = self.book.grades.get(target.grade_id)
        self.superseded = group_by(superseded, "commitment_id")
        definitions = self._rows(Definition, indicator=self.indicator.pk)
        self.definitions = sorted(definitions, key=lambda row: row.valid_from or 0)

    @cached_property
    def lines(self) -> list[ReadingWithRows]:
        """The reading of each commitment, in the year by which its plan is read now.

        Where nothing was ever reported, a later year that was promised says more than the plan's last one with figures.
        """
        latest = latest_fiscal_years({row.standard.strategy.plan for row in self.commitments}, self.as_of)
        return [self.book.line(row, self._year_read(row, latest)) for row in self.commitments]

    @cached_property
    def line(self) -> ReadingWithRows | None:
        """The reading that speaks for the indicator: that of a key commitment, of a plan that still runs; None without any."""
        return min(self.lines, key=self._precedence, default=None)

    def _precedence(self, line: ReadingWithRows) -> tuple[bool, bool, int]:
        plan = line.standard.strategy.plan
        return plan.last_fiscal_year < self.this_year, not line.commitment.is_key, line.commitment.pk

    def _year_read(self, commitment: Commitment, latest: dict[int, int]) -> int:
        plan = commitment.standard.strategy.plan
        year = latest[plan.pk]
        if any(value.fiscal_year in plan.fiscal_years for value in self.actuals.values()):
            return year
        begun = last_begun(plan, self.as_of)
        return max([year, *(aim.fiscal_year for aim in self.targets[commitment.pk] if aim.fiscal_year <= begun)])

    @cached_property
    def targets(self) -> dict[int, list[Target]]:
        """The current targets by commitment, each with its commitment at hand."""
        for commitment in self.commitments:
            for target in self.book.targets[commitment.pk]:
                target.commitment = commitment
        return {row.pk: self.book.targets[row.pk] for row in self.commitments}

    @cached_property
    def outlooks(self) -> dict[int, Outlook]:
        """{fiscal year: Outlook} of the years that an office forecast."""
        return outlooks(reported_figures(self.actuals), self.forecasts)

    @cached_property
    def trends(self) -> dict[int, Trend]:
        """{fiscal year: Trend} of the years to come."""
        figures = reported_figures(self.actuals)
        return trends(self.indicator, figures, self.breaks, this_year=self.this_year, last_year=self.last_promised)

    @cached_property
    def span(self) -> list[int]:
        """The fiscal years to print, without long runs of years that say nothing."""
        return years_to_show(self._years_that_say_something())

    def _years_that_say_something(self) -> set[int]:
        """Years with a value, a target or a baseline, those on the way to a target, and of the plans those around now."""
        years = {*self.actuals, *self.forecasts, *self.parts, *self.breaks}
        near = range(self.this_year - NEAR, self.this_year + NEAR + 1)
        for commitment in self.commitments:
            years.update(year for year in commitment.standard.strategy.plan.fiscal_years if year in near)
            years.update(target.fiscal_year for target in self.targets[commitment.pk])
            years.update({commitment.baseline_fiscal_year} - {None})
            path = path_of(self.book.promises.terms[commitment.pk])
            years.update(step.fiscal_year for step in path if step.fiscal_year in near)
        return years

    @property
    def folds(self) -> tuple[tuple[int, int], ...]:
        """(first, last) of each run of years that says nothing and is left out."""
        return folds_in(self.span)

    @cached_property
    def last_promised(self) -> int:
        """The last fiscal year of the plans and their targets; the present one where that is later."""
        lasts = [row.standard.strategy.plan.last_fiscal_year for row in self.commitments]
        return max([self.this_year, *lasts, *(aim.fiscal_year for rows in self.targets.values() for aim in rows)])

    @cached_property
    def years(self) -> list[YearOfSeries]:
        """Every year that is printed, oldest first."""
        return [self._year(year) for year in self.span]

    def _year(self, fiscal_year: int) -> YearOfSeries:
        targets = [target for rows in self.targets.values() for target in rows if target.fiscal_year == fiscal_year]
        value = self.actuals.get(fiscal_year)
        return YearOfSeries(
            fiscal_year=fiscal_year,
            state=self.book.gap(self.commitments, fiscal_year) if value is None else value.state,
            value=value,
            forecast=self.forecasts.get(fiscal_year),
            targets=tuple(targets),
            baselines=tuple(row for row in self.commitments if row.baseline_fiscal_year == fiscal_year),
            parts=tuple(self.parts[fiscal_year]),
        )

    @cached_property
    def latest(self) -> YearOfSeries | None:
        """The last year with a reported figure; None without any."""
        return next((year for year in reversed(self.years) if year.is_reported), None)

    @property
    def breaks(self) -> tuple[int, ...]:
        """The fiscal years before which a line may not be joined: a new definition, unless earlier years were restated."""
        starts = [row.restated_from or row.valid_from for row in self.definitions if row.valid_from is not None]
        first = min(self.actuals, default=0)
        return tuple(year for year in starts if year > first)


def indicator_as_of(indicator: Indicator, as_of: AsOf) -> Indicator:
    """The indicator as it was known, with its institution, office and scale; live where it was not known yet. Only to be read."""
    then = as_of.row(indicator)
    if then is indicator:
        return indicator
    then.institution = as_of.institution
    if then.office is not None:
        then.office = as_of.row(then.office)
    return then


def is_total(row: YearlyValue, kind: str) -> bool:
    return row.kind == kind and row.breakdown_id is None


def revision(target: Target) -> tuple[Any, int]:
    return target.superseded_at, target.fiscal_year
