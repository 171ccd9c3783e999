"""The scorecard in words: headline, rules below the counts, counts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from indicators.readings.statuses import Mark, Status
from indicators.readings.wording.printing import day_text
from indicators.readings.wording.status_rule import tooltip
from plans.fiscal_years import fiscal_year_label
from plans.levels import own_word
from plans.text.punctuation import join_list

GOOD = (Mark.ACHIEVED, Mark.ON_TRACK)
JUDGED = (*GOOD, Mark.AT_RISK, Mark.OFF_TRACK)


def headline(card):
    """The message of a scorecard (or any Counted of a year): counts over what was judged, never over all."""
    judged = sum(card.tally[mark] for mark in JUDGED)
    return judged_headline(card.tally, judged) if judged else unjudged_headline(card)


def judged_headline(tally, judged):
    good, off = sum(tally[mark] for mark in GOOD), tally[Mark.OFF_TRACK]
    if good == judged:
        all_good = ngettext(
            "The one judged indicator is on track or better",
            "All %(judged)s judged indicators are on track or better",
            judged,
        )
        return all_good % {"judged": count_text(judged)}
    first = ngettext(
        "%(good)s of %(judged)s judged indicators is on track or better",
        "%(good)s of %(judged)s judged indicators are on track or better",
        good,
    ) % {"good": count_text(good), "judged": count_text(judged)}
    if not off:
        return _("%(first)s; none is off track") % {"first": first}
    rest = ngettext("%(first)s; %(off)s is off track", "%(first)s; %(off)s are off track", off)
    return rest % {"first": first, "off": count_text(off)}


def unjudged_headline(card):
    year, to_come = fiscal_year_label(card.fiscal_year), card.tally[Mark.NOT_DUE]
    if not any(line.reading.terms.targets for line in card.lines):
        followed = ngettext(
            "A plan without targets: %(total)s indicator followed",
            "A plan without targets: %(total)s indicators followed",
            len(card.lines),
        )
        return followed % {"total": count_text(len(card.lines))}
    if not to_come or card.tally[Mark.MISSING]:
        return _("No indicator is judged for %(year)s") % {"year": year}
    named = {"year": year, "number": indicator_count_text(to_come)}
    due_on = next_due(card)
    if due_on is None:
        return _("Nothing is due yet for %(year)s (%(number)s)") % named
    return _("Nothing is due yet for %(year)s (%(number)s, due %(day)s)") % (named | {"day": day_text(due_on)})


def next_due(card):
    """When the first of the figures that are still to come is due; None where nobody asks for one."""
    days = (line.reading.figures.due_day(line.fiscal_year) for line in card.lines if line.mark is Mark.NOT_DUE)
    return min((day for day in days if day is not None), default=None)


def subline(card):
    """The parts that the headline does not count, and the total; empty where it counts them all."""
    tally, total = card.tally, len(card.lines)
    judged = sum(tally[mark] for mark in JUDGED)
    parts = (
        counts_in_words(tally)
        if judged or tally[Mark.MISSING] or not tally[Mark.NOT_DUE]
        else counts_in_words(tally)[1:]
    )
    is_without_targets = not any(line.reading.terms.targets for line in card.lines)
    parts = [] if is_without_targets else parts
    if not parts and not card.hidden_from_public and not judged:
        return ""
    in_all = total_text(total, card.hidden_from_public)
    if not parts:
        return in_all
    named = {"parts": join_list(parts), "in_all": in_all}
    return (_("Also %(parts)s (%(in_all)s)") if judged else _("%(parts)s (%(in_all)s)")) % named


def changes_title(changes):
    """Empty where no status went up or down."""
    if not any(changes.moves):
        return ""
    named = {"day": day_text(changes.since), "better": changes.moves.better, "worse": changes.moves.worse}
    return _("Since %(day)s: %(better)s up, %(worse)s down") % named


def counts_in_words(tally, marks=(Mark.NOT_DUE, Mark.MISSING, Mark.NOT_JUDGED)):
    """Marks without a reading are left out."""
    words = {
        Mark.ACHIEVED: _("%(number)s achieved"),
        Mark.ON_TRACK: _("%(number)s on track"),
        Mark.AT_RISK: _("%(number)s at risk"),
        Mark.OFF_TRACK: _("%(number)s off track"),
        Mark.NOT_DUE: _("%(number)s not due yet"),
        Mark.MISSING: _("%(number)s without data"),
        Mark.NOT_JUDGED: _("%(number)s not judged"),
    }
    return [words[mark] % {"number": count_text(tally[mark])} for mark in marks if tally[mark]]


def total_text(total, hidden):
    """The total; for readers who see more than the public also how much of it is hidden from the public."""
    if not hidden:
        return _("%(total)s in all") % {"total": count_text(total)}
    named = {"total": count_text(total), "hidden": count_text(hidden)}
    return _("%(total)s in all, %(hidden)s not public") % named


def count_text(number):
    return f"{number:,}"


def indicator_count_text(number):
    return ngettext("%(number)s indicator", "%(number)s indicators", number) % {"number": count_text(number)}


def measure_line(tally, steps):
    """Status counts and milestones of a measure in a line; empty without any."""
    number, milestones = sum(tally.values()), milestones_text(steps)
    if not number:
        return milestones
    of = ngettext("Of %(number)s indicator: %(parts)s", "Of %(number)s indicators: %(parts)s", number)
    parts = pgettext("between statuses", ", ").join(counts_in_words(tally, Mark))
    counted = of % {"number": count_text(number), "parts": parts}
    named = {"indicators": counted, "milestones": milestones}
    return _("%(indicators)s; %(milestones)s") % named if milestones else counted


def milestones_text(steps):
    """Empty without any."""
    if not steps["all"]:
        return ""
    if not steps["late"]:
        return _("%(done)s of %(all)s milestones done") % steps
    return _("%(done)s of %(all)s milestones done, %(late)s overdue") % steps


def office_line(number, tally, answers):
    """How many indicators an office is responsible for, how many are behind, and how many answers are due."""
    if not number:
        return ""
    said = npgettext("of an office", "%(number)s indicator", "%(number)s indicators", number)
    said %= {"number": count_text(number)}
    parts = counts_in_words(tally, (Mark.OFF_TRACK, Mark.AT_RISK))
    if parts:
        said = _("%(indicators)s: %(parts)s") % {"indicators": said, "parts": join_list(parts)}
    if not answers:
        return said
    due = ngettext("%(said)s (%(number)s answer due)", "%(said)s (%(number)s answers due)", answers)
    return due % {"said": said, "number": count_text(answers)}


def status_rules():
    """{Status: its rule in a few words}."""
    return {status: tooltip(status) for status in Status}


def strategies_heading(plan, number):
    """A plan's own word has no plural that we know."""
    word = own_word(plan.strategy_label)
    if word:
        return _("%(word)s (%(number)s)") % {"word": word, "number": number}
    return ngettext("%(number)s strategy", "%(number)s strategies", number) % {"number": number}


def standards_heading(plan, number):
    word = own_word(plan.standard_label)
    if word:
        return _("%(word)s (%(number)s) by status") % {"word": word, "number": number}
    return ngettext("%(number)s standard by status", "%(number)s standards by status", number) % {"number": number}
