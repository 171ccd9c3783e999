"""Steps of the diary that write the doing: scales, measures, milestones, money, reports, grades, evidence, feedback."""

from indicators.demo.pen import change, new, without, words
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


def scales(pen, rows):
    """Grading scales with their grades."""
    for row in rows:
        scale = new(GradingScale, without(row, "grades"), institution=pen.institution)
        scale.save()
        Grade.objects.bulk_create(new(Grade, grade, scale=scale) for grade in row["grades"])


def measures(pen, rows):
    """Measures with the offices that lead and support them; yearly actions after the measure they are part of."""
    standards, known, offices = pen.standards(), pen.measures(), pen.offices()
    made = [
        new(
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
    """The offices' parts in one measure; the executive in charge stands with the first lead office."""
    parts = [(offices[slug], role, "") for column, role in ROLES.items() for slug in words(row, column)]
    if "executive" in row:
        parts.append((parts[0][0], ResponsibilityRole.EXECUTIVE, row["executive"]))
    return [
        Responsibility(measure=measure, office=office, role=role, person=person, order=order)
        for order, (office, role, person) in enumerate(parts, start=1)
    ]


def measure_changes(pen, rows):
    """A measure's new status: cancelled, done, or merged into another one."""
    known = pen.measures()
    for row in rows:
        measure = known[row["plan"], row["measure"]]
        measure.merged_into = known.get((row["plan"], row.get("merged_into")))
        change(measure, without(row, "plan", "measure", "merged_into"))


def cross_listings(pen, rows):
    """Measures that are also listed under another standard."""
    known, standards = pen.measures(), pen.standards()
    CrossListing.objects.bulk_create(
        CrossListing(
            measure=known[row["plan"], row["measure"]], standard=standards[row["plan"], row["standard"]], order=order
        )
        for order, row in enumerate(rows, start=1)
    )


def milestones(pen, rows):
    """The steps of measures, each due on a day."""
    known = pen.measures()
    Milestone.objects.bulk_create(
        new(Milestone, without(row, "plan", "measure"), measure=known[row["plan"], row["measure"]]) for row in rows
    )


def milestone_dates(pen, rows):
    """When steps were done, or given up."""
    known = pen.measures()
    for row in rows:
        step = Milestone.objects.get(measure=known[row["plan"], row["measure"]], name_ja=row["name_ja"])
        change(step, without(row, "plan", "measure", "name_ja"))


def budget(pen, rows):
    """Money planned for measures and offices."""
    known, offices = pen.measures(), pen.offices()
    BudgetLine.objects.bulk_create(
        new(
            BudgetLine,
            without(row, "plan", "measure", "office"),
            measure=known.get((row.get("plan"), row.get("measure"))),
            office=offices.get(row.get("office")),
        )
        for row in rows
    )


def settled(pen, rows):
    """Money settled, on the lines that planned it."""
    known, offices = pen.measures(), pen.offices()
    for row in rows:
        of = {"measure": known[row["plan"], row["measure"]]} if "measure" in row else {"office": offices[row["office"]]}
        line = BudgetLine.objects.get(fiscal_year=row["fiscal_year"], **of)
        change(line, {"settled": row["settled"]})


def reports(pen, rows):
    """Progress reports of offices on their measures, with the office's own grade and the one proposed by rule.

    Those that are to be accepted are handed in for now: documents are cited before, not after (`acceptances`).
    """
    known, offices, grades = pen.measures(), pen.offices(), pen.grades()
    ProgressReport.objects.bulk_create(
        new(
            ProgressReport,
            without(row, "plan", "measure", "office", "self_grade", "proposed_grade"),
            institution=pen.institution,
            measure=known[row["plan"], row["measure"]],
            office=offices.get(row.get("office")),
            self_grade=grades.get((row["plan"], row.get("self_grade"))),
            proposed_grade=grades.get((row["plan"], row.get("proposed_grade"))),
            entered_by=pen.by,
        )
        for row in [row | HANDED_IN if is_accepted(row) else row for row in rows]
    )


def acceptances(pen, rows):
    """Reports that are accepted, among those that were written just now."""
    known = pen.reports()
    accepted = [known[row["plan"], row["measure"], int(row["fiscal_year"])].pk for row in rows if is_accepted(row)]
    ProgressReport.objects.filter(pk__in=accepted).update(state=ProgressState.ACCEPTED)


def is_accepted(row):
    return row.get("state") == ProgressState.ACCEPTED


def grades(pen, rows):
    """The final grades of reports, with their reasons."""
    known, marks = pen.reports(), pen.grades()
    for row in rows:
        report = known[row["plan"], row["measure"], int(row["fiscal_year"])]
        grade_report(report, grade=marks[row["plan"], row["final_grade"]], reason=row["grade_reason"], by=pen.by)


def evidence(pen, rows):
    """Documents, each cited for measures and in reports (measure@fiscal year)."""
    for row in rows:
        new(Evidence, without(row, "plan", "measures", "reports"), institution=pen.institution, filed_by=pen.by).save()
    citations(pen, rows)


def citations(pen, rows):
    """Documents that are there already, cited for measures and in reports."""
    known, reported = pen.measures(), pen.reports()
    documents = {document.number: document for document in pen.institution.evidence.all()}
    for row in rows:
        document = documents[row["number"]]
        for code in words(row, "measures"):
            MeasureEvidence.objects.create(evidence=document, measure=known[row["plan"], code])
        for cited in words(row, "reports"):
            code, _at, year = cited.partition("@")
            ReportEvidence.objects.create(evidence=document, report=reported[row["plan"], code, int(year)])


def feedback(pen, rows):
    """What somebody said about measures, and the answers."""
    known = pen.measures()
    Feedback.objects.bulk_create(
        new(
            Feedback,
            without(row, "plan", "measure"),
            measure=known[row["plan"], row["measure"]],
            entered_by=pen.by,
        )
        for row in rows
    )
