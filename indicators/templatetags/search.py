"""What was searched for, as it is printed."""

from django import template

from indicators.search_terms import as_asked as legible_question

register = template.Library()


@register.filter
def as_asked(question):
    """What somebody searched for, short and legible, to stand in the field again."""
    return legible_question(question or "")
