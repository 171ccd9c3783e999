"""Asks the rule of what a figure may be about a row on its way to the database, with what stands around it."""

from collections.abc import Collection, Iterable
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils import timezone

from indicators.figure_rules.rules import Doubt, FigureEntry, FigureKind, Years, doubts, faults, year_fault
from indicators.loading.as_of import today_of
from indicators.models import Commitment, Indicator, ValueKind, ValueState, YearlyValue
from indicators.models.figure_kinds import FIGURES
from plans.fiscal_years import fiscal_year_of
from plans.models import User

JUDGED = {"state", *FIGURES}
PLAN = "standard__strategy__plan"


class NeedsConfirmation(ValidationError):
    """A figure that is odd but possible, and nobody has said that it is right. `doubts`: a Doubt for each oddity."""

    def __init__(self, found: list[Doubt]) -> None:
        super().__init__({"confirm": [doubt.sentence for doubt in found]})
        self.doubts = found


class Surroundings:
    """What figures of some indicators are judged by: the years of their plans, and the actuals that a person may see.

    `fiscal_years`: those of the figures, None for all. Tell it what was stored since by `note`.
    """

    def __init__(self, indicators: Iterable[int], *, by: User, fiscal_years: Collection[int] | None = None) -> None:
        self.indicators, self.by = indicators, by
        beside = None if fiscal_years is None else {year + step for year in fiscal_years for step in (-1, 1)}
        self.conditions = {} if beside is None else {"fiscal_year__in": beside}

    @cached_property
    def plan_years(self) -> dict[int, tuple[int, int]]:
        """{indicator: (first, last fiscal year) of its plans}; nothing for one without a plan."""
        rows = Commitment.objects.filter(indicator__in=self.indicators).order_by().values("indicator")
        rows = rows.annotate(first=Min(f"{PLAN}__first_fiscal_year"), last=Max(f"{PLAN}__last_fiscal_year"))
        return {row["indicator"]: (row["first"], row["last"]) for row in rows}

    @cached_property
    def actuals(self) -> dict[tuple[int, int | None, int], FigureEntry]:
        """{(indicator, breakdown, fiscal year): reported actual} next to the figures."""
        rows = YearlyValue.objects.visible_to(self.by).filter(indicator__in=self.indicators, **self.conditions)
        rows = rows.filter(kind=ValueKind.ACTUAL, state=ValueState.REPORTED).select_related("grade")
        return {(row.indicator_id, row.breakdown_id, row.fiscal_year): entry_of(row) for row in rows}

    def years_of(self, indicator: Indicator) -> Years:
        home = indicator.institution
        present = fiscal_year_of(today_of(home), home.fiscal_year_start_month)
        return Years(present, *self.plan_years.get(indicator.pk, (None, None)))

    def beside(self, row: YearlyValue) -> tuple[int, FigureEntry] | None:
        """(fiscal year, figure) of the year before, else of the year after; None without either."""
        years = (row.fiscal_year - 1, row.fiscal_year + 1)
        places = ((year, (row.indicator_id, row.breakdown_id, year)) for year in years)
        return next(((year, self.actuals[place]) for year, place in places if place in self.actuals), None)

    def note(self, row: YearlyValue) -> None:
        """A row that was stored."""
        place = row.indicator_id, row.breakdown_id, row.fiscal_year
        if row.kind == ValueKind.ACTUAL and row.state == ValueState.REPORTED:
            self.actuals[place] = entry_of(row)
        elif row.kind == ValueKind.ACTUAL:
            self.actuals.pop(place, None)


def kind_of(indicator: Indicator) -> FigureKind:
    """What the rule needs to know of an indicator."""
    return FigureKind(
        kind=indicator.kind,
        is_percentage=indicator.is_percentage,
        is_share=indicator.numerator_is_part,
        factor=indicator.ratio_factor,
        scale=indicator.scale_id,
    )


def entry_of(row: YearlyValue) -> FigureEntry:
    """The figure of a row."""
    return FigureEntry(
        state=row.state,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        published=row.published,
        dated=row.dated,
        grade=row.grade_id,
        grade_scale=None if row.grade is None else row.grade.scale_id,
        text=row.text,
    )


def check_figure(
    row: YearlyValue, *, by: User, is_changed: bool, confirm: bool = False, around: Surroundings | None = None
) -> None:
    """Refuse what a figure may not be, ask about what is odd, and note on the row who confirmed what.

    Raises ValidationError by column, NeedsConfirmation unless `confirm`. A row whose figure is not changed is not asked
    about a second time.
    """
    kind, entry = kind_of(row.indicator), entry_of(row)
    wrong = faults(entry, kind)
    if wrong:
        raise ValidationError(wrong)
    if not is_changed:
        return
    around = around or Surroundings([row.indicator_id], fiscal_years=[row.fiscal_year], by=by)
    years = around.years_of(row.indicator)
    impossible = year_fault(row.fiscal_year, years)
    if impossible:
        raise ValidationError({"fiscal_year": impossible})
    found = doubts(
        entry,
        kind,
        fiscal_year=row.fiscal_year,
        is_actual=row.kind == ValueKind.ACTUAL,
        years=years,
        beside=around.beside(row),
    )
    if found and not confirm:
        raise NeedsConfirmation(found)
    row.doubts = list(dict.fromkeys(doubt.code for doubt in found))
    row.confirmed_by, row.confirmed_at = (by, timezone.now()) if found else (None, None)
