"""What the sheet's words are called, for templates."""

from django import template

from indicators.imports.labels import KINDS, STATES, column_label, meaning_label

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
    """Fiscal years as short as they can be said: 2022–2027, or one by one where some are missing."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))
