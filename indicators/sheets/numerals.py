"""How a number is printed: digits, signs, counting words, words around it, ranges. Pure."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import TypedDict, cast

from django.utils.translation import gettext as _

from indicators.readings.figures import WIDE, round_half_up
from indicators.sheets.vocabulary import (
    ANSWER_OF,
    COUNTER,
    COUNTERS,
    DIRECTION_OF,
    MEANINGS,
    PER_YEAR,
    PERCENT,
    POINTS,
    SCALES,
    family_of,
    half_width,
    word_of,
)

WHOLE_DIGITS, DECIMAL_DIGITS = 20, 10  # what the database keeps of a number

WAVES = "~〜"
MINUS = "-−‐‑–▲△"
NUMBER = rf"(?:[{MINUS}])?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)?(?:\.[0-9]+)?(?<=[0-9])(?:e[-+]?[0-9]{{1,3}})?"
AROUND = "|".join(sorted(map(re.escape, [*MEANINGS, *PER_YEAR.split()]), key=len, reverse=True))
NOT_FINITE = re.compile(r"[-+−▲△]?(?:s?nan|inf(?:inity)?|∞)", re.IGNORECASE)
SPACED_DIGITS = re.compile(r"[0-9] +[0-9.,]")
ODD_COMMA = re.compile(r"[0-9],(?![0-9]{3}(?![0-9]))")
SCALED_IN_ENGLISH = re.compile("thousand|million|billion", re.IGNORECASE)
SCALE = re.compile("百万|[千万億兆]")
BY = re.compile("/年度?$")  # a yearly figure is one for the year
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^][]*\]")
MAY_BE_ZERO = {"なし", "無", "有", "あり"}
GRADE = re.compile(r"[a-fsⅠ-Ⅴ][+-]?(?:判定|評価|評定|ランク)?", re.IGNORECASE)


class NumberParts(TypedDict, total=False):
    """What a printed number says, under the names of a ParsedCell's fields: a value, or the ends of a range."""

    value: Decimal
    low: Decimal
    high: Decimal
    counter: str
    comparator: str
    outlook: str
    remark: str
    is_approximate: bool


class NotUnderstoodError(ValueError):
    """Raised inside the grammar; callers get a RefusedCell."""


def number_in(body: str, unit: str, printed: str) -> NumberParts:
    """{"value"} or {"low", "high"} of a half-width text as a number in `unit`, and the meanings of its words."""
    if body and (body[0] in WAVES) != (body[-1] in WAVES):
        return _open_range(body, unit, printed)
    found = None if SPACED_DIGITS.search(body) else _grammar(unit).fullmatch("".join(body.lower().split()))
    if found is None:
        raise NotUnderstoodError(_why_not(body) % {"cell": printed[:80]})
    said = _meanings(found["before"], found["after"], printed)
    counter = found["counted"] or found["counter"]
    base = _scale_of(counter)[1]
    said["counter"] = "%" if PERCENT.fullmatch(base) else base
    if found["high"] is None:
        said["value"] = _decimal(found["low"], counter, unit, printed)
        return said
    return _range(found, unit, printed, said)


@lru_cache(maxsize=1024)
def _grammar(unit: str) -> re.Pattern[str]:
    units = "|".join(filter(None, (re.escape(word_of(unit)), *COUNTERS.split())))
    counter = rf"(?:百万|[千万億兆])?(?:{units})?(?:/(?:年度?|月|人))?"
    return re.compile(
        rf"(?P<before>(?:{AROUND})*)(?P<low>{NUMBER})(?P<counter>{counter})"
        rf"(?:(?P<to>[-~–〜―]|から|to|以上)(?P<high>{NUMBER})(?P<counted>{counter}))?(?P<after>(?:{AROUND})*)"
    )


def _open_range(body: str, unit: str, printed: str) -> NumberParts:
    """100〜 is a range without an upper end, 〜105 one without a lower."""
    said = number_in(body.strip(WAVES + " ") or "?", unit, printed)
    if "comparator" in said:
        raise NotUnderstoodError(_("“%(cell)s” says two things at once.") % {"cell": printed})
    end = said.pop("value")
    return said | ({"high": end} if body[0] in WAVES else {"low": end}) | {"comparator": "range"}


def _range(found: re.Match[str], unit: str, printed: str, said: NumberParts) -> NumberParts:
    upper = said.pop("comparator", None)
    if (found["to"] == "以上") != (upper == "at_most") or upper not in (None, "at_most"):
        raise NotUnderstoodError(_("“%(cell)s” cannot be read as a range.") % {"cell": printed})
    counter = found["counted"] or found["counter"]
    low, high = (_decimal(found[end], counter, unit, printed) for end in ("low", "high"))
    if low >= high:
        raise NotUnderstoodError(_("The lower end of “%(cell)s” is above the upper end.") % {"cell": printed})
    return said | {"low": low, "high": high, "comparator": "range"}


