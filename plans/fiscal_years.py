"""Fiscal years: a fiscal year is the integer in which it starts. The only place that knows about April and eras.

An as-of date is the first day of what was named, with a precision; its fiscal year is that of the day, and for a bare year
("2024") the fiscal year of that number.
"""

import calendar
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple, NoReturn

from django.utils.translation import gettext as _

from plans.text.languages import active_language

# Letter, name and the year before year 1. A year of any era counts on past its end: 平成35年度 is 2023.
ERAS = (
    ("R", "令和", 2018),
    ("H", "平成", 1988),
    ("S", "昭和", 1925),
    ("T", "大正", 1911),
    ("M", "明治", 1867),
)
BEFORE_ERA = {sign: before for letter, name, before in ERAS for sign in (letter, name)}
EARLIEST, LATEST = 1868, 2199
CENTURY = 100
THIS_CENTURY_UP_TO = 70  # FY69 is 2069, FY70 is 1970

ERA_YEAR = r"(?P<era>令和|平成|昭和|大正|明治|(?<![A-Za-z])[RHSTM])\.?\s*(?P<of_era>元|[0-9]{1,2})"
LABEL = re.compile(
    rf"(?:(?:FY|AY|(?:fiscal|academic)\s+year)\s*)?(?:(?P<year>[0-9]{{4}})(?:\.0+)?|{ERA_YEAR})\s*(?:年度末?|年)?",
    re.IGNORECASE,
)
SHORT = re.compile(r"\b(FY|AY)\s*['’]?([0-9]{2})(?![0-9])", re.IGNORECASE)
SPAN = re.compile(
    r"(?:(?:FY|AY)\s*)?(?P<first>[0-9]{4})\s*[-/]\s*(?P<second>[0-9]{4}|[0-9]{2})(?:\s*年度)?",
    re.IGNORECASE,
)
ALTERNATIVES = re.compile(r"[/・()=,、\s]+")
SEVERAL = re.compile(
    r"[0-9]{4}\s*(?:年度?|[-/][0-9]{2})?\s*(?:-|~|to|から)\s*(?:(?:FY|AY)\s*)?[0-9]{4}",
    re.IGNORECASE,
)
PART = re.compile(
    r"\bQ[1-4]\b|[1-4]Q\b|四半期|上期|下期|前期|後期|\bH[12]\b.*[0-9]{4}|[0-9]{4}.*\bH[12]\b",
    re.IGNORECASE,
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | dict.fromkeys("〜∼", "~"))

WHOLE_YEAR = rf"(?:(?P<year>[0-9]{{4}})|{ERA_YEAR})"
NUMERIC_DATE = re.compile(
    rf"{WHOLE_YEAR}(?:年\s*|\s*[-/.]\s*)(?P<month>[0-9]{{1,2}})(?![0-9])(?:(?:月\s*|\s*[-/.]\s*)(?P<day>[0-9]{{1,2}})(?![0-9])日?|月)?"
)
BARE_YEAR = re.compile(rf"{WHOLE_YEAR}年?(?=\s*(?:$|\(|現在|時点))")
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()}
IN_WORDS = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?,?"
ENGLISH_DATES = (
    re.compile(
        rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+)?{IN_WORDS}\s+(?P<year>[0-9]{{4}})(?![0-9])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{IN_WORDS}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}})(?![0-9])",
        re.IGNORECASE,
    ),
)
LEAD = re.compile(r"as\s+(?:of|at)\s+", re.IGNORECASE)
NOISE = re.compile(r"(?:T|\s)?00:00(?::00)?(?:\.0+)?|\s*(?:現在|時点)")


class NotAFiscalYear(ValueError):
    """A text that names no single fiscal year; `reason` says why in one sentence."""

    def __init__(self, text: object, reason: str) -> None:
        super().__init__(reason)
        self.text, self.reason = text, reason


