"""What a sheet holds, as counts and names: what it will make, and what the plan knows already."""

from dataclasses import dataclass, field

from indicators.sheets.rows.slots import name_of

KINDS_AND_YEARS = """
    SELECT kind, count(*), array_agg(DISTINCT fiscal_year ORDER BY fiscal_year) FILTER (WHERE fiscal_year IS NOT NULL)
    FROM staged_figure WHERE action = '' GROUP BY kind
"""
KINDS = ("baseline", "target", "actual", "forecast")


@dataclass
class NameCounts:
    """Names of one sort in the sheet's order, new and known; a level without a name is ""."""

    new: list = field(default_factory=list)
    known: list = field(default_factory=list)


@dataclass
class Contents:
    """The contents of the good rows; `figures`: {kind: {"count": how many, "fiscal_years": their years}}."""

    strategies: NameCounts = field(default_factory=NameCounts)
    standards: NameCounts = field(default_factory=NameCounts)
    measures: NameCounts = field(default_factory=NameCounts)
    indicators: NameCounts = field(default_factory=NameCounts)
    units: list = field(default_factory=list)
    figures: dict = field(default_factory=dict)


LEVELS = {"strategy": "strategies", "standard": "standards", "measure": "measures"}


def contents_of(cursor, places):
    """From the places of the good rows and the staged figures; before anything is written."""
    contents = Contents()
    branches = dict.fromkeys(branch for place in places for branch in place.branch.path() if branch.level in LEVELS)
    for branch in branches:
        _add(getattr(contents, LEVELS[branch.level]), branch)
    series = dict.fromkeys(place.series for place in places if place.series is not None)
    for one in series:
        _add(contents.indicators, one)
    contents.units = list(dict.fromkeys(one.unit for one in series if one.unit))
    contents.figures = _figures(cursor)
    return contents


def _add(names, one):
    (names.new if one.pk is None else names.known).append(name_of(one))


def _figures(cursor):
    cursor.execute(KINDS_AND_YEARS)
    found = {kind: {"count": count, "fiscal_years": years or []} for kind, count, years in cursor.fetchall()}
    return {kind: found[kind] for kind in KINDS if kind in found}
