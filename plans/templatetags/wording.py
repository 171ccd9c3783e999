"""How a text of the content is printed: in its own language, and marked when it is not the reader's."""

import re
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from plans.languages import active_language, typed_in
from plans.levels import level_names

register = template.Library()
SUBJECTS = ("indicator", "measure", "office", "plan", "institution")  # what a page is about, the nearest first
NOTICE = '<div class="notice section"><svg width="20" height="20" aria-hidden="true"><use href="#i-info"/></svg><p>{}</p></div>'
MARKS = re.compile(r' <span class="tag tag--fallback">[^<]*</span>')


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


@register.tag
def in_one_language(parser, token):
    """{% in_one_language %}…{% endin_one_language %}: where what the page is about has a name in the other language only,
    one notice stands above instead of a mark beside every text; `without_notice` where the notice stands there already.
    """
    content = parser.parse(("endin_one_language",))
    parser.delete_first_token()
    return InOneLanguage(content, has_notice="without_notice" not in token.split_contents())


class InOneLanguage(template.Node):
    """Content in which marks beside single texts give way to one notice."""

    def __init__(self, content, *, has_notice):
        self.nodelist, self.has_notice = content, has_notice

    def render(self, context):
        html = self.nodelist.render(context)
        rows = (context.get(name) for name in SUBJECTS)
        name = next((row.name for row in rows if hasattr(row, "name")), None)
        if not getattr(name, "is_fallback", False):
            return html
        plain = MARKS.sub("", html)
        return f"{notice(name)}{plain}" if self.has_notice else plain


def notice(name):
    """What stands above a page whose subject is named in the other language only."""
    said = _("The content of this page is in Japanese only.")
    if name.language == "en":
        said = _("The content of this page is in English only.")
    return format_html(NOTICE, said)
