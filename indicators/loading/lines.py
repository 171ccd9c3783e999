"""The rows behind readings, in a fixed number of queries whatever their number; as they are, or as known on a day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.db.models import QuerySet

from indicators.loading.as_of import AsOf, today_of
from indicators.loading.commitments import CommitmentRows, Levels, M, by_id, sets_of
from indicators.loading.year_values import Cells, YearValue, value_rows, year_value_of
from indicators.models import (
    Commitment,
    Indicator,
    Override,
    Target,
    ValueKind,
    ValueState,
    YearlyValue,
)
from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.statuses import Gap, Mark, Status
from indicators.readings.wording.explanations import explain
from indicators.readings.wording.sentences import Sentence
from measures.models import CrossListing, Measure
from plans.caching.rights import reads_plan
from plans.database.events import event_model, until
from plans.models import Plan, Reader, Standard, Strategy

ROW, LINE = 2_000, 12_000  # bytes of a row, of a reading with its values and texts; a test compares them with memory


def latest_fiscal_year(plan: Plan, as_of: AsOf | None = None) -> int:
    """The latest fiscal year of one plan."""
    return latest_fiscal_years([plan], as_of)[plan.pk]


def latest_fiscal_years(plans: Collection[Plan], as_of: AsOf | None = None) -> dict[int, int]:
    """{plan id: its last fiscal year with a reported actual, never a future one; without any, the last that has begun}.

    The plans come with their institutions; one query for all. `as_of` a past day, for plans of one institution: the last year of
    which anything had been reported by then.
    """
    if not plans:
        return {}
    begun = {plan: last_begun(plan, as_of) for plan in plans}
    to_plan = "indicator__commitments__standard__strategy__plan"
    rows = reported_actuals(None if as_of is None else as_of.moment).filter(
        fiscal_year__range=(min(plan.first_fiscal_year for plan in plans), max(begun.values())),
        **{f"{to_plan}__in": plans},
    )
    reported = sets_of(rows, to_plan, "fiscal_year")
    return {
        plan.pk: max((year for year in reported[plan.pk] if plan.first_fiscal_year <= year <= last), default=last)
        for plan, last in begun.items()
    }


def last_begun(plan: Plan, as_of: AsOf | None = None) -> int:
    """The plan's last fiscal year that has begun; its first one while it is still to come."""
    now = (as_of or AsOf(plan.institution)).this_year
    return max(min(now, plan.last_fiscal_year), plan.first_fiscal_year)


def reported_actuals(moment: datetime | None = None) -> QuerySet[Any]:
    """Reported figures for the whole; with a moment those of the history up to it, each as often as it was changed."""
    rows: Any = YearlyValue.objects if moment is None else event_model(YearlyValue).objects.filter(until(moment))
    return rows.filter(kind=ValueKind.ACTUAL, breakdown=None, state=ValueState.REPORTED)


@dataclass(frozen=True, eq=False)
class ReadingWithRows:
    """A reading together with the rows behind it.

    `values`: {fiscal year: YearValue}; `targets`: current ones in order; `texts`: {format: the reading printed in it}, filled by
    who prints it, in the language of all its texts.
    """

    reading: Reading
    commitment: Commitment
    indicator: Indicator
    standard: Standard
    measure: Measure | None
    targets: list[Target]
    values: dict[int, YearValue]
    override: Override | None
    evaluator: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def fiscal_year(self) -> int:
        return self.reading.fiscal_year

    @property
    def status(self) -> Status:
        return self.reading.status

    @property
    def mark(self) -> Mark:
        """What it is shown and counted as."""
        return Mark.of(self.reading.status, is_to_come=self.reading.is_to_come)

    @property
    def value(self) -> YearValue | None:
        """The year's row, or None where nothing was entered."""
        return self.values.get(self.fiscal_year)

    @property
    def target(self) -> Target | None:
        """The year's target row, or None."""
        return next(
            (target for target in self.targets if target.fiscal_year == self.fiscal_year),
            None,
        )

    @cached_property
    def sentence(self) -> Sentence:
        return explain(self.reading)

    @property
    def explanation(self) -> str:
        """The reason for the status, in one sentence."""
        return self.sentence.long

    @property
    def explanation_short(self) -> str:
        """The same in a few words."""
        return self.sentence.short


