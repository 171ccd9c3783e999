"""All readings of a plan in one fiscal year, grouped by strategy and standard, counted and never averaged."""

from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from indicators.loading.as_of import AsOf
from indicators.loading.lines import PlanRows, PlanTree, ReadingWithRows
from indicators.models import ValueState
from indicators.readings.statuses import count_marks, count_statuses
from measures.models import Measure
from plans.caching.store import Validity, cached_or_built
from plans.models import Disclosure, Plan, Standard, Strategy


class Counted:
    """Counts of `lines`."""

    @cached_property
    def counts(self):
        """{Status: number of readings}, all six statuses."""
        return count_statuses(line.status for line in self.lines)

    @cached_property
    def tally(self):
        """{Mark: number of readings}: the statuses, no data in two parts."""
        return count_marks(line.mark for line in self.lines)

    @property
    def hidden_from_public(self):
        """How many of the readings the public does not see, in a plan that it sees."""
        return sum(line.indicator.disclosure != Disclosure.PUBLIC for line in self.lines) if self.plan.is_public else 0

    @cached_property
    def figures_reported(self):
        return sum(line.value is not None and line.value.state == ValueState.REPORTED for line in self.lines)

    @property
    def figures_reported_percent(self):
        """In whole percent; None without any reading."""
        return round(100 * self.figures_reported / len(self.lines)) if self.lines else None


@dataclass(eq=False)
class MeasureBranch(Counted):
    """A measure with its readings and sub-measures; `is_cross_listed` where its home is another standard."""

    measure: Measure
    lines: list[ReadingWithRows]
    sub_measures: list["MeasureBranch"] = field(default_factory=list)
    is_cross_listed: bool = False


@dataclass(eq=False)
class StandardBranch(Counted):
    """A standard with the readings of the standard itself and of its measures."""

    standard: Standard
    own_lines: list[ReadingWithRows]
    measures: list[MeasureBranch]
    lines: list[ReadingWithRows]


@dataclass(eq=False)
class StrategyBranch(Counted):
    strategy: Strategy
    standards: list[StandardBranch]

    @cached_property
    def lines(self):
        return [line for branch in self.standards for line in branch.lines]


@dataclass(eq=False)
class Scorecard(Counted):
    """A plan's readings in one fiscal year, as known on a day or now. `plan` is as it was known then."""

    plan: Plan
    fiscal_year: int
    as_of: AsOf
    strategies: list[StrategyBranch]
    measures_recorded: int

    @classmethod
    def of(cls, plan, fiscal_year, *, user, as_of=None, only=None, version=None):
        """Load it for a reader, who must be allowed to see the plan. `only`: ids of the commitments to show, None for all.

        `version`: the DataVersion that was read before; with it the tree is taken from the cache where only figures changed.
        """
        as_of = as_of or AsOf(plan.institution)
        tree = cached_tree(plan, user, as_of, version)
        rows = PlanRows(plan, user=user, as_of=as_of, tree=tree)
        lines = [line for line in rows.lines(fiscal_year) if only is None or line.commitment.pk in only]
        return cls(
            rows.tree.plan,
            fiscal_year,
            as_of,
            strategy_branches(rows, lines),
            len(rows.measures),
        )

    @property
    def is_final(self):
        """Whether the day is over for good; None for the present."""
        return None if self.as_of.is_now else self.as_of.is_final

    @property
    def known_on(self):
        return self.as_of.known_on

    @cached_property
    def lines(self):
        return [line for branch in self.strategies for line in branch.lines]

    @property
    def is_empty(self):
        """Whether nothing at all was known of the plan (a day before its first entry)."""
        return not self.strategies


def cached_tree(plan, user, as_of, version):
    """The plan's tree, with the lines that were read from it, as long as nothing but figures changes."""
    return cached_or_built(
        ("tree", plan.pk, as_of.known_on),
        lambda: PlanTree(plan, user=user, as_of=as_of),
        user=user,
        validity=Validity.of_all_but_figures(version),
        weigh=attrgetter("weight"),
    )


def strategy_branches(rows, lines):
    standards = standard_branches(rows, lines)
    return [
        StrategyBranch(
            strategy,
            [standards[s.pk] for s in rows.standards if s.strategy_id == strategy.pk],
        )
        for strategy in rows.strategies
    ]


def standard_branches(rows, lines):
    by_standard, by_measure, measures = {}, {}, {}
    for line in lines:
        by_standard.setdefault(line.commitment.standard_id, []).append(line)
        if line.commitment.measure_id is not None:
            by_measure.setdefault(line.commitment.measure_id, []).append(line)
    for branch in measure_branches(rows.measures, by_measure):
        measures.setdefault(branch.measure.standard_id, []).append(branch)
    for branch, standard_id in cross_listed_branches(rows, by_measure):
        measures.setdefault(standard_id, []).append(branch)
    return {standard.pk: standard_branch(standard, by_standard, measures) for standard in rows.standards}


def standard_branch(standard, by_standard, measures):
    lines = by_standard.get(standard.pk, [])
    own = [line for line in lines if line.commitment.measure_id is None]
    return StandardBranch(standard, own, measures.get(standard.pk, []), lines)


def measure_branches(measures, by_measure):
    branches = {measure.pk: MeasureBranch(measure, by_measure.get(measure.pk, [])) for measure in measures}
    for branch in branches.values():
        if branch.measure.parent_id in branches:
            branches[branch.measure.parent_id].sub_measures.append(branch)
    return [branch for branch in branches.values() if branch.measure.parent_id not in branches]


def cross_listed_branches(rows, by_measure):
    """(branch, standard id) for each measure that is also listed under another standard of the plan."""
    measures = {measure.pk: measure for measure in rows.measures}
    for listing in rows.cross_listings:
        if listing.measure_id in measures:
            measure = measures[listing.measure_id]
            branch = MeasureBranch(measure, by_measure.get(measure.pk, []), is_cross_listed=True)
            yield branch, listing.standard_id