def _meanings(before: str, after: str, printed: str) -> NumberParts:
    said: dict[str, str | bool] = {}
    for word in re.findall(AROUND, before) + re.findall(AROUND, after):
        if word not in MEANINGS:
            continue
        name, meaning = MEANINGS[word]
        if name == "remark" and name in said:
            meaning = f"{said[name]}; {meaning}"
        elif said.get(name, meaning) != meaning:
            raise NotUnderstoodError(_("“%(cell)s” says two things at once.") % {"cell": printed})
        said[name] = meaning
    return cast("NumberParts", said)


def _decimal(digits: str, counter: str, unit: str, printed: str) -> Decimal:
    value = Decimal(re.sub(rf"^[{MINUS}]", "-", digits.replace(",", "")))
    shift = _shift(counter, unit, printed)
    if shift:
        value = value.scaleb(shift, context=WIDE).normalize(WIDE)
    if value.adjusted() >= WHOLE_DIGITS:
        raise NotUnderstoodError(
            _("“%(cell)s” has more than %(digits)d digits before the point.")
            % {"cell": printed, "digits": WHOLE_DIGITS}
        )
    return round_half_up(value, min(max(-int(value.as_tuple().exponent), 0), DECIMAL_DIGITS))


def _shift(counter: str, unit: str, printed: str) -> int:
    """By how many places a figure counted in `counter` moves to be one in `unit`: 1.2億円 in 百万円 is 120."""
    word = word_of(unit)
    if not counter or counter == word:
        return 0
    own, base = _scale_of(counter)
    whole = _scale_of(word)[0]
    is_by_another = "/" in BY.sub("", word) and own != whole
    if unit and ((base and not fits(base, unit)) or SCALED_IN_ENGLISH.search(unit) or is_by_another):
        raise NotUnderstoodError(_("“%(cell)s” does not fit the unit %(unit)s.") % {"cell": printed, "unit": unit})
    return own - whole


@lru_cache(maxsize=10_000)
def fits(counter: str, unit: str) -> bool:
    """Whether a counting word counts the same as the unit: 名 fits 人, 件/年 fits 件, 校 fits neither."""
    base, word = BY.sub("", counter), BY.sub("", word_of(unit))
    if base == word:
        return True
    if PERCENT.fullmatch(base):
        return PERCENT.search(word) is not None
    if POINTS.fullmatch(base):
        return POINTS.search(unit.lower()) is not None
    if "/" in base:
        return False
    return family_of(base) in _families_of(half_width(unit).lower())


def _families_of(unit: str) -> set[int | str]:
    """The families that a unit may count: 人(延べ), 千人 and 留学生人数 are persons, and so are “international students” and 人/年."""
    plain = IN_BRACKETS.sub("", unit).partition("/")[0].partition(" per ")[0].strip()
    word = _scale_of(word_of(plain))[1].removesuffix("数")
    ends = [word[at:] for at in range(len(word)) if COUNTER.fullmatch(word[at:])]
    last_word = plain.split()[-1] if plain else ""
    return {family_of(one) for one in (word, last_word, *ends[:1])}


def unit_in(text: str) -> str:
    """The unit in brackets at the end of a name or heading: 外部資金(百万円), R4実績(千円); or empty."""
    found = re.search(r"[(（\[]([^()（）\[\]]+)[)）\]]\s*$", text)
    unit = half_width(found[1]) if found else ""
    base = _scale_of(BY.sub("", word_of(unit).removeprefix("単位:")))[1]
    return unit.removeprefix("単位:").strip() if base != "年" and COUNTER.fullmatch(base) else ""


def without_unit(text: str) -> str:
    return re.sub(r"[(（\[][^()（）\[\]]+[)）\]]\s*$", "", text).strip()


def _scale_of(word: str) -> tuple[int, str]:
    if word == "割":
        return 1, "%"
    found = SCALE.match(word)
    return (SCALES[found[0]], word[found.end() :]) if found else (0, word)


def _why_not(body: str) -> str:
    word = word_of(body)
    if word in ANSWER_OF and word not in MAY_BE_ZERO and not word.isdigit():
        return _("“%(cell)s” is an answer, not a number. Write “yes_no” in the column “indicator_kind” (指標の種類).")
    if GRADE.fullmatch(word):
        return _(
            "“%(cell)s” is a grade, not a number. Write “grade” in the column “indicator_kind” (指標の種類), and the scale."
        )
    if word in DIRECTION_OF and word.isalpha() and word not in MAY_BE_ZERO and word not in MEANINGS:
        return _(
            "“%(cell)s” is a word, not a number. Write “text” in the column “indicator_kind” (指標の種類) where words are meant."
        )
    if NOT_FINITE.fullmatch(body):
        return _("“%(cell)s” is not a finite number.")
    if body.startswith("+"):
        return _("“%(cell)s” may mean a change: write the figure itself, without the plus sign.")
    if ODD_COMMA.search(body):
        return _("“%(cell)s” has a comma that does not separate thousands.")
    if re.search("[0-9]", body):
        return _("“%(cell)s” cannot be read as one figure.")
    if any(character.isdigit() for character in body):
        return _("“%(cell)s” has digits that are neither 0–9 nor full-width.")
    return _("“%(cell)s” is neither a figure nor a word for a missing one.")
