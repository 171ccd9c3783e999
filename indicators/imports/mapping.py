"""What a person says about a file that it does not say itself: which column is what, which name is which indicator."""

import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.imports.headings import field_of, kind_of
from indicators.vocabulary import KIND_OF, key_of, word_of
from plans.sheets.limits import UnreadableError

PARTS = {"columns", "indicators", "kinds", "sheet"}
IGNORED = ("", "ignore", "skip", "無視")
BREAKDOWN = "breakdown"


@dataclass(frozen=True)
class Mapping:
    """`columns`: heading → field, `breakdown:dimension` or "" (not read). `indicators`: name → code of a known indicator.

    `kinds`: word in the kind column → kind of value. `sheet`: which worksheet. Keys are compared as names are.
    """

    columns: dict = field(default_factory=dict)
    indicators: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)
    sheet: str = ""

    @classmethod
    def of(cls, data):
        """From JSON as a person writes it: these parts, or the columns alone; raises UnreadableError."""
        if data is None:
            return cls()
        is_in_parts = isinstance(data, dict) and (
            set(data) == {"sheet"} or any(isinstance(part, dict) for part in data.values())
        )
        parts = data if is_in_parts else {"columns": data}
        if unknown := set(parts) - PARTS:
            raise UnreadableError(_("The mapping has an unknown part “%(part)s”.") % {"part": min(unknown)})
        columns, indicators, kinds = (_words(parts.get(name)) for name in ("columns", "indicators", "kinds"))
        return cls(
            columns={key_of(heading): _target(heading, what) for heading, what in columns.items()},
            indicators={key_of(name): code for name, code in indicators.items()},
            kinds={word_of(word): _kind(kind) for word, kind in kinds.items()},
            sheet=str(parts.get("sheet") or ""),
        )

    @classmethod
    def from_file(cls, path):
        """From a JSON file; raises UnreadableError."""
        try:
            with open(path, encoding="utf-8-sig") as file:
                return cls.of(json.load(file))
        except OSError as problem:
            raise UnreadableError(
                _("The mapping %(path)s cannot be opened: %(why)s.") % {"path": path, "why": problem.strerror}
            ) from None
        except ValueError as problem:
            if isinstance(problem, UnreadableError):
                raise
            raise UnreadableError(_("The mapping %(path)s is not JSON.") % {"path": path}) from None


def _words(part):
    part = {} if part is None else part
    if not isinstance(part, dict) or not all(isinstance(word, str | None) for word in part.values()):
        raise UnreadableError(_("The mapping must be a JSON object of headings and fields."))
    return {name: word or "" for name, word in part.items()}


def _target(heading, what):
    """The field a person means: its name or an alias, a kind of value, `breakdown:dimension`, or "" for a column not read."""
    name, _colon, dimension = what.partition(":")
    if word_of(name) in IGNORED:
        return ""
    if word_of(name) == BREAKDOWN:
        return f"{BREAKDOWN}:{dimension.strip() or heading.strip()}"
    known = field_of(name) or kind_of(name)
    if known is None:
        raise UnreadableError(
            _("The mapping says that “%(heading)s” is “%(field)s”, which is no field of the sheet.")
            % {"heading": heading, "field": what}
        )
    return known


def _kind(kind):
    known = KIND_OF.get(word_of(kind))
    if known is None:
        raise UnreadableError(_("The mapping names a kind of value that there is not: “%(kind)s”.") % {"kind": kind})
    return known
