"""What a scorecard says in words: its message, the rule below each count, how many of what."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.status_rule import tooltip
from indicators.statuses import Status
from plans.languages import active_language
from plans.levels import own_word

IN_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def opening(number):
    """A number at the start of a sentence: English spells the small ones."""
    if active_language() == "en" and number < len(IN_WORDS):
        return IN_WORDS[number]
    return f"{number:,}"


def headline(counts):
    """The message of a scorecard: how many are off track, how many at or ahead of their pace. {Status: count} → sentence."""
    total, off = sum(counts.values()), counts[Status.OFF_TRACK]
    good = counts[Status.ACHIEVED] + counts[Status.ON_TRACK]
    judged = total - counts[Status.NO_DATA] - counts[Status.NOT_JUDGED]
    named = {"off": opening(off), "good": good, "total": total}
    if not judged:
        return (
            ngettext("The one indicator cannot be judged yet", "None of %(total)s indicators can be judged yet", total)
            % named
        )
    if good == total:
        return (
            ngettext(
                "The one indicator is at or ahead of pace", "All %(total)s indicators are at or ahead of pace", total
            )
            % named
        )
    if not off:
        return _("No indicator is off track; %(good)s of %(total)s are at or ahead of pace") % named
    return (
        ngettext(
            "%(off)s indicator is off track; %(good)s of %(total)s are at or ahead of pace",
            "%(off)s indicators are off track; %(good)s of %(total)s are at or ahead of pace",
            off,
        )
        % named
    )


def rules():
    """{Status: when an indicator has it, in a few words}."""
    return {status: tooltip(status) for status in Status}


def strategies_counted(plan, number):
    """The heading over the strategies; a plan's own word has no plural that we know."""
    word = own_word(plan.strategy_label)
    if word:
        return _("%(word)s (%(number)s)") % {"word": word, "number": number}
    return ngettext("%(number)s strategy", "%(number)s strategies", number) % {"number": opening(number)}


def standards_counted(plan, number):
    """The heading over the standards."""
    word = own_word(plan.standard_label)
    if word:
        return _("%(word)s (%(number)s) by status") % {"word": word, "number": number}
    return ngettext("%(number)s standard by status", "%(number)s standards by status", number) % {"number": number}
