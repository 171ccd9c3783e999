"""The rows behind readings, in a fixed number of queries whatever their number; as they are, or as known on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max

from indicators.models import (
    Commitment,
    Indicator,
    Override,
    Target,
    ValueKind,
    ValueState,
    YearlyValue,
)
from indicators.readings import Reading
from indicators.terms import Actual, Terms
from indicators.terms import Target as Aim
from measures.models import CrossListing, Grade, Measure
from plans.fiscal_years import fiscal_year_of
from plans.history import event_model, rows_known_on
from plans.models import Institution, Office, Plan, Standard, Strategy, reads


def end_of_day(day, institution):
    """The last moment of a day in the institution's time zone; None for None."""
    return None if day is None else datetime.combine(day, time.max, ZoneInfo(institution.time_zone))


def today_of(institution, known_on=None):
    """The day on which readings are judged: the day asked about, else today."""
    return known_on or settings.CLOCK(institution.time_zone)


def latest_fiscal_year(plan, known_on=None):
    """The plan's last fiscal year with a reported actual, never a future one; without any, this year within the plan.

    `known_on`: the last of which anything had been reported by that day.
    """
    institution = plan.institution
    now = fiscal_year_of(today_of(institution, known_on), institution.fiscal_year_start_month)
    last = min(now, plan.last_fiscal_year)
    reported = reported_actuals(end_of_day(known_on, institution)).filter(
        indicator__in=Commitment.objects.of_plan(plan).values("indicator"),
        fiscal_year__range=(plan.first_fiscal_year, last),
    )
    latest = reported.aggregate(latest=Max("fiscal_year"))["latest"]
    return latest if latest is not None else max(last, plan.first_fiscal_year)


def reported_actuals(moment=None):
    """Reported figures for the whole; with a moment those of the history up to it, each as often as it was changed."""
    rows = YearlyValue if moment is None else event_model(YearlyValue)
    reported = rows.objects.filter(kind=ValueKind.ACTUAL, breakdown=None, state=ValueState.REPORTED)
    return reported if moment is None else reported.filter(pgh_created_at__lte=moment)


@dataclass(frozen=True, eq=False)
class Line:
    """A reading together with the rows behind it. `values`: {fiscal year: YearlyValue}; `targets`: current ones in order."""

    reading: Reading
    commitment: Commitment
    indicator: Indicator
    standard: Standard
    measure: Measure | None
    targets: list
    values: dict
    override: Override | None

    @property
    def fiscal_year(self):
        return self.reading.fiscal_year

    @property
    def status(self):
        return self.reading.status

    @property
    def value(self):
        """The year's row, or None where nothing was entered."""
        return self.values.get(self.fiscal_year)

    @property
    def target(self):
        """The year's target row, or None."""
        return next(
            (target for target in self.targets if target.fiscal_year == self.fiscal_year),
            None,
        )

    @cached_property
    def explanation(self):
        return self.reading.explain()


def by_id(rows):
    return {row.pk: row for row in rows}


def grouped(rows, column):
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


@dataclass(frozen=True)
class Levels:
    """The levels of the plans that some commitments belong to: {id: row} each."""

    plans: dict
    strategies: dict
    standards: dict
    measures: dict

    @classmethod
    def above(cls, commitments, moment):
        """Load what stands above some commitments."""
        standards = by_id(rows_known_on(Standard, moment, id__in={c.standard_id for c in commitments}))
        strategies = by_id(rows_known_on(Strategy, moment, id__in={s.strategy_id for s in standards.values()}))
        plans = by_id(rows_known_on(Plan, moment, id__in={s.plan_id for s in strategies.values()}))
        measures = by_id(rows_known_on(Measure, moment, id__in={c.measure_id for c in commitments} - {None}))
        return cls(plans, strategies, standards, measures)

    def join(self):
        """Hand each row the one above it, so that nobody asks the database again."""
        for strategy in self.strategies.values():
            strategy.plan = self.plans[strategy.plan_id]
        for standard in self.standards.values():
            standard.strategy = self.strategies[standard.strategy_id]
        for measure in self.measures.values():
            measure.standard = self.standards[measure.standard_id]


