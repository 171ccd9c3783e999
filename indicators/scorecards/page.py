"""The scorecard as a page shows it: its message, counts, strategies, matrix and table, with their links.

It depends on the scorecard, the query and the language alone, so that its HTML may be cached.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.readings.statuses import Mark, Status
from indicators.scorecards.query import FILTER_NAMES, LASTING_PARAMETERS, Links
from indicators.scorecards.rows import TableRow
from indicators.scorecards.words import headline, standards_heading, status_rules, strategies_heading, subline
from plans.fiscal_years import fiscal_year_label, fiscal_year_of, fiscal_years_label, last_day
from plans.text.languages import active_language

CLAUSE = re.compile(r"(?<=;) |(?<=、)")
FIRST_ROWS = 20
TINTS = 3
SLOW = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)
COLUMNS = (
    ("name", lambda: _("Indicator"), "c-ind"),
    ("", lambda: "", "c-spark"),
    ("progress", lambda: _("Baseline to target"), "c-bullet"),
    ("", lambda: "", "num"),
    ("", lambda: _("Expected"), "num"),
    ("pace", lambda: _("Pace"), "num"),
    ("urgency", lambda: _("Status and reason"), "c-why"),
    ("office", lambda: _("Office"), "c-own"),
)


@dataclass(frozen=True)
class StatusCount:
    """How many readings have a mark, the rule in a few words, and the address of those readings."""

    status: Mark
    number: int
    href: str
    rule: str = ""
    is_selected: bool = False
    tint: int = 0


@dataclass(frozen=True)
class Tile:
    """A strategy: its branch, its standards that have a name, its counts, and its slowest reading or None."""

    branch: object
    standards: int
    counts: list
    slowest: object
    href: str


@dataclass(frozen=True)
class MatrixRow:
    """A standard, and a count for each status; None where there is no such reading."""

    standard: object
    href: str
    cells: list


@dataclass(frozen=True)
class TableHead:
    """`href`, `order`: the address that orders by the column and the present order; empty where it cannot be ordered."""

    label: str
    kind: str
    href: str
    order: str


class ScorecardPage:
    """A scorecard under a query. `today`: the day on which it is read."""

    def __init__(self, card, query, links, today):
        self.card, self.query, self.links, self.today = card, query, links, today
        self.plan, self.fiscal_year = card.plan, card.fiscal_year

    @property
    def clauses(self):
        return CLAUSE.split(headline(self.card))

    @property
    def between_clauses(self):
        """The separator of clauses within one line."""
        return "" if active_language() == "ja" else " "

    @property
    def subline(self):
        return subline(self.card)

    @property
    def ends_on(self):
        return last_day(self.fiscal_year, self.plan.institution.fiscal_year_start_month)

    @cached_property
    def data_as_of(self):
        """The day of the latest change to anything behind the readings; None without any."""
        rows = (row for line in self.card.lines for row in (line.commitment, *line.targets, *line.values.values()))
        moments = [row.updated_at for row in rows if row.updated_at is not None]
        return max(moments).astimezone(ZoneInfo(self.plan.institution.time_zone)).date() if moments else None

    @cached_property
    def years(self):
        """[(fiscal year, its address or None for a future year)]."""
        this_year = fiscal_year_of(self.today, self.plan.institution.fiscal_year_start_month)
        query = f"?{self.links.query.urlencode()}" if self.links.query else ""
        return [
            (year, None if year > this_year else reverse("indicators:scorecard", args=[self.plan.slug, year]) + query)
            for year in self.plan.fiscal_years
        ]

    @cached_property
    def counts(self):
        """The statuses with their rules, no data in two parts."""
        said = status_rules()
        statuses = self.query.filters.get("status") or ()
        return [
            StatusCount(
                mark, number, self.links.with_filters_only(status=mark.value), said[mark.status], mark.value in statuses
            )
            for mark, number in self.card.tally.items()
        ]

    @property
    def strategies_heading(self):
        return strategies_heading(self.plan, len(self.tiles))

    @cached_property
    def tiles(self):
        """Strategies without a name have no tile."""
        return [self.build_tile(branch) for branch in self.card.strategies if branch.strategy.name]

    def build_tile(self, branch):
        paced = [line for line in branch.lines if line.status in SLOW and line.reading.progress.pace is not None]
        counts = [
            StatusCount(status, number, self.links.with_filters_only(strategy=branch.strategy.pk, status=status.value))
            for status, number in branch.tally.items()
            if number
        ]
        return Tile(
            branch,
            len([below for below in branch.standards if below.standard.name]),
            counts,
            min(paced, key=lambda line: line.reading.progress.pace, default=None),
            self.links.with_filters_only(strategy=branch.strategy.pk),
        )

    @property
    def standards_heading(self):
        number = sum(len(branch.standards) for branch in self.card.strategies)
        return standards_heading(self.plan, number)

    @cached_property
    def matrix(self):
        """[(strategy, its MatrixRows)] in the plan's order."""
        most = max((n for s in self.card.strategies for b in s.standards for n in b.tally.values()), default=0)
        return [
            (branch.strategy, [self.build_matrix_row(below, most) for below in branch.standards])
            for branch in self.card.strategies
            if branch.standards
        ]

    def build_matrix_row(self, branch, most):
        pk = branch.standard.pk
        cells = [
            StatusCount(s, n, self.links.with_filters_only(standard=pk, status=s.value), tint=tint(n, most))
            if n
            else None
            for s, n in branch.tally.items()
        ]
        return MatrixRow(branch.standard, self.links.with_filters_only(standard=pk), cells if branch.lines else [])

    @cached_property
    def readings(self):
        return self.query.apply_to(self.card.lines)

    @cached_property
    def rows(self):
        shown = self.readings if self.query.shows_all else self.readings[:FIRST_ROWS]
        return [TableRow.of(line, self.span) for line in shown]

    @property
    def all_href(self):
        """Empty where all rows are there."""
        return "" if len(self.rows) == len(self.readings) else self.links.with_parameters(all=1)

    @property
    def span(self):
        """The years of the sparklines: the plan's, and the one before, in which baselines lie."""
        return range(self.plan.first_fiscal_year - 1, self.plan.last_fiscal_year + 1)

    @property
    def table_heads(self):
        """Heads without a label are labelled with their years."""
        years = {"c-spark": span_label(self.span), "num": fiscal_year_label(self.fiscal_year)}
        return [self.build_head(name, label() or years[kind], kind) for name, label, kind in COLUMNS]

    def build_head(self, name, label, kind):
        if not name:
            return TableHead(label, kind, "", "")
        is_turned, is_here = self.query.ordering.startswith("-"), self.query.column == name
        ordering = f"-{name}" if is_here and not is_turned else name
        href = self.links.with_parameters(ordering=None if ordering == "urgency" else ordering)
        return TableHead(label, kind, href, ("descending" if is_turned else "ascending") if is_here else "")

    @property
    def hidden_inputs(self):
        """(name, value) of the parameters that the filter form passes on unchanged."""
        return [
            (name, value)
            for name, value in self.links.query.items()
            if name in (*LASTING_PARAMETERS, "ordering", "since")
        ]

    @property
    def inputs_beside_since(self):
        """(name, value) of the parameters that the form of the compared day passes on unchanged."""
        return [(name, value) for name, value in self.links.query.items() if name != "since"]

    @property
    def unfiltered_href(self):
        return self.links.with_parameters(**dict.fromkeys(FILTER_NAMES))

    @property
    def now_href(self):
        return self.links.with_parameters(as_known_on=None)

    @property
    def changes_href(self):
        address = reverse("indicators:scorecard-changes", args=[self.plan.slug, self.fiscal_year])
        return Links(address, self.links.query).with_parameters(**dict.fromkeys(("all", "ordering", *FILTER_NAMES)))

    @cached_property
    def standards(self):
        return [below.standard for branch in self.card.strategies for below in branch.standards if below.standard.name]

    @cached_property
    def offices(self):
        offices = {line.indicator.office_id: line.indicator.office for line in self.card.lines}
        return sorted((office for office in offices.values() if office is not None), key=lambda o: str(o.name))


def span_label(years):
    """A short span of years: FY2021–27, in Japanese 令和3～9年度."""
    return fiscal_years_label(years[0], years[-1])


def tint(number, most):
    """From 1 to 3: thirds of the greatest count; 0 for none."""
    return 1 + min(TINTS - 1, (number - 1) * TINTS // most) if number else 0
