"""How a text of the content is printed: in its own language, and marked when it is not the reader's."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from plans.languages import active_language, typed_in
from plans.levels import level_names

register = template.Library()


@register.filter
def text(wording):
    """A content text as HTML. One that exists only in the other language says so beside it."""
    if not getattr(wording, "is_fallback", False):
        return wording
    return format_html(
        '<span lang="{}">{}</span> <span class="tag tag--fallback">{}</span>', wording.language, wording, mark(wording)
    )


@register.filter
def lang(wording):
    """The attribute for an element that holds a text of the other language and no mark, else nothing."""
    language = getattr(wording, "language", None)
    if not wording or language is None or language == active_language():
        return ""
    return format_html(' lang="{}"', language)


@register.filter
def typed(text):
    """A text of one column (a reason, a note, a person) for the reader: the half in the own language where both were typed."""
    return typed_in(text or "", active_language())


@register.filter
def other_name(row):
    """The name of a row in the other language, beside the one that the reader reads; nothing where there is only one."""
    language = "en" if active_language() == "ja" else "ja"
    name = getattr(row, f"name_{language}")
    if not name or row.name.is_fallback:
        return ""
    return format_html('<span lang="{}">{}</span>', language, name)


@register.filter
def levels(plan):
    """What the plan calls its levels."""
    return level_names(plan)


@register.filter
def dialled(phone):
    """A telephone number as a phone dials it: a plus and digits."""
    return "".join(sign for sign in phone if sign in "+0123456789")


@register.filter
def host(url):
    """The site of a web address; nothing for what is none and must be no link."""
    try:
        address = urlsplit(url)
    except ValueError:
        return ""
    return address.hostname or "" if address.scheme in ("http", "https") else ""


def mark(wording):
    return _("in Japanese only") if wording.language == "ja" else _("in English only")
