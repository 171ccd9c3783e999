"""Copying a plan's structure into the next period."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Commitment, IndicatorStatus, ValueState, YearlyValue
from measures.models import CrossListing, Measure, MeasureStatus, PlanScale, Responsibility
from plans.access.permissions import may_edit, require
from plans.database.history import recording
from plans.database.transactions import in_one_transaction
from plans.models import Objective, Plan, PlanState, Standard, Strategy, User

M = TypeVar("M", bound=Model)
OBJECTIVES, MEASURES, RESPONSIBILITIES = "objectives", "measures", "responsibilities"
COMMITMENTS, BASELINES = "commitments", "baselines"
PARTS = {
    OBJECTIVES: gettext_lazy("Vision and objectives"),
    MEASURES: gettext_lazy("Measures, without cancelled and merged ones"),
    RESPONSIBILITIES: gettext_lazy("Responsible offices of the measures"),
    COMMITMENTS: gettext_lazy("Indicators, without targets"),
    BASELINES: gettext_lazy("The last figure of each indicator as its new baseline"),
}
NEEDS = {RESPONSIBILITIES: MEASURES, BASELINES: COMMITMENTS}
DEFAULT_PARTS = (OBJECTIVES, MEASURES, RESPONSIBILITIES, COMMITMENTS)

BOTH = ("name_ja", "name_en", "description_ja", "description_en")
WORDS = tuple(f"{level}_label_{language}" for level in ("strategy", "standard", "measure") for language in ("ja", "en"))
OF_PLAN = ("disclosure", *WORDS, "on_track_share", "risk_share", "worsening_share", "contact_office_id")
OF_LEVEL = ("code", "order", *BOTH)
OF_MEASURE = (*OF_LEVEL, "origin", "is_ambitious")
OF_RESPONSIBILITY = ("office_id", "role", "person", "order")
OF_COMMITMENT = ("indicator_id", "order", "comparator", "promise", "trajectory", "tolerance", "is_key")


@dataclass(frozen=True)
class PlanStructure:
    """The rows of a plan that can be copied; what was cancelled or merged is left out and counted."""

    plan: Plan
    objectives: list[Objective]
    strategies: list[Strategy]
    standards: list[Standard]
    measures: list[Measure]
    cross_listings: list[CrossListing]
    responsibilities: list[Responsibility]
    commitments: list[Commitment]
    dropped_measures: int
    dropped_commitments: int

    @classmethod
    def of(cls, plan: Plan) -> "PlanStructure":
        every = list(Measure.objects.of_plan(plan).order_by("pk"))
        measures = lasting_measures(every)
        keys = {measure.pk for measure in measures}
        standards = list(Standard.objects.of_plan(plan).order_by("pk"))
        every_commitment = list(Commitment.objects.of_plan(plan).select_related("indicator").order_by("pk"))
        commitments = [row for row in every_commitment if is_lasting(row, keys)]
        return cls(
            plan=plan,
            objectives=list(Objective.objects.of_plan(plan).order_by("pk")),
            strategies=list(Strategy.objects.of_plan(plan).order_by("pk")),
            standards=standards,
            measures=measures,
            cross_listings=listings_under(standards, rows_of_measures(CrossListing, plan, keys)),
            responsibilities=rows_of_measures(Responsibility, plan, keys),
            commitments=commitments,
            dropped_measures=len(every) - len(measures),
            dropped_commitments=len(every_commitment) - len(commitments),
        )


def lasting_measures(measures: Sequence[Measure]) -> list[Measure]:
    """The measures that are neither dropped nor part of a dropped one, whole measures before their parts."""
    known = {measure.pk for measure in measures}
    level = [measure for measure in measures if measure.parent_id not in known and not measure.is_dropped]
    found = []
    while level:
        found += level
        above = {measure.pk for measure in level}
        level = [measure for measure in measures if measure.parent_id in above and not measure.is_dropped]
    return found


def is_lasting(commitment: Commitment, measures: Collection[int]) -> bool:
    """Whether the indicator is in use and the measure, if there is one, is among `measures`."""
    is_of_lasting_measure = commitment.measure_id is None or commitment.measure_id in measures
    return is_of_lasting_measure and commitment.indicator.status == IndicatorStatus.ACTIVE


def rows_of_measures(model: Any, plan: Plan, measures: Collection[int]) -> list[Any]:
    return [row for row in model.objects.of_plan(plan).order_by("pk") if row.measure_id in measures]


def listings_under(standards: Iterable[Standard], listings: Iterable[CrossListing]) -> list[CrossListing]:
    known = {standard.pk for standard in standards}
    return [listing for listing in listings if listing.standard_id in known]


@in_one_transaction
def copy_plan_structure(
    plan: Plan,
    *,
    by: User,
    slug: str,
    names: Mapping[str, str],
    first_fiscal_year: int,
    last_fiscal_year: int,
    parts: Collection[str] = DEFAULT_PARTS,
    reason: str = "",
) -> Plan:
    """Copy a plan's structure into a new plan, a draft with the old one as its predecessor; returns the new plan.

    `names`: {language: name}. `parts`: what is copied besides strategies and standards (keys of PARTS). Targets never are,
    baselines only when asked for. The number of queries depends on the levels of sub-measures only. Raises ValidationError
    where the new plan cannot be: a slug that is taken, no name, years in disorder.
    """
    require(may_edit(by, plan.institution))
    check_parts(parts)
    new = Plan(
        institution_id=plan.institution_id,
        slug=slug,
        first_fiscal_year=first_fiscal_year,
        last_fiscal_year=last_fiscal_year,
        state=PlanState.DRAFT,
        predecessor=plan,
        **{f"name_{language}": name for language, name in names.items()},
        **columns(plan, OF_PLAN),
        **(columns(plan, ("vision_ja", "vision_en")) if OBJECTIVES in parts else {}),
    )
    new.full_clean()
    with recording(by=by, reason=reason):
        new.save()
        copy_rows(new, PlanStructure.of(plan), parts)
    return new


def check_parts(parts: Collection[str]) -> None:
    """Raises ValidationError: responsibilities need measures, baselines need commitments."""
    for part, needed in NEEDS.items():
        if part in parts and needed not in parts:
            words = {"part": PARTS[part], "needed": PARTS[needed]}
            raise ValidationError(_("“%(part)s” needs “%(needed)s”.") % words)


def copy_rows(new: Plan, old: PlanStructure, parts: Collection[str]) -> None:
    if OBJECTIVES in parts:
        make_copies(old.objectives, ("order", "text_ja", "text_en"), lambda _row: {"plan": new})
    strategies = make_copies(old.strategies, OF_LEVEL, lambda _row: {"plan": new})
    standards = make_copies(
        old.standards, OF_LEVEL, lambda s: {"strategy": strategies[s.strategy_id], "predecessor": s}
    )
    measures = copy_measures(old.measures, standards) if MEASURES in parts else {}
    if MEASURES in parts:
        make_copies(old.cross_listings, ("order",), partial(listing_place, measures=measures, standards=standards))
        for scale in PlanScale.objects.filter(plan=old.plan):
            PlanScale.objects.create(plan=new, scale_id=scale.scale_id)
    if RESPONSIBILITIES in parts:
        make_copies(old.responsibilities, OF_RESPONSIBILITY, lambda row: {"measure": measures[row.measure_id]})
    if COMMITMENTS in parts:
        copy_commitments(old.commitments, standards, measures, with_baselines=BASELINES in parts)


def make_copies(rows: Sequence[M], names: Iterable[str], places: Callable[[M], Mapping[str, Any]]) -> dict[int, M]:
    """{old key: its copy}; `names`: the columns to copy, `places(row)`: the columns that place it. One insert."""
    copies = [type(row)(**columns(row, names), **places(row)) for row in rows]
    if copies:
        type(copies[0]).objects.bulk_create(copies)  # type: ignore[attr-defined]  # no model is without
    return {row.pk: copy for row, copy in zip(rows, copies, strict=True)}


def copy_measures(rows: Sequence[Measure], standards: Mapping[int, Standard]) -> dict[int, Measure]:
    """{old key: its copy}, one insert for each level of parts of measures."""
    copies: dict[int, Measure] = {}
    for level in measures_by_depth(rows):
        copies |= make_copies(level, OF_MEASURE, partial(measure_place, standards=standards, copies=copies))
    return copies


def measures_by_depth(rows: Sequence[Measure]) -> list[list[Measure]]:
    """Whole measures, then their parts, then parts of parts."""
    depths: dict[int | None, int] = {}
    for row in rows:
        depths[row.pk] = depths.get(row.parent_id, -1) + 1
    return [[row for row in rows if depths[row.pk] == depth] for depth in range(max(depths.values(), default=-1) + 1)]


def measure_place(
    row: Measure, *, standards: Mapping[int, Standard], copies: Mapping[int, Measure]
) -> dict[str, object]:
    return {
        "standard": standards[row.standard_id],
        "parent": None if row.parent_id is None else copies.get(row.parent_id),
        "predecessor": row,
        "status": MeasureStatus.PLANNED,
    }


def listing_place(
    row: CrossListing, *, measures: Mapping[int, Measure], standards: Mapping[int, Standard]
) -> dict[str, object]:
    return {"measure": measures[row.measure_id], "standard": standards[row.standard_id]}


def copy_commitments(
    rows: Sequence[Commitment],
    standards: Mapping[int, Standard],
    measures: Mapping[int, Measure],
    *,
    with_baselines: bool,
) -> None:
    rows = [row for row in rows if row.measure_id is None or row.measure_id in measures]
    last = last_figures(rows) if with_baselines else {}
    make_copies(
        rows,
        OF_COMMITMENT,
        lambda row: {
            "standard": standards[row.standard_id],
            "measure": None if row.measure_id is None else measures[row.measure_id],
            **baseline_columns(last.get(row.indicator_id)),
        },
    )


def last_figures(commitments: Iterable[Commitment]) -> dict[int, YearlyValue]:
    """{indicator: its last reported figure for the whole}, only figures as open as the indicator: a baseline has no disclosure."""
    reported = (
        YearlyValue.objects.actuals()
        .as_open_as_their_indicator()
        .filter(indicator__in={row.indicator_id for row in commitments}, state=ValueState.REPORTED)
    )
    latest = reported.order_by("indicator_id", "-fiscal_year").distinct("indicator_id")
    return {value.indicator_id: value for value in latest}


def baseline_columns(value: YearlyValue | None) -> dict[str, object]:
    """Empty without a value."""
    if value is None:
        return {}
    return {
        "baseline": value.value,
        "baseline_fiscal_year": value.fiscal_year,
        "baseline_as_of": value.as_of,
        "baseline_as_of_precision": value.as_of_precision,
        "baseline_numerator": value.numerator,
        "baseline_denominator": value.denominator,
        "baseline_grade_id": value.grade_id,
        "baseline_provisional": value.is_provisional,
        "baseline_source_url": value.source_url,
    }


def columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
