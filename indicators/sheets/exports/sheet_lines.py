"""The left-hand cells of each row: its place in the plan, its indicator, and how it is compared."""

from dataclasses import dataclass, field

from django.db.models import Case, F, Func, IntegerField, Max, When

from indicators.models import Commitment, Definition, Kind
from indicators.models.value import has_parts
from indicators.sheets.rows.slots import default_comparator
from indicators.sheets.vocabulary import key_of
from measures.models import Measure, Responsibility, ResponsibilityRole
from plans.access.member_csv import normalised, offices_by_word
from plans.models import Disclosure, Office, Standard, Strategy

LEFT = ("plan", "strategy", "standard", "measure", "indicator", "unit", "direction")
LEFT_WHEN_SET = (
    "strategy_code",
    "standard_code",
    "measure_code",
    "indicator_code",
    "strategy_en",
    "standard_en",
    "measure_en",
    "indicator_en",
    "unit_en",
    "comparator",
    "tolerance",
    "trajectory",
    "promise",
    "key",
    "indicator_kind",
    "scale",
    "lead_office",
    "supporting_offices",
    "owner_office",
    "definition",
    "definition_en",
    "decimals",
    "disclosure",
    "numerator_is_part",
)
NUMBERS = {Kind.NUMBER, Kind.RATIO}
ROLE_OF = {ResponsibilityRole.LEAD: "lead_office", ResponsibilityRole.SUPPORT: "supporting_offices"}


class StoredDecimals(Func):
    """The scale of a numeric column."""

    function = "scale"
    output_field = IntegerField()


@dataclass(frozen=True)
class SheetLine:
    """A commitment, or a branch that has none below it (`commitment` is None), with the cells of its place in the plan."""

    cells: dict
    commitment: Commitment | None = None
    source_url: str = ""


@dataclass
class SheetLines:
    """The plan's lines in order."""

    plan: object
    commitments: list
    lines: list = field(default_factory=list)
    teams: dict = field(default_factory=dict)  # measure's id → cells of its offices
    definitions: dict = field(default_factory=dict)  # indicator's id → its latest one
    offices: dict = field(default_factory=dict)  # office's id → how the sheet names it
    decimals: dict = field(default_factory=dict)  # indicator's id → how many its figures in the sheet have

    @classmethod
    def of(cls, plan, commitments, targets, values):
        """`commitments`, `targets`, `values`: querysets of what is exported."""
        related = ("indicator__scale", "baseline_grade", "standard__strategy", "measure")
        order = (
            "standard__strategy__order",
            "standard__strategy_id",
            "standard__order",
            "standard_id",
            F("measure__order").asc(nulls_first=True),
            F("measure_id").asc(nulls_first=True),
            "order",
            "id",
        )
        outline = cls(plan, list(commitments.select_related(*related).order_by(*order)))
        outline.offices = _office_names(Office.objects.filter(institution=plan.institution_id))
        outline.teams = outline._teams()
        outline.definitions = _definitions(commitment.indicator_id for commitment in outline.commitments)
        outline.decimals = _decimals_of_figures(outline.commitments, targets, values)
        outline._draw()
        return outline

    def columns(self):
        """The columns of the place: always the sheet's own, the others where a line has a cell."""
        return [*LEFT, *(name for name in LEFT_WHEN_SET if any(line.cells.get(name) for line in self.lines))]

    def _draw(self):
        promised = {}
        for commitment in self.commitments:
            promised.setdefault((commitment.standard_id, commitment.measure_id), []).append(commitment)
        standards = _below(Standard.objects.of_plan(self.plan), "strategy_id")
        measures = _below(Measure.objects.of_plan(self.plan), "standard_id")
        for strategy in Strategy.objects.filter(plan=self.plan).order_by("order", "id"):
            if not standards.get(strategy.pk):
                self._add(strategy)
            for standard in standards.get(strategy.pk, []):
                own = promised.get((standard.pk, None), [])
                if not own and not measures.get(standard.pk):
                    self._add(strategy, standard)
                self._add_all(own, strategy, standard)
                for measure in measures.get(standard.pk, []):
                    mine = promised.get((standard.pk, measure.pk), [])
                    if not mine:
                        self._add(strategy, standard, measure)
                    self._add_all(mine, strategy, standard, measure)

    def _add_all(self, commitments, *branches):
        for commitment in commitments:
            cells = self._branch_cells(*branches) | _promise_cells(commitment)
            self.lines.append(SheetLine(cells | self._indicator_cells(commitment.indicator), commitment))

    def _add(self, *branches):
        source = getattr(branches[-1], "source_url", "") or self.plan.source_url
        self.lines.append(SheetLine(self._branch_cells(*branches), source_url=source))

    def _branch_cells(self, strategy, standard=None, measure=None):
        cells = {"plan": _name(self.plan)}
        for level, branch in (("strategy", strategy), ("standard", standard), ("measure", measure)):
            if branch is not None:
                cells |= {level: _name(branch), f"{level}_code": branch.code, f"{level}_en": _english(branch)}
        return cells | ({} if measure is None else self.teams.get(measure.pk, {}))

    def _teams(self):
        parts = Responsibility.objects.filter(measure__in=Measure.objects.of_plan(self.plan), role__in=ROLE_OF)
        named = {}
        for measure, role, office in parts.order_by("order", "id").values_list("measure", "role", "office"):
            named.setdefault(measure, {}).setdefault(ROLE_OF[role], []).append(self.offices[office])
        return {pk: {column: "; ".join(names) for column, names in cells.items()} for pk, cells in named.items()}

    def _indicator_cells(self, indicator):
        definition = self.definitions.get(indicator.pk)
        is_plain = indicator.kind not in NUMBERS or indicator.decimals == self.decimals.get(indicator.pk, 0)
        return _indicator_cells(indicator) | {
            "decimals": "" if is_plain else str(indicator.decimals),
            "owner_office": self.offices.get(indicator.office_id, ""),
            "definition": "" if definition is None else _name(definition, "wording"),
            "definition_en": "" if definition is None else _english(definition, "wording"),
        }


