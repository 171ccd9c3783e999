"""The sheet as a file: CSV (UTF-8 with BOM) line by line, or XLSX. Texts are never run as formulas, numbers never touched."""

import csv
import re
from decimal import Decimal

import xlsxwriter

from indicators.sheets.exports.rows import Sheet
from plans.sheets.spreadsheets import BOM, FORMULA_SIGNS, Echo

MOST_IN_MEMORY = 100_000  # figures; beyond it a workbook is written row by row, and is larger for it
EXACT_DIGITS = 15  # what a spreadsheet's own numbers keep
LOOKS_LIKE_A_FORMULA = re.compile(rf"'*[{re.escape(FORMULA_SIGNS)}]")
WIDTHS = {"value": 12, "fiscal_year": 10, "kind": 10, "unit": 12, "direction": 10}
OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def csv_lines(plan, user=None):
    """The sheet of a plan as lines of CSV, the first one with the BOM; `user` sees what is disclosed to them."""
    sheet = Sheet(plan, user)
    return table_lines(sheet.columns, sheet.rows())


def table_lines(columns, rows):
    """Any table as lines of CSV, the first one with the BOM. Cells are texts or Decimals."""
    writer = csv.writer(Echo())
    yield BOM + writer.writerow([harmless(name) for name in columns])
    for row in rows:
        yield writer.writerow([f"{cell:f}" if isinstance(cell, Decimal) else harmless(cell) for cell in row])


def write_xlsx(plan, file, user=None):
    """Write the sheet of a plan as XLSX into a binary file; `user` sees what is disclosed to them."""
    sheet = Sheet(plan, user)
    write_table(file, sheet.columns, sheet.rows(), constant_memory=sheet.size() > MOST_IN_MEMORY)


def write_table(file, columns, rows, *, constant_memory=False):
    """Write any table as XLSX into a binary file. Cells are texts or Decimals."""
    options = OPTIONS | {"constant_memory": constant_memory}
    with xlsxwriter.Workbook(file, options) as workbook:
        worksheet = workbook.add_worksheet("sheet")
        bold = workbook.add_format({"bold": True})
        formats = {}
        worksheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            worksheet.set_column(column, column, WIDTHS.get(name, 24))
            worksheet.write_string(0, column, harmless(name), bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(worksheet, workbook, formats, (number, column), cell)


def harmless(text):
    """A text that a spreadsheet would run gets an apostrophe in front, which the import takes away again."""
    return f"'{text}" if LOOKS_LIKE_A_FORMULA.match(text) else text


def _write(worksheet, workbook, formats, at, cell):
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= EXACT_DIGITS:
        decimals = max(0, -cell.as_tuple().exponent)
        if decimals not in formats:
            formats[decimals] = workbook.add_format({"num_format": f"0.{'0' * decimals}" if decimals else "0"})
        worksheet.write_number(*at, float(cell), formats[decimals])
    elif cell != "":
        worksheet.write_string(*at, f"{cell:f}" if isinstance(cell, Decimal) else harmless(cell))
