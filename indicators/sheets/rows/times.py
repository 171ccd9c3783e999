"""When a figure is of: its fiscal year and its as-of date, from the row and from the words in its cell."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.sheets.rows.slots import RefusedError
from plans.fiscal_years import as_of_text, fiscal_year_of


class Time(NamedTuple):
    """`rest`: text of the as-of cell that is no date; `doubts`: (field, what a person should look at)."""

    fiscal_year: int | None
    as_of: date | None
    precision: str
    rest: str = ""
    doubts: tuple = ()


def time_of(said, figure, kind, cells, start_month):
    """The Time of a row; raises RefusedError. A baseline may have no year."""
    as_of, precision, rest = cells.as_of(said["as_of"]) if said["as_of"].strip() else (figure.as_of or (None, "", ""))
    year, _outlook, short = cells.year(said["fiscal_year"]) if said["fiscal_year"].strip() else (None, "", "")
    doubts = [("fiscal_year", short)] if short else []
    if figure.fiscal_year is not None:
        if kind == "target" and year not in {None, figure.fiscal_year}:
            raise RefusedError(
                "value", said["value"], _("The cell speaks of another year than its row, %(year)d.") % {"year": year}
            )
        if year not in {None, figure.fiscal_year}:
            years = {"said": figure.fiscal_year, "year": year}
            doubts.append(("value", _("The cell says FY%(said)d, the row FY%(year)d: the cell was followed.") % years))
        year = figure.fiscal_year
    of_date = None if as_of is None else fiscal_year_of(as_of, start_month, precision)
    if year is None:
        year = of_date
    if year is None and kind != "baseline":
        raise RefusedError("fiscal_year", "", _("The row does not say the fiscal year."))
    if rest:
        doubts.append(("as_of", _("“%(text)s” is not a date; it went to the note.") % {"text": rest}))
    elif kind in {"actual", "forecast"} and precision in {"day", "month"} and of_date != year:
        names = {"date": as_of_text(as_of, precision), "of_date": of_date, "year": year}
        doubts.append(("as_of", _("%(date)s is in FY%(of_date)d, the row says FY%(year)d.") % names))
    return Time(year, as_of, precision, rest, tuple(doubts))
