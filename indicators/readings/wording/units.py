"""Numbers with their unit, as the active language writes them: 39.6%, 14.2時間, 62.0 kg/m², ¥2.75 billion, rank 226, 1 case.

quantity(Decimal("27.5"), 1, "億円")    27.5億円, on an English page (hundred million yen) ¥2.75 billion
quantity(Decimal(226), 0, "rank")       rank 226
quantity(Decimal(1), 0, "cases")        1 case
"""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.readings.figures import WIDE, round_half_up
from plans.text.languages import active_language

NO_BREAK = "\u00a0"
PERCENT = ("%", "％")
UNSPACED = (*PERCENT, "‰", "°", "℃")
RANKS = ("位", "rank", "ranks", "rank (position)")

# Power of ten by which the stored number is multiplied, and the word behind it: what a citizen calls the amount.
YEN = {
    "yen": (0, ""),
    "thousand yen": (3, ""),
    "10,000 yen": (4, ""),
    "million yen": (0, "million"),
    "hundred million yen": (-1, "billion"),
    "100 million yen": (-1, "billion"),
    "billion yen": (0, "billion"),
    "trillion yen": (0, "trillion"),
    "円": (0, ""),
    "千円": (3, ""),
    "万円": (4, ""),
    "百万円": (0, "million"),
    "億円": (-1, "billion"),
    "十億円": (0, "billion"),
    "兆円": (0, "trillion"),
}
TENS_OF_THOUSANDS = re.compile(r"10,000 (?P<things>.+)")
SINGULARS = {
    "children": "child",
    "people": "person",
    "women": "woman",
    "men": "man",
    "theses": "thesis",
    "analyses": "analysis",
    "bases": "base",
    "buses": "bus",
    "series": "series",
    "staff": "staff",
    "times as many": "times as many",
}
PREPOSITION = re.compile(r"\s(?=of|per|with|in|for|from|at|on|by|as)\b")
WORDS = re.compile(r"[a-z]{3,}(?:[ -][a-z]+)*")


class Quantity(NamedTuple):
    """A number as printed: what stands before the unit, the unit, and what parts them."""

    number: str
    gap: str = ""
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.gap}{self.unit}"


def number_text(number: Decimal, decimals: int | None) -> str:
    """A number with thousands separators and a true minus; decimals None: at most two, without trailing zeros."""
    printed = f"{round_half_up(number, 2 if decimals is None else decimals):,f}"
    if decimals is None:
        printed = printed.rstrip("0").rstrip(".") if "." in printed else printed
    return printed.replace("-", "−") if printed.strip("-0.,") else printed.removeprefix("-")


def quantity(number: Decimal, decimals: int | None, unit: str, *, counted: bool = True) -> Quantity:
    """A number with its unit. Not `counted`: English leaves out a word of mere counting (3.3), never %, ¥ or a rank."""
    unit = str(unit or "").strip()
    if unit in PERCENT:
        return Quantity(number_text(number, decimals), "", "%")
    if active_language() == "ja":
        return _in_japanese(number, decimals, unit)
    if unit in RANKS:
        return Quantity(f"rank {number_text(number, decimals)}")
    if unit.lower() in YEN:
        return _yen(number, decimals, *YEN[unit.lower()])
    return _in_english(number, decimals, unit, counted=counted)


def span(low: Decimal, high: Decimal, decimals: int | None, unit: str, *, counted: bool = True) -> Quantity:
    """Both ends of a range, the unit once: 50 to 54 institutions, 100.0～105.0%; in English 100.0% to 105.0%."""
    first, last = (quantity(end, decimals, unit, counted=counted) for end in (low, high))
    is_bare = active_language() == "ja" or not is_percent(last.unit)
    named = {"low": first.number if is_bare else first, "high": last.number}
    return last._replace(number=_("%(low)s to %(high)s") % named)


def is_percent(unit: str) -> bool:
    """Whether figures in this unit are shares of a hundred, so that their differences are points."""
    return unit in PERCENT


def is_money(unit: str) -> bool:
    """Whether an English page writes figures in this unit behind ¥."""
    return str(unit).lower() in YEN


def singular(unit: str) -> str:
    """One of what an English unit counts: cases, case; countries and regions, country or region; symbols stay."""
    if unit in SINGULARS or not WORDS.fullmatch(unit.lower()):
        return SINGULARS.get(unit, unit)
    head, *rest = PREPOSITION.split(unit, maxsplit=1)
    one = " or ".join(_singular_of_last_word(part) for part in head.split(" and "))
    return " ".join([one, *rest])


def _in_japanese(number: Decimal, decimals: int | None, unit: str) -> Quantity:
    if unit in RANKS:
        unit = "位"
    return Quantity(number_text(number, decimals), NO_BREAK if _is_spaced(unit) else "", unit)


def _in_english(number: Decimal, decimals: int | None, unit: str, *, counted: bool) -> Quantity:
    printed, word = number_text(number, decimals), unit
    tens_of_thousands = TENS_OF_THOUSANDS.fullmatch(unit)
    if tens_of_thousands:
        printed, word = f"{_shift(number, decimals, -2)} million", tens_of_thousands["things"]
    if not counted and WORDS.fullmatch(word.lower()):
        return Quantity(printed)
    if printed in ("1", "−1"):
        word = singular(word)
    return Quantity(printed, _gap_before(word), word)


def _yen(number: Decimal, decimals: int | None, power: int, word: str) -> Quantity:
    printed = _shift(number, decimals, power)
    sign, amount = ("−", printed[1:]) if printed.startswith("−") else ("", printed)
    return Quantity(f"{sign}¥{amount}", " " if word else "", word)


def _shift(number: Decimal, decimals: int | None, power: int) -> str:
    shifted = number.scaleb(power, context=WIDE)
    return number_text(shifted, None if decimals is None else max(decimals - power, 0))


def _gap_before(unit: str) -> str:
    if not _is_spaced(unit):
        return ""
    return " " if WORDS.fullmatch(unit.lower()) else NO_BREAK


def _is_spaced(unit: str) -> bool:
    """Latin letters stand apart from the number; kana, kanji and % close to it."""
    return bool(unit) and unit not in UNSPACED and unicodedata.east_asian_width(unit[0]) not in "WF"


def _singular_of_last_word(words: str) -> str:
    *before, last = words.split(" ")
    return " ".join([*before, _one(last)])


def _one(word: str) -> str:
    if word in SINGULARS:
        return SINGULARS[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
