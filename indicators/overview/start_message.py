"""The headlines of the start page: the reader's tasks, role by role, or the status of their plans."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.loading.due import DueKind
from indicators.readings.statuses import Mark
from plans.text.punctuation import join_list

ANSWERS = (DueKind.VALUE, DueKind.REPORT)


def planning_title(tasks):
    """How many offices have not answered, with what is missing and the time left; else that all have, or that none was asked."""
    rows = [row for row in tasks["answers"] if row["office"] is not None and any(missing_answers(row))]
    if not tasks["dues"]:
        return all_answered_title(tasks["asked"])
    if not rows:
        return _("No office has to answer")
    offices = ngettext("%(number)s office has not answered", "%(number)s offices have not answered", len(rows))
    numbers = map(sum, zip(*map(missing_answers, rows), strict=True))
    missing = [count_text(kind, number) for kind, number in zip(ANSWERS, numbers, strict=True)]
    named = {
        "offices": offices % {"number": len(rows)},
        "missing": join_list(missing),
        "time": time_left([due for due in tasks["dues"] if due.office_id is not None], tasks["today"]),
    }
    return _("%(offices)s (%(missing)s; %(time)s)") % named


def reporting_title(tasks):
    dues = [due for due, _before in (*tasks["values"], *tasks["reports"])]
    if not dues:
        return all_answered_title(tasks["asked"])
    needed = ngettext("%(number)s answer needed (%(time)s)", "%(number)s answers needed (%(time)s)", len(dues))
    return needed % {"number": len(dues), "time": time_left(dues, tasks["today"])}


def approving_title(tasks):
    """Empty without any."""
    number = tasks["number"]
    return ngettext("%(number)s to approve", "%(number)s to approve", number) % {"number": number} if number else ""


def grading_title(tasks):
    """Empty without any."""
    number = tasks["number"]
    return ngettext("%(number)s to grade", "%(number)s to grade", number) % {"number": number} if number else ""


def plan_title(card):
    tally = card.tally
    parts = [
        _("%(number)s on track or better") % {"number": tally[Mark.ACHIEVED] + tally[Mark.ON_TRACK]},
        _("%(number)s at risk") % {"number": tally[Mark.AT_RISK]},
        _("%(number)s off track") % {"number": tally[Mark.OFF_TRACK]},
    ]
    title = _("%(plan)s: %(parts)s") % {"plan": card.plan.name, "parts": join_list(parts)}
    if not any(card.moves):
        return title
    named = {"title": title, "better": card.moves.better, "worse": card.moves.worse}
    return _("%(title)s (since the year before: %(better)s better, %(worse)s worse)") % named


def all_answered_title(asked):
    """That all was answered, if anything was asked at all."""
    if not asked:
        return _("No request has been sent yet")
    return ngettext("The one request is answered", "All %(number)s requests answered", asked) % {"number": asked}


def missing_answers(row):
    """[values, reports] that an office has not handed in; milestones are not answers."""
    return [row["counts"][kind.value] for kind in ANSWERS]


def count_text(kind, number):
    if kind is DueKind.VALUE:
        return ngettext("%(number)s value", "%(number)s values", number) % {"number": number}
    return ngettext("%(number)s report", "%(number)s reports", number) % {"number": number}


def time_left(dues, today):
    """How many answers are overdue; else how many days are left until the first is due."""
    overdue = sum(due.is_overdue for due in dues)
    if overdue:
        return ngettext("%(number)s overdue", "%(number)s overdue", overdue) % {"number": overdue}
    days = min((due.due_on - today).days for due in dues)
    return ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days}
