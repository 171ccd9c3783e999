"""Steps of the diary that write the numbers: indicators, definitions, promises, figures, revisions, closed years."""

from indicators.demo.pen import new, read, without
from indicators.entry.actions import override_status, record_value, revise_target
from indicators.models import Breakdown, Commitment, Definition, Indicator, Target, YearlyValue
from indicators.sheets.importing import import_sheet
from measures.models import GradingScale
from plans.actions import close_year, reopen_year


def breakdowns(pen, rows):
    """The parts into which figures are broken down."""
    known = pen.offices()
    Breakdown.objects.bulk_create(
        new(
            Breakdown,
            without(row, "office"),
            institution=pen.institution,
            office=known.get(row.get("office")),
            order=order,
        )
        for order, row in enumerate(rows, start=1)
    )


def indicators(pen, rows):
    """What the institution measures."""
    offices = pen.offices()
    scales = {scale.code: scale for scale in GradingScale.objects.filter(institution=pen.institution)}
    Indicator.objects.bulk_create(
        new(
            Indicator,
            without(row, "office", "scale"),
            institution=pen.institution,
            office=offices.get(row.get("office")),
            scale=scales.get(row.get("scale")),
        )
        for row in rows
    )


def definitions(pen, rows):
    """The wordings of indicators, each valid from a fiscal year."""
    known = pen.indicators()
    Definition.objects.bulk_create(
        new(Definition, without(row, "indicator"), indicator=known[row["indicator"]]) for row in rows
    )


def commitments(pen, rows):
    """Which indicators measures (or standards) promise, and how they are compared."""
    known, measures, standards = pen.indicators(), pen.measures(), pen.standards()
    made = []
    for row in rows:
        measure = measures.get((row["plan"], row.get("measure")))
        standard = measure.standard if measure is not None else standards[row["plan"], row["standard"]]
        cells = without(row, "plan", "standard", "measure", "indicator")
        made.append(new(Commitment, cells, standard=standard, measure=measure, indicator=known[row["indicator"]]))
    Commitment.objects.bulk_create(made)


def sheets(pen, rows):
    """Sheets, through the same door as everybody's; one that is refused stops the whole diary."""
    for row in rows:
        path = pen.folder / row["file"]
        report = import_sheet(path, institution=pen.institution.slug, plan=row["plan"], by=pen.by, reason=pen.reason)
        if report.is_refused:
            raise ValueError(f"{path}: {report.error or report.rows_refused}")


def values(pen, rows):
    """Figures entered one by one, as in the entry grid."""
    known = pen.indicators()
    parts = {tuple(part.categories.items()): part for part in Breakdown.objects.filter(institution=pen.institution)}
    for row in rows:
        record_value(
            indicator=known[row["indicator"]],
            fiscal_year=row["fiscal_year"],
            by=pen.by,
            reason=pen.reason,
            breakdown=parts[(tuple(row["breakdown"].split("=")),)] if "breakdown" in row else None,
            **read(YearlyValue, without(row, "indicator", "fiscal_year", "breakdown")),
        )


def revisions(pen, rows):
    """New targets in place of old ones, with reason and approver."""
    known = pen.commitments()
    for row in rows:
        commitment = known[row["plan"], row["indicator"]]
        target = commitment.targets.current().get(fiscal_year=row["fiscal_year"])
        revise_target(target, by=pen.by, **read(Target, without(row, "plan", "indicator", "fiscal_year")))


def overrides(pen, rows):
    """A person's judgement beside the computed status."""
    known = pen.commitments()
    for row in rows:
        override_status(
            known[row["plan"], row["indicator"]],
            row["fiscal_year"],
            status=row["status"],
            by=pen.by,
            reason=row["reason"],
        )


def close_years(pen, rows):
    """Fiscal years whose figures become final."""
    for year in rows:
        close_year(pen.institution, year, by=pen.by, reason=pen.reason)


def reopen_years(pen, rows):
    """Closed years that are opened again, with a reason."""
    for year in rows:
        reopen_year(pen.institution, year, by=pen.by, reason=pen.reason)
