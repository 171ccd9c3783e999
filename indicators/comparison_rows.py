"""The rows behind a comparison, as far as a reader may see them, and the series that they make."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.models import Commitment, Definition, Indicator, Kind, Target, ValueKind, ValueState, YearlyValue
from indicators.printing import number_text
from indicators.queries import withheld
from indicators.values import state_text, target_text, value_text
from plans.models import reads

BY_PARTS = ("breakdown", "office")
DRAWN = (Kind.NUMBER, Kind.RATIO)


@dataclass(frozen=True)
class Cell:
    """What a series says of a fiscal year: `text` as it is printed, or `why` there is none; `number` where it can be drawn."""

    text: str
    number: Decimal | None = None
    why: str = ""
    is_provisional: bool = False
    original: str = ""


def same_elsewhere(indicator, user):
    """The indicator and those of other institutions that have its code or one of its names."""
    same = Q(pk__in=[])
    for column in ("code", "name_ja", "name_en"):
        text = getattr(indicator, column)
        same |= Q(**{column: text}) if text else Q(pk__in=[])
    others = Indicator.objects.visible_to(user).filter(same).exclude(institution=indicator.institution_id)
    return [indicator, *others.select_related("institution").order_by("institution__slug", "code", "pk")]


class ComparisonRows:
    """Values, targets and definitions of some indicators, in a fixed number of queries."""

    def __init__(self, indicators, *, user, by):
        self.user, self.by = user, by
        self.indicators = same_elsewhere(indicators[0], user) if by == "institution" and indicators else indicators
        values = YearlyValue.objects.filter(indicator__in=self.indicators, kind=ValueKind.ACTUAL)
        if by not in BY_PARTS:
            values = values.filter(breakdown=None)
        self.values = list(values.select_related("grade", "breakdown__office"))

    def tracks(self):
        """What each series needs: its name, its indicator, its cells, its breaks."""
        if self.by in BY_PARTS:
            return self._parts()
        wholes = [self._whole(indicator) for indicator in self.indicators]
        return [*wholes, *self._targets()] if self.by == "plan" else wholes

    def _whole(self, indicator):
        name = {"plan": _("Actual"), "institution": str(indicator.institution.name)}.get(self.by, str(indicator.name))
        note = str(indicator.name) if self.by == "institution" else str(indicator.institution.name)
        rows = [row for row in self.values if row.indicator_id == indicator.pk and row.breakdown_id is None]
        cells = {row.fiscal_year: self._cell(row, indicator) for row in rows}
        return self._track(name, "" if self.by == "plan" else note, indicator, cells)

    def _parts(self):
        """The whole and its parts in their order; by office only parts that are an office's."""
        if not self.indicators:
            return []
        indicator, by_part = self.indicators[0], defaultdict(list)
        for row in self.values:
            if row.breakdown_id is not None and (self.by == "breakdown" or row.breakdown.office_id is not None):
                by_part[row.breakdown].append(row)
        parts = sorted(by_part, key=lambda part: (part.order, part.pk))
        named = [(self._part_name(part), self._cells(by_part[part], indicator)) for part in parts]
        whole = self._whole(indicator) | {"name": _("Whole"), "note": ""}
        return [whole, *(self._track(name, "", indicator, cells) for name, cells in named if cells)]

    def _part_name(self, part):
        return str(part.office.name if self.by == "office" else part.name) or str(part.categories)

    def _cells(self, rows, indicator):
        visible = [row for row in rows if reads(self.user, row.institution_id, row.disclosure)]
        return {row.fiscal_year: self._cell(row, indicator) for row in visible}

    def _targets(self):
        commitments = Commitment.objects.visible_to(self.user).filter(indicator__in=self.indicators)
        commitments = commitments.select_related("indicator", "standard__strategy__plan").order_by(
            "standard__strategy__plan", "pk"
        )
        targets = defaultdict(dict)
        for target in Target.objects.current().filter(commitment__in=commitments).select_related("grade"):
            targets[target.commitment_id][target.fiscal_year] = target
        for commitment in commitments:
            cells = {year: aim(target, commitment.indicator) for year, target in targets[commitment.pk].items()}
            if cells:
                name = _("Target: %(plan)s") % {"plan": commitment.standard.strategy.plan.name}
                yield {
                    **self._track(name, str(commitment.standard.name), commitment.indicator, cells, breaks=()),
                    "is_promise": True,
                }

    def _track(self, name, note, indicator, cells, breaks=None):
        found = self._breaks[indicator.pk] if breaks is None else breaks
        return {"name": name, "note": note, "indicator": indicator, "cells": cells, "breaks": tuple(found)}

    def _cell(self, row, indicator):
        shown = row if reads(self.user, row.institution_id, row.disclosure) else withheld(row)
        if shown.state != ValueState.REPORTED:
            return Cell("", why=state_text(shown.state))
        if indicator.kind not in DRAWN or shown.value is None:
            return Cell(value_text(shown, indicator), is_provisional=shown.is_provisional)
        return Cell(number_text(shown.value, indicator.decimals), shown.value, is_provisional=shown.is_provisional)

    @cached_property
    def _breaks(self):
        """{indicator id: the fiscal years before which its line is cut}."""
        breaks = defaultdict(list)
        definitions = Definition.objects.filter(indicator__in=self.indicators, valid_from__isnull=False)
        first = {}
        for row in self.values:
            first[row.indicator_id] = min(first.get(row.indicator_id, row.fiscal_year), row.fiscal_year)
        for row in definitions.order_by("indicator_id", "valid_from"):
            start = row.restated_from or row.valid_from
            if start > first.get(row.indicator_id, start):
                breaks[row.indicator_id].append(start)
        return breaks


def aim(target, indicator):
    """A target as a cell: a range stands at its middle."""
    ends = [end for end in (target.low, target.high) if end is not None]
    number = target.value if target.value is not None else sum(ends) / len(ends) if ends else None
    return Cell(target_text(target, indicator), number, is_provisional=target.is_provisional)
