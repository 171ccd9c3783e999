"""The page of one indicator, loaded in a fixed number of queries."""

from functools import cached_property

from indicators.charts.from_series import chart_data_of
from indicators.charts.svg import NARROW, WIDE, draw_svg
from indicators.loading.series import Series
from indicators.models import Indicator, Kind
from indicators.profile.breakdowns import breakdown_charts
from indicators.profile.evidence_and_corrections import EvidenceAndCorrections
from indicators.profile.headline import headline
from indicators.profile.pace_scale import formula, pace_scale, rules_of_year
from indicators.profile.target_revisions import revisions
from indicators.profile.year_table import MOST_PATHS, year_rows


class IndicatorPage:
    """The page of one indicator."""

    def __init__(self, indicator, *, user, as_of):
        self.series = Series(indicator, user=user, as_of=as_of)
        self.indicator, self.known_on, self.is_final = self.series.indicator, as_of.known_on, as_of.is_final
        self.records = EvidenceAndCorrections(self.series)

    @cached_property
    def headline(self):
        return headline(self.series)

    @cached_property
    def chart_data(self):
        return chart_data_of(self.series)

    @cached_property
    def svgs(self):
        """[(size, Svg)] for a wide and a narrow page; [] where there is no number."""
        if self.chart_data.is_empty:
            return []
        return [("wide", draw_svg(self.chart_data, WIDE)), ("narrow", draw_svg(self.chart_data, NARROW))]

    @cached_property
    def paths(self):
        """The readings whose target path is a column of the table."""
        return [line for line in self.series.lines if line.reading.terms.aims][:MOST_PATHS]

    @cached_property
    def rows(self):
        return year_rows(self.series, self.paths, self.records)

    @cached_property
    def has_parts(self):
        values = self.series.actuals.values()
        return any(value.numerator is not None or value.denominator is not None for value in values)

    @property
    def has_amounts(self):
        """Whether the change from year to year is meaningful."""
        return self.indicator.kind in {Kind.NUMBER, Kind.RATIO}

    @cached_property
    def columns(self):
        """The number of columns of the table."""
        return 4 + self.has_amounts + 2 * self.has_parts + len(self.paths)

    @property
    def scale(self):
        return pace_scale(self.series.line.reading)

    @property
    def formula(self):
        return formula(self.series.line.reading)

    @property
    def rules(self):
        return rules_of_year(self.series.line.reading)

    @cached_property
    def revisions(self):
        return revisions(self.series, self.records.people)

    @cached_property
    def breakdown_charts(self):
        return breakdown_charts(self.series, self.records)

    @cached_property
    def definitions(self):
        """[(number, wording, names of changed texts)], the one in force first."""
        rows = self.series.definitions
        return [
            (index + 1, row, changed_texts(rows[index - 1], row) if index else frozenset())
            for index, row in enumerate(rows)
        ][::-1]

    @property
    def is_of_drafts_only(self):
        """For planners: whether the indicator is hidden from others because all its plans are drafts."""
        return self.records.may_edit and Indicator.objects.of_drafts_only().filter(pk=self.indicator.pk).exists()

    @property
    def wording(self):
        """The wording in force; None without any."""
        return self.series.definitions[-1] if self.series.definitions else None


def changed_texts(earlier, later):
    names = ("wording", "numerator", "denominator")
    return frozenset(name for name in names if str(getattr(earlier, name)) != str(getattr(later, name)))
