"""How fiscal years and as-of dates are printed."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html

from plans.fiscal_years import as_of_text, fiscal_year_label, fiscal_years_label
from plans.text.languages import active_language

register = template.Library()


@register.filter
def fiscal_year(year):
    """FY2025, in Japanese 令和7年度. Nothing for no year."""
    return "" if year is None else fiscal_year_label(year)


@register.filter
def other_calendar(year):
    """The year by the calendar that the usual label does not use: R7, in Japanese 2025年度."""
    return fiscal_year_label(year, "nendo" if active_language() == "ja" else "era_short")


@register.filter
def in_both_calendars(year):
    """The shortest (label, by the other calendar) of a year: (FY2025, R7), in Japanese (2025, 令和7)."""
    if active_language() == "ja":
        return str(year), fiscal_year_label(year, "era_year")
    return fiscal_year_label(year, "fy"), fiscal_year_label(year, "era_short")


@register.filter
def fiscal_years(row):
    """The span of a row with a first and a last fiscal year."""
    return fiscal_years_label(row.first_fiscal_year, row.last_fiscal_year)


@register.simple_tag
def years_between(first, last):
    """A span of fiscal years as heads have it: FY2022–27, 令和4～9年度."""
    return fiscal_years_label(first, last)


@register.filter
def as_of(row):
    """The date of a row, cut to its precision: 29 February 2024, February 2024, 2024; the attribute has the machine's form."""
    day = getattr(row, "as_of", None)
    if day is None:
        return ""
    printed = {"year": "Y年" if active_language() == "ja" else "Y", "month": "YEAR_MONTH_FORMAT"}.get(
        row.as_of_precision, "DATE_FORMAT"
    )
    return format_html('<time datetime="{}">{}</time>', as_of_text(day, row.as_of_precision), date_format(day, printed))
