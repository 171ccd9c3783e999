"""Comparisons: indicators side by side, or one indicator by its parts, its plans' targets or other institutions.

Loaded for a reader in a fixed number of queries. Figures in different units never share an axis: each unit has a chart of
its own, or all become an index of their first common year.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from indicators.charts.axes import Axis
from indicators.charts.chart_data import Point
from indicators.comparisons.rows import INDEX_DECIMALS, Cell, ComparisonRows
from indicators.models import Kind
from indicators.readings.wording.units import RANKS, number_text
from plans.fiscal_years import fiscal_year_label
from plans.text.punctuation import join_label, join_list

MOST_SERIES = 12  # series that can still be told apart
LETTERS = "ABCDEFGHIJKL"
DRAWABLE_KINDS = (Kind.NUMBER, Kind.RATIO)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Track:
    """One series of a comparison: its name, the indicator by which it is printed, its cells by fiscal year, its breaks.

    `is_whole`: it is an indicator's own series, whose plans say why a year has no figure.
    """

    name: str
    note: str
    indicator: object
    cells: dict
    breaks: tuple = ()
    letter: str = ""
    is_target: bool = False
    is_whole: bool = False

    @property
    def place(self):
        """Which of the twelve line styles it has; targets are outlined."""
        return (LETTERS.index(self.letter) + self.is_target * MOST_SERIES // 2) % MOST_SERIES

    @property
    def is_drawn(self):
        return self.indicator.kind in DRAWABLE_KINDS and any(cell.number is not None for cell in self.cells.values())

    @property
    def points(self):
        """Oldest first."""
        return [
            Point(
                year,
                cell.number,
                join_label(join_list([self.name, fiscal_year_label(year)]), cell.text),
                label=cell.text,
            )
            for year, cell in sorted(self.cells.items())
            if cell.number is not None
        ]

    @property
    def segments(self):
        """The points cut at every gap and every new definition."""
        segments, previous = [], None
        for point in self.points:
            year = point.fiscal_year
            if previous is None or year - previous > 1 or any(previous < cut <= year for cut in self.breaks):
                segments.append([])
            segments[-1].append(point)
            previous = year
        return segments

    def as_index_of(self, year):
        """The same series with its number of a year as 100."""
        base = self.cells[year].number
        return replace(self, cells={fiscal_year: index_cell(cell, base) for fiscal_year, cell in self.cells.items()})


def index_cell(cell, base):
    if cell.number is None:
        return cell
    number = cell.number * HUNDRED / base
    return replace(cell, number=number, text=number_text(number, INDEX_DECIMALS), original=cell.text)


@dataclass(frozen=True)
class Panel:
    """Series that share one axis: what the axis counts, and the years."""

    unit: str
    tracks: tuple
    years: range

    @property
    def extremes(self):
        return [point.value for track in self.tracks for point in track.points]

    @property
    def bounds(self):
        """The common limits of the series, such as 0 and 100 % for shares of a whole; None for an index, or where they differ."""
        found = {track.indicator.bounds for track in self.tracks} if self.unit else {None}
        return found.pop() if len(found) == 1 else None

    @property
    def axis(self):
        return Axis.of_ranks(self.extremes) if self.unit in RANKS else Axis.over(self.extremes, self.bounds)


class Comparison:
    """Indicators side by side, or one `by` breakdown, office, plan or institution; `as_index` with a common year as 100."""

    def __init__(self, indicators, *, user, by="", as_index=False, as_of=None):
        self.by, self.is_index_asked = by, as_index
        self.known_on, self.is_final = (None, True) if as_of is None else (as_of.known_on, as_of.is_final)
        self._rows = ComparisonRows(indicators, user=user, by=by, as_of=as_of)
        self.indicators = self._rows.indicators if by != "institution" else self._rows.indicators[: len(indicators)]

    @cached_property
    def _every_track(self):
        return [Track(**named) for named in self._rows.tracks()]

    @property
    def left_out_count(self):
        return max(len(self._every_track) - MOST_SERIES, 0)

    @cached_property
    def _lettered_tracks(self):
        return [replace(track, letter=letter) for track, letter in zip(self._every_track, LETTERS, strict=False)]

    @cached_property
    def tracks(self):
        """At most twelve."""
        if self.base_year is None:
            return self._lettered_tracks
        return [track.as_index_of(self.base_year) if track.is_drawn else track for track in self._lettered_tracks]

    @cached_property
    def years(self):
        years = [year for track in self._every_track[:MOST_SERIES] for year in track.cells]
        return range(min(years), max(years) + 1) if years else range(0)

    @cached_property
    def table(self):
        """[(series, [(fiscal year, its cell)])]; a cell without a figure has the reason, where it is known."""
        return [(track, [(year, self._cell(track, year)) for year in self.years]) for track in self.tracks]

    def _cell(self, track, year):
        if year in track.cells or not track.is_whole:
            return track.cells.get(year, Cell("", why="–"))
        return Cell("", why=self._rows.why_missing(track.indicator, year))

    @cached_property
    def base_year(self):
        """The first year in which every series with a chart is above zero: the 100 of the index. None without one."""
        drawn = [track for track in self._lettered_tracks if track.is_drawn]
        if not self.is_index_asked or not drawn:
            return None
        return next((year for year in self.years if all(is_above_zero(track, year) for track in drawn)), None)

    @cached_property
    def panels(self):
        """A chart for each unit; one for all as an index."""
        groups = {}
        for track in self.tracks:
            if track.is_drawn:
                groups.setdefault("" if self.base_year is not None else str(track.indicator.unit), []).append(track)
        return [Panel(unit, tuple(tracks), self.years) for unit, tracks in groups.items()]

    @property
    def has_units(self):
        return len({str(track.indicator.unit) for track in self._lettered_tracks if track.is_drawn}) > 1

    @property
    def tracks_without_chart(self):
        """Series that are words, days or grades, or hold no number."""
        return [track for track in self.tracks if not track.is_drawn]

    @property
    def tracks_with_breaks(self):
        return [track for track in self.tracks if track.breaks]


def is_above_zero(track, year):
    cell = track.cells.get(year)
    return cell is not None and cell.number is not None and cell.number > 0
