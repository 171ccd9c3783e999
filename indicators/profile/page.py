"""Everything that the page of one indicator shows to a reader, loaded in a fixed number of queries."""

from functools import cached_property

from indicators.charts.from_series import chart_data_of
from indicators.charts.svg import NARROW, WIDE, draw_svg
from indicators.loading.series import Series
from indicators.models import Indicator, Kind
from indicators.profile.breakdowns import multiples
from indicators.profile.evidence_and_corrections import EvidenceAndCorrections
from indicators.profile.headline import headline
from indicators.profile.pace_scale import formula, pace_scale, rules
from indicators.profile.target_revisions import revisions
from indicators.profile.year_table import MOST_PATHS, year_rows


class IndicatorPage:
    """One indicator through the years: message, chart, table, what it says in each plan, revisions, corrections, wordings."""

    def __init__(self, indicator, *, user, as_of):
        self.series = Series(indicator, user=user, as_of=as_of)
        self.indicator, self.known_on, self.is_final = self.series.indicator, as_of.known_on, as_of.is_final
        self.papers = EvidenceAndCorrections(self.series)

    @cached_property
    def headline(self):
        return headline(self.series)

    @cached_property
    def chart_data(self):
        return chart_data_of(self.series)

    @cached_property
    def svgs(self):
        """(size, Sketch) for a wide and a narrow page; nothing where there is no number."""
        if self.chart_data.is_empty:
            return []
        return [("wide", draw_svg(self.chart_data, WIDE)), ("narrow", draw_svg(self.chart_data, NARROW))]

    @cached_property
    def paths(self):
        """The readings whose target path stands in the table."""
        return [line for line in self.series.lines if line.reading.terms.aims][:MOST_PATHS]

    @cached_property
    def rows(self):
        return year_rows(self.series, self.paths, self.papers)

    @cached_property
    def has_parts(self):
        """Whether any year has a numerator or denominator."""
        values = self.series.actuals.values()
        return any(value.numerator is not None or value.denominator is not None for value in values)

    @property
    def has_amounts(self):
        """Whether the figures are amounts, whose change from year to year says something."""
        return self.indicator.kind in {Kind.NUMBER, Kind.RATIO}

    @cached_property
    def columns(self):
        """How many columns the table has."""
        return 4 + self.has_amounts + 2 * self.has_parts + len(self.paths)

    @property
    def scale(self):
        return pace_scale(self.series.line.reading)

    @property
    def formula(self):
        return formula(self.series.line.reading)

    @property
    def rules(self):
        return rules(self.series.line.reading)

    @cached_property
    def revisions(self):
        return revisions(self.series, self.papers.people)

    @cached_property
    def multiples(self):
        return multiples(self.series, self.papers)

    @cached_property
    def definitions(self):
        """The wordings, the one in force first, each with its number and what it changed in the one before."""
        rows = self.series.definitions
        return [
            (index + 1, row, changed(rows[index - 1], row) if index else frozenset()) for index, row in enumerate(rows)
        ][::-1]

    @property
    def is_of_drafts_only(self):
        """Whether the plans that it came with hide it from others; asked for planners only, for others do not see the page."""
        return self.papers.may_edit and Indicator.objects.of_drafts_only().filter(pk=self.indicator.pk).exists()

    @property
    def wording(self):
        """The wording in force; None without any."""
        return self.series.definitions[-1] if self.series.definitions else None


def changed(earlier, later):
    """Which texts of a wording differ from the one before."""
    names = ("wording", "numerator", "denominator")
    return frozenset(name for name in names if str(getattr(earlier, name)) != str(getattr(later, name)))
