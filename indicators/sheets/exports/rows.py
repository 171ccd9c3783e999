"""The rows of a plan's sheet: every baseline, target and yearly value, and what has none of them."""

from decimal import Decimal
from itertools import islice

from indicators.models import Commitment, Target, YearlyValue
from indicators.readings.figures import round_half_up
from indicators.sheets.columns.headings import WHAT
from indicators.sheets.exports.sheet_lines import SheetLines
from indicators.sheets.parsing import range_text
from plans.fiscal_years import as_of_text

FIGURE_WHEN_SET = ("provisional", "printed")
FIGURE = tuple(name for name in WHAT if name not in FIGURE_WHEN_SET)
BATCH = 200  # commitments whose figures are in memory at a time
KINDS = {"target": 0, "actual": 1, "forecast": 2}


class Sheet:
    """A plan's sheet, seen by `user` (None: by the planning office, who see all). Rows are lists in the order of columns."""

    def __init__(self, plan, user=None):
        self.commitments = Commitment.objects.of_plan(plan)
        self.targets, self.values = Target.objects.current(), YearlyValue.objects.all()
        if user is not None:
            self.commitments = self.commitments.visible_to(user)
            self.values = self.values.visible_to(user)
        self.sheet_lines = SheetLines.of(plan, self.commitments, self.targets, self.values)
        self.place_columns = self.sheet_lines.columns()
        self.figure_columns = [*FIGURE, *(name for name in FIGURE_WHEN_SET if self._is_set(name))]
        self.columns = [*self.place_columns, *self.figure_columns]

    def rows(self):
        """In the plan's order; numbers as Decimal, everything else as text."""
        lines = iter(self.sheet_lines.lines)
        while batch := list(islice(lines, BATCH)):
            targets, values = self._figures([line.commitment for line in batch if line.commitment is not None])
            for line in batch:
                left = [line.cells.get(name, "") for name in self.place_columns]
                for figure in self._of_line(line, targets, values):
                    yield [*left, *(figure.get(name, "") for name in self.figure_columns)]

    def size(self):
        """At least the number of targets and yearly values."""
        return (
            self.targets.filter(commitment__in=self.commitments).count()
            + self.values.filter(indicator__commitments__in=self.commitments).count()
        )

    def _is_set(self, name):
        column = {"provisional": "is_provisional", "printed": "printed"}[name]
        unset = False if name == "provisional" else ""
        stored = [
            self.commitments.exclude(**{f"baseline_{name}": unset}),
            self.targets.filter(commitment__in=self.commitments).exclude(**{column: unset}),
            self.values.filter(indicator__commitments__in=self.commitments).exclude(**{column: unset}),
        ]
        return any(rows.exists() for rows in stored)

    def _figures(self, commitments):
        """({commitment id: its targets}, {indicator id: its values})."""
        targets, values = {}, {}
        for target in self.targets.filter(commitment__in=commitments).select_related("grade").order_by("fiscal_year"):
            targets.setdefault(target.commitment_id, []).append(target)
        indicators = {commitment.indicator_id for commitment in commitments}
        found = self.values.filter(indicator__in=indicators).select_related("grade", "breakdown")
        for value in found.order_by("fiscal_year", "kind", "id"):
            values.setdefault(value.indicator_id, []).append(value)
        return targets, values

    def _of_line(self, line, targets, values):
        commitment = line.commitment
        if commitment is None:
            return [{"source_url": line.source_url}]
        indicator = commitment.indicator
        figures = [
            *(target_cells(target, indicator) for target in targets.get(commitment.pk, [])),
            *(value_cells(value, indicator) for value in values.get(indicator.pk, [])),
        ]
        figures.sort(key=lambda cells: (cells["fiscal_year"], KINDS[cells["kind"]], cells["breakdown"]))
        baseline = baseline_cells(commitment)
        return [*([baseline] if baseline else []), *figures] or [{}]


def baseline_cells(commitment):
    """{column: cell}; None without a baseline."""
    grade = "" if commitment.baseline_grade is None else commitment.baseline_grade.code
    number = commitment.baseline
    if commitment.indicator.kind == "yes_no" and number is not None:
        number = _yes_or_no(number)
    if number is None and not grade and not commitment.baseline_printed:
        return None
    year = commitment.baseline_fiscal_year
    return {
        "fiscal_year": "" if year is None else Decimal(year),
        "kind": "baseline",
        "value": grade if number is None else number,
        "numerator": _number(commitment.baseline_numerator),
        "denominator": _number(commitment.baseline_denominator),
        "as_of": _as_of(commitment.baseline_as_of, commitment.baseline_as_of_precision),
        "note": commitment.baseline_note,
        "source_url": commitment.baseline_source_url,
        "provisional": "yes" if commitment.baseline_provisional else "",
        "printed": commitment.baseline_printed,
    }


def target_cells(target, indicator):
    """{column: cell}; a target without any figure is its printed words."""
    return {
        "fiscal_year": Decimal(target.fiscal_year),
        "kind": "target",
        "value": _target(target, indicator),
        "as_of": _as_of(target.as_of, target.as_of_precision),
        "breakdown": "",
        "note": target.note,
        "source_url": target.source_url,
        "provisional": "yes" if target.is_provisional else "",
        "printed": "" if indicator.kind == "text" else target.printed,
    }


def value_cells(value, indicator):
    """{column: cell}; a published figure comes before the one that is computed from the parts."""
    return {
        "fiscal_year": Decimal(value.fiscal_year),
        "kind": value.kind,
        "value": _value(value, indicator),
        "numerator": _number(value.numerator),
        "denominator": _number(value.denominator),
        "as_of": _as_of(value.as_of, value.as_of_precision),
        "breakdown": "" if value.breakdown is None else breakdown_text(value.breakdown.categories),
        "state": value.state,
        "note": value.note,
        "source_url": value.source_url,
        "provisional": "yes" if value.is_provisional else "",
        "printed": value.printed,
    }


def breakdown_text(categories):
    """degree=master; sex=f. Alone in the unnamed dimension only the category."""
    if list(categories) == ["breakdown"]:
        return str(categories["breakdown"])
    return "; ".join(f"{dimension}={category}" for dimension, category in sorted(categories.items()))


def _target(target, indicator):
    if target.value is not None:
        return _yes_or_no(target.value) if indicator.kind == "yes_no" else target.value
    if target.low is not None or target.high is not None:
        return range_text(target.low, target.high)
    if target.due_on is not None:
        return target.due_on.isoformat()
    if target.grade is not None:
        return target.grade.code
    return target.printed if indicator.kind == "text" else ""


def _value(value, indicator):
    if value.dated is not None and not (value.value is not None and value.value == 0):
        return value.dated.isoformat()
    if value.grade is not None:
        return value.grade.code
    if value.value is None:
        return value.text
    if indicator.kind == "yes_no":
        return _yes_or_no(value.value)
    if value.published is not None:
        return value.published
    has_parts = value.numerator is not None and value.denominator is not None
    return round_half_up(value.value, indicator.decimals) if has_parts else value.value


def _yes_or_no(number):
    return "no" if number == 0 else "yes"


def _number(number):
    return "" if number is None else number


def _as_of(day, precision):
    return "" if day is None else as_of_text(day, precision or "day")
