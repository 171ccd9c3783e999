"""How names and codes are compared in a search: width, case and odd spaces do not matter. Once for Python, once for SQL."""

import unicodedata

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Func, TextField


def fold(text):
    """A text as it is compared: full-width as half-width, lower case, whatever is no character one space."""
    return " ".join(folded_characters(without_invisible_characters(text)).split())


def folded_characters(text):
    """A piece of text with width and case folded, its spaces kept."""
    return unicodedata.normalize("NFKC", text).lower()


def without_invisible_characters(text):
    """A text with a space for every control or invisible character and every half of a character."""
    return "".join(" " if unicodedata.category(character)[0] == "C" else character for character in text)


class Haystack(Func):
    r"""The columns of a row in one folded text, each between line ends, so that `\nname\n` finds a whole name."""

    template = r"lower(normalize(E'\n' || %(expressions)s || E'\n', NFKC))"
    arg_joiner = r" || E'\n' || "
    output_field = TextField()

    def __init__(self, *columns, **extra):
        super().__init__(*[F(column) if isinstance(column, str) else column for column in columns], **extra)


def search_index(*columns, of):
    """The trigram index over the haystack of some columns. `of` is the row's noun in the index's name."""
    return GinIndex(OpClass(Haystack(*columns), name="gin_trgm_ops"), name=f"{of}_search")
