"""Whose knowledge a page or an answer speaks with: what is known now, or what was known at the end of a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Model

from plans.database.history import is_settled, rows_known_on
from plans.fiscal_years import fiscal_year_of
from plans.models import Institution

M = TypeVar("M", bound=Model)
V = TypeVar("V")


def end_of_day(day: date | None, institution: Institution) -> datetime | None:
    """The last moment of a day in the institution's time zone; None for None."""
    return None if day is None else datetime.combine(day, time.max, ZoneInfo(institution.time_zone))


def today_of(institution: Institution) -> date:
    """The present day in the institution's time zone."""
    return settings.CLOCK(institution.time_zone)  # type: ignore[misc]  # known to config.settings, not to the copy for tests


def is_final(day: date, institution: Institution) -> bool:
    """Whether nothing more is ever recorded on a day or before it: the day is over, and so is all that was being written then.

    Ask first and read then.
    """
    return day < today_of(institution) and is_settled(end_of_day(day, institution))


def days_of(institutions: Iterable[Institution]) -> dict[str, date]:
    """{time zone: the present day there}: what an answer about institutions depends on besides the data."""
    return {institution.time_zone: today_of(institution) for institution in institutions}


@dataclass(frozen=True)
class AsOf:
    """One value for all that a request asks: the institution as it was called then, and the day asked about (None: now).

    `AsOf(institution)` is the present; `AsOf.on(institution, day)` reads what the institution was on that day, and
    `AsOf.with_finality(institution, day)` also whether the day `is_final`.
    """

    institution: Institution
    known_on: date | None = None
    is_final: bool = True

    @classmethod
    def on(cls, institution: Institution, day: date | None) -> "AsOf":
        """What was known at the end of a day; None: now. One query for a day."""
        if day is None:
            return cls(institution)
        known = rows_known_on(Institution, end_of_day(day, institution), id=institution.pk)
        return cls(known[0] if known else institution, day)

    @classmethod
    def with_finality(cls, institution: Institution, day: date | None) -> "AsOf":
        """The same for who is told whether the day is final; for a past day one query more."""
        final = day is None or is_final(day, institution)  # before anything is read
        return replace(cls.on(institution, day), is_final=final)

    @property
    def is_now(self) -> bool:
        return self.known_on is None

    @cached_property
    def moment(self) -> datetime | None:
        """Up to when history is read; None: all of it."""
        return end_of_day(self.known_on, self.institution)

    @cached_property
    def today(self) -> date:
        """The day on which readings are judged."""
        return self.known_on or today_of(self.institution)

    @cached_property
    def this_year(self) -> int:
        return fiscal_year_of(self.today, self.institution.fiscal_year_start_month)

    def lasting(self, version: V | None) -> V | None:
        """The version of the data under which an answer may be kept; None where it says that the day is not final."""
        return version if self.is_final else None

    def rows(self, model: type[M], **conditions: object) -> list[M]:
        """Rows of a tracked model that meet the conditions, by id, as they were known."""
        return rows_known_on(model, self.moment, **conditions)

    def row(self, live: M) -> M:
        """A row as it was known, the live one where it was not known yet. Only to be read."""
        known = [] if self.is_now else self.rows(type(live), id=live.pk)
        return known[0] if known else live
