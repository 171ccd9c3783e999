"""Asks the rule of what a figure may be about every figure that a sheet would change: what is wrong is refused by its row,
what is odd is a warning.
"""

# ruff: noqa: S608 - SQL is put together from constants here, never from what a file says

from indicators.figure_checks import Surroundings
from indicators.figure_rules import Entry, FigureKind, Years, doubts, faults, year_fault
from indicators.imports.destination import today_at
from indicators.imports.report import Remark
from indicators.imports.staging import TABLE
from plans.fiscal_years import fiscal_year_of

PART = "CASE WHEN s.{0} IS NULL AND (d.action = 'parts' OR d.keeps_parts) THEN x.{0} ELSE s.{0} END"
CHANGED = f"""
    SELECT s.no, s.row_no, s.heading, s.cell, s.series, s.kind, d.parent_id, s.breakdown, s.fiscal_year,
        s.state, s.value, {PART.format("numerator")}, {PART.format("denominator")}, s.dated, s.grade, s.text
    FROM decided d JOIN {TABLE} s USING (no) LEFT JOIN stored_value x ON x.id = d.stored_id
    WHERE s.kind IN ('actual', 'forecast') AND d.action IN ('new', 'other', 'parts')
    ORDER BY s.no
"""
BESIDE = f"""
    SELECT x.indicator_id, coalesce(b.no, 0), x.fiscal_year, x.state, x.value, x.numerator, x.denominator
    FROM stored_value x LEFT JOIN staged_breakdown b ON b.pk = x.breakdown_id
    WHERE x.kind = 'actual' AND x.state = 'reported' AND (x.breakdown_id IS NULL OR b.no IS NOT NULL)
    UNION ALL
    SELECT i.pk, s.breakdown, s.fiscal_year, s.state, s.value, s.numerator, s.denominator
    FROM {TABLE} s JOIN staged_series i ON i.no = s.series
    WHERE s.kind = 'actual' AND s.state = 'reported'
"""


def check_figures(cursor, outline, layout, report):
    """Refuse the figures that may not be, and warn of the odd ones."""
    cursor.execute(CHANGED)
    rows = cursor.fetchall()
    if not rows:
        return
    cursor.execute(BESIDE)
    actuals = {(series, part, year): Entry(*figure) for series, part, year, *figure in cursor}
    changed = {tuple(row[6:9]) for row in rows if row[5] == "actual"}
    judge = Judge(outline, actuals, changed)
    refused = []
    for no, row_no, heading, cell, series, kind, indicator, part, year, *figure in rows:
        entry, columns = entry_of(figure, outline.series[series]), {"value": heading}
        wrong, odd = judge.look_at(entry, outline.series[series], kind, (indicator, part, year))
        for name, reason in wrong[:1]:
            refused.append(no)
            report.rows_refused.append(Remark(row_no, columns.get(name) or layout.heading_of(name), cell[:200], reason))
        for doubt in {doubt.code: doubt for doubt in reversed(odd)}.values():
            column = columns.get(doubt.field) or layout.heading_of(doubt.field)
            report.warnings.append(Remark(row_no, column, cell[:200], doubt.sentence))
    cursor.execute("DELETE FROM decided WHERE no = ANY(%s)", [refused])


def entry_of(figure, series):
    state, value, numerator, denominator, dated, grade, text = figure
    return Entry(state, value, numerator, denominator, None, dated, grade, series.scale, text)


class Judge:
    """What the figures of a sheet are judged by: the years of the plans, and the actuals beside them, stored or in the sheet.

    `changed`: keys of the actuals that the sheet changes; two of them are compared once, by the later one.
    """

    def __init__(self, outline, actuals, changed):
        home = outline.institution
        self.actuals, self.changed = actuals, changed
        self.present = fiscal_year_of(today_at(home), home.fiscal_year_start_month)
        self.plan_years = Surroundings([series.pk for series in outline.series if series.pk], by=None).plan_years
        self.kinds = {series.no: kind_of(series) for series in outline.series}

    def look_at(self, entry, series, kind, key):
        """([(column, why not)], doubts) of a figure; key: indicator, breakdown, fiscal year."""
        indicator, part, year = key
        measured = self.kinds[series.no]
        years = Years(self.present, *self.plan_years.get(indicator, (None, None)))
        wrong = list(faults(entry, measured).items())
        impossible = year_fault(year, years)
        if wrong or impossible:
            return wrong or [("fiscal_year", impossible)], []
        around = [year - 1] if (indicator, part, year + 1) in self.changed else [year - 1, year + 1]
        near = next((near for near in around if (indicator, part, near) in self.actuals), None)
        beside = None if near is None else (near, self.actuals[indicator, part, near])
        is_actual = kind == "actual"
        return [], doubts(entry, measured, fiscal_year=year, is_actual=is_actual, years=years, beside=beside)


def kind_of(series):
    """What the rule needs to know of an indicator, as it will be."""
    kind = "ratio" if series.becomes_ratio else series.kind
    return FigureKind(
        kind, series.is_percentage, series.columns["numerator_is_part"], series.ratio_factor, series.scale
    )
