"""The chart data of a series."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.charts.chart_data import ChartData, ChartLine, Point, fold_years
from indicators.loading.commitments import terms_until
from indicators.loading.outlooks import Trend
from indicators.loading.value_text import month_text, number_with_unit, value_text
from indicators.models import Comparator, Kind
from indicators.readings.forecasts import IF_THE_TREND_CONTINUES
from indicators.readings.target_paths import leads_on, path_of
from indicators.readings.terms import Trajectory
from indicators.readings.wording.printing import band_text
from indicators.readings.wording.units import RANKS, number_text, span
from plans.fiscal_years import fiscal_year_label
from plans.text.punctuation import in_brackets, join_label

DRAWABLE_KINDS = (Kind.NUMBER, Kind.RATIO)
TREND_SHIFT = 0.36  # of a year's width: beside the bar of a forecast and the mark of a target


def chart_data_of(series):
    """Empty where the kind of the indicator cannot be drawn."""
    indicator = series.indicator
    frame = {
        "title": str(indicator.name),
        "unit": str(indicator.unit),
        "year_labels": {year: str(year) for year in series.span},
        "eras": {year: fiscal_year_label(year, "era_short") for year in series.span},
    }
    if indicator.kind not in DRAWABLE_KINDS:
        return ChartData(**frame)
    parts = points_and_lines(series)
    return fold_years(ChartData(**frame, **parts, summary=summary(indicator, parts)), series.folds)


def points_and_lines(series):
    indicator, years = series.indicator, series.years
    paths = [CommitmentLines(series, line) for line in series.lines]
    return {
        "actual": tuple(value_point(year.value, indicator) for year in years if has_number(year.value)),
        "missing": {year.fiscal_year: year.why_missing for year in years if is_gap(year)},
        "forecast": forecast_line(series),
        "trend": trend_line(series),
        "bounds": indicator.bounds,
        "targets": tuple(path.current_line for path in paths if path.current_line.points),
        "superseded": tuple(line for path in paths for line in path.superseded_lines()),
        "expected": tuple(point for path in paths for point in path.expected_points()),
        "breaks": {year: break_note(year) for year in series.breaks},
        "notes": tuple(note for path in paths for note in path.notes),
        "is_rank": is_rank(series),
    }


def is_rank(series):
    by_target = any(row.comparator == Comparator.REACH_RANK for row in series.commitments)
    return by_target or str(series.indicator.unit) in RANKS


def summary(indicator, parts):
    said = [parts["actual"][0].text, parts["actual"][-1].text] if parts["actual"] else []
    said += [line.label for line in parts["targets"]]
    named = {"name": indicator.name, "said": pgettext("between remarks", "; ").join(dict.fromkeys(said))}
    return _("%(name)s: %(said)s. The values are in the table below.") % named


def has_number(value):
    return value is not None and value.value is not None


def is_gap(year):
    return not year.is_reported and not year.is_awaited


def break_note(year):
    return _("Definition changed in %(year)s") % {"year": fiscal_year_label(year)}


def value_point(value, indicator):
    printed = value_text(value, indicator)
    text = _("%(value)s (provisional)") % {"value": printed} if value.is_provisional else printed
    return Point(
        fiscal_year=value.fiscal_year,
        value=value.value,
        text=join_label(fiscal_year_label(value.fiscal_year), text),
        label=number_text(value.value, indicator.decimals),
        is_provisional=value.is_provisional,
    )


def forecast_line(series):
    """The offices' forecasts; None where there are none. The label has the last figure."""
    indicator, by_office = series.indicator, _("Forecast")
    points = tuple(outlook_point(outlook, indicator, by_office) for outlook in series.outlooks.values())
    if not points:
        return None
    label = _("Forecast %(value)s") % {"value": number_with_unit(points[-1].value, indicator)}
    return ChartLine(by_office, points, label=label)


