"""Writes what a sheet defines: branches, indicators, commitments. Only what a good row asks for is made."""

from indicators.models import Breakdown, Commitment, Indicator
from indicators.sheets.numerals import DECIMAL_DIGITS
from indicators.sheets.rows.slots import in_both_languages
from measures.models import Measure
from plans.models import Standard, Strategy

BATCH = 2000
DIRECTION_OF = {"range": "range"} | dict.fromkeys(("at_least", "more_than", "grade_at_least", "yes_by"), "up")
DIRECTION_OF |= dict.fromkeys(("at_most", "less_than", "reach_rank"), "down")
DIRECTION_OF |= dict.fromkeys(("maintain", "equal"), "keep")


def write_structure(plan_index, places, baselines):
    """Make the missing rows that the places need; `baselines`: {place number: commitment columns}."""
    changed = [place for place in places if place.is_changed]
    new_branches = {branch: None for place in places for branch in place.branch.path() if branch.pk is None}
    for level, model, parent in (
        ("strategy", Strategy, "plan_id"),
        ("standard", Standard, "strategy_id"),
        ("measure", Measure, "standard_id"),
    ):
        _write_branches([branch for branch in new_branches if branch.level == level], model, parent)
    new = [place for place in places if place.pk is None and place.series is not None]
    _write_series(plan_index.institution, {place.series: place for place in new if place.series.pk is None})
    known = {place.series.pk for place in places if place.series is not None and place.series.becomes_ratio}
    if known:
        Indicator.objects.filter(pk__in=known, kind="number").update(kind="ratio")
    _write_commitments(new, baselines)
    _change_commitments(changed)


def _write_branches(branches, model, parent):
    rows = [
        model(
            **{parent: branch.parent.pk},
            code=branch.code,
            order=branch.order,
            name_ja=branch.names["ja"],
            name_en=branch.names["en"],
        )
        for branch in branches
    ]
    _store(model, branches, rows)


def _write_series(institution, first_place_of):
    for series in first_place_of:
        series.learn_unit_from_figures()
        series.decimals = min(series.seen_decimals, DECIMAL_DIGITS)
    rows = [
        Indicator(
            institution=institution,
            code=series.code,
            name_ja=series.names["ja"],
            name_en=series.names["en"],
            unit_ja=series.units["ja"],
            unit_en=series.units["en"],
            kind="ratio" if series.becomes_ratio else series.kind,
            scale_id=series.scale,
            factor=series.factor,
            direction=_direction(place),
            **series.columns,
        )
        for series, place in first_place_of.items()
    ]
    _store(Indicator, list(first_place_of), rows)


def _direction(place):
    said = place.sheet_value("direction")
    return DIRECTION_OF.get(said, said) or DIRECTION_OF.get(place.comparator, "none")


def _write_commitments(places, baselines):
    rows = []
    for place in places:
        branch = place.branch
        measure = branch.pk if branch.level == "measure" else None
        rows.append(
            Commitment(
                standard_id=branch.parent.pk if measure is not None else branch.pk,
                measure_id=measure,
                indicator_id=place.series.pk,
                order=place.order,
                **place.columns_to_store,
                **baselines.get(place.no, {}),
            )
        )
    _store(Commitment, places, rows)


def _change_commitments(places):
    rows = [Commitment(pk=place.pk, **place.columns_to_store) for place in places]
    if rows:
        Commitment.objects.bulk_update(rows, list(places[0].columns_to_store), batch_size=BATCH)


def _store(model, wanted, rows):
    for item, row in zip(wanted, model.objects.bulk_create(rows, batch_size=BATCH), strict=True):
        item.pk = row.pk


def known_breakdowns(institution, wanted):
    """{number: id} of the institution's breakdowns among `wanted`, {((dimension, category), …): number}."""
    if len(wanted) == 1:  # the whole alone
        return {}
    rows = Breakdown.objects.filter(institution=institution).values_list("id", "categories")
    known = {tuple(sorted(categories.items())): pk for pk, categories in rows}
    return {number: known[pairs] for pairs, number in wanted.items() if pairs in known}


def write_breakdowns(institution, wanted, known):
    """Make the wanted breakdowns that are not known; returns {number: id} of these."""
    missing = {pairs: number for pairs, number in wanted.items() if pairs and number not in known}
    order = Breakdown.objects.filter(institution=institution).count() if missing else 0
    rows = [
        Breakdown(institution=institution, categories=dict(pairs), order=order + at, **_name_columns(pairs))
        for at, pairs in enumerate(missing, start=1)
    ]
    made = Breakdown.objects.bulk_create(rows, batch_size=BATCH)
    return {number: row.pk for number, row in zip(missing.values(), made, strict=True)}


def _name_columns(pairs):
    names = in_both_languages(" / ".join(category for _dimension, category in pairs))
    return {"name_ja": names["ja"], "name_en": names["en"]}
