"""The message of the start page, role by role: what is asked of the reader, or how the own plans stand."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.loading.due import DueKind
from indicators.readings.statuses import Mark
from plans.text.punctuation import listed

ANSWERS = (DueKind.VALUE, DueKind.REPORT)


def planning_title(desk):
    """How many offices have not answered, with what they miss and how long there is; else that all have, or that none was asked."""
    rows = [row for row in desk["answers"] if row["office"] is not None and any(answers_in(row))]
    if not desk["dues"]:
        return answered(desk["asked"])
    if not rows:
        return _("No office has to answer")
    offices = ngettext("%(number)s office has not answered", "%(number)s offices have not answered", len(rows))
    numbers = map(sum, zip(*map(answers_in, rows), strict=True))
    missing = [counted(kind, number) for kind, number in zip(ANSWERS, numbers, strict=True)]
    named = {
        "offices": offices % {"number": len(rows)},
        "missing": listed(missing),
        "time": time_left([due for due in desk["dues"] if due.office_id is not None], desk["today"]),
    }
    return _("%(offices)s (%(missing)s; %(time)s)") % named


def reporting_title(desk):
    """How many answers are needed, and how long there is."""
    dues = [due for due, _before in (*desk["values"], *desk["reports"])]
    if not dues:
        return answered(desk["asked"])
    needed = ngettext("%(number)s answer needed (%(time)s)", "%(number)s answers needed (%(time)s)", len(dues))
    return needed % {"number": len(dues), "time": time_left(dues, desk["today"])}


def approving_title(desk):
    """How many reports wait for the reader's approval."""
    number = desk["number"]
    return ngettext("%(number)s to approve", "%(number)s to approve", number) % {"number": number} if number else ""


def grading_title(desk):
    """How many reports wait for a final grade."""
    number = desk["number"]
    return ngettext("%(number)s to grade", "%(number)s to grade", number) % {"number": number} if number else ""


def standing_title(card):
    """How a plan stands: on track or better, at risk, off track; and how many went up and down since the year before."""
    tally = card.tally
    parts = [
        _("%(number)s on track or better") % {"number": tally[Mark.ACHIEVED] + tally[Mark.ON_TRACK]},
        _("%(number)s at risk") % {"number": tally[Mark.AT_RISK]},
        _("%(number)s off track") % {"number": tally[Mark.OFF_TRACK]},
    ]
    title = _("%(plan)s: %(parts)s") % {"plan": card.plan.name, "parts": listed(parts)}
    if not any(card.moves):
        return title
    named = {"title": title, "better": card.moves.better, "worse": card.moves.worse}
    return _("%(title)s (since the year before: %(better)s better, %(worse)s worse)") % named


def answered(asked):
    """What to say where nothing is missing: that all was answered, if anything was asked at all."""
    if not asked:
        return _("No request has been sent yet")
    return ngettext("The one request is answered", "All %(number)s requests answered", asked) % {"number": asked}


def answers_in(row):
    """How many values and how many reports an office has not handed in; its steps are no answers."""
    return [row["counts"][kind.value] for kind in ANSWERS]


def counted(kind, number):
    if kind is DueKind.VALUE:
        return ngettext("%(number)s value", "%(number)s values", number) % {"number": number}
    return ngettext("%(number)s report", "%(number)s reports", number) % {"number": number}


def time_left(dues, today):
    """How many of the answers are overdue; else how many days are left until the first of them is due."""
    overdue = sum(due.is_overdue for due in dues)
    if overdue:
        return ngettext("%(number)s overdue", "%(number)s overdue", overdue) % {"number": overdue}
    days = min((due.due_on - today).days for due in dues)
    return ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days}
