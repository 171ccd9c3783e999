"""Fiscal years: the integer year in which one starts. The only place that knows about April and eras."""

import calendar
from datetime import date


def fiscal_year_of(day: date, start_month: int = 4) -> int:
    """The fiscal year a day falls in: 2024-03-31 is in 2023 where years start in April."""
    return day.year if day.month >= start_month else day.year - 1


def first_day(fiscal_year: int, start_month: int = 4) -> date:
    """The day a fiscal year starts."""
    return date(fiscal_year, start_month, 1)


def last_day(fiscal_year: int, start_month: int = 4) -> date:
    """The day a fiscal year ends."""
    return date.fromordinal(first_day(fiscal_year + 1, start_month).toordinal() - 1)


def due_without_round(fiscal_year: int, start_month: int = 4) -> date:
    """When a value is due if no round asks for it: the last day of the second month after the year's end."""
    end = last_day(fiscal_year, start_month)
    year, month = end.year + (end.month + 1) // 12, (end.month + 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])
