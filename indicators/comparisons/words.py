"""The message of a comparison: two series side by side in their last common year, two parts and how far they are apart, or how many."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.loading.value_text import number_with_unit
from indicators.readings.figures import round_half_up
from indicators.readings.terms import CommitmentTerms, Comparator
from indicators.readings.wording.printing import gap_text
from indicators.readings.wording.units import RANKS
from plans.fiscal_years import fiscal_year_label, fiscal_years_label

PAIR = 2


def title(comparison) -> str:
    """Empty where one line cannot sum it up."""
    tracks = [track for track in comparison.tracks if track.is_drawn and not track.is_target]
    if comparison.by:
        parts = tracks[1:] if comparison.by in ("breakdown", "office") else []
        return two_parts(parts) if comparison.base_year is None else ""
    if len(tracks) == PAIR and comparison.base_year is None:
        return two_series(tracks)
    return count_and_years(comparison) if len(comparison.indicators) > PAIR and comparison.years else ""


def two_series(tracks):
    """FY2025: graduates 39.6%, staff 27.0%."""
    year = last_common_year(tracks)
    if year is None:
        return ""
    first, second = (in_year(track, year) for track in tracks)
    return _("%(year)s: %(first)s, %(second)s") % {"year": fiscal_year_label(year), "first": first, "second": second}


def two_parts(tracks):
    """Doctoral 35.6%, bachelor's 6.4% (29.2 points apart)."""
    year = last_common_year(tracks) if len(tracks) == PAIR else None
    if year is None:
        return ""
    first, second = (in_year(track, year) for track in tracks)
    named = {"first": first, "second": second, "gap": gap_between(tracks, year)}
    return _("%(first)s, %(second)s (%(gap)s apart)") % named


def count_and_years(comparison):
    """6 indicators, FY2019–25."""
    number, years = len(comparison.indicators), comparison.years
    said = ngettext("%(number)s indicator, %(years)s", "%(number)s indicators, %(years)s", number)
    return said % {"number": number, "years": fiscal_years_label(years[0], years[-1])}


def last_common_year(tracks):
    """The last fiscal year in which all of them have a number; None without any."""
    known = [{year for year, cell in track.cells.items() if cell.number is not None} for track in tracks]
    return max(set.intersection(*known), default=None)


def in_year(track, year):
    """Graduates 39.6%, 卒業者39.6%, TOEIC730 39.6%."""
    amount = number_with_unit(track.cells[year].number, track.indicator)
    if track.name[-1:].isascii():
        return f"{track.name} {amount}"
    return _("%(name)s %(amount)s") % {"name": track.name, "amount": amount}


def gap_between(tracks, year):
    indicator = tracks[0].indicator
    first, second = (round_half_up(track.cells[year].number, indicator.decimals) for track in tracks)
    unit = str(indicator.unit)
    comparator = Comparator.REACH_RANK if unit in RANKS else ""
    return gap_text(CommitmentTerms(comparator, unit=unit, decimals=indicator.decimals), abs(first - second))
