"""Line breaks of a template are for whoever reads the file: its lines are joined before it is rendered.

A break with the indentation behind it prints nothing; inside an HTML tag, where it parts attributes, and between two words of
Latin letters it prints one space. A line that has to end in a space ends in `{{ " " }}`.
"""

import re

from django.template.base import TextNode
from django.template.loaders import base, cached, filesystem

KINDS = (".html", ".svg")  # the lines of a mail are its lines
BREAK = re.compile(r"[ \t]*\n\s*")
WORD = re.compile(r"[!-;=?-~]")  # of Latin letters; < and > belong to tags


class JoiningLoader(base.Loader):
    """Joins the lines of our own pages; what comes with a library stays as it is."""

    def get_template(self, template_name, skip=None):
        template = super().get_template(template_name, skip)
        if type(template.origin.loader) is filesystem.Loader and str(template_name).endswith(KINDS):
            join_lines(template.nodelist)
        return template


class Loader(cached.Loader, JoiningLoader):
    """Each template once: cached.Loader asks the next class for what it does not have yet."""


def join_lines(nodes):
    """Join the lines of all texts of a template. The nodes keep their places in the file, for messages about errors."""
    is_in_tag = False
    for node in texts(nodes):
        node.s, is_in_tag = join_text(node.s, is_in_tag=is_in_tag)


def texts(nodes):
    """All texts in their order; nodes.get_nodes_by_type passes over what stands in a `simple_block_tag`."""
    for node in nodes:
        if isinstance(node, TextNode):
            yield node
        for name in node.child_nodelists or ("nodelist",):
            yield from texts(getattr(node, name, None) or ())


def join_text(text, *, is_in_tag=False):
    """(the text in one line, whether an HTML tag is still open behind it), given whether one was open before it."""
    parts, end = [], 0
    for found in BREAK.finditer(text):
        parts.append(text[end : found.start()])
        is_in_tag = is_open_behind(parts[-1], is_in_tag)
        is_parting = not text.startswith((">", "/>"), found.end()) if is_in_tag else stands_between_words(text, found)
        parts.append(" " if is_parting else "")
        end = found.end()
    return "".join([*parts, text[end:]]), is_open_behind(text[end:], is_in_tag)


def is_open_behind(text, is_in_tag):
    opened, closed = text.rfind("<"), text.rfind(">")
    return is_in_tag if opened == closed else opened > closed


def stands_between_words(text, found):
    before, behind = text[: found.start()][-1:], text[found.end() :][:1]
    return bool(WORD.match(before) and WORD.match(behind))
