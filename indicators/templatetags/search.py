"""The words and hits of a search on pages."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.search.terms import legible_question, marked_pieces
from plans.templatetags.wording import mark

register = template.Library()

KINDS = {
    "institution": lambda: pgettext("found", "Institutions"),
    "plan": lambda: _("Plans"),
    "objective": lambda: _("Objectives"),
    "strategy": lambda: _("Strategies"),
    "standard": lambda: _("Standards"),
    "measure": lambda: _("Measures"),
    "indicator": lambda: _("Indicators"),
    "office": lambda: pgettext("of an institution", "Offices"),
}


@register.filter
def as_asked(question):
    return legible_question(question or "")


@register.filter
def kind_name(kind):
    return KINDS[kind]()


@register.filter
def mark_words(text, words):
    printed = (("<mark>{}</mark>" if is_hit else "{}", piece) for piece, is_hit in marked_pieces(text, words))
    return format_html_join("", "{}", ((format_html(form, piece),) for form, piece in printed))


@register.filter
def fallback(wording):
    """A tag where the text exists in the other language only."""
    if not getattr(wording, "is_fallback", False):
        return ""
    return format_html('<span class="tag tag--fallback">{}</span>', mark(wording))


@register.filter
def other_name(hit, words):
    return hit.other_name(words)
