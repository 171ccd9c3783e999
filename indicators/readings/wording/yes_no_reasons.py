"""Why a yes/no indicator has its status: done or not, on which day, and by when it was due."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.readings.figures import NEVER
from indicators.readings.statuses import Status
from indicators.readings.wording.printing import day_text
from indicators.readings.wording.sentences import Sentence
from plans.fiscal_years import fiscal_year_label, fiscal_year_of


def done_or_not(reading) -> Sentence:
    """What is known of the yes beside the day on which it was due."""
    due = due_day(reading)
    return not_done(reading, due) if reading.measured == NEVER else done_by(reading, due)


def due_day(reading) -> date:
    """The day beside which the yes is judged; where none is due yet, the next one."""
    terms = reading.terms
    if reading.status is Status.ACHIEVED:
        return as_day(terms.final)
    coming = (aim for year, aim in terms.aims.items() if year > reading.fiscal_year)
    return as_day(reading.expected_band or next(coming, terms.final))


def as_day(aim) -> date:
    return date.fromordinal(int(aim.value))


def done_by(reading, due) -> Sentence:
    """When it was done, and whether that was in time."""
    done = date.fromordinal(int(reading.measured))
    days = (done - due).days
    if not is_dated(reading, done):
        return done_in_some_year(reading, done, due, is_late=days > 0)
    named = {"day": day_text(done), "due": day_text(due), "number": days}
    if days <= 0:
        return Sentence(_("Done on %(day)s, due by %(due)s.") % named, pgettext("yes or no", "Done on %(day)s") % named)
    return Sentence(
        ngettext(
            "Done on %(day)s, %(number)s day after %(due)s.", "Done on %(day)s, %(number)s days after %(due)s.", days
        )
        % named,
        ngettext("%(number)s day late", "%(number)s days late", days) % named,
    )


def not_done(reading, due) -> Sentence:
    """Nothing was done by the end of the year, which was too late."""
    named = {"year": fiscal_year_label(reading.fiscal_year), "due": day_text(due)}
    return Sentence(_("Not done by the end of %(year)s: due by %(due)s.") % named, _("Not done, due %(due)s") % named)


def done_in_some_year(reading, first_day, due, *, is_late) -> Sentence:
    """A yes without a day counts from the first day of its year."""
    year = fiscal_year_label(fiscal_year_of(first_day, reading.terms.start_month))
    named = {"year": year, "due": day_text(due)}
    long = _("Done in %(year)s, after %(due)s.") if is_late else _("Done in %(year)s, due by %(due)s.")
    return Sentence(long % named, (_("Done in %(year)s, late") if is_late else _("Done in %(year)s")) % named)


def not_due_yet(reading) -> Sentence:
    """What the last known answer is while nothing is due."""
    due = due_day(reading)
    if reading.measured != NEVER:
        return done_by(reading, due)
    named = {"due": day_text(due)}
    return Sentence(_("Not done yet, due %(due)s.") % named, _("Not done yet") % named)


def is_dated(reading, day) -> bool:
    """Whether somebody said on which day it was done."""
    return any(actual.on == day for year, actual in reading.values.items() if year <= reading.fiscal_year)
