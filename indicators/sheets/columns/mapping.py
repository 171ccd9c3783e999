"""A person's mapping of a file: which column is what, which name is which indicator."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import field_of, kind_of, year_and_kind_of
from indicators.sheets.vocabulary import KIND_OF, key_of, word_of
from plans.sheets.limits import MOST_ROWS, UnreadableError

TABLES = ("columns", "indicators", "kinds", "defaults")
PARTS = {*TABLES, "sheet", "header_row", "ignore_unknown"}
OWN_OF_EACH_ROW = {"value", "numerator", "denominator", "state", "printed"}  # nothing to say once for all rows
LAST_ROW = 2 * MOST_ROWS  # blank rows count too
IGNORED = ("", "ignore", "skip", "無視")
BREAKDOWN = "breakdown"


class YearColumn(NamedTuple):
    """A column of figures as a person maps it; without a kind each row has its own."""

    fiscal_year: int
    kind: str | None


@dataclass(frozen=True)
class Mapping:
    """`columns`: heading → field, kind, YearColumn, `breakdown:dimension` or "" (not read).

    `indicators`: name → code of a known indicator. `kinds`: word in the kind column → kind of value. `defaults`: field → what
    every row says that leaves it blank. `sheet`: which worksheet. `header_row`: the spreadsheet's number of the row that is
    the header. `ignore_unknown`: columns that nobody knows are not read, instead of refused. Keys are compared as names are.
    """

    columns: dict[str, str | YearColumn] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int | None = None
    ignore_unknown: bool = False

    def with_choices(
        self, *, sheet: str = "", header_row: str | int | None = None, ignore_unknown: bool = False
    ) -> "Mapping":
        return replace(
            self,
            sheet=sheet or self.sheet,
            header_row=row_number(header_row) or self.header_row,
            ignore_unknown=ignore_unknown or self.ignore_unknown,
        )

    @classmethod
    def of(cls, data: object) -> "Mapping":
        """From JSON with these parts, or with the columns alone; raises UnreadableError."""
        if data is None:
            return cls()
        is_in_parts = isinstance(data, dict) and (
            (data and set(data) <= PARTS - {*TABLES}) or any(isinstance(data.get(name), dict) for name in TABLES)
        )
        parts: dict[str, Any] = data if isinstance(data, dict) and is_in_parts else {"columns": data}
        if unknown := set(parts) - PARTS:
            raise UnreadableError(_("The mapping has an unknown part “%(part)s”.") % {"part": min(unknown)})
        columns = _words(parts.get("columns"), (str, dict))
        indicators, kinds = _words(parts.get("indicators")), _words(parts.get("kinds"))
        defaults = _words(parts.get("defaults"), (str, int))
        return cls(
            columns={key_of(heading): _target(heading, what) for heading, what in columns.items()},
            indicators={key_of(name): code for name, code in indicators.items()},
            kinds={word_of(word): _kind(kind) for word, kind in kinds.items()},
            defaults=dict(_default(name, text) for name, text in defaults.items()),
            sheet=str(parts.get("sheet") or ""),
            header_row=row_number(parts.get("header_row")),
            ignore_unknown=parts.get("ignore_unknown") is True,
        )

    @classmethod
    def from_file(cls, path: str | Path) -> "Mapping":
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


def row_number(number: object) -> int | None:
    """None for none; raises UnreadableError."""
    if number in (None, ""):
        return None
    try:
        given = int(str(number))
    except ValueError:
        given = 0
    if not 1 <= given <= LAST_ROW:
        raise UnreadableError(_("“%(row)s” is not a row number.") % {"row": str(number)[:20]})
    return given


def _words(part: object, sorts: tuple[type, ...] = (str,)) -> dict[str, Any]:
    part = {} if part is None else part
    if not isinstance(part, dict) or not all(isinstance(word, (*sorts, type(None))) for word in part.values()):
        raise UnreadableError(_("The mapping must be a JSON object of headings and fields."))
    return {name: "" if word is None else word for name, word in part.items()}


def _default(name: str, text: object) -> tuple[str, str]:
    known = field_of(name)
    if known is None or known in OWN_OF_EACH_ROW:
        raise UnreadableError(_("The mapping has a default for “%(field)s”, which is no such field.") % {"field": name})
    return known, str(text)


def _target(heading: str, what: str | dict[str, object]) -> str | YearColumn:
    """The field: its name or an alias, a kind of value, a year (and kind), `breakdown:dimension`, or ""."""
    if isinstance(what, dict):
        return _year_column(heading, what)
    name, _colon, dimension = what.partition(":")
    if word_of(name) in IGNORED:
        return ""
    if word_of(name) == BREAKDOWN:
        return f"{BREAKDOWN}:{dimension.strip() or heading.strip()}"
    year = year_and_kind_of(what)
    known = field_of(name) or kind_of(name) or (year and YearColumn(*year))
    return known or _refuse(heading, what)


def _year_column(heading: str, what: dict[str, object]) -> YearColumn:
    """{"fiscal_year": 2027, "kind": "target"}; the kind may be left to the rows."""
    said = " ".join(str(what[name]) for name in ("fiscal_year", "kind") if what.get(name))
    year = year_and_kind_of(said)
    if not set(what) <= {"fiscal_year", "kind"}:
        raise UnreadableError(_("The mapping must be a JSON object of headings and fields."))
    return YearColumn(*year) if year and bool(year[1]) == bool(what.get("kind")) else _refuse(heading, said)


def _refuse(heading: str, what: object) -> NoReturn:
    raise UnreadableError(
        _("The mapping says that “%(heading)s” is “%(field)s”, which is not a field.")
        % {"heading": heading, "field": what}
    )


def _kind(kind: str) -> str:
    known = KIND_OF.get(word_of(kind))
    if known is None:
        raise UnreadableError(_("The mapping names a kind of value that there is not: “%(kind)s”.") % {"kind": kind})
    return known