class NamedDay(NamedTuple):
    """The first day of what was named, its precision (day, month, year; "" with no date), and the text that is left over."""

    date: date | None
    precision: str
    rest: str


def fiscal_year_of(day: date, start_month: int = 4, precision: str = "day") -> int:
    """The fiscal year of a day or an as-of date: 2024-03-31 and 2024-02 are in 2023 where years start in April; 2024 is in 2024."""
    return day.year if precision == "year" or day.month >= start_month else day.year - 1


def first_day(fiscal_year: int, start_month: int = 4) -> date:
    """The day a fiscal year starts."""
    return date(fiscal_year, start_month, 1)


def last_day(fiscal_year: int, start_month: int = 4) -> date:
    """The day a fiscal year ends."""
    return date.fromordinal(first_day(fiscal_year + 1, start_month).toordinal() - 1)


def day_after_year(fiscal_year: int, months: int, start_month: int = 4) -> date:
    """The last day of the month some months after the year's end: with 2, 31 May where years start in April."""
    end = last_day(fiscal_year, start_month)
    years, month = divmod(end.month - 1 + months, 12)
    return date(end.year + years, month + 1, calendar.monthrange(end.year + years, month + 1)[1])


def fiscal_year_label(fiscal_year: int, style: str = "", language: str = "") -> str:
    """The year's name. Styles: fy FY2025, ay AY2025, nendo 2025年度, era 令和7年度, era_year 令和7, era_short R7; by default fy, in
    Japanese era.
    """
    style = style or ("era" if (language or active_language()) == "ja" else "fy")
    if style in ("fy", "ay"):
        return f"{style.upper()}{fiscal_year}"
    letter, name, number = _in_era(fiscal_year)
    if style == "era_short" and letter:
        return f"{letter}{number}"
    if style in ("era", "era_year") and name:
        return f"{name}{'元' if number == 1 else number}{'年度' if style == 'era' else ''}"
    return f"{fiscal_year}年度"


def fiscal_years_label(first: int, last: int, language: str = "") -> str:
    """The name of a span of years as heads have it: FY2022–27, in Japanese 令和4～9年度, across eras 平成26～令和5年度."""
    if first == last:
        return fiscal_year_label(first, language=language)
    if (language or active_language()) == "ja":
        (*_sign, era, _number), (*_sign, last_era, number) = _in_era(first), _in_era(last)
        end = f"{number}年度" if era and era == last_era else fiscal_year_label(last, "era")
        return f"{fiscal_year_label(first, 'era_year').removesuffix('年度')}～{end}"
    return f"FY{first}–{last % CENTURY:02}" if first // CENTURY == last // CENTURY else f"FY{first}–{last}"


def parse_fiscal_year(text: object) -> int:
    """The one fiscal year a label names: FY2025, FY25, 2025年度, 令和7年度末, R7, 平成31/令和元年度, 2015-16. Raises NotAFiscalYear."""
    plain = SHORT.sub(_in_full, _plain(text))
    span = SPAN.fullmatch(plain)
    if span and _names_one_year(span):
        return _plausible(text, int(span["first"]))
    years = {_year_of_label(text, plain, word) for word in _labels_in(plain)}
    if len(years) > 1:
        raise NotAFiscalYear(text, _("“%(text)s” names different years.") % {"text": text})
    return _plausible(text, years.pop()) if years else _refuse(text, plain)


def parse_as_of(text: object) -> NamedDay:
    """The date a text starts with, its precision, and what follows it; a text that starts with no real date is all left over."""
    if isinstance(text, date):
        return NamedDay(text.date() if isinstance(text, datetime) else text, "day", "")
    plain = _plain(text)
    start = LEAD.match(plain)
    dated = plain[start.end() :] if start else plain
    for pattern in (NUMERIC_DATE, *ENGLISH_DATES, BARE_YEAR):
        match = pattern.match(dated)
        if match:
            return _as_of(match.groupdict(), dated[match.end() :]) or NamedDay(None, "", plain)
    return NamedDay(None, "", plain)


