"""A reason in its two lengths."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.text.languages import active_language

MOST_LETTERS = {"ja": 30, "en": 50}


@dataclass(frozen=True)
class Sentence:
    """The whole sentence with its full stop, and a short form of it for a table's cell."""

    long: str
    short: str

    @classmethod
    def fitting(cls, long: str, tries: Iterable[str]) -> "Sentence":
        """The first of the short forms that is short enough, else the last."""
        short = ""
        for short in tries:
            if len(short) <= MOST_LETTERS[active_language()]:
                break
        return cls(long, short)
