"""A scorecard as plain data, for the API and the command line: {plan, fiscal_year, counts, strategies: [...]}."""

from operator import attrgetter

from django.utils.translation import gettext as _

from indicators.loading.flat_rows import ReadingRow
from indicators.serializers.readings import ReadingSerializer
from plans.rest.exact_json import PrintedJSON, to_json

CELLS = {name: attrgetter(field.source) for name, field in ReadingSerializer().fields.items()}


def scorecard_record(card, reading=None):
    """Texts in the active language, numbers as decimals. `reading`: the record of a line, `reading_record` by default."""
    reading = reading or reading_record
    return {
        "plan": card.plan.slug,
        "institution": card.plan.institution.slug,
        "name": card.plan.name,
        "fiscal_year": card.fiscal_year,
        "as_known_on": card.known_on,
        "is_final": card.is_final,
        "counts": counts_by_status(card),
        "note": _("Nothing was recorded of this plan at that time.") if card.is_empty else "",
        "strategies": [strategy_record(branch, reading) for branch in card.strategies],
    }


def strategy_record(branch, reading):
    return {
        **level_names(branch.strategy),
        "counts": counts_by_status(branch),
        "standards": [standard_record(below, reading) for below in branch.standards],
    }


def standard_record(branch, reading):
    return {
        **level_names(branch.standard),
        "counts": counts_by_status(branch),
        "readings": [reading(line) for line in branch.lines],
    }


def level_names(level):
    return {
        "id": level.pk,
        "code": level.code,
        "name": level.name,
        "name_ja": level.name_ja,
        "name_en": level.name_en,
    }


def counts_by_status(branch):
    return {status.value: number for status, number in branch.counts.items()}


def reading_record(line):
    """{field: cell}, the same fields as in the collection `readings`."""
    row = ReadingRow(line)
    return {name: cell(row) for name, cell in CELLS.items()}


def reading_as_json(line):
    """One reading as JSON text; printed once for each line, which is the same as long as all behind it is."""
    if "json" not in line.texts:
        line.texts["json"] = PrintedJSON(to_json(reading_record(line)))
    return line.texts["json"]
