"""What some commitments promise: their rows, the levels above them, and their terms; everything but the figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet

from indicators.models import Commitment, Indicator, Override, Target
from indicators.readings.terms import CommitmentTerms
from indicators.readings.terms import Target as Aim
from measures.models import Grade, Measure
from plans.access.permissions import is_member
from plans.caching.rights import reads_plan
from plans.database.history import rows_known_on
from plans.models import ClosedYear, Institution, Office, Plan, PlanState, Reader, Standard, Strategy, User, reads

M = TypeVar("M", bound=Model)
T = TypeVar("T")
ById: TypeAlias = dict[Any, M]  # asked also by columns that may be empty: no row has the id None


def by_id(rows: Iterable[M]) -> ById[M]:
    return {row.pk: row for row in rows}


def group_by(rows: Iterable[T], column: str) -> defaultdict[Any, list[T]]:
    """{what stands in a column: the rows with it, in their order}."""
    groups: defaultdict[Any, list[T]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def sets_of(rows: QuerySet[Any], key: str, value: str) -> defaultdict[Any, set[Any]]:
    """{what stands in one column of a queryset: the set of what stands in another}; nothing else is read."""
    groups: defaultdict[Any, set[Any]] = defaultdict(set)
    for group, member in rows.order_by().values_list(key, value).distinct():
        groups[group].add(member)
    return groups


@dataclass(frozen=True)
class Levels:
    """The levels of the plans that some commitments belong to: {id: row} each."""

    plans: ById[Plan]
    strategies: ById[Strategy]
    standards: ById[Standard]
    measures: ById[Measure]

    @classmethod
    def above(cls, commitments: Collection[Commitment], moment: datetime | None) -> "Levels":
        """Load what stands above some commitments."""
        standards = by_id(rows_known_on(Standard, moment, id__in={c.standard_id for c in commitments}))
        strategies = by_id(rows_known_on(Strategy, moment, id__in={s.strategy_id for s in standards.values()}))
        plans = by_id(rows_known_on(Plan, moment, id__in={s.plan_id for s in strategies.values()}))
        measures = by_id(rows_known_on(Measure, moment, id__in={c.measure_id for c in commitments} - {None}))
        return cls(plans, strategies, standards, measures)

    def standards_open_to(self, user: Reader) -> set[int]:
        """The standards of the plans that a user could have read as these were then."""
        plans = {pk for pk, plan in self.plans.items() if reads_plan(user, plan)}
        strategies = {pk for pk, strategy in self.strategies.items() if strategy.plan_id in plans}
        return {pk for pk, standard in self.standards.items() if standard.strategy_id in strategies}

    def join(self) -> None:
        """Hand each row the one above it, so that nobody asks the database again."""
        for strategy in self.strategies.values():
            strategy.plan = self.plans[strategy.plan_id]
        for standard in self.standards.values():
            standard.strategy = self.strategies[standard.strategy_id]
        for measure in self.measures.values():
            measure.standard = self.standards[measure.standard_id]


class CommitmentRows:
    """Some commitments that a reader may see, with all that they point to, now or as known at a moment. Only to be read.

    `levels`: what stands above the commitments, where the caller has it already.
    """

    def __init__(
        self,
        commitments: Sequence[Commitment],
        *,
        user: Reader,
        moment: datetime | None = None,
        levels: Levels | None = None,
    ) -> None:
        self.moment = moment
        self.levels = levels or Levels.above(commitments, moment)
        self._load_indicators({c.indicator_id for c in commitments}, user)
        self._load_promised([c.pk for c in commitments])
        standards = self.levels.standards_open_to(user) if moment is not None else self.levels.standards
        self.commitments = [c for c in commitments if c.indicator_id in self.indicators and c.standard_id in standards]
        self._join()
        self.evaluators = self._evaluators(user)
        self.goes_on_in = self._goes_on_in(user)
        self.terms = {commitment.pk: self._terms_of(commitment) for commitment in self.commitments}
        # readings with rows that were read before, by whoever shares these promises: what they were read from, the day, the line
        self.lines: dict[tuple[int, int], tuple[Any, ...]] = {}

    def rows(self, model: type[M], **conditions: object) -> list[M]:
        return rows_known_on(model, self.moment, **conditions)

    def _load_indicators(self, ids: set[int], user: Reader) -> None:
        found = self.rows(Indicator, id__in=ids)
        hidden = self._hidden_now([i.pk for i in found], user)
        self.indicators = {i.pk: i for i in found if i.pk not in hidden and reads(user, i.institution_id, i.disclosure)}
        plans = self.levels.plans.values() if found else ()
        self.institutions = self._known_or_live(Institution, {row.institution_id for row in (*found, *plans)})
        self.offices = self._known_or_live(Office, {i.office_id for i in found if i.office_id is not None})
        self.closings = self._closings()
        self.grades = by_id(Grade.objects.filter(scale__in={i.scale_id for i in found} - {None}))

    def _known_or_live(self, model: type[M], ids: set[int]) -> ById[M]:
        """{id: row as it was known}; what was recorded only later, as the rows that point to it are older, as it is now."""
        known = by_id(self.rows(model, id__in=ids))
        later = ids - known.keys()
        return known | model.objects.in_bulk(later) if later else known  # type: ignore[attr-defined]  # no model is without

    def _closings(self) -> dict[int, dict[int, date]]:
        """{institution's id: {closed fiscal year: the day of its closing}}."""
        found = group_by(self.rows(ClosedYear, institution__in=list(self.institutions)), "institution_id")
        zones = {pk: ZoneInfo(institution.time_zone) for pk, institution in self.institutions.items()}
        return {
            pk: {row.fiscal_year: row.created_at.astimezone(zone).date() for row in found[pk]}
            for pk, zone in zones.items()
        }

    def _load_promised(self, ids: list[int]) -> None:
        targets = self.rows(Target, commitment__in=ids, superseded_at=None)
        self.targets = group_by(sorted(targets, key=lambda target: target.fiscal_year), "commitment_id")
        self.overrides = {(o.commitment_id, o.fiscal_year): o for o in self.rows(Override, commitment__in=ids)}

    def _evaluators(self, user: Reader) -> dict[tuple[int, int], str]:
        """{(commitment id, fiscal year): who set the override}, where the reader is a member of the institution."""
        own = {row.pk for row in self.commitments if is_member(user, row.indicator.institution)}
        by = {key: row.by_id for key, row in self.overrides.items() if key[0] in own and row.by_id is not None}
        people = User.objects.in_bulk(set(by.values())) if by else {}
        return {key: people[pk].display_name for key, pk in by.items() if pk in people}

    def _goes_on_in(self, user: Reader) -> dict[tuple[type[Model], int | None], str]:
        """{(Measure or Indicator, id): name} of what others were merged into, as far as the reader may read it, now and then."""
        merged: dict[type[Measure | Indicator], set[int | None]] = {
            Measure: {row.merged_into_id for row in self.levels.measures.values()} - {None},
            Indicator: {row.merged_into_id for row in self.indicators.values()} - {None},
        }
        named: dict[tuple[type[Model], int | None], str] = {}
        for model, ids in merged.items():
            if ids:
                visible = list(
                    model.objects.visible_to(user).filter(pk__in=ids).order_by().values_list("pk", flat=True)
                )
                rows = self.rows(model, id__in=visible)
                named |= {(model, row.pk): str(row.name) for row in rows if self._was_open(row, user)}
        return named

    def _was_open(self, row: Measure | Indicator, user: Reader) -> bool:
        """Whether a row in hand was disclosed to the user; a measure goes by its plan."""
        return not isinstance(row, Indicator) or reads(user, row.institution_id, row.disclosure)

    def _hidden_now(self, ids: list[int], user: Reader) -> set[int]:
        """Ids that the past showed and the present hides from the user; nothing to ask when the present is read."""
        if self.moment is None:
            return set()
        visible = Indicator.objects.visible_to(user).filter(id__in=ids).order_by()
        hidden = Indicator.objects.filter(id__in=ids).exclude(pk__in=visible)
        return set(hidden.values_list("pk", flat=True))

    def _join(self) -> None:
        """Hand each row the rows it points to, so that nobody asks the database again."""
        for indicator in self.indicators.values():
            indicator.office = self.offices.get(indicator.office_id)
            indicator.institution = self.institutions[indicator.institution_id]
        self.levels.join()
        for commitment in self.commitments:
            commitment.indicator = self.indicators[commitment.indicator_id]
            commitment.standard = self.levels.standards[commitment.standard_id]
            plan = commitment.standard.strategy.plan
            plan.institution = self.institutions[plan.institution_id]
            commitment.measure = self.levels.measures.get(commitment.measure_id)
            for target in self.targets[commitment.pk]:
                if target.grade_id in self.grades:
                    target.grade = self.grades[target.grade_id]

    def _terms_of(self, commitment: Commitment) -> CommitmentTerms:
        indicator, plan = commitment.indicator, commitment.standard.strategy.plan
        baseline = self._rank(commitment.baseline_grade_id)
        scale = {g.rank: g for g in self.grades.values() if g.scale_id == indicator.scale_id and g.rank is not None}
        return CommitmentTerms(
            comparator=commitment.comparator,
            targets=[plain_target(row, self.grades.get(row.grade_id)) for row in self.targets[commitment.pk]],
            baseline=commitment.baseline if baseline is None else Decimal(baseline),
            baseline_year=commitment.baseline_fiscal_year,
            trajectory=commitment.trajectory,
            tolerance=commitment.tolerance,
            promise=commitment.promise,
            decimals=indicator.decimals,
            unit=str(indicator.unit),
            kind=indicator.kind,
            scale={rank: grade.code for rank, grade in scale.items()},
            grade_labels={rank: str(grade.label) for rank, grade in scale.items()},
            withdrawn=withdrawn(commitment.measure, indicator),
            merged_into=self._successor(commitment.measure, indicator),
            plan_starts=plan.first_fiscal_year,
            plan_ends=plan.last_fiscal_year,
            start_month=indicator.institution.fiscal_year_start_month,
            direction=indicator.direction,
            months_to_report=indicator.institution.months_to_report if plan.state == PlanState.ACTIVE else None,
            on_track_share=plan.on_track_share,
            risk_share=plan.risk_share,
            worsening_share=plan.worsening_share,
        )

    def _successor(self, measure: Measure | None, indicator: Indicator) -> str:
        """The name of what the measure or the indicator was merged into; empty where it was not, or the reader may not know."""
        row = measure if measure is not None and measure.is_dropped else indicator
        return self.goes_on_in.get((type(row), row.merged_into_id), "")

    def _rank(self, grade_id: int | None) -> int | None:
        grade = self.grades.get(grade_id)
        return None if grade is None else grade.rank


def plain_target(row: Target, grade: Grade | None) -> Aim:
    """A target's row as a reading takes it; `grade`: the row that it names."""
    return Aim(row.fiscal_year, row.value, row.low, row.high, row.due_on, None if grade is None else grade.rank)


def withdrawn(measure: Measure | None, indicator: Indicator) -> str:
    """Say `cancelled` or `merged` where the measure or the indicator is no longer pursued, else empty."""
    if measure is not None and measure.is_dropped:
        return measure.status
    return indicator.status if indicator.is_dropped else ""


def terms_until(moment: datetime, terms: CommitmentTerms, targets: Iterable[Target]) -> CommitmentTerms:
    """The terms with those of the current and superseded targets that were in force until a revision at `moment`."""
    return replace(terms, targets=[plain_target(row, row.grade) for row in in_force_until(moment, targets)])


def in_force_until(moment: datetime, targets: Iterable[Target]) -> list[Target]:
    """One target for each year: where two held, the one that ended first."""
    found: dict[int, Target] = {}
    for target in targets:
        is_later = target.superseded_at is None or target.superseded_at > moment
        if target.superseded_at == moment or (is_later and target.created_at < moment):
            other = found.get(target.fiscal_year)
            if other is None or ends_first(target, other):
                found[target.fiscal_year] = target
    return [found[year] for year in sorted(found)]


def ends_first(target: Target, other: Target) -> bool:
    return target.superseded_at is not None and (
        other.superseded_at is None or target.superseded_at < other.superseded_at
    )
