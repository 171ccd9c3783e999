"""A reading in one sentence, with its numbers and its rule, in the active language. What it says is decided in readings.py."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.figures import NEVER, rounded
from indicators.printing import aim_text, amount_beside, amount_text, band_text, day_text, number_text
from indicators.statuses import Status
from indicators.terms import STRICT, Comparator
from plans.fiscal_years import fiscal_year_label

PERCENT = ("%", "％")
GUIDE = gettext_lazy("guide, not a target")

GAPS = {
    "no_comparator": gettext_lazy("The figure is not compared with anything."),
    "no_comparison": gettext_lazy("Targets are set, but no comparison is chosen."),
    "no_target": gettext_lazy("There is no target."),
    "text": gettext_lazy("The indicator is described in words."),
    "cancelled": gettext_lazy("It was cancelled."),
    "merged": gettext_lazy("It was merged into another."),
    "unmeasured": gettext_lazy("Grades and yes/no have no distance to measure."),
    "no_value": gettext_lazy("There is no value."),
    "before_start": gettext_lazy("The year lies before the baseline."),
    "no_baseline": gettext_lazy("There is no baseline to count from."),
    "negative": gettext_lazy("Without a baseline, negative figures have no meaningful share."),
    "zero": gettext_lazy("Without a baseline, nothing can be divided by zero."),
    "starts_met": gettext_lazy("The baseline already meets the target: it is to be held, not approached."),
    "nothing_expected": gettext_lazy("No value is expected in this year."),
    "starts_as_expected": gettext_lazy("The baseline is already as good as what is expected in this year."),
}

NEVER_JUDGED = {
    "no_comparator": gettext_lazy("Not judged: the figure is followed, but not compared with a target."),
    "no_comparison": gettext_lazy("Targets are set, but no comparison is chosen."),
    "no_target": gettext_lazy("Not judged: no target has been set."),
    "text": gettext_lazy("Not judged: the indicator is described in words."),
    "cancelled": gettext_lazy("Not judged: it was cancelled."),
    "merged": gettext_lazy("Not judged: it was merged into another."),
    "not_asked": gettext_lazy("No target and no request for %(year)s."),
    "not_applicable": gettext_lazy("Not judged: the indicator does not apply in %(year)s."),
    "before_plan": gettext_lazy("Not judged: %(year)s lies before the plan, which starts in %(plan_starts)s."),
    "baseline_year": gettext_lazy("Not judged: progress is counted from the baseline of %(start_year)s."),
}

NO_DATA = {
    "not_asked": gettext_lazy("No value for %(year)s, and none was promised."),
    "not_yet_due": gettext_lazy("No value for %(year)s yet: it is due on %(due)s."),
    "overdue": gettext_lazy("The value for %(year)s is overdue: it was due on %(due)s."),
    "closed_unanswered": gettext_lazy("%(year)s was closed without an answer."),
    "not_entered": gettext_lazy("No value has been entered for %(year)s yet."),
    "not_published": gettext_lazy("No figure has been published for %(year)s."),
    "not_collected": gettext_lazy("No value was collected for %(year)s."),
    "cannot_compute": gettext_lazy("The value for %(year)s cannot be computed."),
    "withheld": gettext_lazy("The value for %(year)s is withheld."),
}

# Translators: these phrases stand as %(expected)s in "%(actual)s is below %(expected)s%(ending)s".
EXPECTED = {
    "target": gettext_lazy("the target of %(expected)s for %(year)s"),
    "line": gettext_lazy("the %(expected)s that a straight path from %(start)s (%(from_year)s) expects by %(year)s"),
    "steps": gettext_lazy("the %(expected)s of the last target (%(from_year)s), a guide for %(year)s"),
    "after": gettext_lazy("the final target of %(expected)s, set for %(from_year)s"),
    "kept": gettext_lazy("the %(expected)s to be kept until %(from_year)s"),
}

# Translators: %(ending)s closes the sentence: ".", ": pace 0.73.", ", beyond the risk line of 80 %."
COMPARED = {
    "below": gettext_lazy("%(actual)s is below %(expected)s%(ending)s"),
    "above": gettext_lazy("%(actual)s is above %(expected)s%(ending)s"),
    "equal": gettext_lazy("%(actual)s is exactly %(expected)s%(ending)s"),
    "only_equal": gettext_lazy("%(actual)s only equals %(expected)s%(ending)s"),
    "within": gettext_lazy("%(actual)s is within %(expected)s%(ending)s"),
}

ENDINGS = {
    "plain": pgettext_lazy("end of a sentence", "."),
    "pace": gettext_lazy(": pace %(pace)s."),
    "enough": gettext_lazy(": pace %(pace)s, and %(share)s is enough to be on track."),
    "tolerated": gettext_lazy(", within the tolerance of %(tolerance)s."),
    "tolerated_with_pace": gettext_lazy(", within the tolerance of %(tolerance)s: pace %(pace)s."),
    "at_risk": gettext_lazy(", but not beyond the risk line of %(risk)s."),
    "off_track": gettext_lazy(", beyond the risk line of %(risk)s."),
}


def explain(reading) -> str:
    """The sentence for a Reading."""
    if reading.why_never_judged:
        return NEVER_JUDGED.get(reading.why_never_judged, GAPS["no_comparator"]) % _years(reading)
    if reading.status is Status.NO_DATA:
        return _no_total(reading) if reading.terms.is_total else _no_value(reading)
    if reading.status is Status.NOT_JUDGED:
        return _nothing_expected(reading)
    if reading.terms.comparator == Comparator.YES_BY:
        return _done_or_not(reading)
    return _achieved(reading) if reading.status is Status.ACHIEVED else _compared(reading)


def explain_speed(reading) -> str:
    """What each year must bring from here, and what it has brought: for a Reading that is short of its target, else empty."""
    if reading.word is None:
        return ""
    named = {
        "needed": _with_unit(reading, _a_year(reading, reading.needed_per_year)),
        "averaged": _a_year(reading, reading.averaged_per_year),
    }
    return _("Needs %(needed)s a year from here; has averaged %(averaged)s.") % named


def _a_year(reading, change) -> str:
    """A change with its sign, and with one more decimal where it would look like none."""
    decimals = reading.terms.decimals
    printed = number_text(change, decimals)
    if change and decimals is not None and not printed.strip("−0."):
        printed = number_text(change, decimals + 1)
    return f"+{printed}" if change > 0 else printed


def _with_unit(reading, printed) -> str:
    """A change in the indicator's unit; of shares in points."""
    unit = _("points") if reading.terms.unit in PERCENT else reading.terms.unit
    return _("%(number)s %(unit)s") % {"number": printed, "unit": unit} if unit else printed


