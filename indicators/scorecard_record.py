"""A scorecard as plain data, for the API and the command line: {plan, fiscal_year, counts, strategies: [...]}."""

from operator import attrgetter

from django.utils.translation import gettext as _

from indicators.reading_rows import ReadingRow
from indicators.serializers.readings import ReadingSerializer

CELLS = {name: attrgetter(field.source) for name, field in ReadingSerializer().fields.items()}


def scorecard_record(card):
    """All of a scorecard; texts in the active language, numbers as decimals."""
    return {
        "plan": card.plan.slug,
        "institution": card.plan.institution.slug,
        "name": card.plan.name,
        "fiscal_year": card.fiscal_year,
        "as_known_on": card.known_on,
        "counts": counts(card),
        "note": _("Nothing was recorded of this plan at that time.") if card.is_empty else "",
        "strategies": [strategy_record(branch) for branch in card.strategies],
    }


def strategy_record(branch):
    return {
        **heading(branch.strategy),
        "counts": counts(branch),
        "standards": [standard_record(below) for below in branch.standards],
    }


def standard_record(branch):
    return {
        **heading(branch.standard),
        "counts": counts(branch),
        "readings": [reading_record(line) for line in branch.lines],
    }


def heading(level):
    return {
        "id": level.pk,
        "code": level.code,
        "name": level.name,
        "name_ja": level.name_ja,
        "name_en": level.name_en,
    }


def counts(branch):
    return {status.value: number for status, number in branch.counts.items()}


def reading_record(line):
    """One reading as {field: cell}, the same fields as in the collection `readings`."""
    row = ReadingRow(line)
    return {name: cell(row) for name, cell in CELLS.items()}
