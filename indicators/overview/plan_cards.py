"""Plans at a glance: of each its latest year's readings, counted, with the share that has a figure, and the worst of them.

A fixed number of queries, whatever the number of plans and of their indicators.
"""

from dataclasses import dataclass
from functools import cached_property

from indicators.loading.lines import ReadingLoader, ReadingWithRows, latest_fiscal_years
from indicators.models import Commitment
from indicators.readings.statuses import Status, count_moves
from indicators.scorecards.scorecard import Counted
from plans.models import Plan

WORST = 3
BEHIND = (Status.OFF_TRACK, Status.AT_RISK)


@dataclass(eq=False)
class PlanCard(Counted):
    """A plan with its readings in its latest fiscal year."""

    plan: Plan
    fiscal_year: int
    lines: list[ReadingWithRows]
    loader: ReadingLoader

    @cached_property
    def moves(self):
        before = (self.loader.line(line.commitment, self.fiscal_year - 1) for line in self.lines)
        return count_moves((then.status, line.status) for then, line in zip(before, self.lines, strict=True))

    @cached_property
    def worst(self):
        behind = [line for line in self.lines if line.status in BEHIND]
        return sorted(behind, key=lambda line: line.reading.sort_key)[:WORST]


def load_cards(plans, *, user):
    """In the order of the plans, which must have their institutions and be open to the reader."""
    plans = list(plans)
    years = latest_fiscal_years(plans)
    commitments = Commitment.objects.filter(standard__strategy__plan__in=plans).order_by("pk")
    loader = ReadingLoader(list(commitments), user=user)
    lines = {plan.pk: [] for plan in plans}
    for commitment in loader.commitments:
        plan_id = commitment.standard.strategy.plan_id
        lines[plan_id].append(loader.line(commitment, years[plan_id]))
    return [PlanCard(plan, years[plan.pk], lines[plan.pk], loader) for plan in plans]
