"""A yearly value or a target in words, in the active language, and why there is none."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.loading.year_values import YearValue
from indicators.models import Indicator, Kind, Target, ValueState, YearlyValue
from indicators.readings.wording.units import quantity, span
from plans.text.languages import active_language, half_in_language

WHY_MISSING = {
    "not_yet_due": gettext_lazy("not yet due"),
    "overdue": pgettext_lazy("value", "overdue"),
    "closed_unanswered": gettext_lazy("closed without an answer"),
    "not_entered": gettext_lazy("not entered yet"),
    "not_published": gettext_lazy("no published figure"),
    "not_asked": gettext_lazy("not asked for"),
    **dict(ValueState.choices),
}
ANSWERS = {False: pgettext_lazy("answer", "not done"), True: pgettext_lazy("answer", "done")}
ANSWER_CHOICES = (("", "–"), ("1", ANSWERS[True]), ("0", ANSWERS[False]))


def state_text(code: str) -> str:
    """A state of a year in words: reported, not collected, not yet due …"""
    return str(WHY_MISSING.get(code, code))


def number_with_unit(number: Decimal, indicator: Indicator) -> str:
    """A number as the indicator prints it."""
    return str(quantity(number, indicator.decimals, str(indicator.unit)))


def value_text(value: YearlyValue | YearValue, indicator: Indicator) -> str:
    """What a yearly value says; empty where it says nothing. Zero and "no" say something."""
    if value.value is not None:
        said = yes_or_no(value.value) if indicator.kind == Kind.YES_NO else number_with_unit(value.value, indicator)
        return (
            said if value.dated is None else _("%(answer)s (%(day)s)") % {"answer": said, "day": day_text(value.dated)}
        )
    if value.dated is not None:
        return day_text(value.dated)
    return str(value.grade) if value.grade_id is not None else half_in_language(value.text, active_language())


def target_text(target: Target, indicator: Indicator) -> str:
    """What a target says: a number, a range, a day, a grade, or its printed text."""
    if target.value is not None:
        return number_with_unit(target.value, indicator)
    if target.low is not None and target.high is not None:
        return str(span(target.low, target.high, indicator.decimals, str(indicator.unit)))
    if target.low is not None:
        return _("at least %(amount)s") % {"amount": number_with_unit(target.low, indicator)}
    if target.high is not None:
        return _("at most %(amount)s") % {"amount": number_with_unit(target.high, indicator)}
    if target.due_on is not None:
        return day_text(target.due_on)
    return str(target.grade) if target.grade_id is not None else target.printed


def yes_or_no(number: Decimal) -> str:
    return str(ANSWERS[number != 0])


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def month_text(moment: datetime) -> str:
    """The month of a moment: June 2024."""
    return date_format(localtime(moment), "YEAR_MONTH_FORMAT")
