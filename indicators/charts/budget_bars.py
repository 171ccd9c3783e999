"""Planned and settled amounts as bars in pixels: the outline is the plan, the solid bar is what was settled."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from indicators.readings.wording.money import Scale, scale_for, unit_text
from indicators.readings.wording.units import number_text
from measures.money import Money
from plans.fiscal_years import fiscal_year_label
from plans.text.languages import active_language

WIDTH, TOP, FLOOR = 320, 24, 130
WIDEST = 40


@dataclass(frozen=True, eq=False)
class BudgetBar:
    """One year in pixels; a y is None without an amount."""

    x: float
    width: float
    planned_y: float | None
    settled_y: float | None
    label_y: float
    amount: str
    year: str
    note: str

    @property
    def middle(self):
        return round(self.x + self.width / 2, 1)

    @property
    def inner_x(self):
        return round(self.x + self.width * 0.15, 1)

    @property
    def inner_width(self):
        return round(self.width * 0.7, 1)

    @property
    def planned_height(self):
        return None if self.planned_y is None else round(FLOOR - self.planned_y, 1)

    @property
    def settled_height(self):
        return None if self.settled_y is None else round(FLOOR - self.settled_y, 1)


@dataclass(frozen=True, eq=False)
class BudgetChart:
    """The years of one currency; all amounts are printed in one scale."""

    money: Money
    scale: Scale
    bars: list[BudgetBar]

    @property
    def unit(self):
        """What the printed amounts count: million yen, USD."""
        return unit_text(self.money.currency, self.scale)


def draw_budget_chart(money: Money) -> BudgetChart:
    scale = scale_for(money.most)
    column = WIDTH / max(len(money.years), 1)
    bars = [draw_bar(year, index * column, column, money.most, scale) for index, year in enumerate(money.years)]
    return BudgetChart(money, scale, bars)


def draw_bar(year, left, column, most, scale):
    width = min(WIDEST, column * 0.75)
    planned, settled = y_of_amount(year.planned, most), y_of_amount(year.settled, most)
    amount = year.planned if year.settled is None else year.settled
    return BudgetBar(
        x=round(left + (column - width) / 2, 1),
        width=round(width, 1),
        planned_y=planned,
        settled_y=settled,
        label_y=min(y for y in (planned, settled, float(FLOOR)) if y is not None) - 6,
        amount="" if amount is None else number_text(amount.scaleb(-scale.power), 1 if scale.power else 0),
        year=fiscal_year_label(year.fiscal_year, "era_short" if active_language() == "ja" else "fy"),
        note=note_above(year),
    )


def y_of_amount(amount, most):
    """The y at which a bar ends; an amount below zero has no height."""
    if amount is None:
        return None
    share = max(amount, Decimal(0)) / most if most > 0 else Decimal(0)
    return round(FLOOR - float(share) * (FLOOR - TOP), 1)


def note_above(year):
    if year.share is not None:
        return f"{number_text(year.share, 0)}%"
    return pgettext("money", "budget") if year.settled is None else ""
