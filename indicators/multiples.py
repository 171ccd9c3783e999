"""An indicator by its breakdowns: a small drawing of each part on one scale, and the table of the same figures."""

from dataclasses import dataclass
from itertools import chain

from indicators.axes import Axis
from indicators.models import Breakdown, Kind, ValueKind, YearlyValue
from indicators.printing import number_text
from indicators.shapes import Drawing, Point
from indicators.sketch_parts import Sketch
from indicators.sketches import SMALL, sketch
from indicators.values import value_text
from plans.fiscal_years import fiscal_year_label

MOST_DRAWN = 24
DRAWN = (Kind.NUMBER, Kind.RATIO)


@dataclass(frozen=True, eq=False)
class Part:
    """One breakdown: its rows by the columns of the table (None where there is none), and its drawing if it has numbers."""

    breakdown: Breakdown
    values: list[YearlyValue | None]
    sketch: Sketch | None


@dataclass(frozen=True)
class Multiples:
    """The parts of an indicator in their order, and the fiscal years that have any."""

    years: list[int]
    parts: list[Part]


def multiples(series):
    """The breakdowns of a series; None without any."""
    rows = [row for row in chain.from_iterable(series.parts.values()) if row.kind == ValueKind.ACTUAL]
    if not rows:
        return None
    years = list(range(min(row.fiscal_year for row in rows), max(row.fiscal_year for row in rows) + 1))
    breakdowns = sorted({row.breakdown for row in rows}, key=lambda breakdown: (breakdown.order, breakdown.pk))
    axis = Axis.over([row.value for row in rows if row.value is not None])
    by_place = {(row.breakdown_id, row.fiscal_year): row for row in rows}
    parts = []
    for index, breakdown in enumerate(breakdowns):
        values = [by_place.get((breakdown.pk, year)) for year in years]
        picture = drawn(series.indicator, breakdown, years, values)
        is_drawn = index < MOST_DRAWN and not picture.is_empty
        parts.append(Part(breakdown, values, sketch(picture, SMALL, axis) if is_drawn else None))
    return Multiples(years, parts)


def drawn(indicator, breakdown, years, values):
    known = [value for value in values if value is not None and value.value is not None]
    return Drawing(
        title=str(breakdown.name),
        unit="",
        year_labels={year: str(year) for year in years},
        actual=tuple(point(value, indicator) for value in known) if indicator.kind in DRAWN else (),
        missing={
            year: value.get_state_display()
            for year, value in zip(years, values, strict=True)
            if value is not None and value.value is None
        },
    )


def point(value, indicator):
    text = f"{fiscal_year_label(value.fiscal_year)}: {value_text(value, indicator)}"
    return Point(value.fiscal_year, value.value, text, label=number_text(value.value, indicator.decimals))
