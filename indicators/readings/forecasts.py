"""What the figures alone say of the future and of chance: a robust trend, and the natural limits of a process. Pure.

Both take actuals of one definition by fiscal year; `since_break` leaves the years that may be compared. Both return None where
the history is too short.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from statistics import median

from django.utils.translation import gettext_lazy as _

from indicators.readings.bands import ZERO

IF_THE_TREND_CONTINUES = _("if the trend continues")
TRIAL_LIMITS = _("trial limits: fewer than 12 points")

TREND_NEEDS, LIMITS_NEED, LIMITS_SETTLE = 4, 5, 12
LOW_SHARE, HIGH_SHARE = Decimal("0.1"), Decimal("0.9")  # the middle 80 % of the slopes
LIMIT_FACTOR = Decimal("2.66")  # 3 / 1.128: three sigma from the mean moving range of two


@dataclass(frozen=True)
class Forecast:
    """The trend's value in a future year with its 80 % range, in the indicator's unit, and the slopes a year behind them."""

    fiscal_year: int
    value: Decimal
    low: Decimal
    high: Decimal
    slope: Decimal
    slope_low: Decimal
    slope_high: Decimal
    label = IF_THE_TREND_CONTINUES


@dataclass(frozen=True)
class Limits:
    """Natural process limits (XmR): what chance alone would explain, in the indicator's unit; `is_trial` below 12 points."""

    center: Decimal
    lower: Decimal
    upper: Decimal
    points: int

    @property
    def is_trial(self) -> bool:
        """Whether there are too few points for the limits to stand."""
        return self.points < LIMITS_SETTLE

    @property
    def note(self) -> str:
        """What to say beside the limits, in the active language; empty once they are settled."""
        return str(TRIAL_LIMITS) if self.is_trial else ""

    def holds(self, figure: Decimal) -> bool:
        """Whether a figure is within what chance explains."""
        return self.lower <= figure <= self.upper


def since_break(
    figures: Mapping[int, Decimal], breaks: Iterable[int] = (), restated: Mapping[int, Decimal] | None = None
) -> dict[int, Decimal]:
    """Figures comparable with the latest: from the last break on (the first year of a new definition), plus restated years before it."""
    start = max((year for year in breaks if year <= max(figures, default=0)), default=None)
    comparable = {year: figure for year, figure in figures.items() if start is None or year >= start}
    return dict(sorted((dict(restated or {}) | comparable).items()))


def forecast(figures: Mapping[int, Decimal], fiscal_year: int) -> Forecast | None:
    """Theil–Sen trend carried to a year after the last figure; None: not enough history (fewer than 4), or no future year."""
    if len(figures) < TREND_NEEDS or fiscal_year <= max(figures):
        return None
    slopes = sorted(
        (later - earlier) / (year - before)
        for (before, earlier), (year, later) in combinations(sorted(figures.items()), 2)
    )
    middle, low, high = median(slopes), quantile(slopes, LOW_SHARE), quantile(slopes, HIGH_SHARE)
    value, lower, upper = (_carry(figures, slope, fiscal_year) for slope in (middle, low, high))
    return Forecast(fiscal_year, value, lower, upper, slope=middle, slope_low=low, slope_high=high)


def process_limits(figures: Mapping[int, Decimal]) -> Limits | None:
    """XmR limits around the mean; None: not enough history (fewer than 5). A year left out does not break the moving range."""
    if len(figures) < LIMITS_NEED:
        return None
    series = [figures[year] for year in sorted(figures)]
    ranges = [abs(later - earlier) for earlier, later in pairwise(series)]
    center, reach = sum(series, ZERO) / len(series), LIMIT_FACTOR * sum(ranges, ZERO) / len(ranges)
    return Limits(center, center - reach, center + reach, len(series))


def quantile(ordered: list[Decimal], share: Decimal) -> Decimal:
    """The value below which a share of an ordered list lies, between neighbours in proportion."""
    place = share * (len(ordered) - 1)
    left = int(place)
    right = min(left + 1, len(ordered) - 1)
    return ordered[left] + (ordered[right] - ordered[left]) * (place - left)


def _carry(figures: Mapping[int, Decimal], slope: Decimal, fiscal_year: int) -> Decimal:
    return median(figure + slope * (fiscal_year - year) for year, figure in figures.items())