class Book:
    """What is behind the readings of some commitments, loaded once; `line(commitment, fiscal_year)` opens it.

    `levels`: what stands above the commitments, where the caller has it already.
    """

    def __init__(self, commitments, *, user, moment=None, known_on=None, levels=None):
        self.user, self.moment, self.known_on = user, moment, known_on
        self.commitments = commitments
        self.levels = levels or Levels.above(commitments, moment)
        self.standards, self.measures = self.levels.standards, self.levels.measures
        self._load_indicators()
        self._load_numbers()
        self.commitments = [
            c for c in commitments if c.indicator_id in self.indicators and c.standard_id in self.standards
        ]
        self._join()

    def rows(self, model, **conditions):
        return rows_known_on(model, self.moment, **conditions)

    def _load_indicators(self):
        found = self.rows(Indicator, id__in={c.indicator_id for c in self.commitments})
        hidden = self._hidden_now(Indicator, id__in=[i.pk for i in found])
        self.indicators = {
            i.pk: i for i in found if i.pk not in hidden and reads(self.user, i.institution_id, i.disclosure)
        }
        self.institutions = by_id(Institution.objects.filter(id__in={i.institution_id for i in found}))
        self.offices = by_id(Office.objects.filter(id__in={i.office_id for i in found} - {None}))
        self.grades = by_id(Grade.objects.filter(scale__in={i.scale_id for i in found} - {None}))

    def _load_numbers(self):
        ids = [c.pk for c in self.commitments]
        targets = self.rows(Target, commitment__in=ids, superseded_at=None)
        self.targets = grouped(sorted(targets, key=lambda target: target.fiscal_year), "commitment_id")
        self.overrides = {(o.commitment_id, o.fiscal_year): o for o in self.rows(Override, commitment__in=ids)}
        values = self.rows(
            YearlyValue,
            indicator__in=list(self.indicators),
            kind=ValueKind.ACTUAL,
            breakdown=None,
        )
        hidden = self._hidden_now(YearlyValue, indicator__in=list(self.indicators))
        self.values = defaultdict(dict)
        for value in values:
            may_read = value.pk not in hidden and reads(self.user, value.institution_id, value.disclosure)
            self.values[value.indicator_id][value.fiscal_year] = value if may_read else withheld(value)

    def _hidden_now(self, model, **conditions):
        """Ids that the past showed and the present hides from the user; nothing to ask when the present is read."""
        if self.moment is None:
            return set()
        rows = model.objects.filter(**conditions)
        return set(rows.exclude(pk__in=model.objects.visible_to(self.user)).values_list("pk", flat=True))

    def _join(self):
        """Hand each row the rows it points to, so that nobody asks the database again."""
        for indicator in self.indicators.values():
            indicator.office = self.offices.get(indicator.office_id)
            indicator.institution = self.institutions[indicator.institution_id]
        self.levels.join()
        for commitment in self.commitments:
            commitment.indicator = self.indicators[commitment.indicator_id]
            commitment.standard = self.standards[commitment.standard_id]
            commitment.measure = self.measures.get(commitment.measure_id)
        self._terms = {commitment.pk: self._terms_of(commitment) for commitment in self.commitments}
        self._actuals = {
            pk: {year: self._actual(value) for year, value in values.items()} for pk, values in self.values.items()
        }

    def _graded_rows(self):
        for values in self.values.values():
            yield from values.values()
        for targets in self.targets.values():
            yield from targets

    def line(self, commitment, fiscal_year):
        """The reading of one of the loaded commitments in a fiscal year, with the rows behind it."""
        institution = commitment.indicator.institution
        reading = Reading(
            terms=self._terms[commitment.pk],
            fiscal_year=fiscal_year,
            values=self._actuals.get(commitment.indicator_id, {}),
            today=today_of(institution, self.known_on),
        )
        return Line(
            reading=reading,
            commitment=commitment,
            indicator=commitment.indicator,
            standard=commitment.standard,
            measure=commitment.measure,
            targets=self.targets[commitment.pk],
            values=self.values.get(commitment.indicator_id, {}),
            override=self.overrides.get((commitment.pk, fiscal_year)),
        )

    def _terms_of(self, commitment):
        indicator, plan = commitment.indicator, commitment.standard.strategy.plan
        baseline = self._rank(commitment.baseline_grade_id)
        return Terms(
            comparator=commitment.comparator,
            targets=[self._aim(target) for target in self.targets[commitment.pk]],
            baseline=commitment.baseline if baseline is None else baseline,
            baseline_year=commitment.baseline_fiscal_year,
            trajectory=commitment.trajectory,
            tolerance=commitment.tolerance,
            promise=commitment.promise,
            decimals=indicator.decimals,
            unit=str(indicator.unit),
            kind=indicator.kind,
            scale={
                g.rank: str(g) for g in self.grades.values() if g.scale_id == indicator.scale_id and g.rank is not None
            },
            withdrawn=withdrawn(commitment.measure, indicator),
            plan_starts=plan.first_fiscal_year,
            plan_ends=plan.last_fiscal_year,
            start_month=indicator.institution.fiscal_year_start_month,
            on_track_share=plan.on_track_share,
            risk_share=plan.risk_share,
            worsening_share=plan.worsening_share,
        )

    def _aim(self, target):
        return Aim(
            target.fiscal_year,
            target.value,
            target.low,
            target.high,
            target.due_on,
            self._rank(target.grade_id),
        )

    def _actual(self, value):
        return Actual(
            value.value,
            value.state,
            self._rank(value.grade_id),
            value.dated,
            value.is_provisional,
        )

    def _rank(self, grade_id):
        grade = self.grades.get(grade_id)
        return None if grade is None else grade.rank


