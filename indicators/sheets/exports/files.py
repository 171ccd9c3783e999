"""The sheet as a table for a file."""

from indicators.sheets.exports.rows import Sheet
from plans.sheets.tables import Table

MOST_IN_MEMORY = 100_000  # figures; beyond it a workbook is written row by row, and is larger for it
WIDTHS = {"value": 12, "fiscal_year": 10, "kind": 10, "unit": 12, "direction": 10}
WIDE = 24


def sheet_table(plan, user=None):
    """The sheet of a plan; `user` sees what is disclosed to them. Its texts are guarded, as the import takes the guard away."""
    sheet = Sheet(plan, user)
    widths = [WIDTHS.get(name, WIDE) for name in sheet.columns]
    return Table(
        sheet.columns,
        sheet.rows(),
        widths,
        guarded=True,
        fits_in_memory=lambda: sheet.size() <= MOST_IN_MEMORY,
    )
