"""Why a reading has no status: nothing to compare with, nothing expected in the year, or no value, and why there is none."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from indicators.readings.reading import Reading
from indicators.readings.statuses import Status
from indicators.readings.terms import Comparator
from indicators.readings.wording.printing import actual_text, aim_text, amount_text, day_text
from indicators.readings.wording.sentences import Sentence
from indicators.readings.wording.yes_no_reasons import not_due_yet
from plans.fiscal_years import fiscal_year_label
from plans.text.languages import active_language, half_in_language
from plans.text.punctuation import join_list

# Code: the long sentence, the short one. %(because)s is the office's own reason behind a colon, or nothing.
NOT_JUDGED = {
    "no_comparator": (
        gettext_lazy("Followed without a target."),
        pgettext_lazy("no target by choice", "No target"),
    ),
    "no_comparison": (
        gettext_lazy("Targets are set, but no comparison is chosen."),
        gettext_lazy("No comparison chosen"),
    ),
    "no_target": (gettext_lazy("No target is set."), pgettext_lazy("no target is set", "No target")),
    "text": (gettext_lazy("Reported in words."), gettext_lazy("In words")),
    "cancelled": (gettext_lazy("Cancelled."), pgettext_lazy("reason", "Cancelled")),
    "merged": (gettext_lazy("Merged into another."), pgettext_lazy("reason", "Merged")),
    "merged_into": (gettext_lazy("Merged into “%(name)s”."), pgettext_lazy("reason", "Merged")),
    "not_applicable": (
        gettext_lazy("Not applicable in %(year)s%(because)s."),
        pgettext_lazy("reason", "Not applicable"),
    ),
    "before_plan": (gettext_lazy("Before the plan, which starts in %(plan_starts)s."), gettext_lazy("Before the plan")),
    "baseline_year": (gettext_lazy("The baseline year."), gettext_lazy("Baseline year")),
    "before_baseline": (
        gettext_lazy("Before the baseline year (%(start_year)s)."),
        gettext_lazy("Before the baseline year"),
    ),
    "nothing_expected": (gettext_lazy("No target for %(year)s."), gettext_lazy("No target this year")),
    "not_asked": (gettext_lazy("No target and no request for %(year)s."), pgettext_lazy("reason", "Not asked for")),
}
NO_DATA = {
    "not_asked": NOT_JUDGED["not_asked"],
    "not_yet_due": (gettext_lazy("Due on %(due)s."), pgettext_lazy("reason", "Due %(due)s")),
    "not_entered": (gettext_lazy("Not entered yet."), pgettext_lazy("reason", "Not entered yet")),
    "overdue": (gettext_lazy("Due on %(due)s, not received."), pgettext_lazy("reason", "Overdue")),
    "not_published": (
        gettext_lazy("No figure has been published for %(year)s."),
        pgettext_lazy("reason", "No published figure"),
    ),
    "closed_unanswered": (
        gettext_lazy("Closed on %(closed)s without an answer."),
        pgettext_lazy("reason", "Closed without an answer"),
    ),
    "not_collected": (
        gettext_lazy("Not collected for %(year)s%(because)s."),
        pgettext_lazy("reason", "Not collected"),
    ),
    "cannot_compute": (
        gettext_lazy("Cannot be calculated%(because)s."),
        pgettext_lazy("reason", "Cannot be calculated"),
    ),
    "withheld": (gettext_lazy("Withheld%(because)s."), pgettext_lazy("reason", "Withheld")),
    "no_value": (gettext_lazy("No value."), pgettext_lazy("reason", "No value")),
}

NO_SHARE = {
    "no_comparator": NOT_JUDGED["no_comparator"][1],
    "no_comparison": NOT_JUDGED["no_comparison"][1],
    "no_target": NOT_JUDGED["no_target"][1],
    "text": NOT_JUDGED["text"][1],
    "cancelled": NOT_JUDGED["cancelled"][1],
    "merged": NOT_JUDGED["merged"][1],
    "unmeasured": gettext_lazy("Not used for grades and yes/no"),
    "no_value": NO_DATA["no_value"][1],
    "before_start": NOT_JUDGED["before_baseline"][1],
    "no_baseline": gettext_lazy("No baseline set"),
    "negative": gettext_lazy("No baseline set, and negative values have no share"),
    "zero": gettext_lazy("No baseline set, and nothing can be divided by 0"),
    "starts_met": gettext_lazy("The baseline already met the target"),
    "nothing_expected": NOT_JUDGED["nothing_expected"][1],
    "starts_as_expected": gettext_lazy("The baseline already met what is expected"),
}


def no_share_text(code: str) -> str:
    """Why there is no pace or no progress, by its code; empty for none."""
    return str(NO_SHARE.get(code, ""))


def why_not_judged(reading: Reading) -> Sentence:
    """The sentences of a Reading that has no status by figures."""
    if reading.why_never_judged:
        return never_judged(reading)
    if reading.status is Status.NO_DATA:
        return no_total(reading) if lacks_earlier_years(reading) else no_value(reading)
    return nothing_expected(reading)


def never_judged(reading: Reading) -> Sentence:
    """No figure at all could be judged here."""
    code, terms = reading.why_never_judged, reading.terms
    if code == "baseline_year" and terms.start_year is not None and reading.fiscal_year < terms.start_year:
        code = "before_baseline"
    if code == "merged" and terms.merged_into:
        code = "merged_into"
    return sentence_from(NOT_JUDGED.get(code, NOT_JUDGED["no_comparator"]), reading, name=terms.merged_into)


def no_value(reading: Reading) -> Sentence:
    """The year has no figure: the reason by its code."""
    figures, due = reading.figures, reading.figures.due_day(reading.fiscal_year)
    found = sentence_from(NO_DATA.get(figures.why_missing, NO_DATA["no_value"]), reading)
    if figures.why_missing != "overdue" or figures.today is None or due is None:
        return found
    days = (figures.today - due).days
    late = ngettext("%(number)s day overdue", "%(number)s days overdue", days) % {"number": days}
    return Sentence(found.long, late)


def sentence_from(phrases: tuple[Promise, Promise], reading: Reading, name: str = "") -> Sentence:
    """The long and the short phrase with whatever they name."""
    terms, figures, year = reading.terms, reading.figures, reading.fiscal_year
    due, closed = figures.due_day(year), figures.closings.get(year)
    named = {
        "year": fiscal_year_label(year),
        "plan_starts": year_text(terms.plan_starts),
        "start_year": year_text(terms.start_year),
        "because": because(reading),
        "due": "" if due is None else day_text(due),
        "closed": "" if closed is None else day_text(closed),
        "name": name,
    }
    long, short = phrases
    return Sentence(str(long) % named, str(short) % named)


def year_text(year: int | None) -> str:
    return "" if year is None else fiscal_year_label(year)


def because(reading: Reading) -> str:
    """Why there is no figure, in the words of whoever reported that."""
    actual = reading.figures.values.get(reading.fiscal_year)
    if actual is None:
        return ""
    if actual.reason:
        return _(": %(reason)s") % {"reason": half_in_language(actual.reason, active_language()).strip().rstrip("。.")}
    return _(" (denominator is 0)") if actual.divides_by_zero else ""


def lacks_earlier_years(reading: Reading) -> bool:
    """Whether a total is unknown for another year than the one that is read."""
    return reading.terms.is_total and any(year != reading.fiscal_year for year in reading.figures.missing)


def no_total(reading: Reading) -> Sentence:
    """Some year of a total is missing: which, and what is known so far."""
    years, count = [fiscal_year_label(year) for year in reading.figures.missing], len(reading.figures.missing)
    named = {"years": join_list(years)}
    short = ngettext("%(years)s is missing", "%(years)s are missing", count) % named
    if reading.figures.known_figure is None:
        return Sentence(
            ngettext("No total: %(years)s is missing.", "No total: %(years)s are missing.", count) % named, short
        )
    named["known"] = amount_text(reading.terms, reading.figures.known_figure, counted=False)
    long = ngettext(
        "No total: %(years)s is missing (%(known)s known so far).",
        "No total: %(years)s are missing (%(known)s known so far).",
        count,
    )
    return Sentence(long % named, short)


def nothing_expected(reading: Reading) -> Sentence:
    """What the year brought, and for when the next target is set."""
    terms = reading.terms
    coming = min((year for year in terms.aims if year > reading.fiscal_year), default=None)
    if coming is None or reading.figure is None:
        return sentence_from(NOT_JUDGED["nothing_expected"], reading)
    if terms.comparator == Comparator.YES_BY:
        return not_due_yet(reading, reading.figure)
    named = {
        "actual": actual_text(reading),
        "year": fiscal_year_label(reading.fiscal_year),
        "target": aim_text(terms, terms.aims[coming]),
        "next_year": fiscal_year_label(coming),
    }
    long = _("%(actual)s. No target for %(year)s; the next is %(target)s, for %(next_year)s.") % named
    return Sentence(long[0].upper() + long[1:], _("Next target: %(next_year)s") % named)
