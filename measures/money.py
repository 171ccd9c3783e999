"""What was planned and settled year by year, added up from budget lines. Pure; what no line says stays None, not zero."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, eq=False)
class MoneyYear:
    """A fiscal year's lines in one currency with their sums, in the currency's base amount."""

    fiscal_year: int
    planned: Decimal | None
    settled: Decimal | None
    lines: tuple

    @property
    def share(self) -> Decimal | None:
        """How much of the plan was settled, in percent; None while either is not known, or where nothing was planned."""
        if self.planned is None or self.settled is None or self.planned == 0:
            return None
        return 100 * self.settled / self.planned


@dataclass(frozen=True, eq=False)
class Money:
    """The years of one currency, oldest first."""

    currency: str
    years: list[MoneyYear]

    @property
    def most(self) -> Decimal:
        """The largest sum of any year; 0 where none is known."""
        sums = (amount for year in self.years for amount in (year.planned, year.settled))
        return max((amount for amount in sums if amount is not None), default=Decimal(0))


def money_of(lines) -> list[Money]:
    """Budget lines by currency and fiscal year."""
    by_currency = defaultdict(lambda: defaultdict(list))
    for line in lines:
        by_currency[line.currency][line.fiscal_year].append(line)
    return [
        Money(currency, [of_year(year, found) for year, found in sorted(years.items())])
        for currency, years in sorted(by_currency.items())
    ]


def of_year(fiscal_year, lines):
    planned = sum_known([line.planned for line in lines])
    return MoneyYear(fiscal_year, planned, sum_known([line.settled for line in lines]), tuple(lines))


def sum_known(amounts):
    """The sum of the amounts that are known; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
