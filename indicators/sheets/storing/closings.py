"""What closed years refuse of a sheet, said before anything is written."""

# ruff: noqa: S608 - SQL is put together from constants here, never from what a file says

from indicators.sheets.rows.report import Remark
from indicators.sheets.rows.staging import TABLE, remove
from indicators.sheets.storing.figures import (
    BASELINE_DIFFERS,
    BESIDE_BASELINE_DIFFERS,
    BESIDE_DIFFERS,
    OF_FIGURE,
    PARTS_DIFFER,
    STORED_OF_ROW,
    TARGET_DIFFERS,
    VALUE_DIFFERS,
)
from plans.database.locks import said_closed
from plans.database.row_locks import lock_years
from plans.models import ClosedYear

# What was made after a year was closed brings its own past along: the database guards what was there.
CLOSED = """
    JOIN plans_closedyear c ON c.institution_id = %(institution)s AND c.fiscal_year = {year} AND {made}.created_at <= c.created_at
"""
STATED = "SELECT s.no, s.row_no, s.heading, s.cell, c.fiscal_year"
CHANGES = f"""
    {STATED}
    FROM {TABLE} s
    {STORED_OF_ROW}
    JOIN indicators_indicator m ON m.id = i.pk
    {CLOSED.format(year="s.fiscal_year", made="m")}
    WHERE s.kind IN ('actual', 'forecast') AND s.action = ''
        AND (x.id IS NULL OR {VALUE_DIFFERS} OR {PARTS_DIFFER.format("")} OR {BESIDE_DIFFERS.format(*OF_FIGURE)})

    UNION ALL {STATED}
    FROM {TABLE} s
    JOIN staged_place p ON p.no = s.place
    JOIN indicators_commitment m ON m.id = p.pk
    {CLOSED.format(year="s.fiscal_year", made="m")}
    LEFT JOIN stored_target x ON x.commitment_id = p.pk AND x.fiscal_year = s.fiscal_year
    WHERE s.kind = 'target' AND s.action = '' AND (x.id IS NULL OR {TARGET_DIFFERS} OR {BESIDE_DIFFERS.format(*OF_FIGURE)})

    UNION ALL {STATED}
    FROM {TABLE} s
    JOIN staged_place p ON p.no = s.place
    JOIN indicators_commitment x ON x.id = p.pk
    {CLOSED.format(year="coalesce(s.fiscal_year, x.baseline_fiscal_year)", made="x")}
    WHERE s.kind = 'baseline' AND s.action = ''
        AND ({BASELINE_DIFFERS} OR {PARTS_DIFFER.format("baseline_")} OR {BESIDE_BASELINE_DIFFERS})
    ORDER BY 1
"""


def refuse_closed_years(cursor, home, report):
    """Refuse what would change a closed year: figures, targets, baselines; an equal figure is no change."""
    if not ClosedYear.objects.filter(institution=home).exists():
        return
    cursor.execute(CHANGES, {"institution": home.pk})
    found = cursor.fetchall()
    report.rows_refused += [
        Remark(row, heading, cell[:200], said_closed(year)) for _no, row, heading, cell, year in found
    ]
    remove(cursor, [no for no, *_said in found])


def keep_years_open(cursor, institution):
    """Lock the years of the sheet against closing until the import has ended."""
    cursor.execute(f"SELECT DISTINCT fiscal_year FROM {TABLE} WHERE fiscal_year IS NOT NULL")
    lock_years(institution.pk, [year for (year,) in cursor])
