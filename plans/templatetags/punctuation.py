"""Signs between words that a template joins itself, as the reader's language writes them."""

from django import template
from django.utils.html import format_html

from plans.text.punctuation import brackets as signs
from plans.text.punctuation import colon, comma, join_list

register = template.Library()
register.simple_tag(colon, name="colon")
register.simple_tag(comma, name="comma")
register.filter("listed", join_list)


@register.simple_block_tag
def brackets(content):
    """A remark in brackets; in English with the space before it."""
    before, behind = signs()
    return format_html("{}{}{}", before, content, behind)