def _office_names(offices):
    """{id: the name, or the slug where the name is ambiguous}."""
    slugs_by_word = offices_by_word(offices)

    def name_of(office):
        name = _name(office)
        is_clear = slugs_by_word[normalised(name)] == {office.slug} and not {";", "；"} & set(name)
        return name if is_clear else office.slug

    return {office.pk: name_of(office) for office in offices}


def _decimals_of_figures(commitments, targets, values):
    """{indicator's id: the most decimals of its exported figures}, which an import would take as its own."""
    found = {}
    for commitment in commitments:
        _see(found, commitment.indicator_id, decimals_of(commitment.baseline))
    of_targets = targets.filter(commitment__in=commitments).values_list("commitment__indicator")
    indicators = {commitment.indicator_id for commitment in commitments}
    printed = Case(
        When(published__isnull=False, then="published"),
        When(numerator__isnull=False, denominator__isnull=False, then=None),
        default="value",
    )
    of_values = values.filter(indicator__in=indicators).values_list("indicator")
    with_parts = (
        of_values.filter(has_parts(), published=None).values_list("indicator", "indicator__decimals").distinct()
    )
    of_targets = of_targets.annotate(decimals=Max(StoredDecimals("value")))
    of_values = of_values.annotate(decimals=Max(StoredDecimals(printed)))
    for rows in (of_targets, of_values, with_parts):
        for indicator, decimals in rows.order_by():
            _see(found, indicator, decimals)
    return found


def _see(found, indicator, decimals):
    found[indicator] = max(found.get(indicator, 0), decimals or 0)


def decimals_of(number):
    """None for None."""
    return None if number is None else max(0, -number.as_tuple().exponent)


def _definitions(indicators):
    rows = Definition.objects.filter(indicator__in=set(indicators))
    return {row.indicator_id: row for row in rows.order_by("indicator", F("valid_from").asc(nulls_first=True))}


def _below(rows, parent):
    found = {}
    for row in rows.order_by("order", "id"):
        found.setdefault(getattr(row, parent), []).append(row)
    return found


def _name(row, name="name"):
    return getattr(row, f"{name}_ja") or getattr(row, f"{name}_en")


def _english(row, name="name"):
    both = getattr(row, f"{name}_ja"), getattr(row, f"{name}_en")
    return both[1] if all(both) and key_of(both[0]) != key_of(both[1]) else ""


def _indicator_cells(indicator):
    return {
        "indicator": _name(indicator),
        "indicator_code": indicator.code,
        "indicator_en": _english(indicator),
        "unit": _name(indicator, "unit").replace("％", "%"),
        "unit_en": _english(indicator, "unit"),
        "indicator_kind": "" if indicator.kind == "number" else indicator.kind,
        "scale": "" if indicator.scale is None else indicator.scale.code,
        "disclosure": "" if indicator.disclosure == Disclosure.PUBLIC else indicator.disclosure,
        "numerator_is_part": "yes" if indicator.numerator_is_part else "",
    }


def _promise_cells(commitment):
    kind, comparator = commitment.indicator.kind, commitment.comparator
    direction = "range" if comparator == "range" else commitment.indicator.direction
    usual = comparator == default_comparator(direction, kind)
    return {
        "direction": direction,
        "comparator": "" if usual else comparator or "none",
        "tolerance": "" if commitment.tolerance is None else f"{commitment.tolerance:f}",
        "trajectory": "" if commitment.trajectory == "none" else commitment.trajectory,
        "promise": commitment.promise,
        "key": "yes" if commitment.is_key else "",
    }
