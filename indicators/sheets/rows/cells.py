"""The cells of a row other than names, each parsed once however often it is repeated."""

import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.sheets.columns.headings import short_year
from indicators.sheets.parsing import RefusedCell, parse_figure, parse_name, parse_part, parse_text
from indicators.sheets.rows.slots import RefusedError, meant_by
from indicators.sheets.vocabulary import ANSWER_OF, KIND_OF, OUTLOOK_OF, STATE_OF, half_width, word_of
from plans.fiscal_years import NotAFiscalYear, parse_as_of, parse_fiscal_year

PROVISIONAL = ANSWER_OF | dict.fromkeys(("provisional", "速報", "速報値", "暫定", "暫定値", "見込"), 1)
PROVISIONAL |= dict.fromkeys(("final", "confirmed", "確定", "確定値"), 0)
LONGEST_CATEGORY = 200
OUTLOOKS = "|".join(sorted(map(re.escape, OUTLOOK_OF), key=len, reverse=True))
YEAR_WITH_WORDS = re.compile(rf"(?P<year>.*[0-9元].*?) *(?:\((?P<word>{OUTLOOKS})\))", re.IGNORECASE | re.ASCII)
REMEMBERED = 50_000  # parsed cells of each sort


class NamedYear(NamedTuple):
    """`outlook`: forecast, actual … if the cell names one; `doubt`: what a person should check."""

    year: int
    outlook: str = ""
    doubt: str = ""


class Cells:
    """Parses cells, cached for the length of an import; raises RefusedError with the field's name."""

    def __init__(self, kinds=()):
        self.kinds = KIND_OF | dict(kinds)
        for name in ("figure", "part", "year", "as_of", "text", "breakdown"):
            setattr(self, name, lru_cache(maxsize=REMEMBERED)(getattr(self, f"_{name}")))

    def kind(self, cell):
        return meant_by("kind", cell, self.kinds)

    def state(self, cell):
        return meant_by("state", cell, STATE_OF)

    def provisional(self, cell):
        """None where the cell is blank."""
        return bool(meant_by("provisional", cell, PROVISIONAL)) if cell.strip() else None

    @staticmethod
    def _figure(cell, unit, kind):
        return _unless_refused("value", cell, parse_figure(cell, unit, kind))

    @staticmethod
    def _part(name, cell):
        return _unless_refused(name, cell, parse_part(cell))

    @staticmethod
    def _text(name, cell):
        return _unless_refused(name, cell, parse_text(cell))

    @staticmethod
    def _year(cell):
        """A NamedYear: 2023(見込) is 2023 and a forecast, 23年度 is 2023 with a doubt."""
        name, outlook = _without_outlook(cell)
        short = short_year(name)
        if short is not None:
            return NamedYear(short, outlook, said_short(name.strip(), short))
        try:
            return NamedYear(parse_fiscal_year(name), outlook)
        except NotAFiscalYear as problem:
            raise RefusedError("fiscal_year", cell, problem.reason) from None

    @staticmethod
    def _as_of(cell):
        return parse_as_of(_unless_refused("as_of", cell, parse_text(cell)))

    @staticmethod
    def _breakdown(cell):
        """((dimension, category), …) in the order of dimensions, from “degree=master; sex=f”, “master” or pairs.

        A column that a mapping calls a breakdown may name the dimension in its cells, as the sheet's own column does.
        """
        pairs = [("breakdown", cell)] if isinstance(cell, str) else cell
        pairs = [pair for dimension, category in pairs for pair in _pairs(dimension, category)]
        named = {}
        for dimension, category in pairs:
            longest = max(len(dimension), len(category))
            if longest > LONGEST_CATEGORY:
                lengths = {"length": longest, "longest": LONGEST_CATEGORY}
                reason = _("A category of a breakdown is %(length)d characters long; %(longest)d are allowed.")
                raise RefusedError("breakdown", breakdown_words(cell), reason % lengths)
            if not dimension or not category or dimension in named:
                reason = _("This is no breakdown: write “dimension=category; …”.")
                raise RefusedError("breakdown", breakdown_words(cell), reason)
            named[dimension] = category
        return tuple(sorted(named.items()))


def _pairs(dimension, cell):
    """“sex=f; degree=master” as pairs of names; a part without a dimension is of the column's own."""
    for part in cell.replace("；", ";").split(";"):
        named, equals, category = part.replace("＝", "=").partition("=")
        yield (_name(named), _name(category)) if equals else (_name(dimension), _name(named))


def breakdown_words(cell):
    """“degree=master; sex=f” from its text or from the pairs of several columns."""
    return cell if isinstance(cell, str) else "; ".join(f"{dimension}={category}" for dimension, category in cell)


def _without_outlook(cell):
    """(the year alone, the outlook of the words beside it): 2023(見込) is a year of forecasts."""
    found = YEAR_WITH_WORDS.fullmatch(half_width(cell))
    return (found["year"], OUTLOOK_OF[word_of(found["word"])]) if found else (cell, "")


def said_short(text, year):
    return _("“%(text)s” was read as FY%(year)d; write H23 or R5 where a year of an era is meant.") % {
        "text": text,
        "year": year,
    }


def _name(text):
    return _unless_refused("breakdown", text, parse_name(text))


def _unless_refused(name, cell, found):
    if isinstance(found, RefusedCell):
        raise RefusedError(name, cell, found.reason)
    return found
