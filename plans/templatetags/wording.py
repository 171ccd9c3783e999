"""How a text of the content is printed: in its own language, and marked when it is not the reader's."""

import re
from collections import Counter
from contextvars import ContextVar
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from plans.levels import level_names
from plans.text.languages import active_language, half_in_language

register = template.Library()
PRINTED = ContextVar("printed", default=None)
FEWEST, NEARLY_ALL = 3, 4  # texts in the other language; for each in the reader's own
MARKS = re.compile(r' <span class="tag tag--fallback">[^<]*</span>')


@register.filter
def text(wording):
    """A content text as HTML. One that exists only in the other language says so beside it."""
    note(wording)
    if not getattr(wording, "is_fallback", False):
        return wording
    return format_html(
        '<span lang="{}">{}</span> <span class="tag tag--fallback">{}</span>', wording.language, wording, mark(wording)
    )


@register.filter
def lang(wording):
    """The attribute for an element that holds a text of the other language and no mark, else nothing."""
    note(wording)
    language = getattr(wording, "language", None)
    if not wording or language is None or language == active_language():
        return ""
    return format_html(' lang="{}"', language)


@register.filter
def in_own_language(text):
    """A text of one column (a reason, a note, a person) for the reader: the half in the own language where both were typed."""
    return half_in_language(text or "", active_language())


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


@register.tag
def in_one_language(parser, token):
    """{% in_one_language %}…{% endin_one_language %}: where nearly all texts in it are there in the other language only, one
    notice stands above them instead of a mark beside each.
    """
    content = parser.parse(("endin_one_language",))
    parser.delete_first_token()
    return InOneLanguage(content)


class InOneLanguage(template.Node):
    """Content in which marks beside single texts give way to one notice, unless it mixes languages."""

    def __init__(self, content):
        self.nodelist = content

    def render(self, context):
        printed = Counter()
        outer = PRINTED.set(printed)
        try:
            html = self.nodelist.render(context)
        finally:
            PRINTED.reset(outer)
        above = notice()
        if above in html:  # a part of the page that was finished before says it
            return MARKS.sub("", html)
        return f"{above}{MARKS.sub('', html)}" if is_in_one_language(printed) else html


def is_in_one_language(printed):
    """Whether nearly all of some texts ({whether it is a fallback: how many}) are in the language that is not the reader's."""
    return printed[True] >= FEWEST and printed[True] >= NEARLY_ALL * printed[False]


def note(wording):
    """Count a text that is printed, for the notice above it."""
    printed = PRINTED.get()
    if printed is not None and wording:
        printed[bool(getattr(wording, "is_fallback", False))] += 1


def notice():
    """What stands above a page in the language that is not the reader's."""
    words = _("Most of the content of this page is in Japanese only.")
    if active_language() == "ja":
        words = _("Most of the content of this page is in English only.")
    return render_to_string("components/language_notice.html", {"words": words})
