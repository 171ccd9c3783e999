"""When a figure is of: its fiscal year and its as-of date, from the row and from the words in its cell."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.imports.places import RefusedError
from plans.fiscal_years import as_of_text, fiscal_year_of


class Time(NamedTuple):
    """`rest`: text of the as-of cell that is no date; `doubt`: what a person should look at."""

    fiscal_year: int | None
    as_of: date | None
    precision: str
    rest: str = ""
    doubt: str = ""


def time_of(said, figure, kind, cells, start_month):
    """The Time of a row; raises RefusedError. A baseline may have no year."""
    as_of, precision, rest = cells.as_of(said["as_of"]) if said["as_of"].strip() else (figure.as_of or (None, "", ""))
    year = cells.year(said["fiscal_year"]) if said["fiscal_year"].strip() else None
    if figure.fiscal_year is not None:
        if kind == "target" and year not in {None, figure.fiscal_year}:
            raise RefusedError(
                "value", said["value"], _("The cell speaks of another year than its row, %(year)d.") % {"year": year}
            )
        year = figure.fiscal_year
    of_date = None if as_of is None else fiscal_year_of(as_of, start_month, precision)
    if year is None:
        year = of_date
    if year is None and kind != "baseline":
        raise RefusedError("fiscal_year", "", _("The row does not say the fiscal year."))
    doubt = _("“%(text)s” is no date; it went to the note.") % {"text": rest} if rest else ""
    if not doubt and kind in {"actual", "forecast"} and precision in {"day", "month"} and of_date != year:
        names = {"date": as_of_text(as_of, precision), "of_date": of_date, "year": year}
        doubt = _("%(date)s is in FY%(of_date)d, the row says FY%(year)d.") % names
    return Time(year, as_of, precision, rest, doubt)
