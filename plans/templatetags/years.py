"""How fiscal years and as-of dates are printed."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html

from plans.fiscal_years import fiscal_year_label, fiscal_years_label

register = template.Library()


@register.filter
def fiscal_year(year):
    """FY2025, in Japanese 令和7年度. Nothing for no year."""
    return "" if year is None else fiscal_year_label(year)


@register.filter
def western(year):
    """The year by the other calendar, beside the usual label: 2025年度."""
    return "" if year is None else fiscal_year_label(year, "nendo")


@register.filter
def fiscal_years(row):
    """The span of a row with a first and a last fiscal year."""
    return fiscal_years_label(row.first_fiscal_year, row.last_fiscal_year)


@register.filter
def as_of(day, precision):
    """A date cut to its precision: 29 February 2024, February 2024, 2024. The machine's form goes into the attribute."""
    if day is None:
        return ""
    if precision == "year":
        return format_html('<time datetime="{}">{}</time>', day.year, day.year)
    if precision == "month":
        return format_html('<time datetime="{:%Y-%m}">{}</time>', day, date_format(day, "YEAR_MONTH_FORMAT"))
    return format_html('<time datetime="{:%Y-%m-%d}">{}</time>', day, date_format(day, "DATE_FORMAT"))
