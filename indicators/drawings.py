"""From the rows of a series to what its chart shows."""

from itertools import groupby

from django.utils.translation import gettext as _

from indicators.charts import Drawing, Line, Point
from indicators.models import Kind, Trajectory
from indicators.series import revision
from indicators.values import day_text, number_with_unit, target_text, value_text
from plans.fiscal_years import fiscal_year_label

DRAWN = (Kind.NUMBER, Kind.RATIO)


def drawing_of(series):
    """The chart of a series; without any number where the indicator is none that can be drawn."""
    indicator = series.indicator
    frame = {
        "title": str(indicator.name),
        "unit": str(indicator.unit),
        "year_labels": {year: fiscal_year_label(year, "fy") for year in series.span},
    }
    return Drawing(**frame, **numbers(series)) if indicator.kind in DRAWN else Drawing(**frame)


def numbers(series):
    """The points, gaps and breaks of a series."""
    indicator, years = series.indicator, series.years
    return {
        "actual": tuple(value_point(year.value, indicator) for year in years if has_number(year.value)),
        "missing": {year.fiscal_year: year.why_missing for year in years if is_gap(year)},
        "forecast": tuple(
            value_point(year.forecast, indicator)
            for year in years
            if has_number(year.forecast) and not year.is_reported
        ),
        "targets": tuple(line for line in map(TargetLine(series).current, series.commitments) if line.points),
        "superseded": tuple(line for row in series.commitments for line in TargetLine(series).superseded(row)),
        "breaks": series.breaks,
    }


def has_number(value):
    return value is not None and value.value is not None


def is_gap(year):
    """A year that should have a figure by now and has none."""
    return not year.is_reported and year.state not in ("not_yet_due", "not_asked")


def value_point(value, indicator):
    printed = value_text(value, indicator)
    text = _("%(value)s (provisional)") % {"value": printed} if value.is_provisional else printed
    return Point(value.fiscal_year, value.value, f"{fiscal_year_label(value.fiscal_year)}: {text}")


class TargetLine:
    """The targets of a commitment as lines; a commitment with a path is joined to its baseline."""

    def __init__(self, series):
        self.series = series
        self.is_shared = len(series.commitments) > 1

    def current(self, commitment):
        name = self._named(_("Target"), commitment)
        return self._line(name, commitment, self.series.targets[commitment.pk])

    def superseded(self, commitment):
        """One line for each revision."""
        for (moment, *_rest), targets in groupby(
            self.series.superseded[commitment.pk], key=lambda row: revision(row)[:1]
        ):
            name = self._named(_("Target until %(day)s") % {"day": day_text(moment)}, commitment)
            line = self._line(name, commitment, list(targets))
            if line.points:
                yield line

    def _named(self, name, commitment):
        return f"{name}: {commitment.standard.strategy.plan.name}" if self.is_shared else name

    def _line(self, name, commitment, targets):
        is_joined = commitment.trajectory != Trajectory.NONE
        points = [self._point(target) for target in targets if middle(target) is not None]
        if is_joined and points and commitment.baseline is not None and commitment.baseline_fiscal_year is not None:
            points.insert(0, self._baseline(commitment))
        return Line(name, tuple(points), is_joined)

    def _point(self, target):
        text = f"{fiscal_year_label(target.fiscal_year)}: {target_text(target, self.series.indicator)}"
        ends = (target.low, target.high) if target.value is None and is_range(target) else (None, None)
        return Point(target.fiscal_year, middle(target), text, *ends)

    def _baseline(self, commitment):
        printed = number_with_unit(commitment.baseline, self.series.indicator)
        year = commitment.baseline_fiscal_year
        return Point(year, commitment.baseline, f"{fiscal_year_label(year)}: {printed} ({_('baseline')})")


def is_range(target):
    return target.low is not None and target.high is not None


def middle(target):
    """Where a target's mark stands: at its value, in the middle of a range, at the one end it has; None without a number."""
    if target.value is not None:
        return target.value
    if is_range(target):
        return (target.low + target.high) / 2
    return target.low if target.high is None else target.high
