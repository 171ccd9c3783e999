"""The grammar of a sheet's cell: a printed figure becomes a value, a state, a comparator, a note, or a refusal.

Pure: no database, no web. `docs/import-format.md` says the same in words.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from indicators.sheets.numerals import NotUnderstoodError, fits, number_in
from indicators.sheets.vocabulary import ANSWER_OF, MEANINGS, MISSING_OF, OUTLOOK_OF, half_width, word_of
from plans.fiscal_years import NamedDay, NotAFiscalYear, parse_as_of, parse_fiscal_year
from plans.sheets.cells import remove_guard

Meaning: TypeAlias = dict[str, Any]  # fields of a ParsedCell
CellReader: TypeAlias = Callable[[str, str, str], "ParsedCell"]
LONGEST_FIGURE, LONGEST_TEXT = 200, 10_000  # characters of a cell
BOUNDS = {"at_least", "at_most", "more_than", "less_than"}

FORBIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffd-\uffff]"
)
BRACKETS = r"(?:\(([^()]*)\)|\[([^][]*)\]|【([^【】]*)】|〔([^〔〕]*)〕)"
REMARK_AT_AN_EDGE = re.compile(rf"\s*{BRACKETS}$|^{BRACKETS}\s*")
OUTLOOK = "|".join(sorted(map(re.escape, OUTLOOK_OF), key=len, reverse=True))
STATED_YEAR = re.compile(
    rf"(?:(?P<before>{OUTLOOK}|as of) *)?(?P<year>.+?) *(?P<after>{OUTLOOK}|現在|時点)?", re.IGNORECASE | re.ASCII
)
MARK = r"[※*†‡][0-9]?|注 *[0-9]{0,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+"  # what refers to a footnote
MARK_AT_AN_EDGE = re.compile(rf" *(?:{MARK})[)⁾]?$|^[*†‡](?=[^0-9]*[0-9])(?![0-9] )")
MARKED = re.compile(rf"{MARK}|note *[0-9]*", re.IGNORECASE)
PART_OF_IT = re.compile("うち|内|of which|incl", re.IGNORECASE)
AS_OF = ("as of", "現在", "時点")
SAYS_YEAR = re.compile(r"年|[a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class RefusedCell:
    """The reason why a cell was not understood, in one sentence."""

    reason: str


@dataclass(frozen=True)
class ParsedCell:
    """The content of a printed cell. `state` is "" for a blank cell, "reported" for a figure, else why there is none.

    A figure is a `value` (yes is 1, no is 0), a range (`low` and `high`, or one of them), a day (`dated`) or a `text` (a
    grade's mark too). `counter` is the counting word or percent sign beside it. `outlook` is what its words say of its
    kind: forecast, provisional, actual, target or "". `remark` is what else stood there, to be kept as a note. `printed`
    is empty where it would only repeat the number.
    """

    printed: str = ""
    state: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    dated: date | None = None
    text: str = ""
    counter: str = ""
    comparator: str = ""
    is_approximate: bool = False
    outlook: str = ""
    fiscal_year: int | None = None
    as_of: NamedDay | None = None
    remark: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.state

    @property
    def is_dash(self) -> bool:
        """Whether the cell holds a mark for nothing (-, ―, …) rather than a word for it."""
        return self.state != "reported" and not any(map(str.isalnum, self.printed))


def parse_figure(cell: str, unit: str = "", kind: str = "number") -> ParsedCell | RefusedCell:
    """The ParsedCell for an indicator of this unit of measurement and kind; or a RefusedCell."""
    read = READERS.get(kind, _number)
    try:
        return _figure(_legible(cell, LONGEST_FIGURE if read is _number else LONGEST_TEXT), half_width(unit), read)
    except NotUnderstoodError as problem:
        return RefusedCell(str(problem))


def settle_bound(figure: ParsedCell, unit: str) -> ParsedCell | RefusedCell:
    """An actual or baseline without a bound: ＜5 and 5未満 of persons hide a small number and are withheld; or a RefusedCell."""
    if figure.comparator not in BOUNDS:
        return figure
    if figure.comparator == "less_than" and fits("人", unit or figure.counter):
        return replace(figure, state="withheld", value=None, comparator="")
    return _no_bound(figure)


def settle_kind(figure: ParsedCell, kind: str) -> tuple[str, bool | None] | RefusedCell:
    """(kind, provisional) of a figure in a row of `kind`; or a Refusal. Provisional None: the words do not say.

    見込 makes an actual a forecast; a baseline or target stays one and is provisional. 実績 and 確定 make a forecast an
    actual, and no figure that they stand beside is provisional.
    """
    outlook = figure.outlook
    if (outlook == "actual" and kind == "target") or (outlook == "target" and kind != "target"):
        return RefusedCell(_("“%(cell)s” says another kind of value than its row.") % {"cell": figure.printed})
    if outlook == "forecast":
        return ("forecast", None) if kind in {"actual", "forecast"} else (kind, True)
    if outlook == "actual":
        return ("actual" if kind == "forecast" else kind), False
    return kind, (True if outlook == "provisional" else None)


def parse_name(cell: str) -> str | RefusedCell:
    """A normalised name with single spaces; or a RefusedCell."""
    text = parse_text(cell)
    return " ".join(unicodedata.normalize("NFC", text).split()) if isinstance(text, str) else text


def parse_text(cell: str) -> str | RefusedCell:
    """A note with its lines kept; or a RefusedCell."""
    try:
        return _legible(cell, LONGEST_TEXT)
    except NotUnderstoodError as problem:
        return RefusedCell(str(problem))


def parse_part(cell: str) -> Decimal | RefusedCell | None:
    """A part of a ratio: a plain number as of `parse_amount`; with a bound, of which nothing can be computed, a RefusedCell."""
    figure = parse_figure(cell)
    if isinstance(figure, ParsedCell) and figure.comparator in BOUNDS:
        return _no_bound(figure)
    return parse_amount(cell)


def parse_amount(cell: str) -> Decimal | RefusedCell | None:
    """A plain number (a tolerance), None for a blank or missing one; or a RefusedCell."""
    figure = parse_figure(cell)
    if isinstance(figure, ParsedCell) and figure.comparator == "range":
        return RefusedCell(_("“%(cell)s” is a range, where one number is expected.") % {"cell": cell})
    return figure.value if isinstance(figure, ParsedCell) else figure


def range_text(low: Decimal | None, high: Decimal | None) -> str:
    """100-105; with one end only 100〜 or 〜105."""
    if low is not None and high is not None:
        return f"{low:f}-{high:f}"
    return f"{low:f}〜" if high is None else f"〜{high:f}"


def _no_bound(figure: ParsedCell) -> RefusedCell:
    return RefusedCell(
        _("“%(cell)s” is a bound, not a figure. Write the figure itself, or 非公表 where it is withheld.")
        % {"cell": figure.printed}
    )


def _legible(cell: str, longest: int) -> str:
    bad = FORBIDDEN.search(cell)
    if bad:
        raise NotUnderstoodError(
            _("The cell holds the character U+%(code)s, which is not text.") % {"code": f"{ord(bad[0]):04X}"}
        )
    if len(cell) > longest:
        raise NotUnderstoodError(
            _("The cell is %(length)d characters long; %(longest)d are allowed.")
            % {"length": len(cell), "longest": longest}
        )
    return remove_guard(cell.strip())


def _figure(printed: str, unit: str, read: CellReader) -> ParsedCell:
    text = half_width(printed)
    if not text:
        return ParsedCell()
    if word_of(text) in MISSING_OF:
        return ParsedCell(printed=printed, state=MISSING_OF[word_of(text)])
    if read is _text:
        return _text(printed, text, unit)
    body, remarks = _without_remarks(text)
    if not body and len(remarks) == 1 and word_of(remarks[0]) in MISSING_OF:
        body, remarks = remarks[0], []
    meanings = [_meaning_of(remark) for remark in remarks]
    if word_of(body) in MISSING_OF:
        return _missing_figure(printed, body, remarks, meanings)
    return _with_meanings(read(printed, body, unit), meanings)


def _missing_figure(printed: str, body: str, remarks: list[str], meanings: list[Meaning]) -> ParsedCell:
    """The word beside a mere dash is the reason: －(該当なし)."""
    words = [at for at, remark in enumerate(remarks) if word_of(remark) in MISSING_OF]
    if words and not any(map(str.isalnum, body)):
        at = words[0]
        return _with_meanings(
            ParsedCell(printed=printed, state=MISSING_OF[word_of(remarks[at])]), meanings[:at] + meanings[at + 1 :]
        )
    return _with_meanings(ParsedCell(printed=printed, state=MISSING_OF[word_of(body)]), meanings)


def _with_meanings(figure: ParsedCell, meanings: list[Meaning]) -> ParsedCell:
    remarks = [meaning["remark"] for meaning in meanings if "remark" in meaning]
    remarks = [figure.remark, *remarks] if figure.remark else remarks
    for meaning in meanings:
        figure = replace(figure, **meaning)
    return replace(figure, remark="; ".join(remarks)) if remarks else figure


# What a cell says, by the kind of its indicator


def _number(printed: str, body: str, unit: str) -> ParsedCell:
    meanings = number_in(body, unit, printed)
    plain = f"{meanings['value']:f}" if "value" in meanings else range_text(meanings.get("low"), meanings.get("high"))
    return ParsedCell(printed="" if printed == plain else printed, state="reported", **meanings)


def _yes_or_no(printed: str, body: str, unit: str) -> ParsedCell:
    answer = ANSWER_OF.get(word_of(body))
    if answer is not None:
        return ParsedCell(printed=printed, state="reported", value=Decimal(answer))
    return replace(_date(printed, body, unit), value=Decimal(1))


def _date(printed: str, body: str, unit: str) -> ParsedCell:
    named = parse_as_of(body)
    if named.date is None or named.precision != "day" or named.rest:
        raise NotUnderstoodError(
            _("“%(cell)s” is neither a day nor a word for a missing one.") % {"cell": printed[:80]}
        )
    return ParsedCell(printed="" if printed == named.date.isoformat() else printed, state="reported", dated=named.date)


def _text(printed: str, body: str, unit: str) -> ParsedCell:
    return ParsedCell(state="reported", text=" ".join(printed.split()))


READERS = {"yes_no": _yes_or_no, "date": _date, "grade": _text, "text": _text}


# Brackets


def _without_remarks(text: str) -> tuple[str, list[str]]:
    """(the figure alone, [texts in brackets beside it and footnote marks])."""
    remarks = []
    while found := REMARK_AT_AN_EDGE.search(text) or MARK_AT_AN_EDGE.search(text):
        remark = next((group for group in found.groups() if group is not None), found[0])
        rest = text[: found.start()] + text[found.end() :]
        if not rest.strip() and found.re is MARK_AT_AN_EDGE:
            break
        remarks.append(remark.strip())
        text = rest.strip()
    return text.strip(), [remark for remark in reversed(remarks) if remark]


def _meaning_of(remark: str) -> Meaning:
    word = word_of(remark)
    if word in MEANINGS:
        return dict([MEANINGS[word]])
    is_note = MARKED.fullmatch(remark.rstrip(")⁾")) or PART_OF_IT.match(remark)
    dated = None if is_note else _stated_time(remark)
    if dated is None and re.search(r"[0-9]", remark) and not is_note:
        raise NotUnderstoodError(_("“%(remark)s” in brackets may be another figure.") % {"remark": remark})
    return dated or {"remark": remark}


def _stated_time(remark: str) -> Meaning | None:
    found = STATED_YEAR.fullmatch(" ".join(remark.split()))
    if found is None:
        return None
    words = [word.lower() for word in (found["before"], found["after"]) if word]
    if any(word in AS_OF for word in words):
        as_of = parse_as_of(found["year"])
        return {"as_of": as_of} if as_of.date and not as_of.rest else None
    if not words and not SAYS_YEAR.search(remark):
        return None
    try:
        return {"fiscal_year": parse_fiscal_year(found["year"])} | dict(MEANINGS[word] for word in words)
    except NotAFiscalYear:
        return None
