"""Why a yes/no indicator has its status: done or not, on which day, and by when it was due."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.readings.bands import Band
from indicators.readings.figures import NEVER
from indicators.readings.reading import Reading
from indicators.readings.statuses import Status
from indicators.readings.wording.printing import day_text
from indicators.readings.wording.sentences import Sentence
from plans.fiscal_years import fiscal_year_label, fiscal_year_of


def done_or_not(reading: Reading, figure: Decimal) -> Sentence:
    """What is known of the yes, by its day number, beside the day on which it was due."""
    due = due_day(reading)
    return not_done(reading, due) if figure == NEVER else done_by(reading, figure, due)


def due_day(reading: Reading) -> date:
    """The day beside which the yes is judged; where none is due yet, the next one. For a commitment with a target."""
    *_earlier, final = reading.terms.aims.values()
    if reading.status is Status.ACHIEVED:
        return as_day(final)
    coming = (aim for year, aim in reading.terms.aims.items() if year > reading.fiscal_year)
    return as_day(reading.expected_band or next(coming, final))


def as_day(aim: Band) -> date:
    return date.fromordinal(int(aim.ends[0]))


def done_by(reading: Reading, figure: Decimal, due: date) -> Sentence:
    """When it was done, and whether that was in time."""
    done = date.fromordinal(int(figure))
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


def not_done(reading: Reading, due: date) -> Sentence:
    """Nothing was done by the end of the year, which was too late."""
    named = {"year": fiscal_year_label(reading.fiscal_year), "due": day_text(due)}
    return Sentence(_("Not done by the end of %(year)s: due by %(due)s.") % named, _("Not done, due %(due)s") % named)


def done_in_some_year(reading: Reading, first_day: date, due: date, *, is_late: bool) -> Sentence:
    """A yes without a day counts from the first day of its year."""
    year = fiscal_year_label(fiscal_year_of(first_day, reading.terms.start_month))
    named = {"year": year, "due": day_text(due)}
    long = _("Done in %(year)s, after %(due)s.") if is_late else _("Done in %(year)s, due by %(due)s.")
    return Sentence(long % named, (_("Done in %(year)s, late") if is_late else _("Done in %(year)s")) % named)


def not_due_yet(reading: Reading, figure: Decimal) -> Sentence:
    """What the last known answer is while nothing is due."""
    due = due_day(reading)
    if figure != NEVER:
        return done_by(reading, figure, due)
    named = {"due": day_text(due)}
    return Sentence(_("Not done yet, due %(due)s.") % named, _("Not done yet") % named)


def is_dated(reading: Reading, day: date) -> bool:
    """Whether somebody said on which day it was done."""
    return any(actual.on == day for year, actual in reading.figures.values.items() if year <= reading.fiscal_year)
