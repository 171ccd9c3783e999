"""What an office leads, supports and owns, with its readings and money, as far as a reader may see it. Few queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from indicators.loading.lines import ReadingLoader, latest_fiscal_years
from indicators.models import Commitment, Indicator
from measures.models import BudgetLine, Measure, Responsibility, ResponsibilityRole
from measures.money import money_of
from plans.models import Plan

PARTS = (ResponsibilityRole.LEAD, ResponsibilityRole.SUPPORT, ResponsibilityRole.DATA)


@dataclass(frozen=True, eq=False)
class PartInMeasure:
    """An office's role in a measure, and the measure's readings."""

    role: str
    role_label: str
    measure: Measure
    lines: list


@dataclass(frozen=True, eq=False)
class PlanParts:
    """The office's parts in the measures of one plan, leading ones first, read in one fiscal year."""

    plan: Plan
    fiscal_year: int
    parts: list[PartInMeasure]


class OfficeRecord:
    """What an office leads, supports, owns and spends."""

    def __init__(self, office, *, user):
        self.office, self.user = office, user
        rows = Responsibility.objects.visible_to(user).filter(office=office)
        self.responsibilities = list(
            rows.select_related("measure__standard__strategy__plan__institution").order_by("pk")
        )
        self.indicators = list(Indicator.objects.visible_to(user).filter(office=office).order_by("code", "pk"))
        self._load_lines()

    def _load_lines(self):
        measures = {row.measure_id for row in self.responsibilities}
        wanted = Q(measure__in=measures) | Q(indicator__in=[indicator.pk for indicator in self.indicators])
        commitments = list(Commitment.objects.visible_to(self.user).filter(wanted).order_by("order", "pk"))
        loader = ReadingLoader(commitments, user=self.user)
        committed = [commitment.standard.strategy.plan for commitment in loader.commitments]
        self.years = latest_fiscal_years({*committed, *map(plan_of, self.responsibilities)})
        self.of_measure, self.of_indicator = defaultdict(list), defaultdict(list)
        for commitment in loader.commitments:
            line = loader.line(commitment, self.years[commitment.standard.strategy.plan_id])
            self.of_measure[commitment.measure_id].append(line)
            self.of_indicator[commitment.indicator_id].append(line)

    @property
    def plans(self):
        found = defaultdict(list)
        for row in sorted(self.responsibilities, key=sort_key):
            if row.role in PARTS:
                lines = self.of_measure[row.measure_id]
                found[plan_of(row)].append(PartInMeasure(row.role, row.get_role_display(), row.measure, lines))
        return [PlanParts(plan, self.years[plan.pk], parts) for plan, parts in found.items()]

    @property
    def executives(self):
        people = (row.person for row in self.responsibilities if row.role == ResponsibilityRole.EXECUTIVE)
        return list(dict.fromkeys(person for person in people if person))

    @property
    def readings_of_indicators(self):
        """[(indicator, its readings)], one reading for each commitment to it."""
        return [(indicator, self.of_indicator[indicator.pk]) for indicator in self.indicators]

    def money(self):
        led = [row.measure_id for row in self.responsibilities if row.role == ResponsibilityRole.LEAD]
        lines = BudgetLine.objects.visible_to(self.user).filter(Q(office=self.office) | Q(measure__in=led))
        return money_of(lines.order_by("fiscal_year", "pk"))


def plan_of(responsibility):
    return responsibility.measure.standard.strategy.plan


def sort_key(row):
    """By plan, then by role, then as in the plan."""
    standard = row.measure.standard
    strategy = standard.strategy
    levels = (strategy.order, strategy.pk, standard.order, standard.pk, row.measure.order, row.measure_id)
    return -strategy.plan.first_fiscal_year, strategy.plan_id, PARTS.index(row.role) if row.role in PARTS else 9, levels
