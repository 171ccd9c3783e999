"""The rows behind a comparison, as far as a reader may see them, and the series that they make."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.loading.commitments import by_id, group_by
from indicators.loading.lines import ReadingLoader, hide_figures
from indicators.loading.value_text import state_text, target_text, value_text
from indicators.loading.year_values import hidden_today
from indicators.models import Breakdown, Commitment, Definition, Indicator, Kind, ValueKind, ValueState, YearlyValue
from indicators.readings.figures import round_half_up
from indicators.readings.wording.units import number_text
from measures.models import Grade
from plans.database.history import rows_known_on
from plans.models import Institution, Office, reads

BY_PARTS = ("breakdown", "office")
INDEX_DECIMALS = 1
DRAWABLE_KINDS = (Kind.NUMBER, Kind.RATIO)


@dataclass(frozen=True)
class Cell:
    """A year of a series: `text` as printed, or `why` there is none; `number` where it can be drawn."""

    text: str
    number: Decimal | None = None
    why: str = ""
    is_provisional: bool = False
    original: str = ""

    @property
    def figure(self):
        """The cell of a file: the number with its digits, else the text or reason."""
        if self.number is None:
            return self.text or self.why
        return round_half_up(self.number, INDEX_DECIMALS) if self.original else self.number


def same_elsewhere(indicator, user):
    """The indicator, and those of other institutions with the same code or one of its names."""
    same = Q(pk__in=[])
    for column in ("code", "name_ja", "name_en"):
        text = getattr(indicator, column)
        same |= Q(**{column: text}) if text else Q(pk__in=[])
    others = Indicator.objects.visible_to(user).filter(same).exclude(institution=indicator.institution_id)
    return [indicator, *others.select_related("institution").order_by("institution__slug", "code", "pk")]


class ComparisonRows:
    """Values, targets and definitions of some indicators, now or as known on a day, in a fixed number of queries."""

    def __init__(self, indicators, *, user, by, as_of=None):
        self.user, self.by, self.as_of = user, by, as_of
        self.moment = None if as_of is None else as_of.moment
        live = same_elsewhere(indicators[0], user) if by == "institution" and indicators else indicators
        self.indicators = self._indicators_as_known(live)
        self.values = self._load_values()

    def _rows(self, model, **conditions):
        return rows_known_on(model, self.moment, **conditions)

    def _indicators_as_known(self, live):
        """The indicators with their institutions as known then; as now where they were not known yet.

        One that was closed to the reader then is left out.
        """
        if self.moment is None:
            return live
        indicators = by_id(self._rows(Indicator, id__in=[row.pk for row in live]))
        institutions = by_id(self._rows(Institution, id__in={row.institution_id for row in live}))
        for row in live:
            if row.pk in indicators:
                indicators[row.pk].institution = institutions.get(row.institution_id, row.institution)
        known = [indicators.get(row.pk, row) for row in live]
        return [row for row in known if reads(self.user, row.institution_id, row.disclosure)]

    def _load_values(self):
        ids = [indicator.pk for indicator in self.indicators]
        whole = {} if self.by in BY_PARTS else {"breakdown": None}
        rows = self._rows(YearlyValue, indicator__in=ids, kind=ValueKind.ACTUAL, **whole)
        hidden = hidden_today(ids, self.user) if self.moment is not None else ()
        parts = by_id(self._rows(Breakdown, id__in={row.breakdown_id for row in rows} - {None}))
        offices = by_id(self._rows(Office, id__in={part.office_id for part in parts.values()} - {None}))
        for part in parts.values():
            part.office = offices.get(part.office_id)
        grades = by_id(Grade.objects.filter(pk__in={row.grade_id for row in rows} - {None}))
        for row in rows:
            row.grade, row.breakdown = grades.get(row.grade_id), parts.get(row.breakdown_id)
        rows = [row for row in rows if row.breakdown_id is None or row.breakdown is not None]
        return [row for row in rows if row.pk not in hidden] + [
            hide_figures(row) for row in rows if row.pk in hidden and row.breakdown_id is None
        ]

    @cached_property
    def _loader(self):
        found = self._rows(Commitment, indicator__in=[indicator.pk for indicator in self.indicators])
        return ReadingLoader(found, user=self.user, as_of=self.as_of)

    @cached_property
    def _commitments(self):
        return group_by(self._loader.of_open_plans(self.user), "indicator_id")

    def why_missing(self, indicator, fiscal_year):
        return state_text(self._loader.gap(self._commitments[indicator.pk], fiscal_year))

    def tracks(self):
        """The arguments of each `Track`."""
        if self.by in BY_PARTS:
            return self._part_tracks()
        wholes = [self._whole_track(indicator) for indicator in self.indicators]
        return [*wholes, *self._target_tracks()] if self.by == "plan" else wholes

    def _whole_track(self, indicator):
        name = {"plan": _("Actual"), "institution": str(indicator.institution.name)}.get(self.by, str(indicator.name))
        note = str(indicator.name) if self.by == "institution" else str(indicator.institution.name)
        rows = [row for row in self.values if row.indicator_id == indicator.pk and row.breakdown_id is None]
        cells = {row.fiscal_year: self._cell(row, indicator) for row in rows}
        return self._track_fields(name, "" if self.by == "plan" else note, indicator, cells) | {"is_whole": True}

    def _part_tracks(self):
        """The whole and its parts in order; by office only parts that belong to an office."""
        if not self.indicators:
            return []
        indicator, by_part = self.indicators[0], defaultdict(list)
        for row in self.values:
            if row.breakdown_id is not None and (self.by == "breakdown" or row.breakdown.office_id is not None):
                by_part[row.breakdown].append(row)
        parts = sorted(by_part, key=lambda part: (part.order, part.pk))
        named = [(self._part_name(part), self._cells(by_part[part], indicator)) for part in parts]
        whole = self._whole_track(indicator) | {"name": _("Total"), "note": ""}
        return [whole, *(self._track_fields(name, "", indicator, cells) for name, cells in named if cells)]

    def _part_name(self, part):
        return str(part.office.name if self.by == "office" else part.name) or str(part.categories)

    def _cells(self, rows, indicator):
        visible = [row for row in rows if reads(self.user, row.institution_id, row.disclosure)]
        return {row.fiscal_year: self._cell(row, indicator) for row in visible}

    def _target_tracks(self):
        rows = chain.from_iterable(self._commitments.values())
        for commitment in sorted(rows, key=lambda row: (row.standard.strategy.plan_id, row.pk)):
            targets = self._loader.targets[commitment.pk]
            cells = {target.fiscal_year: target_cell(target, commitment.indicator) for target in targets}
            if cells:
                name = _("Target: %(plan)s") % {"plan": commitment.standard.strategy.plan.name}
                yield {
                    **self._track_fields(name, str(commitment.standard.name), commitment.indicator, cells, breaks=()),
                    "is_target": True,
                }

    def _track_fields(self, name, note, indicator, cells, breaks=None):
        found = self._breaks[indicator.pk] if breaks is None else breaks
        return {"name": name, "note": note, "indicator": indicator, "cells": cells, "breaks": tuple(found)}

    def _cell(self, row, indicator):
        shown = row if reads(self.user, row.institution_id, row.disclosure) else hide_figures(row)
        if shown.state != ValueState.REPORTED:
            return Cell("", why=state_text(shown.state))
        if indicator.kind not in DRAWABLE_KINDS or shown.value is None:
            return Cell(value_text(shown, indicator), is_provisional=shown.is_provisional)
        return Cell(number_text(shown.value, indicator.decimals), shown.value, is_provisional=shown.is_provisional)

    @cached_property
    def _breaks(self):
        """{indicator id: the fiscal years before which its line is cut}."""
        breaks = defaultdict(list)
        ids = [indicator.pk for indicator in self.indicators]
        definitions = self._rows(Definition, indicator__in=ids, valid_from__isnull=False)
        first = {}
        for row in self.values:
            first[row.indicator_id] = min(first.get(row.indicator_id, row.fiscal_year), row.fiscal_year)
        for row in sorted(definitions, key=lambda row: (row.indicator_id, row.valid_from)):
            start = row.restated_from or row.valid_from
            if start > first.get(row.indicator_id, start):
                breaks[row.indicator_id].append(start)
        return breaks


def target_cell(target, indicator):
    """A range is drawn at its middle."""
    ends = [end for end in (target.low, target.high) if end is not None]
    number = target.value if target.value is not None else sum(ends) / len(ends) if ends else None
    return Cell(target_text(target, indicator), number, is_provisional=target.is_provisional)
