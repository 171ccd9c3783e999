"""Steps of the diary that write the numbers: indicators, definitions, promises, figures, revisions, closed years."""

from indicators.demo.step_context import build_row, column_values, without
from indicators.entry.actions import override_status, record_value, revise_target
from indicators.models import Breakdown, Commitment, Definition, Indicator, Target, YearlyValue
from indicators.sheets.importing import import_sheet
from measures.models import GradingScale
from plans.actions import close_year, reopen_year


def write_breakdowns(context, rows):
    known = context.offices()
    Breakdown.objects.bulk_create(
        build_row(
            Breakdown,
            without(row, "office"),
            institution=context.institution,
            office=known.get(row.get("office")),
            order=order,
        )
        for order, row in enumerate(rows, start=1)
    )


def write_indicators(context, rows):
    offices = context.offices()
    scales = {scale.code: scale for scale in GradingScale.objects.filter(institution=context.institution)}
    Indicator.objects.bulk_create(
        build_row(
            Indicator,
            without(row, "office", "scale"),
            institution=context.institution,
            office=offices.get(row.get("office")),
            scale=scales.get(row.get("scale")),
        )
        for row in rows
    )


def write_definitions(context, rows):
    known = context.indicators()
    Definition.objects.bulk_create(
        build_row(Definition, without(row, "indicator"), indicator=known[row["indicator"]]) for row in rows
    )


def write_commitments(context, rows):
    known, measures, standards = context.indicators(), context.measures(), context.standards()
    made = []
    for row in rows:
        measure = measures.get((row["plan"], row.get("measure")))
        standard = measure.standard if measure is not None else standards[row["plan"], row["standard"]]
        cells = without(row, "plan", "standard", "measure", "indicator")
        made.append(build_row(Commitment, cells, standard=standard, measure=measure, indicator=known[row["indicator"]]))
    Commitment.objects.bulk_create(made)


def write_sheets(context, rows):
    """Through the same import as everybody's; a refused sheet stops the whole diary."""
    for row in rows:
        path = context.folder / row["file"]
        report = import_sheet(
            path, institution=context.institution.slug, plan=row["plan"], by=context.by, reason=context.reason
        )
        if report.is_refused:
            raise ValueError(f"{path}: {report.error or report.rows_refused}")


def write_values(context, rows):
    known = context.indicators()
    parts = {tuple(part.categories.items()): part for part in Breakdown.objects.filter(institution=context.institution)}
    for row in rows:
        record_value(
            indicator=known[row["indicator"]],
            fiscal_year=row["fiscal_year"],
            by=context.by,
            reason=context.reason,
            breakdown=parts[(tuple(row["breakdown"].split("=")),)] if "breakdown" in row else None,
            **column_values(YearlyValue, without(row, "indicator", "fiscal_year", "breakdown")),
        )


def write_revisions(context, rows):
    known = context.commitments()
    for row in rows:
        commitment = known[row["plan"], row["indicator"]]
        target = commitment.targets.current().get(fiscal_year=row["fiscal_year"])
        revise_target(target, by=context.by, **column_values(Target, without(row, "plan", "indicator", "fiscal_year")))


def write_overrides(context, rows):
    known = context.commitments()
    for row in rows:
        override_status(
            known[row["plan"], row["indicator"]],
            row["fiscal_year"],
            status=row["status"],
            by=context.by,
            reason=row["reason"],
        )


def close_years(context, rows):
    for year in rows:
        close_year(context.institution, year, by=context.by, reason=context.reason)


def reopen_years(context, rows):
    for year in rows:
        reopen_year(context.institution, year, by=context.by, reason=context.reason)
