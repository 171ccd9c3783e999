"""What is said once a figure or a target was saved: what it was and is, what that does to the status, and what is left."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.loading.due import DueKind, owed_by
from indicators.loading.lines import ReadingLoader
from indicators.loading.series import Series
from indicators.loading.value_text import target_text, value_text
from indicators.models import Commitment, ValueKind, ValueState
from indicators.readings.statuses import Mark
from plans.fiscal_years import fiscal_year_label

ANSWERS = (DueKind.VALUE, DueKind.REPORT)


def figure_text(row, indicator):
    """What a row says: its figure, or why there is none."""
    return value_text(row, indicator) if row.state == ValueState.REPORTED else str(row.get_state_display())


def marks_of(figure, user):
    """{plan: how it reads the year of a figure}, of the plans that a person sees; nothing for a forecast or a part."""
    if figure.kind != ValueKind.ACTUAL or figure.breakdown_id is not None:
        return {}
    book = ReadingLoader(Commitment.objects.visible_to(user).filter(indicator=figure.indicator), user=user)
    return {
        row.standard.strategy.plan: book.line(row, figure.fiscal_year).mark
        for row in book.of_open_plans(user)
        if figure.fiscal_year in row.standard.strategy.plan.fiscal_years
    }


def said_saved(figure, was, now, before, user):
    """Saved: 39.6% → 39.7% (still At risk). 8 left."""
    moved = now if was in ("", now) else f"{was} → {now}"
    saved = _("Saved: %(figure)s%(status)s.") % {"figure": moved, "status": status_in_brackets(figure, before, user)}
    return saved + left_of(figure.indicator, user)


def said_deleted(figure, was, before, user):
    """39.6% of “Graduates abroad” for FY2025 was deleted (At risk → No data)."""
    return _("%(figure)s of “%(indicator)s” for %(year)s was deleted%(status)s.") % {
        "figure": was,
        "indicator": figure.indicator,
        "year": fiscal_year_label(figure.fiscal_year),
        "status": status_in_brackets(figure, before, user),
    }


def status_in_brackets(figure, before, user):
    """What became of the status; plan by plan where the plans read the figure differently. Empty where nothing judges it."""
    after = marks_of(figure, user)
    said = {plan: status_text(before.get(plan), mark) for plan, mark in after.items()}
    told = {plan: text for plan, text in said.items() if text}
    if not told:
        return ""
    if len(set(told.values())) == 1:
        return _(" (%(status)s)") % {"status": next(iter(told.values()))}
    return "".join(_(" (%(plan)s: %(status)s)") % {"plan": plan, "status": text} for plan, text in told.items())


def status_text(before, after):
    """Still At risk; At risk → On track. Empty for what is not judged before and after."""
    if None in (before, after):
        return ""
    if before is after:
        return "" if after is Mark.NOT_JUDGED else _("still %(status)s") % {"status": after.label}
    return pgettext("status", "%(before)s → %(after)s") % {"before": before.label, "after": after.label}


def left_of(indicator, user):
    """How many answers the indicator's office still owes; empty for none."""
    if indicator.office is None:
        return ""
    left = sum(due.kind in ANSWERS for due in owed_by([indicator.office], user=user))
    return ngettext(" %(count)d left.", " %(count)d left.", left) % {"count": left} if left else ""


def mark_now(commitment, user):
    """How the commitment is read now; None where its plan is not open to the person."""
    lines = Series(commitment.indicator, user=user).lines
    return next((line.mark for line in lines if line.commitment.pk == commitment.pk), None)


def said_aimed(target, was, before, after):
    """Target revised: 45.0% → 40.0% (FY2027). Status: At risk → On track."""
    indicator = target.commitment.indicator
    blanks = {"year": fiscal_year_label(target.fiscal_year), "now": target_text(target, indicator), "was": was}
    said = _("Target revised: %(was)s → %(now)s (%(year)s).") if was else _("Target set: %(now)s (%(year)s).")
    status = status_text(before, after)
    return said % blanks + (_(" Status: %(status)s.") % {"status": status} if status else "")
