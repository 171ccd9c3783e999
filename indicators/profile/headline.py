"""The headline of an indicator: its movement since the baseline, and the verdict beside its target."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from indicators.loading.value_text import number_with_unit
from indicators.models import Comparator, Kind
from indicators.readings.figures import NEVER, round_half_up
from indicators.readings.statuses import Status
from indicators.readings.terms import Promise
from indicators.readings.wording.explanations import ComparedFigure, explain, grades_between
from indicators.readings.wording.paces import pace_decimals
from indicators.readings.wording.printing import aim_text, amount_text, day_text
from indicators.readings.wording.speeds import kind_of_change
from indicators.readings.wording.units import number_text
from indicators.readings.wording.yes_no_reasons import due_day, is_dated
from plans.fiscal_years import fiscal_year_label, fiscal_year_of

NEAR = Decimal("0.025")
ONE = Decimal(1)
PARTS = {
    Decimal("0.25"): gettext_lazy("a quarter"),
    Decimal(1) / 3: gettext_lazy("a third"),
    Decimal("0.5"): gettext_lazy("half"),
    Decimal(2) / 3: gettext_lazy("two-thirds"),
    Decimal("0.75"): gettext_lazy("three-quarters"),
}

# Translators: these stand behind a movement: "Up from 18.4% (FY2021) to 27.0%, close to the pace needed".
VERDICTS = {
    "achieved": pgettext_lazy("verdict", "target met"),
    "achieved_early": pgettext_lazy("verdict", "%(final_year)s target already met"),
    "ahead": pgettext_lazy("verdict", "at or ahead of the pace needed"),
    "nearly": pgettext_lazy("verdict", "close to the pace needed"),
    "kept": pgettext_lazy("verdict", "holding the target level"),
    "slow": pgettext_lazy("verdict", "at %(share)s of the pace needed"),
    "slow_about": pgettext_lazy("verdict", "at about %(share)s of the pace needed"),
    "away": pgettext_lazy("verdict", "moving away from the target"),
    "still": pgettext_lazy("verdict", "no progress towards the target"),
    "range_below": pgettext_lazy("verdict", "%(gap)s below the target range (%(range)s)"),
    "range_above": pgettext_lazy("verdict", "%(gap)s above the target range (%(range)s)"),
    "outside": pgettext_lazy("verdict", "outside the range to keep (%(range)s)"),
    "grade": pgettext_lazy("verdict", "%(gap)s short of %(grade)s"),
}
MOVEMENTS = {
    ("amount", 1): pgettext_lazy("an amount", "Up from %(before)s (%(since)s) to %(now)s"),
    ("amount", -1): pgettext_lazy("an amount", "Down from %(before)s (%(since)s) to %(now)s"),
    ("share", 1): pgettext_lazy("a share", "Up from %(before)s (%(since)s) to %(now)s"),
    ("share", -1): pgettext_lazy("a share", "Down from %(before)s (%(since)s) to %(now)s"),
    ("rank", 1): pgettext_lazy("a rank", "Down from %(before)s (%(since)s) to %(now)s"),
    ("rank", -1): pgettext_lazy("a rank", "Up from %(before)s (%(since)s) to %(now)s"),
}
UNCHANGED = gettext_lazy("Unchanged at %(now)s since %(since)s")
MISSING = {
    "not_yet_due": (
        gettext_lazy("%(movement)s; %(year)s not due yet"),
        gettext_lazy("Not due yet (target: %(target)s in %(final_year)s)"),
    ),
    "overdue": (
        gettext_lazy("%(movement)s; %(year)s overdue"),
        gettext_lazy("Overdue (target: %(target)s in %(final_year)s)"),
    ),
    "closed_unanswered": (
        gettext_lazy("%(movement)s; %(year)s closed without an answer"),
        gettext_lazy("Closed without an answer (target: %(target)s in %(final_year)s)"),
    ),
    "not_published": (
        gettext_lazy("%(movement)s; no figure published for %(year)s"),
        gettext_lazy("No figure published (target: %(target)s in %(final_year)s)"),
    ),
    "not_collected": (
        gettext_lazy("%(movement)s; %(year)s not collected"),
        gettext_lazy("Not collected (target: %(target)s in %(final_year)s)"),
    ),
    "cannot_compute": (
        gettext_lazy("%(movement)s; %(year)s cannot be calculated"),
        gettext_lazy("Cannot be calculated (target: %(target)s in %(final_year)s)"),
    ),
    "withheld": (
        gettext_lazy("%(movement)s; %(year)s withheld"),
        gettext_lazy("Withheld (target: %(target)s in %(final_year)s)"),
    ),
}
MISSING["not_entered"] = MISSING["not_yet_due"]


def headline(series):
    """The message of a series, read in its first plan; empty where nothing was ever reported nor a target set."""
    line, kind = series.line, series.indicator.kind
    if line is not None and line.reading.terms.comparator == Comparator.YES_BY:
        return yes_or_no(line.reading)
    if kind in (Kind.YES_NO, Kind.TEXT):
        return ""
    moved = grade_movement(series) if kind == Kind.GRADE else movement_of(series)
    if line is None:
        return moved
    return verdict(line.reading, moved) if moved else why_never_reported(line.reading)


def movement_of(series):
    latest = series.latest
    return "" if latest is None or latest.value.value is None else movement(series, series.line)


def why_never_reported(reading):
    """The reason and the target; empty where nothing is compared."""
    terms = reading.terms
    if reading.status is not Status.NO_DATA or terms.final is None or reading.reason not in MISSING:
        return ""
    named = {"target": aim_text(terms, terms.final), "final_year": fiscal_year_label(terms.final_year)}
    return MISSING[reading.reason][1] % named


def verdict(reading, moved):
    """The movement with its verdict, which never goes beyond status and pace."""
    named = {"movement": moved, "year": fiscal_year_label(reading.fiscal_year)}
    if reading.status is Status.NO_DATA:
        return MISSING[reading.reason][0] % named if reading.reason in MISSING else moved
    if reading.status is Status.NOT_JUDGED:
        return moved
    return _("%(movement)s, %(verdict)s") % {"movement": moved, "verdict": verdict_text(reading)}


def verdict_text(reading):
    code = kind_of_verdict(reading)
    if code == "short":
        short = explain(reading).short
        return short[0].lower() + short[1:]
    return VERDICTS[code] % verdict_values(reading, code)


def verdict_values(reading, code):
    named = {
        "final_year": fiscal_year_label(reading.terms.final_year),
        "share": "" if reading.progress.pace is None else share_text(reading),
    }
    if code in ("range_below", "range_above", "outside"):
        beside = ComparedFigure(reading, reading.figure, reading.expectation)
        named |= {"gap": beside.gap(), "range": beside.amount()}
    if code == "grade":
        wanted = reading.expected_band.value
        number = grades_between(reading.terms.scale, reading.figure, wanted)
        gap = ngettext("%(number)s grade", "%(number)s grades", number) % {"number": number}
        named |= {"gap": gap, "grade": amount_text(reading.terms, wanted)}
    return named


def kind_of_verdict(reading):
    """A key of VERDICTS, or "short" for the short form of the reason."""
    if reading.status is Status.ACHIEVED:
        return "achieved_early" if reading.fiscal_year < reading.terms.final_year else "achieved"
    if reading.status is Status.ON_TRACK and reading.progress.pace is None:
        return "kept" if reading.terms.keeps is Promise.HOLD else "short"
    if reading.status is Status.ON_TRACK:
        return "ahead" if reading.progress.pace >= ONE else "nearly"
    if reading.terms.comparator == Comparator.GRADE_AT_LEAST:
        return "grade"
    if reading.progress.pace is None or reading.progress.pace >= ONE:
        return beside_the_range(reading)
    if round_half_up(reading.terms.start, reading.terms.decimals) == reading.figure:
        return "still"
    if reading.progress.pace < 0:
        return "away"
    return "slow_about" if part_near(reading.progress.pace) else "slow"


def beside_the_range(reading):
    beside = ComparedFigure(reading, reading.figure, reading.expectation)
    if beside.form == "keep":
        return "outside"
    return f"range_{beside.case}" if beside.form == "range" else "short"


def part_near(pace):
    """The simple fraction close to a pace, in words; None without one."""
    return next((words for part, words in PARTS.items() if abs(pace - part) <= NEAR), None)


def share_text(reading):
    """The pace as a simple fraction, else as a percentage that is not rounded up to a line that was not reached."""
    near = part_near(reading.progress.pace)
    return str(near) if near else f"{number_text(reading.progress.pace * 100, pace_decimals(reading) - 2)}%"


def movement(series, line):
    indicator = series.indicator
    if line is not None and line.reading.terms.is_total:
        return total_so_far(line) or only_figure(series)
    year, now = series.latest.fiscal_year, round_half_up(series.latest.value.value, indicator.decimals)
    since, before = start_of(series, line)
    if since is None or since >= year:
        return only_figure(series)
    before = round_half_up(before, indicator.decimals)
    named = {
        "before": number_with_unit(before, indicator),
        "now": number_with_unit(now, indicator),
        "since": fiscal_year_label(since),
    }
    if now == before:
        return UNCHANGED % named
    comparator = "" if line is None else line.commitment.comparator
    kind = kind_of_change(comparator, str(indicator.unit))
    if kind == "rank":
        named["now"] = number_with_unit(now, indicator).removeprefix("rank ")
    return MOVEMENTS[kind, 1 if now > before else -1] % named


def start_of(series, line):
    """(fiscal year, figure): the baseline where its year is known, else the first figure of this definition."""
    terms = None if line is None else line.reading.terms
    if terms is not None and terms.baseline is not None and terms.baseline_year is not None:
        return terms.baseline_year, terms.baseline
    since = max(series.breaks, default=0)
    comparable = [year for year in series.years if year.is_reported and year.fiscal_year >= since]
    found = next((year for year in comparable if year.value.value is not None), None)
    return (None, None) if found is None else (found.fiscal_year, found.value.value)


def total_so_far(line):
    """Empty where a year is missing."""
    if line.reading.figure is None:
        return ""
    named = {
        "total": number_with_unit(line.reading.figure, line.indicator),
        "first": fiscal_year_label(line.reading.terms.first_year),
    }
    return _("A total of %(total)s since %(first)s") % named


def only_figure(series):
    latest = series.latest
    named = {
        "now": number_with_unit(latest.value.value, series.indicator),
        "year": fiscal_year_label(latest.fiscal_year),
    }
    return _("%(now)s in %(year)s") % named


def grade_movement(series):
    """The latest grade, and for how many years it has been the same; empty without one."""
    graded = [year for year in series.years if year.is_reported and year.value.grade is not None]
    if not graded:
        return ""
    latest, count = graded[-1], 0
    for year in reversed(graded):
        if year.value.grade != latest.value.grade or year.fiscal_year != latest.fiscal_year - count:
            break
        count += 1
    named = {"grade": latest.value.grade.code, "number": count, "year": fiscal_year_label(latest.fiscal_year)}
    return (_("%(grade)s for %(number)s years") if count > 1 else _("%(grade)s in %(year)s")) % named


def yes_or_no(reading):
    if reading.status is Status.NO_DATA:
        return why_never_reported(reading)
    if reading.why_never_judged or reading.figure is None:
        return ""
    due = due_day(reading)
    days = int(reading.figure) - due.toordinal()
    named = {"due": day_text(due), "number": days}
    if reading.figure == NEVER:
        return (
            pgettext("verdict", "Not done, due %(due)s")
            if reading.status is Status.OFF_TRACK
            else _("Not done yet, due %(due)s")
        ) % named
    done = date.fromordinal(int(reading.figure))
    if not is_dated(reading, done):
        named["year"] = fiscal_year_label(fiscal_year_of(done, reading.terms.start_month))
        return (_("Done in %(year)s, after %(due)s") if days > 0 else _("Done in %(year)s (due %(due)s)")) % named
    named["day"] = day_text(done)
    if days > 0:
        return ngettext("Done on %(day)s, %(number)s day late", "Done on %(day)s, %(number)s days late", days) % named
    return _("Done on %(day)s (due %(due)s)") % named