def _years(reading) -> dict[str, str]:
    terms = reading.terms
    named = {"year": reading.fiscal_year, "plan_starts": terms.plan_starts, "start_year": terms.start_year}
    return {key: "" if year is None else fiscal_year_label(year) for key, year in named.items()}


def _no_value(reading) -> str:
    due = reading.due(reading.fiscal_year)
    sentence = NO_DATA.get(reading.why_missing, GAPS["no_value"])
    return sentence % {
        "year": fiscal_year_label(reading.fiscal_year),
        "due": "" if due is None else day_text(due),
    }


def _no_total(reading) -> str:
    years = ", ".join(fiscal_year_label(year) for year in reading.missing)
    named = {"first": fiscal_year_label(reading.years.start), "years": years}
    if reading.known is None:
        return _("No total since %(first)s: no value for %(years)s.") % named
    named["known"] = amount_text(reading.terms, reading.known)
    return _("%(known)s is known since %(first)s, which is not the whole total: no value for %(years)s.") % named


def _nothing_expected(reading) -> str:
    coming = min(year for year in reading.terms.aims if year > reading.fiscal_year)
    return _("%(actual)s, not judged in %(year)s: the next target is %(target)s, for %(next_year)s.") % {
        "actual": _actual(reading),
        "year": fiscal_year_label(reading.fiscal_year),
        "target": aim_text(reading.terms, reading.terms.aims[coming]),
        "next_year": fiscal_year_label(coming),
    }


