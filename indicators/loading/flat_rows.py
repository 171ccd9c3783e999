"""Readings as flat rows, the table that other programs want: one commitment in one fiscal year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db.models import QuerySet

from indicators.loading.lines import ReadingLoader, ReadingWithRows
from indicators.models import Commitment
from indicators.readings.figures import round_half_up
from indicators.readings.reading import Reading
from indicators.readings.terms import Comparator
from plans.models import Plan, Reader

Place: TypeAlias = tuple[int, int]  # a commitment's id and a fiscal year
SHARE_DECIMALS = 4
COMMITMENTS_AT_ONCE = 200


@dataclass(frozen=True, eq=False)
class ReadingRow:
    """One reading as a row: its line, and the cells that are more than read off the line. A share of 1.0000 is all of it."""

    line: ReadingWithRows

    @property
    def reading(self) -> Reading:
        return self.line.reading

    @property
    def measure_code(self) -> str | None:
        return None if self.line.commitment.measure is None else self.line.commitment.measure.code

    @property
    def measure_name(self) -> str | None:
        return None if self.line.commitment.measure is None else self.line.commitment.measure.name

    @property
    def office_code(self) -> str | None:
        return None if self.line.indicator.office is None else self.line.indicator.office.code

    @property
    def office_name(self) -> str | None:
        return None if self.line.indicator.office is None else self.line.indicator.office.name

    @property
    def expected(self) -> Decimal | None:
        expectation = self.reading.expectation
        return None if expectation is None else self.rounded_guide(expectation.number)

    @property
    def expected_is_guide(self) -> bool:
        return self.reading.expectation is not None and self.reading.expectation.is_guide

    @property
    def expected_low(self) -> Decimal | None:
        return self._end("low")

    @property
    def expected_high(self) -> Decimal | None:
        return self._end("high")

    def _end(self, end: str) -> Decimal | None:
        """One end of a range that is expected, also of one with a single end; None where one number is."""
        band = self.reading.expected_band
        is_one_sided = self.reading.terms.comparator == Comparator.RANGE and band is not None and not band.is_two_sided
        if band is None or (band.value is not None and not is_one_sided):
            return None
        return self.rounded_guide(getattr(band, end))

    def rounded_guide(self, number: Decimal | None) -> Decimal | None:
        """An expectation: as it was decided, or with two more decimals than the figures where it was computed."""
        if number is None or not self.expected_is_guide:
            return number
        return round_half_up(number, self.line.indicator.decimals + 2)

    @property
    def target(self) -> Decimal | None:
        return None if self.line.target is None else self.line.target.value

    @property
    def target_low(self) -> Decimal | None:
        return None if self.line.target is None else self.line.target.low

    @property
    def target_high(self) -> Decimal | None:
        return None if self.line.target is None else self.line.target.high

    @property
    def progress(self) -> Decimal | None:
        return share(self.reading.progress.share)

    @property
    def pace(self) -> Decimal | None:
        return share(self.reading.progress.pace)

    @property
    def override(self) -> str | None:
        return None if self.line.override is None else self.line.override.status

    @property
    def override_reason(self) -> str | None:
        return None if self.line.override is None else self.line.override.reason


def share(number: Decimal | None) -> Decimal | None:
    return None if number is None else round_half_up(number, SHARE_DECIMALS)


@dataclass(frozen=True)
class Narrowing:
    """Which readings of the commitments are wanted: of some fiscal years or all, with some statuses or any."""

    fiscal_years: frozenset[int] = frozenset()
    first: int | None = None
    last: int | None = None
    statuses: frozenset[str] = frozenset()

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Narrowing":
        """What the cleaned parameters of a ReadingFilter leave of readings."""
        return cls(
            frozenset(asked["fiscal_year"]),
            asked["fiscal_year__gte"],
            asked["fiscal_year__lte"],
            frozenset(asked["status"]),
        )

    def takes(self, line: ReadingWithRows) -> bool:
        return not self.statuses or not self.statuses.isdisjoint({line.status, line.mark})

    def years(self, plan: Plan) -> list[int]:
        return [year for year in plan.fiscal_years if self.takes_year(year)]

    def takes_year(self, year: int) -> bool:
        is_named = not self.fiscal_years or year in self.fiscal_years
        return is_named and (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


def reading_rows(
    commitments: QuerySet[Commitment],
    narrowing: Narrowing,
    *,
    user: Reader,
    place: Place | None = None,
    backwards: bool = False,
) -> Iterator[ReadingRow]:
    """Rows for a queryset of commitments, by commitment and fiscal year, from after a place (commitment id, year) on.

    A batch of commitments costs a fixed number of queries, and as much memory as it has values.
    """
    for batch in batches(commitments, place, backwards=backwards):
        for line in lines(ReadingLoader(batch, user=user), narrowing, backwards=backwards):
            if lies_after((line.commitment.pk, line.fiscal_year), place, backwards=backwards) and narrowing.takes(line):
                yield ReadingRow(line)


def lines(book: ReadingLoader, narrowing: Narrowing, *, backwards: bool) -> Iterator[ReadingWithRows]:
    for commitment in book.commitments:
        years = narrowing.years(commitment.standard.strategy.plan)
        for year in reversed(years) if backwards else years:
            yield book.line(commitment, year)


def lies_after(here: Place, place: Place | None, *, backwards: bool) -> bool:
    return place is None or (here < place if backwards else here > place)


def batches(commitments: QuerySet[Commitment], place: Place | None, *, backwards: bool) -> Iterator[list[Commitment]]:
    """Lists of commitments by id, beginning with the one of the place."""
    lookup, order = ("pk__lt", "-pk") if backwards else ("pk__gt", "pk")
    batch = list(commitments.filter(pk=place[0])) if place else []
    last = place[0] if place else None
    while True:
        rest = commitments if last is None else commitments.filter(**{lookup: last})
        more = list(rest.order_by(order)[: COMMITMENTS_AT_ONCE - len(batch)])
        batch += more
        if batch:
            yield batch
        if not more or len(batch) < COMMITMENTS_AT_ONCE:
            return
        batch, last = [], more[-1].pk
