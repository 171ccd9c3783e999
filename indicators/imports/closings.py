"""What closed years refuse of a sheet, said before anything is written."""

# ruff: noqa: S608 - SQL is put together from constants here, never from what a file says

from indicators.imports.report import Remark
from indicators.imports.staging import TABLE, remove
from indicators.imports.storing import BESIDE_DIFFERS, PARTS_DIFFER, VALUE_DIFFERS, link_figures
from indicators.imports.structure import known_breakdowns
from plans.locks import said_closed
from plans.models import ClosedYear
from plans.row_locks import lock_years

CHANGES = f"""
    SELECT s.no, s.row_no, s.heading, s.cell, s.fiscal_year
    FROM {TABLE} s
    LEFT JOIN staged_series i ON i.no = s.series
    LEFT JOIN staged_breakdown b ON b.no = s.breakdown
    LEFT JOIN indicators_yearlyvalue x ON x.indicator_id = i.pk AND x.fiscal_year = s.fiscal_year AND x.kind = s.kind
        AND coalesce(x.breakdown_id, 0) = coalesce(b.pk, 0) AND (s.breakdown = 0 OR b.pk IS NOT NULL)
    WHERE s.kind IN ('actual', 'forecast') AND s.action = '' AND s.fiscal_year = ANY(%s)
        AND (x.id IS NULL OR {VALUE_DIFFERS} OR {PARTS_DIFFER.format("")} OR {BESIDE_DIFFERS})
    ORDER BY s.no
"""


def refuse_closed_years(cursor, outline, breakdowns, report):
    """Take out and refuse figures that would change a closed year; the same figures again are no change.

    `breakdowns`: {((dimension, category), …): number} of those in the sheet. No year is closed until the import has ended.
    """
    closed = _closed_years(cursor, outline.institution)
    if not closed:
        return
    link_figures(cursor, outline.series, known_breakdowns(outline.institution, breakdowns))
    cursor.execute(CHANGES, [closed])
    found = cursor.fetchall()
    report.rows_refused += [
        Remark(row, heading, cell[:200], said_closed(year)) for _no, row, heading, cell, year in found
    ]
    remove(cursor, [no for no, *_said in found])


def _closed_years(cursor, institution):
    """The closed ones among the years that figures are of, with all of these locked."""
    cursor.execute(f"SELECT DISTINCT fiscal_year FROM {TABLE} WHERE fiscal_year IS NOT NULL")
    years = [year for (year,) in cursor]
    lock_years(institution.pk, years)
    closed = ClosedYear.objects.filter(institution=institution, fiscal_year__in=years)
    return list(closed.values_list("fiscal_year", flat=True))