def _done_or_not(reading) -> str:
    terms = reading.terms
    aim = terms.final if reading.status is Status.ACHIEVED else reading.expected_band
    named = {"due": amount_text(terms, aim.value), "year": fiscal_year_label(reading.fiscal_year)}
    if reading.measured == NEVER:
        return _("Not done in %(year)s: it was to be done by %(due)s.") % named
    if not terms.meets(reading.measured, aim):
        return _("Done on %(done)s, later than %(due)s.") % (named | {"done": amount_text(terms, reading.measured)})
    return _("Done in time: it was to be done by %(due)s.") % named


def _achieved(reading) -> str:
    named = {
        "actual": _actual(reading),
        "target": aim_text(reading.terms, reading.terms.final),
        "final_year": fiscal_year_label(reading.terms.final_year),
    }
    if reading.fiscal_year < reading.terms.final_year:
        return _("%(actual)s already meets the final target of %(target)s, set for %(final_year)s.") % named
    return _("%(actual)s meets the final target of %(target)s, set for %(final_year)s.") % named


def _compared(reading) -> str:
    named = {"actual": _actual(reading), "expected": _expected(reading), "ending": _ending(reading)}
    return COMPARED[_relation(reading)] % named


def _actual(reading) -> str:
    terms = reading.terms
    if terms.comparator == Comparator.YES_BY:
        return _("“no”") if reading.measured == NEVER else _("“yes”")
    printed = amount_text(terms, reading.measured)
    if terms.is_total:
        printed = _("A total of %(amount)s since %(first)s") % {
            "amount": printed,
            "first": fiscal_year_label(reading.years.start),
        }
    return _("%(amount)s (provisional)") % {"amount": printed} if reading.is_provisional else printed


def _expected(reading) -> str:
    expectation, terms = reading.expectation, reading.terms
    from_year = reading.fiscal_year if expectation.from_year is None else expectation.from_year
    return EXPECTED[expectation.basis] % {
        "expected": band_text(terms, expectation.band, beside=reading.measured),
        "year": fiscal_year_label(reading.fiscal_year),
        "from_year": fiscal_year_label(from_year),
        "start": "" if expectation.from_band is None else band_text(terms, expectation.from_band),
    }


def _relation(reading) -> str:
    band, figure = reading.expected_band, reading.measured
    low, high = (band.low, band.high) if band.value is None else (band.value, band.value)
    if figure < low:
        return "below"
    if figure > high:
        return "above"
    if band.value is None:
        return "within"
    return "only_equal" if reading.terms.comparator in STRICT else "equal"


def _ending(reading) -> str:
    named = {
        "pace": "" if reading.pace is None else number_text(reading.pace, 2),
        "share": number_text(reading.terms.on_track_share, None),
        "tolerance": amount_text(reading.terms, reading.terms.slack(reading.on_track_line)),
        "risk": _risk_limit(reading),
    }
    return ENDINGS[_kind_of_ending(reading)] % named


def _kind_of_ending(reading) -> str:
    if reading.status is Status.ON_TRACK and not _is_on_track_without_tolerance(reading):
        return "tolerated" if reading.pace is None else "tolerated_with_pace"
    if reading.pace is not None:
        is_short = reading.status is Status.ON_TRACK and rounded(reading.pace, 2) < 1
        return "enough" if is_short else "pace"
    return {Status.AT_RISK: "at_risk", Status.OFF_TRACK: "off_track"}.get(reading.status, "plain")


def _is_on_track_without_tolerance(reading) -> bool:
    return reading.on_track_line.holds(reading.measured, strictly=reading.terms.comparator in STRICT)


def _risk_limit(reading) -> str:
    line = reading.risk_line
    too_low = line.high is None or (line.low is not None and reading.measured < reading.expected_band.low)
    return amount_beside(reading.terms, line.low if too_low else line.high, reading.measured)