def trend_line(series):
    """The trend, None without one; shifted aside from forecasts and targets of its years. The label has the last figure."""
    indicator, name = series.indicator, str(IF_THE_TREND_CONTINUES)
    points = tuple(outlook_point(trend, indicator, name) for trend in series.trends.values())
    if not points:
        return None
    last = points[-1]
    label = _("Trend %(value)s") % {"value": number_with_unit(last.value, indicator)}
    return ChartLine(name, points, label=label, note=range_text(last, indicator), shift=TREND_SHIFT)


def outlook_point(outlook, indicator, by):
    """A point of a forecast or, with its range, of the trend; `by` is its source."""
    said, low, high = number_with_unit(outlook.value, indicator), None, None
    if isinstance(outlook, Trend):
        low, high = outlook.low, outlook.high
        said = _("%(value)s (%(low)s to %(high)s)") % {
            "value": said,
            "low": number_text(low, indicator.decimals),
            "high": number_text(high, indicator.decimals),
        }
    text = join_label(fiscal_year_label(outlook.fiscal_year), by, said)
    return Point(outlook.fiscal_year, outlook.value, text, low, high, number_text(outlook.value, indicator.decimals))


def range_text(ends, indicator):
    return str(span(ends.low, ends.high, indicator.decimals, str(indicator.unit)))


class CommitmentLines:
    """The targets of one commitment as lines of a chart. A total over years is not drawn beside single years."""

    def __init__(self, series, line):
        self.series, self.commitment, self.terms, self.reading = (
            series,
            line.commitment,
            line.reading.terms,
            line.reading,
        )
        self.is_shared = len(series.lines) > 1
        self.plan = str(line.standard.strategy.plan.name)

    @property
    def notes(self):
        if not self.terms.is_total or self.terms.final is None:
            return ()
        named = {"target": band_text(self.terms, self.terms.final), "first": fiscal_year_label(self.terms.first_year)}
        return (
            _("The target of %(target)s is for the total since %(first)s and not drawn beside single years.") % named,
        )

    @property
    def current_line(self):
        name = _("Target")
        label = "" if self.terms.final is None else f"{name} {band_text(self.terms, self.terms.final)}"
        return self._line(name, self.terms, label, self.plan if self.is_shared else "")

    def superseded_lines(self):
        """One line for each revision, labelled with the month until which it was valid."""
        earlier = self.series.superseded[self.commitment.pk]
        for moment in sorted({target.superseded_at for target in earlier}):
            then = terms_until(moment, self.terms, [*earlier, *self._targets])
            if then.final is not None:
                named = {"target": band_text(then, then.final), "month": month_text(moment)}
                line = self._line(_("Earlier target"), then, _("%(target)s until %(month)s") % named, "")
                if line.points:
                    yield line

    @property
    def _targets(self):
        return self.series.targets[self.commitment.pk]

    def expected_points(self):
        """The expected figure of the reading's year, if it is one number."""
        band = None if self.terms.is_total else self.reading.expected_band
        if band is not None and band.value is not None and self.reading.figure is not None:
            what = _("Expected") if self.reading.expectation.is_guide else _("Target")
            year = self.reading.fiscal_year
            yield Point(year, band.value, join_label(fiscal_year_label(year), what, band_text(self.terms, band)))

    def _line(self, name, terms, label, note):
        points = () if terms.is_total else tuple(self._point(name, terms, step) for step in path_of(terms))
        is_stepped = terms.trajectory == Trajectory.STEPS
        full = join_label(name, self.plan) if self.is_shared else name
        return ChartLine(full, points, is_joined=leads_on(terms), is_stepped=is_stepped, label=label, note=note)

    def _point(self, name, terms, step):
        said = _("baseline") if step.is_start else _("guide, not a target") if step.is_guide else name
        text = join_label(fiscal_year_label(step.fiscal_year), band_text(terms, step.band) + in_brackets(said))
        band = step.band
        if band.value is not None:
            return Point(step.fiscal_year, band.value, text, is_guide=step.is_guide or step.is_start)
        return Point(step.fiscal_year, (band.low + band.high) / 2, text, band.low, band.high, is_guide=step.is_guide)