def withheld(value):
    """The same row without its figures: what a reader sees who may not see more."""
    return YearlyValue(
        id=value.pk,
        institution_id=value.institution_id,
        indicator_id=value.indicator_id,
        fiscal_year=value.fiscal_year,
        kind=value.kind,
        state=ValueState.WITHHELD,
        version=value.version,
    )


def withdrawn(measure, indicator):
    """Say `cancelled` or `merged` where the measure or the indicator is no longer pursued, else empty."""
    if measure is not None and measure.is_dropped:
        return measure.status
    return indicator.status if indicator.is_dropped else ""


def lines_of(commitments, fiscal_years, *, user):
    """Readings of live commitments (rows of any plans) in some fiscal years, commitment by commitment."""
    book = Book(list(commitments), user=user)
    return [book.line(commitment, year) for commitment in book.commitments for year in fiscal_years]


class PlanRows:
    """A plan as a tree: its strategies, standards, measures and commitments, now or as known on a day."""

    def __init__(self, plan, *, user, known_on=None):
        self.moment = end_of_day(known_on, plan.institution)
        self.strategies = in_order(self._rows(Strategy, plan=plan.pk))
        self.standards = in_order(self._rows(Standard, strategy__in=[s.pk for s in self.strategies]))
        ids = [s.pk for s in self.standards]
        self.measures = in_order(self._rows(Measure, standard__in=ids))
        self.cross_listings = in_order(self._rows(CrossListing, standard__in=ids))
        levels = Levels(by_id(self._plan(plan)), *map(by_id, (self.strategies, self.standards, self.measures)))
        commitments = in_order(self._rows(Commitment, standard__in=ids))
        self.book = Book(commitments, user=user, moment=self.moment, known_on=known_on, levels=levels)

    def _plan(self, plan):
        """The plan itself, as it was known."""
        return [plan] if self.moment is None else self._rows(Plan, id=plan.pk)

    def _rows(self, model, **conditions):
        return rows_known_on(model, self.moment, **conditions)

    def lines(self, fiscal_year):
        """The readings of a fiscal year in the plan's order."""
        return [self.book.line(commitment, fiscal_year) for commitment in self.book.commitments]


def in_order(rows):
    return sorted(rows, key=lambda row: (row.order, row.pk))
