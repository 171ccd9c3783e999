"""Sheets written by hand for tests, and what importing them says."""

import io
import json

import openpyxl

from indicators.models import Breakdown, Commitment, Indicator, Target, YearlyValue
from indicators.sheets.importing import import_sheet
from measures.models import Measure
from plans.database.events import event_model
from plans.models import Institution, Plan, Standard, Strategy

HEADER = "strategy,standard,measure,indicator,unit,direction,fiscal_year,kind,value"
WHERE = "Teach,Courses,English"


def csv_file(*lines, encoding="utf-8"):
    """A CSV of these lines."""
    return io.BytesIO("\n".join(lines).encode(encoding))


def tidy(*rows, header=HEADER):
    """A tidy CSV with the usual header."""
    return csv_file(header, *rows)


def figure(rest, indicator="Courses in English", unit="%", direction="up"):
    """A row about an indicator of the usual measure: its year, kind and value."""
    return f"{WHERE},{indicator},{unit},{direction},{rest}"


def workbook(rows, *, merged=(), title="Sheet1", formats=None):
    """An XLSX of these rows; `merged` are ranges, `formats` number formats by cell name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    return saved(book)


def saved(book):
    """The bytes of a workbook, as an open file."""
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def load(source, *, institution="example", plan="plan", create=True, publish=True, **options):
    """Import into the usual plan, open to readers where the import makes it."""
    return import_sheet(source, institution=institution, plan=plan, create=create, publish=publish, **options)


def sums(report):
    """(read, stored, unchanged, refused), which always add up with what was skipped."""
    counts = (report.rows_read, report.rows_stored, report.rows_unchanged, len(report.rows_refused))
    assert counts[0] == sum(counts[1:]) + len(report.rows_skipped)
    assert json.loads(json.dumps(report.as_json()))["rows_read"] == counts[0]
    return counts


def refusals(report):
    """(row, column, value, reason) of each refused row."""
    return [(one.row, one.column, one.value, one.reason) for one in report.rows_refused]


def skipped(report):
    """(row, column, value, reason) of each row that was not read."""
    return [(one.row, one.column, one.value, one.reason) for one in report.rows_skipped]


def warnings(report):
    """(row, column, reason) of each warning."""
    return [(one.row, one.column, one.reason) for one in report.warnings]


def events():
    """How many history rows there are of anything that a sheet can change."""
    models = (Institution, Plan, Strategy, Standard, Measure, Indicator, Commitment, Target, YearlyValue, Breakdown)
    return sum(event_model(model).objects.count() for model in models)
