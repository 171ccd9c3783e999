"""How figures, targets and dates of a commitment are printed inside sentences, in the active language."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.bands import Band
from indicators.figures import NEVER, rounded
from indicators.terms import Comparator, Terms

AIMS = {
    Comparator.AT_LEAST: lambda: _("at least %(amount)s"),
    Comparator.MORE_THAN: lambda: _("more than %(amount)s"),
    Comparator.AT_MOST: lambda: _("at most %(amount)s"),
    Comparator.LESS_THAN: lambda: _("less than %(amount)s"),
    Comparator.EQUAL: lambda: _("exactly %(amount)s"),
    Comparator.MAINTAIN: lambda: _("%(amount)s, give or take %(tolerance)s"),
    Comparator.REACH_RANK: lambda: _("%(amount)s or better"),
    Comparator.GRADE_AT_LEAST: lambda: _("%(amount)s or better"),
    Comparator.YES_BY: lambda: _("yes by %(amount)s"),
}


def number_text(number: Decimal, decimals: int | None) -> str:
    """A number with thousands separators and a true minus; decimals None: at most two, without trailing zeros."""
    printed = f"{rounded(number, 2 if decimals is None else decimals):,f}"
    if decimals is None:
        printed = printed.rstrip("0").rstrip(".")
    return "0" if printed == "-0" else printed.replace("-", "−")


def amount_text(terms: Terms, number: Decimal, more_decimals: int = 0) -> str:
    """A figure of the commitment's indicator with its unit; a grade by its name; a yes by its day."""
    if terms.comparator == Comparator.YES_BY:
        return _("“no”") if number == NEVER else day_text(date.fromordinal(int(number)))
    if terms.comparator == Comparator.GRADE_AT_LEAST:
        return pgettext("a grade in a sentence", "%(grade)s") % {"grade": terms.scale.get(int(number), int(number))}
    printed = number_text(number, None if terms.decimals is None else terms.decimals + more_decimals)
    return _("%(number)s %(unit)s") % {"number": printed, "unit": terms.unit} if terms.unit else printed


def amount_beside(terms: Terms, number: Decimal, beside: Decimal | None) -> str:
    """A figure, with one more decimal where it would look equal to the one beside it and is not."""
    printed = amount_text(terms, number)
    alike = beside is not None and beside != number and printed == amount_text(terms, beside)
    return amount_text(terms, number, more_decimals=1) if alike else printed


def band_text(terms: Terms, band: Band, beside: Decimal | None = None) -> str:
    """The number or range of a band, told apart from the figure beside it."""
    if band.value is None:
        return _("%(low)s to %(high)s") % {
            "low": number_text(band.low, terms.decimals),
            "high": amount_text(terms, band.high),
        }
    return amount_beside(terms, band.value, beside)


def aim_text(terms: Terms, band: Band) -> str:
    """What a target asks for: at least 30 %, 100 to 105, Ⅲ or better, yes by a day."""
    if band.value is None or terms.comparator not in AIMS:
        return band_text(terms, band)
    named = {"amount": amount_text(terms, band.value)}
    if terms.comparator == Comparator.MAINTAIN:
        named["tolerance"] = amount_text(terms, terms.slack(band), more_decimals=1)
    return AIMS[terms.comparator]() % named


def day_text(day: date) -> str:
    """A day as the active language writes it."""
    return date_format(day, "DATE_FORMAT")
