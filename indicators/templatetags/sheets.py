"""Labels of the sheet's words."""

from django import template

from indicators.sheets.columns.labels import KINDS, STATES, column_label, meaning_label
from plans.fiscal_years import fiscal_year_label, fiscal_years_label
from plans.text.punctuation import join_list

register = template.Library()
register.filter("column_label", column_label)
register.filter("meaning_label", meaning_label)


@register.filter
def kind_label(kind):
    return KINDS.get(kind, kind)


@register.filter
def state_label(state):
    """Empty for a blank one."""
    return STATES.get(state, state)


@register.filter
def year_span(years):
    """FY2022–27, or one by one where some are missing."""
    if years[-1] - years[0] == len(years) - 1:
        return fiscal_years_label(years[0], years[-1])
    return join_list(map(fiscal_year_label, years))
