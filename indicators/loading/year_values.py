"""The actuals behind readings, as plain rows: a plan has thousands, and models would cost more than all the rest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from indicators.models import ValueKind, ValueState, YearlyValue, bound_of
from indicators.readings.terms import Actual
from measures.models import Grade
from plans.database.history import rows_known_on
from plans.models import Reader, reads

Cells: TypeAlias = tuple[Any, ...]  # in the order of COLUMNS, or cut off behind the state
WHOLE = {"kind": ValueKind.ACTUAL, "breakdown": None}


class YearValue(NamedTuple):
    """What was entered for an indicator in a fiscal year."""

    indicator_id: int
    fiscal_year: int
    institution_id: int
    disclosure: str
    id: int
    state: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    dated: date | None = None
    text: str = ""
    is_provisional: bool = False
    updated_at: datetime | None = None
    note: str = ""
    printed: str = ""
    grade_id: int | None = None
    grade: Grade | None = None

    @property
    def actual(self) -> Actual:
        """The row as readings take it."""
        rank = None if self.grade is None else self.grade.rank
        said = (bound_of(self.state, self.printed), self.note)
        reason = "" if self.state == ValueState.REPORTED else "; ".join(filter(None, said))
        divides_by_zero = self.denominator is not None and self.denominator == 0
        return Actual(self.value, self.state, rank, self.dated, self.is_provisional, reason, divides_by_zero)


COLUMNS = YearValue._fields[:-1]
STATE = COLUMNS.index("state")


def value_rows(indicators: Collection[int], *, user: Reader, moment: datetime | None) -> Mapping[int, dict[int, Cells]]:
    """{indicator id: {fiscal year: cells in the order of COLUMNS}}; of what the user may not read the figures are cut off.

    Costs one query; of the past two, for what is hidden today stays hidden.
    """
    may_read = cache(lambda institution_id, disclosure: reads(user, institution_id, disclosure))
    hidden = hidden_today(indicators, user) if moment is not None else ()
    found: defaultdict[int, dict[int, Cells]] = defaultdict(dict)
    for row in rows(indicators, moment):
        indicator_id, fiscal_year, institution_id, disclosure, pk = row[:STATE]
        shown = may_read(institution_id, disclosure) and pk not in hidden
        found[indicator_id][fiscal_year] = row if shown else (*row[:STATE], ValueState.WITHHELD)
    return found


def rows(indicators: Collection[int], moment: datetime | None) -> Iterable[Cells]:
    if moment is None:
        return YearlyValue.objects.filter(indicator__in=indicators, **WHOLE).order_by().values_list(*COLUMNS)
    known = rows_known_on(YearlyValue, moment, indicator__in=indicators, **WHOLE)
    return [tuple(getattr(value, column) for column in COLUMNS) for value in known]


def hidden_today(indicators: Collection[int], user: Reader) -> set[int]:
    """The ids of the values of some indicators (ids) that are closed to the user now."""
    own = {"indicator__in": indicators}  # of both: the values of all indicators may be millions
    visible = YearlyValue.objects.visible_to(user).filter(**own).order_by()
    return set(YearlyValue.objects.filter(**own).exclude(pk__in=visible).order_by().values_list("pk", flat=True))


def year_value_of(row: Cells, grades: Mapping[int, Grade]) -> YearValue:
    """A row of `value_rows` as a YearValue; `grades`: {id: Grade}."""
    value = YearValue(*row)
    return value._replace(grade=grades.get(value.grade_id)) if value.grade_id is not None else value
