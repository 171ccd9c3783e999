"""How a number is printed: digits, signs, counting words, words around it, ranges. Pure, for `parsing.py` alone."""

import re
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from indicators.vocabulary import COUNTERS, MEANINGS, PER_YEAR, SCALES, is_percent, word_of

WHOLE_DIGITS, DECIMAL_DIGITS = 20, 10  # what the database keeps of a number

WAVES = "~〜"
MINUS = "-−‐‑–▲△"
NUMBER = rf"(?:[{MINUS}])?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)?(?:\.[0-9]+)?(?<=[0-9])(?:e[-+]?[0-9]{{1,3}})?"
AROUND = "|".join(sorted(map(re.escape, [*MEANINGS, *PER_YEAR.split()]), key=len, reverse=True))
NOT_FINITE = re.compile(r"[-+−▲△]?(?:s?nan|inf(?:inity)?|∞)", re.IGNORECASE)
SPACED_DIGITS = re.compile(r"[0-9] +[0-9.,]")
ODD_COMMA = re.compile(r"[0-9],(?![0-9]{3}(?![0-9]))")
SCALED_IN_ENGLISH = re.compile("thousand|million|billion", re.IGNORECASE)


class NotUnderstoodError(ValueError):
    """Raised inside the grammar; callers get a Refusal."""


def number_in(body, unit, printed):
    """What a half-width text says as a number in `unit`: its value, or low and high, and what its words mean (a dict)."""
    if body and (body[0] in WAVES or body[-1] in WAVES):
        return _open_range(body, unit, printed)
    found = None if SPACED_DIGITS.search(body) else _grammar(unit).fullmatch("".join(body.lower().split()))
    if found is None:
        raise NotUnderstoodError(_why_not(body) % {"cell": printed[:80]})
    said = _meanings(found["before"], found["after"], printed)
    counter = found["counted"] or found["counter"]
    said["counter"] = _scale_of(counter)[1]
    if found["high"] is None:
        return {"value": _decimal(found["low"], counter, unit, printed)} | said
    return _range(found, unit, printed, said)


@lru_cache(maxsize=1024)
def _grammar(unit):
    units = "|".join(filter(None, (re.escape(word_of(unit)), *COUNTERS.split())))
    counter = rf"(?:百万|[千万億兆])?(?:{units})?(?:/(?:年度?|月|人))?"
    return re.compile(
        rf"(?P<before>(?:{AROUND})*)(?P<low>{NUMBER})(?P<counter>{counter})"
        rf"(?:(?P<to>[-~–〜―]|から|to|以上)(?P<high>{NUMBER})(?P<counted>{counter}))?(?P<after>(?:{AROUND})*)"
    )


def _open_range(body, unit, printed):
    """100〜 is a range without an upper end, 〜105 one without a lower."""
    end = "high" if body[0] in WAVES else "low"
    said = number_in(body.strip(WAVES + " ") or "?", unit, printed)
    if "comparator" in said:
        raise NotUnderstoodError(_("“%(cell)s” says two things at once.") % {"cell": printed})
    return {end: said.pop("value"), "comparator": "range"} | said


def _range(found, unit, printed, said):
    upper = said.pop("comparator", None)
    if (found["to"] == "以上") != (upper == "at_most") or upper not in (None, "at_most"):
        raise NotUnderstoodError(_("“%(cell)s” cannot be read as a range.") % {"cell": printed})
    counter = found["counted"] or found["counter"]
    low, high = (_decimal(found[end], counter, unit, printed) for end in ("low", "high"))
    if low >= high:
        raise NotUnderstoodError(_("“%(cell)s” is a range that does not rise.") % {"cell": printed})
    return {"low": low, "high": high, "comparator": "range"} | said


def _meanings(before, after, printed):
    said = {}
    for word in re.findall(AROUND, before) + re.findall(AROUND, after):
        name, meaning = MEANINGS.get(word, (None, None))
        if said.get(name, meaning) != meaning:
            raise NotUnderstoodError(_("“%(cell)s” says two things at once.") % {"cell": printed})
        if name is not None:
            said[name] = meaning
    return said


def _decimal(digits, counter, unit, printed):
    value = Decimal(re.sub(rf"^[{MINUS}]", "-", digits.replace(",", "")))
    shift = _shift(counter, unit, printed)
    if shift:
        value = value.scaleb(shift).normalize()
    if value.adjusted() >= WHOLE_DIGITS:
        raise NotUnderstoodError(
            _("“%(cell)s” has more than %(digits)d digits before the point.")
            % {"cell": printed, "digits": WHOLE_DIGITS}
        )
    places = min(max(-value.as_tuple().exponent, 0), DECIMAL_DIGITS)
    value = value.quantize(Decimal(1).scaleb(-places))
    return value or abs(value)


def _shift(counter, unit, printed):
    """By how many places a figure counted in `counter` moves to be one in `unit`: 1.2億円 in 百万円 is 120."""
    own, base = _scale_of(counter)
    whole, rest = _scale_of(word_of(unit))
    if unit and base and is_percent(base) != is_percent(unit):
        raise NotUnderstoodError(_("“%(cell)s” does not fit the unit %(unit)s.") % {"cell": printed, "unit": unit})
    if counter == word_of(unit) or not (own or (base and base == rest)):
        return 0
    if SCALED_IN_ENGLISH.search(unit):
        raise NotUnderstoodError(_("“%(cell)s” does not fit the unit %(unit)s.") % {"cell": printed, "unit": unit})
    return own - whole


def _scale_of(word):
    found = re.match("百万|[千万億兆]", word)
    return (SCALES[found[0]], word[found.end() :]) if found else (0, word)


def _why_not(body):
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