def last_day_named(day: date, precision: str) -> date:
    """The last day of what an as-of date names: 2024-02-29 for February 2024."""
    month = 12 if precision == "year" else day.month
    return day if precision == "day" else date(day.year, month, calendar.monthrange(day.year, month)[1])


def as_of_text(day: date, precision: str) -> str:
    """An as-of date as sheets and interfaces write it, cut to its precision: 2024-02-01, 2024-02, 2024."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def _plain(text: object) -> str:
    return unicodedata.normalize("NFKC", str("" if text is None else text)).translate(DASHES).strip()


def _in_full(short: re.Match[str]) -> str:
    return f"{short[1]}{'19' if int(short[2]) >= THIS_CENTURY_UP_TO else '20'}{short[2]}"


def _in_era(year: int) -> tuple[str, str, int]:
    return next(
        ((letter, name, year - before) for letter, name, before in ERAS if year > before),
        ("", "", year),
    )


def _labels_in(plain: str) -> list[str]:
    if LABEL.fullmatch(plain):
        return [plain]
    return [word for word in ALTERNATIVES.split(plain) if word not in ("", "年度", "年")]


def _year_of_label(text: object, plain: str, word: str) -> int:
    match = LABEL.fullmatch(word)
    return _year_in(match.groupdict()) if match else _refuse(text, plain)


def _year_in(parts: Mapping[str, str]) -> int:
    if parts.get("year"):
        return int(parts["year"])
    number = 1 if parts["of_era"] == "元" else int(parts["of_era"])
    return BEFORE_ERA[parts["era"].upper()] + number if number else 0


def _names_one_year(span: re.Match[str]) -> bool:
    first, second = int(span["first"]), span["second"]
    return int(second) == (first + 1 if len(second) == 4 else (first + 1) % 100)


def _plausible(text: object, year: int) -> int:
    if not EARLIEST <= year <= LATEST:
        raise NotAFiscalYear(text, said_out_of_range(text))
    return year


def said_out_of_range(text: object) -> str:
    """Why a year before EARLIEST or after LATEST is refused."""
    return _("“%(text)s” is not a year between 1868 and 2199.") % {"text": text}


def _refuse(text: object, plain: str) -> NoReturn:
    if not plain:
        raise NotAFiscalYear(text, _("The fiscal year is empty."))
    if PART.search(plain):
        raise NotAFiscalYear(text, _("“%(text)s” is part of a year.") % {"text": text})
    is_date = parse_as_of(plain).date is not None
    if SEVERAL.search(plain) or (SPAN.fullmatch(plain) and not is_date):
        raise NotAFiscalYear(text, _("“%(text)s” is not one year.") % {"text": text})
    if is_date:
        raise NotAFiscalYear(text, _("“%(text)s” is a date, not a fiscal year.") % {"text": text})
    raise NotAFiscalYear(text, _("“%(text)s” is not a fiscal year.") % {"text": text})


def _as_of(parts: Mapping[str, str], following: str) -> NamedDay | None:
    month = MONTHS.get(parts["name"].lower(), 0) if parts.get("name") else int(parts.get("month") or 1)
    year, day = _year_in(parts), parts.get("day")
    if not (EARLIEST <= year <= LATEST and 1 <= month <= 12) or re.match(r"[-/.]?[0-9]", following):
        return None
    if not 1 <= int(day or 1) <= calendar.monthrange(year, month)[1]:
        return None
    precision = "day" if day else "month" if parts.get("name") or parts.get("month") else "year"
    first = date(year, month, int(day or 1))
    if precision == "month" and following.startswith("末"):
        first, precision, following = (
            last_day_named(first, "month"),
            "day",
            following[1:],
        )
    return NamedDay(
        first,
        precision,
        NOISE.sub("", following, count=1).strip() if NOISE.match(following) else following.strip(),
    )