class ReadingLoader:
    """What is behind the readings of some commitments, loaded once; `line(commitment, fiscal_year)` opens it.

    `as_of`: None for the present of every institution. `levels`: what stands above the commitments, where the caller has it
    already; `promises`: all but the figures.
    """

    def __init__(
        self,
        commitments: Sequence[Commitment],
        *,
        user: Reader,
        as_of: AsOf | None = None,
        levels: Levels | None = None,
        promises: CommitmentRows | None = None,
    ) -> None:
        moment = None if as_of is None else as_of.moment
        self.today = cache(lambda pk: as_of.today if as_of else today_of(self.promises.institutions[pk]))
        self.promises = promises or CommitmentRows(commitments, user=user, moment=moment, levels=levels)
        self.commitments, self.targets = self.promises.commitments, self.promises.targets
        self.grades = self.promises.grades
        self.values = value_rows(list(self.promises.indicators), user=user, moment=moment)

    def line(self, commitment: Commitment, fiscal_year: int) -> ReadingWithRows:
        """The reading of one of the loaded commitments in a fiscal year, with the rows behind it.

        A line that was read before from the same promises, on the same day and from equal figures is the same line.
        """
        key, kept = (commitment.pk, fiscal_year), self.promises.lines
        rows = self.values.get(commitment.indicator_id, {})
        today = self.today(commitment.indicator.institution_id)
        read_before, day, line = kept.get(key, (None, None, None))
        if rows != read_before or today != day:
            line = self._reading_of(commitment, fiscal_year, rows, today)
            kept[key] = rows, today, line
        return line

    def gap(self, commitments: Iterable[Commitment], fiscal_year: int) -> str:
        """Why a year has no row: what the commitments to it say; where one of them waits for it, it is not yet there."""
        gaps = {self.line(row, fiscal_year).reading.figures.gap(fiscal_year) for row in commitments}
        return next((gap for gap in Gap if gap in gaps), Gap.NOT_ASKED)

    def of_open_plans(self, user: Reader) -> list[Commitment]:
        """The commitments of plans that a reader may see today."""
        asking = {row.standard.strategy.plan_id for row in self.commitments}
        plans = set(Plan.objects.visible_to(user).filter(pk__in=asking).values_list("pk", flat=True))
        return [row for row in self.commitments if row.standard.strategy.plan_id in plans]

    def _reading_of(
        self, commitment: Commitment, fiscal_year: int, rows: Mapping[int, Cells], today: date
    ) -> ReadingWithRows:
        values = {year: year_value_of(row, self.grades) for year, row in rows.items()}
        figures = Figures(
            terms=self.promises.terms[commitment.pk],
            fiscal_year=fiscal_year,
            values={year: value.actual for year, value in values.items()},
            today=today,
            closings=self.promises.closings[commitment.indicator.institution_id],
        )
        return ReadingWithRows(
            reading=Reading(figures),
            commitment=commitment,
            indicator=commitment.indicator,
            standard=commitment.standard,
            measure=commitment.measure,
            targets=self.targets[commitment.pk],
            values=values,
            override=self.promises.overrides.get((commitment.pk, fiscal_year)),
            evaluator=self.promises.evaluators.get((commitment.pk, fiscal_year), ""),
        )


def hide_figures(value: YearlyValue) -> YearlyValue:
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


def lines_of(
    commitments: Iterable[Commitment], fiscal_years: Collection[int], *, user: Reader
) -> list[ReadingWithRows]:
    """Readings of live commitments (rows of any plans) in some fiscal years, commitment by commitment."""
    book = ReadingLoader(list(commitments), user=user)
    return [book.line(commitment, year) for commitment in book.commitments for year in fiscal_years]


def plan_as_of(plan: Plan, as_of: AsOf) -> Plan:
    """The plan with its texts as they were known, under its present address; live where it was not known yet. Only to be read."""
    then = as_of.row(plan)
    if then is plan:  # others may read this very row as it is now
        return plan
    then.institution, then.slug = as_of.institution, plan.slug
    if then.contact_office is not None:
        then.contact_office = as_of.row(then.contact_office)
    return then


class PlanTree:
    """A plan's strategies, standards, measures and promises, now or as known on a day; everything but the figures."""

    def __init__(self, plan: Plan, *, user: Reader, as_of: AsOf) -> None:
        then = plan_as_of(plan, as_of)
        is_open = as_of.is_now or reads_plan(user, then)
        self.as_of, self.plan = as_of, then if is_open else plan
        self.strategies = in_order(self._rows(Strategy, plan=plan.pk)) if is_open else []
        self.standards = in_order(self._rows(Standard, strategy__in=[s.pk for s in self.strategies]))
        ids = [s.pk for s in self.standards]
        self.measures = in_order(self._rows(Measure, standard__in=ids))
        self.cross_listings = in_order(self._rows(CrossListing, standard__in=ids))
        levels = Levels({plan.pk: self.plan}, *map(by_id, (self.strategies, self.standards, self.measures)))
        commitments = in_order(self._rows(Commitment, standard__in=ids))
        self.promises = CommitmentRows(commitments, user=user, moment=as_of.moment, levels=levels)

    @property
    def weight(self) -> int:
        """Bytes of the rows, of the lines that were read from them, and of the lines of one year more."""
        levels = (self.strategies, self.standards, self.measures, self.cross_listings)
        promises = (self.promises.indicators, self.promises.commitments, *self.promises.targets.values())
        lines = len(self.promises.lines) + len(self.promises.commitments)
        return ROW * sum(map(len, (*levels, *promises))) + LINE * lines

    def _rows(self, model: type[M], **conditions: object) -> list[M]:
        return self.as_of.rows(model, **conditions)


class PlanRows:
    """A plan's tree and its figures; with a `tree` that was loaded before, only the figures are read."""

    def __init__(self, plan: Plan, *, user: Reader, as_of: AsOf, tree: PlanTree | None = None) -> None:
        self.tree = tree or PlanTree(plan, user=user, as_of=as_of)
        self.strategies, self.standards, self.measures = self.tree.strategies, self.tree.standards, self.tree.measures
        self.cross_listings = self.tree.cross_listings
        self.book = ReadingLoader((), user=user, as_of=as_of, promises=self.tree.promises)

    def lines(self, fiscal_year: int) -> list[ReadingWithRows]:
        """The readings of a fiscal year in the plan's order."""
        return [self.book.line(commitment, fiscal_year) for commitment in self.book.commitments]


def in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.order, row.pk))
