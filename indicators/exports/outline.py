"""What stands on the left of each row: where in the plan, which indicator, and how it is compared."""

from dataclasses import dataclass, field

from django.db.models import F

from indicators.imports.places import default_comparator
from indicators.models import Commitment
from indicators.vocabulary import key_of
from measures.models import Measure
from plans.models import Standard, Strategy

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
    "indicator_kind",
    "scale",
)


@dataclass(frozen=True)
class Line:
    """A commitment of the plan, or a branch that has none below it (`commitment` is None), with its left-hand cells."""

    cells: dict
    commitment: Commitment | None = None
    source_url: str = ""


@dataclass
class Outline:
    """The plan's lines in its own order."""

    plan: object
    commitments: list
    lines: list = field(default_factory=list)

    @classmethod
    def of(cls, plan, commitments):
        """The lines of a plan, with these of its commitments (a queryset)."""
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
        outline._draw()
        return outline

    def columns(self):
        """The left-hand columns: always the sheet's own, the others where a line has something to say in them."""
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
            cells = self._branch_cells(*branches) | _indicator_cells(commitment.indicator) | _promise_cells(commitment)
            self.lines.append(Line(cells, commitment))

    def _add(self, *branches):
        source = getattr(branches[-1], "source_url", "") or self.plan.source_url
        self.lines.append(Line(self._branch_cells(*branches), source_url=source))

    def _branch_cells(self, strategy, standard=None, measure=None):
        cells = {"plan": _name(self.plan)}
        for level, branch in (("strategy", strategy), ("standard", standard), ("measure", measure)):
            if branch is not None:
                cells |= {level: _name(branch), f"{level}_code": branch.code, f"{level}_en": _english(branch)}
        return cells


def _below(rows, parent):
    found = {}
    for row in rows.order_by("order", "id"):
        found.setdefault(getattr(row, parent), []).append(row)
    return found


def _name(row, name="name"):
    return getattr(row, f"{name}_ja") or getattr(row, f"{name}_en")


def _english(row, name="name"):
    """The English text where there is a Japanese one beside it."""
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
    }
