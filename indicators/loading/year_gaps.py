"""Which years a table and a chart show one by one, and which long runs of empty ones they fold into one. Pure."""

from collections.abc import Iterable
from itertools import pairwise

MOST_EMPTY = 6  # years without anything to say that still stand one by one


def years_to_show(years: Iterable[int]) -> list[int]:
    """The years that say something and what lies between them, but for long runs of years that say nothing."""
    said = sorted(set(years))
    shown = said[:1]
    for earlier, later in pairwise(said):
        shown += range(later if later - earlier > MOST_EMPTY + 1 else earlier + 1, later + 1)
    return shown


def folds_in(shown: list[int]) -> tuple[tuple[int, int], ...]:
    """(first, last) of each run of years that is left out between those shown."""
    return tuple((earlier + 1, later - 1) for earlier, later in pairwise(shown) if later - earlier > 1)


def place_of(year: int, folds: Iterable[tuple[int, int]]) -> int:
    """Where a year stands on an axis on which each fold takes the room of one year; a year in a fold stands there."""
    left_out = 0
    for first, last in folds:
        if first <= year <= last:
            return first - left_out
        left_out += last - first if year > last else 0
    return year - left_out
