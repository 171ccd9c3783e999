"""The message of an indicator in one line: where it went since the baseline, and what that is worth beside what was promised."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.figures import rounded
from indicators.models import Comparator, Kind
from indicators.printing import number_text
from indicators.statuses import Status
from indicators.values import number_with_unit
from plans.fiscal_years import fiscal_year_label

NEAR = Decimal("0.025")
ONE = Decimal(1)
PARTS = {
    Decimal("0.25"): gettext_lazy("a quarter"),
    Decimal(1) / 3: gettext_lazy("a third"),
    Decimal("0.5"): gettext_lazy("half"),
    Decimal(2) / 3: gettext_lazy("two-thirds"),
    Decimal("0.75"): gettext_lazy("three-quarters"),
}

# Translators: %(movement)s is one of "Up from 18.4 % (FY2021) to 27.0 %", "Unchanged at 5 since FY2021".
VERDICTS = {
    "achieved": gettext_lazy("%(movement)s: the target is met"),
    "achieved_early": gettext_lazy("%(movement)s: already meets the target for %(final_year)s"),
    "ahead": gettext_lazy("%(movement)s, as fast as needed or faster"),
    "nearly": gettext_lazy("%(movement)s, close to the pace needed"),
    "kept": gettext_lazy("%(movement)s, as good as promised"),
    "slow": gettext_lazy("%(movement)s, but at %(share)s of the pace needed"),
    "slow_about": gettext_lazy("%(movement)s, but at about %(share)s of the pace needed"),
    "away": gettext_lazy("%(movement)s: moving away from the target"),
    "still": gettext_lazy("%(movement)s: no step towards the target yet"),
    "short": gettext_lazy("%(movement)s, short of what is expected"),
    "far": gettext_lazy("%(movement)s, far from what is expected"),
}
MOVEMENTS = {
    (False, 1): gettext_lazy("Up from %(before)s (%(since)s) to %(now)s"),
    (False, 0): gettext_lazy("Unchanged at %(now)s since %(since)s"),
    (False, -1): gettext_lazy("Down from %(before)s (%(since)s) to %(now)s"),
    (True, 1): gettext_lazy("Risen from rank %(before)s (%(since)s) to %(now)s"),
    (True, 0): gettext_lazy("Unchanged at rank %(now)s since %(since)s"),
    (True, -1): gettext_lazy("Fallen from rank %(before)s (%(since)s) to %(now)s"),
}
MISSING = {
    "not_yet_due": gettext_lazy("%(movement)s; no value for %(year)s yet"),
    "overdue": gettext_lazy("%(movement)s; the value for %(year)s is overdue"),
    "closed_unanswered": gettext_lazy("%(movement)s; %(year)s was closed without an answer"),
    "not_entered": gettext_lazy("%(movement)s; no value for %(year)s yet"),
    "not_published": gettext_lazy("%(movement)s; no figure published for %(year)s"),
    "not_collected": gettext_lazy("%(movement)s; no value was collected for %(year)s"),
    "cannot_compute": gettext_lazy("%(movement)s; the value for %(year)s cannot be computed"),
    "withheld": gettext_lazy("%(movement)s; the value for %(year)s is withheld"),
}


def headline(series):
    """The message of a series, read in its first plan; empty where no number was ever reported."""
    indicator, latest = series.indicator, series.latest
    if indicator.kind not in (Kind.NUMBER, Kind.RATIO) or latest is None or latest.value.value is None:
        return ""
    line = series.line
    if line is None:
        return movement(series, None)
    return verdict(line.reading, movement(series, line))


def verdict(reading, moved):
    """The movement with what it is worth: by status and pace, never by more than they say."""
    named = {"movement": moved, "year": fiscal_year_label(reading.fiscal_year)}
    if reading.status is Status.NO_DATA:
        return MISSING[reading.reason] % named if reading.reason in MISSING else moved
    if reading.status is Status.NOT_JUDGED:
        return moved
    named["final_year"] = fiscal_year_label(reading.terms.final_year)
    named["share"] = "" if reading.pace is None else share_text(reading.pace)
    return VERDICTS[kind_of_verdict(reading)] % named


def kind_of_verdict(reading):
    if reading.status is Status.ACHIEVED:
        return "achieved_early" if reading.fiscal_year < reading.terms.final_year else "achieved"
    if reading.status is Status.ON_TRACK:
        return "kept" if reading.pace is None else "ahead" if reading.pace >= ONE else "nearly"
    if reading.pace is None:
        return "short" if reading.status is Status.AT_RISK else "far"
    if reading.pace <= 0:
        return "away" if reading.pace < 0 else "still"
    return "slow_about" if part_near(reading.pace) else "slow"


def part_near(pace):
    """The simple part that a pace is close to, in words; None without one."""
    return next((words for part, words in PARTS.items() if abs(pace - part) <= NEAR), None)


def share_text(pace):
    near = part_near(pace)
    return str(near) if near else _("%(number)s %(unit)s") % {"number": number_text(pace * 100, 0), "unit": "%"}


def movement(series, line):
    """From the baseline, else from the first comparable year, to the latest figure."""
    indicator = series.indicator
    if line is not None and line.reading.terms.is_total:
        return total(line) or single(series)
    year, now = series.latest.fiscal_year, rounded(series.latest.value.value, indicator.decimals)
    since, before = start_of(series, line)
    if since is None or since >= year:
        return single(series)
    is_rank = line is not None and line.commitment.comparator == Comparator.REACH_RANK
    before = rounded(before, indicator.decimals)
    direction = ((now > before) - (now < before)) * (-1 if is_rank else 1)
    printed = number_text if is_rank else number_with_unit
    unit = indicator.decimals if is_rank else indicator
    named = {"before": printed(before, unit), "now": printed(now, unit), "since": fiscal_year_label(since)}
    return MOVEMENTS[is_rank, direction] % named


def start_of(series, line):
    """(fiscal year, figure) to count from: the baseline where its year is known, else the first figure of this definition."""
    terms = None if line is None else line.reading.terms
    if terms is not None and terms.baseline is not None and terms.baseline_year is not None:
        return terms.baseline_year, terms.baseline
    since = max(series.breaks, default=0)
    comparable = [year for year in series.years if year.is_reported and year.fiscal_year >= since]
    found = next((year for year in comparable if year.value.value is not None), None)
    return (None, None) if found is None else (found.fiscal_year, found.value.value)


def total(line):
    """The sum that a total has come to; empty where a year is missing."""
    if line.reading.measured is None:
        return ""
    named = {
        "total": number_with_unit(line.reading.measured, line.indicator),
        "first": fiscal_year_label(line.reading.terms.first_year),
    }
    return _("A total of %(total)s since %(first)s") % named


def single(series):
    """The only figure there is."""
    latest = series.latest
    named = {
        "now": number_with_unit(latest.value.value, series.indicator),
        "year": fiscal_year_label(latest.fiscal_year),
    }
    return _("%(now)s in %(year)s") % named
