"""Yearly values as they are under lock, for one person who is about to write them."""

from operator import attrgetter
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from indicators.models import Breakdown, Indicator, YearlyValue
from plans.access.permissions import may_record, require
from plans.database.row_locks import lock_rows, lock_years
from plans.models import reads


class ValueKey(NamedTuple):
    """Which figure: no two rows share one."""

    indicator: Indicator
    fiscal_year: int
    kind: str
    breakdown: Breakdown | None

    @property
    def ids(self):
        return self.indicator.pk, self.fiscal_year, self.kind, None if self.breakdown is None else self.breakdown.pk


class HiddenValue(PermissionDenied):
    """The figure was entered already, and the person may not read it."""


class LockedValues:
    """The values of some keys, locked with their years until the transaction ends, in a fixed number of queries.

    For who may record all of them.
    """

    def __init__(self, keys, *, by):
        self.by = by
        for indicator in {key.indicator for key in keys}:
            require(may_record(by, indicator))
        fiscal_years = {key.fiscal_year for key in keys}
        for institution_id in sorted({key.indicator.institution_id for key in keys}):
            lock_years(institution_id, fiscal_years)
        parts = {key.breakdown for key in keys}
        values = YearlyValue.objects.filter(
            Q(breakdown__in=parts - {None}) | (Q(breakdown=None) if None in parts else Q(pk=None)),
            indicator__in={key.indicator for key in keys},
            fiscal_year__in=fiscal_years,
            kind__in={key.kind for key in keys},
        )
        ids = attrgetter("indicator_id", "fiscal_year", "kind", "breakdown_id")
        self.rows = {ids(row): row for row in lock_rows(values).select_related("grade")}

    def of(self, key):
        """The row of a key, None where there is none; raises HiddenValue."""
        row = self.rows.get(key.ids)
        if row is not None and not reads(self.by, row.institution_id, row.disclosure):
            raise HiddenValue
        return row


def holds(row, columns):
    """Whether a row says all this already, numbers being equal as numbers.

    With both parts the database computes the value, and keeps one that was given for it and differs as `published`.
    """
    after = {name: getattr(row, name) for name in ("numerator", "denominator", "published")} | columns
    if None not in (after["numerator"], after["denominator"]) and "value" in columns:
        given = columns["value"]
        if given not in (None, row.value) and after["published"] is None:
            after["published"] = given
        del after["value"]
    return all(getattr(row, name) == value for name, value in after.items())
