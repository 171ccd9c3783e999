"""Asks the rule of what a figure may be about every figure that a sheet would change: what is wrong is refused by its row,
what is odd is a warning.
"""

# ruff: noqa: S608 - SQL is put together from constants here, never from what a file says

from itertools import groupby
from operator import itemgetter

from django.db import connection

from indicators.figure_rules.checks import Surroundings
from indicators.figure_rules.rules import FigureEntry, FigureKind, Years, doubts, faults, year_fault
from indicators.sheets.rows.destination import today_at
from indicators.sheets.rows.report import Remark
from indicators.sheets.rows.staging import TABLE, remove
from indicators.sheets.storing.figures import PARTS_AGREE, PARTS_DIFFER, STORED_OF_ROW, VALUE_DIFFERS
from plans.fiscal_years import fiscal_year_of

ANOTHER = f"coalesce({VALUE_DIFFERS}, false)"
PART = f"CASE WHEN s.{{0}} IS NULL AND (NOT {ANOTHER} OR {PARTS_AGREE.format('')}) THEN x.{{0}} ELSE s.{{0}} END"
CHANGED = f"""
    SELECT s.series, s.breakdown, s.fiscal_year, s.no, s.row_no, s.heading, s.cell, s.kind,
        s.state, s.value, {PART.format("numerator")}, {PART.format("denominator")}, s.dated, s.grade, s.text
    FROM {TABLE} s {STORED_OF_ROW}
    WHERE s.kind IN ('actual', 'forecast') AND s.action = ''
        AND (x.id IS NULL OR {VALUE_DIFFERS} OR {PARTS_DIFFER.format("")})
    ORDER BY s.series, s.no
"""
BESIDE = f"""
    SELECT i.no, coalesce(b.no, 0), x.fiscal_year, x.state, x.value, x.numerator, x.denominator, 0 AS from_sheet
    FROM stored_value x JOIN staged_series i ON i.pk = x.indicator_id LEFT JOIN staged_breakdown b ON b.pk = x.breakdown_id
    WHERE x.kind = 'actual' AND x.state = 'reported' AND (x.breakdown_id IS NULL OR b.no IS NOT NULL)
    UNION ALL
    SELECT s.series, s.breakdown, s.fiscal_year, s.state, s.value, s.numerator, s.denominator, 1
    FROM {TABLE} s WHERE s.kind = 'actual' AND s.state = 'reported'
    ORDER BY 1, 8
"""
BY_SERIES = itemgetter(0)


def check_figures(cursor, plan_index, layout, report):
    """Refuse impossible figures and warn of doubtful ones; before anything is written."""
    judge = Judge(plan_index)
    refused = []
    with connection.chunked_cursor() as changes, connection.chunked_cursor() as beside:
        changes.execute(CHANGED)
        beside.execute(BESIDE)
        around = groupby(beside, BY_SERIES)
        there, actuals = -1, []
        for no, group in groupby(changes, BY_SERIES):
            while there < no:
                there, actuals = next(around, (no, []))
                actuals = {(part, year): FigureEntry(*figure) for _no, part, year, *figure, _sheet in actuals}
            rows = list(group)
            judge.begin(plan_index.series[no], actuals if there == no else {}, rows)
            refused += _look_at(rows, judge, layout, report)
    remove(cursor, refused)


def _look_at(rows, judge, layout, report):
    """Report the refusals and warnings of one indicator's rows; yields the numbers of the refused ones."""
    for _series, part, year, no, row_no, heading, cell, kind, *figure in rows:
        columns = {"value": heading}
        wrong, odd = judge.look_at(figure, kind, part, year)
        for name, reason in wrong[:1]:
            report.rows_refused.append(Remark(row_no, columns.get(name) or layout.heading_of(name), cell[:200], reason))
            yield no
        for doubt in {doubt.code: doubt for doubt in reversed(odd)}.values():
            column = columns.get(doubt.field) or layout.heading_of(doubt.field)
            report.warnings.append(Remark(row_no, column, cell[:200], doubt.sentence))


class Judge:
    """Judges the figures of a sheet by the years of the plans and the actuals beside them, stored or in the sheet."""

    def __init__(self, plan_index):
        home = plan_index.institution
        self.present = fiscal_year_of(today_at(home), home.fiscal_year_start_month)
        self.plan_years = Surroundings([series.pk for series in plan_index.series if series.pk], by=None).plan_years

    def begin(self, series, actuals, rows):
        """Turn to another indicator. `actuals`: by (breakdown, fiscal year); `rows`: its figures in the sheet."""
        self.series, self.actuals, self.measured = series, actuals, kind_of(series)
        self.years = Years(self.present, *self.plan_years.get(series.pk, (None, None)))
        # two actuals that the sheet changes are compared once, by the later one
        self.actuals_in_sheet = {
            (part, year) for _series, part, year, *_row, kind in (row[:8] for row in rows) if kind == "actual"
        }

    def look_at(self, figure, kind, part, year):
        """([(column, fault)], doubts) of a figure."""
        state, value, numerator, denominator, dated, grade, text = figure
        entry = FigureEntry(state, value, numerator, denominator, None, dated, grade, self.series.scale, text)
        wrong = list(faults(entry, self.measured).items())
        impossible = year_fault(year, self.years)
        if wrong or impossible:
            return wrong or [("fiscal_year", impossible)], []
        around = [year - 1] if (part, year + 1) in self.actuals_in_sheet else [year - 1, year + 1]
        near = next((near for near in around if (part, near) in self.actuals), None)
        beside = None if near is None else (near, self.actuals[part, near])
        is_actual = kind == "actual"
        return [], doubts(entry, self.measured, fiscal_year=year, is_actual=is_actual, years=self.years, beside=beside)


def kind_of(series):
    """The FigureKind of an indicator as it will be."""
    kind = "ratio" if series.becomes_ratio else series.kind
    is_share = series.columns["numerator_is_part"] and series.may_be_a_share
    return FigureKind(kind, series.is_percentage, is_share, series.ratio_factor, series.scale)
