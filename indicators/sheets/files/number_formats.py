"""What a spreadsheet's number format makes of a number: the text that a person sees, and how many decimals it shows."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

PIECE = re.compile(r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<>|=|<|>)(-?[0-9]+(?:\.[0-9]+)?)")
COMPARE = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
}
NOT_SHOWN = re.compile(r"[-+()▲△¥￥$€£\s]")  # signs come from the number itself, money from the unit
OTHER_WAYS = re.compile("[/eE]")  # fractions and powers are read as plain numbers
LONGEST_FORMAT = 255  # characters that a spreadsheet program allows
SIGNIFICANT, MOST_BY_ITSELF = 3, 8  # a quotient without a format is not shown with all the digits of its division


@dataclass(frozen=True)
class Section:
    """One part of a format: text before and after the digits, the power of ten they are scaled by, their number."""

    before: str = ""
    after: str = ""
    power: int = 0
    decimals: int | None = None  # None: as many as there are
    least: int = 0  # digits before the point
    condition: tuple = ()
    has_digits: bool = True

    def fits(self, number):
        """Whether its condition, [>=1000], holds for a number."""
        return not self.condition or COMPARE[self.condition[0]](number, self.condition[1])


def format_number(number, number_format):
    """(text, decimals) of a Decimal: to its last digit, scaled and worded as seen; decimals None where all are shown."""
    is_usual = 0 < len(number_format) <= LONGEST_FORMAT
    section = _section_for(number, _sections(number_format if is_usual else "General"))
    if not section.has_digits:
        return f"{number:f}", _fewer(number, max(0, -number.as_tuple().exponent))
    scaled = number.scaleb(section.power).normalize() if section.power else number
    places = max(0, -scaled.as_tuple().exponent)
    digits = f"{scaled:.{max(places, section.decimals or 0)}f}"
    if section.least > 1 and digits.isdigit():
        digits = digits.zfill(section.least)
    decimals = _fewer(scaled, places) if section.decimals is None else section.decimals
    return section.before + digits + section.after, decimals if decimals is not None and decimals < places else None


def _fewer(number, places):
    """The decimals of a quotient without a format; None for a number that somebody wrote."""
    return max(2, SIGNIFICANT - 1 - number.adjusted()) if places > MOST_BY_ITSELF else None


def _section_for(number, sections):
    if any(section.condition for section in sections):
        return next((section for section in sections if section.fits(number)), sections[-1])
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 and sections[2].has_digits else sections[0]


@lru_cache(maxsize=1000)
def _sections(number_format):
    parts, start = [[]], 0
    while start < len(number_format):
        piece = PIECE.match(number_format, start)
        start = piece.end()
        if piece["plain"] == ";":
            parts.append([])
        else:
            parts[-1].append(piece)
    return [_section(pieces) for pieces in parts[:3]]


def _section(pieces):
    plain = "".join(piece["plain"] or "" for piece in pieces)
    if "general" in plain.lower():
        return Section(has_digits=False)
    digits = [at for at, piece in enumerate(pieces) if (piece["plain"] or "x") in "0#?"]
    if not digits or OTHER_WAYS.search(plain):
        return Section(has_digits=False, condition=_condition(pieces))
    first, last = digits[0], digits[-1]
    point = next((at for at, piece in enumerate(pieces) if piece["plain"] == "." and at < last), None)
    whole_until = last if point is None else point
    return Section(
        before=_words(pieces[:first]),
        after=_words(pieces[last + 1 :]),
        power=2 * plain.count("%") - 3 * _commas(pieces, digits, point),
        decimals=0 if point is None else sum(1 for at in digits if at > point),
        least=sum(1 for at in digits if at <= whole_until and pieces[at]["plain"] == "0"),
        condition=_condition(pieces),
    )


def _commas(pieces, digits, point):
    """Commas right after the digits, or right before the point: each hides three digits."""
    whole = [at for at in digits if point is None or at < point]
    return sum(_commas_from(pieces, at + 1) for at in {digits[-1], *whole[-1:]})


def _commas_from(pieces, start):
    end = start
    while end < len(pieces) and pieces[end]["plain"] == ",":
        end += 1
    return end - start


def _words(pieces):
    text = "".join(piece["quoted"] or piece["escaped"] or piece["plain"] or "" for piece in pieces)
    return NOT_SHOWN.sub("", text).strip(",.")


def _condition(pieces):
    for piece in pieces:
        found = CONDITION.fullmatch(piece["bracket"] or "")
        if found:
            return found[1], Decimal(found[2])
    return ()
