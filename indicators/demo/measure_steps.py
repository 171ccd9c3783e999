"""Steps of the diary that write the doing: scales, measures, milestones, money, reports, grades, evidence, feedback."""

from indicators.demo.step_context import build_row, change_row, split_words, without
from measures.actions import grade_report
from measures.models import (
    BudgetLine,
    CrossListing,
    Evidence,
    Feedback,
    Grade,
    GradingScale,
    Measure,
    MeasureEvidence,
    Milestone,
    ProgressReport,
    ProgressState,
    ReportEvidence,
    Responsibility,
    ResponsibilityRole,
)

ROLES = {"lead": ResponsibilityRole.LEAD, "support": ResponsibilityRole.SUPPORT}
HANDED_IN = {"state": ProgressState.SUBMITTED}


def write_scales(context, rows):
    for row in rows:
        scale = build_row(GradingScale, without(row, "grades"), institution=context.institution)
        scale.save()
        Grade.objects.bulk_create(build_row(Grade, grade, scale=scale) for grade in row["grades"])


def write_measures(context, rows):
    """Yearly actions come after the measure they are part of."""
    standards, known, offices = context.standards(), context.measures(), context.offices()
    made = [
        build_row(
            Measure,
            without(row, "plan", "standard", "parent", "executive", *ROLES),
            standard=standards[row["plan"], row["standard"]],
            parent=known.get((row["plan"], row.get("parent"))),
        )
        for row in rows
    ]
    Measure.objects.bulk_create(made)
    parts = [part for measure, row in zip(made, rows, strict=True) for part in parts_of(measure, row, offices)]
    Responsibility.objects.bulk_create(parts)


def parts_of(measure, row, offices):
    """The offices' responsibilities for one measure; the executive in charge belongs to the first lead office."""
    parts = [(offices[slug], role, "") for column, role in ROLES.items() for slug in split_words(row, column)]
    if "executive" in row:
        parts.append((parts[0][0], ResponsibilityRole.EXECUTIVE, row["executive"]))
    return [
        Responsibility(measure=measure, office=office, role=role, person=person, order=order)
        for order, (office, role, person) in enumerate(parts, start=1)
    ]


def write_measure_changes(context, rows):
    known = context.measures()
    for row in rows:
        measure = known[row["plan"], row["measure"]]
        measure.merged_into = known.get((row["plan"], row.get("merged_into")))
        change_row(measure, without(row, "plan", "measure", "merged_into"))


def write_cross_listings(context, rows):
    known, standards = context.measures(), context.standards()
    CrossListing.objects.bulk_create(
        CrossListing(
            measure=known[row["plan"], row["measure"]], standard=standards[row["plan"], row["standard"]], order=order
        )
        for order, row in enumerate(rows, start=1)
    )


def write_milestones(context, rows):
    known = context.measures()
    Milestone.objects.bulk_create(
        build_row(Milestone, without(row, "plan", "measure"), measure=known[row["plan"], row["measure"]])
        for row in rows
    )


def write_milestone_dates(context, rows):
    known = context.measures()
    for row in rows:
        step = Milestone.objects.get(measure=known[row["plan"], row["measure"]], name_ja=row["name_ja"])
        change_row(step, without(row, "plan", "measure", "name_ja"))


def write_budget(context, rows):
    known, offices = context.measures(), context.offices()
    BudgetLine.objects.bulk_create(
        build_row(
            BudgetLine,
            without(row, "plan", "measure", "office"),
            measure=known.get((row.get("plan"), row.get("measure"))),
            office=offices.get(row.get("office")),
        )
        for row in rows
    )


def write_settled(context, rows):
    known, offices = context.measures(), context.offices()
    for row in rows:
        of = {"measure": known[row["plan"], row["measure"]]} if "measure" in row else {"office": offices[row["office"]]}
        line = BudgetLine.objects.get(fiscal_year=row["fiscal_year"], **of)
        change_row(line, {"settled": row["settled"]})


def write_reports(context, rows):
    """Progress reports of offices on their measures, with the office's own grade and the one proposed by rule.

    Those that are to be accepted are handed in for now: documents are cited before, not after (`acceptances`).
    """
    known, offices, grades = context.measures(), context.offices(), context.grades()
    ProgressReport.objects.bulk_create(
        build_row(
            ProgressReport,
            without(row, "plan", "measure", "office", "self_grade", "proposed_grade"),
            institution=context.institution,
            measure=known[row["plan"], row["measure"]],
            office=offices.get(row.get("office")),
            self_grade=grades.get((row["plan"], row.get("self_grade"))),
            proposed_grade=grades.get((row["plan"], row.get("proposed_grade"))),
            entered_by=context.by,
        )
        for row in [row | HANDED_IN if is_accepted(row) else row for row in rows]
    )


def write_acceptances(context, rows):
    known = context.reports()
    accepted = [known[row["plan"], row["measure"], int(row["fiscal_year"])].pk for row in rows if is_accepted(row)]
    ProgressReport.objects.filter(pk__in=accepted).update(state=ProgressState.ACCEPTED)


def is_accepted(row):
    return row.get("state") == ProgressState.ACCEPTED


def write_grades(context, rows):
    known, marks = context.reports(), context.grades()
    for row in rows:
        report = known[row["plan"], row["measure"], int(row["fiscal_year"])]
        grade_report(report, grade=marks[row["plan"], row["final_grade"]], reason=row["grade_reason"], by=context.by)


def write_evidence(context, rows):
    """Documents, each cited for measures and in reports (measure@fiscal year)."""
    for row in rows:
        build_row(
            Evidence, without(row, "plan", "measures", "reports"), institution=context.institution, filed_by=context.by
        ).save()
    write_citations(context, rows)


def write_citations(context, rows):
    known, reported = context.measures(), context.reports()
    documents = {document.number: document for document in context.institution.evidence.all()}
    for row in rows:
        document = documents[row["number"]]
        for code in split_words(row, "measures"):
            MeasureEvidence.objects.create(evidence=document, measure=known[row["plan"], code])
        for cited in split_words(row, "reports"):
            code, _at, year = cited.partition("@")
            ReportEvidence.objects.create(evidence=document, report=reported[row["plan"], code, int(year)])


def write_feedback(context, rows):
    known = context.measures()
    Feedback.objects.bulk_create(
        build_row(
            Feedback,
            without(row, "plan", "measure"),
            measure=known[row["plan"], row["measure"]],
            entered_by=context.by,
        )
        for row in rows
    )
