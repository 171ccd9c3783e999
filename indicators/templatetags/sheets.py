"""What the sheet's words are called, for templates."""

from django import template

from indicators.sheets.columns.labels import KINDS, STATES, column_label, meaning_label
from plans.fiscal_years import fiscal_year_label, fiscal_years_label
from plans.text.punctuation import listed

register = template.Library()
register.filter("column_label", column_label)
register.filter("meaning_label", meaning_label)


@register.filter
def kind_label(kind):
    """A kind of value in the reader's language."""
    return KINDS.get(kind, kind)


@register.filter
def state_label(state):
    """A state of a value in the reader's language; nothing for a blank one."""
    return STATES.get(state, state)


@register.filter
def year_span(years):
    """Fiscal years as short as they can be said: FY2022–27, or one by one where some are missing."""
    if years[-1] - years[0] == len(years) - 1:
        return fiscal_years_label(years[0], years[-1])
    return listed(map(fiscal_year_label, years))
