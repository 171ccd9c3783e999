"""What people do to measures: each verb is one transaction, made by a person, remembered with a reason."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from measures.grades import missing
from measures.models import (
    Evidence,
    Feedback,
    Grade,
    Measure,
    MeasureEvidence,
    ProgressReport,
    ProgressState,
    Responsibility,
    ResponsibilityRole,
)
from measures.team import Team
from plans.access.permissions import may_approve, may_discuss, may_edit, may_grade, may_report, require
from plans.database.history import recording
from plans.database.locks import said_accepted
from plans.database.row_locks import lock_rows, lock_years
from plans.database.transactions import in_one_transaction
from plans.editing.rows import StaleVersion, save_changes, save_new
from plans.models import Disclosure, Institution, Office, Reader, User, strictest_level


@in_one_transaction
def arrange_offices(
    measure: Measure,
    *,
    by: User,
    version: int,
    parts: Iterable[tuple[int | None, Mapping[str, object] | None]],
    reason: str = "",
) -> bool:
    """Say which offices have which roles in a measure; answers whether anything changed.

    `parts`: (id of a responsibility, None for a new one; its columns, None to take it away). `version`: of the measure's
    Team as the person saw it; raises StaleVersion with the present one where it is another.
    """
    require(may_edit(by, measure.standard.strategy.plan.institution))
    lock_rows(Measure.objects).get(pk=measure.pk)
    team = Team.of(measure)
    if team.version != version:
        raise StaleVersion(team)
    kept, given_up = team.match_rows(parts)
    with recording(by=by, reason=reason):
        for part in given_up:
            part.delete()
        for part, columns in kept:
            keep_part(part, columns)
    return Team.of(measure).version != version


def keep_part(part: Responsibility, columns: Mapping[str, object]) -> None:
    """Store a part that says something new."""
    changed = [name for name, value in columns.items() if getattr(part, name) != value]
    for name in changed:
        setattr(part, name, columns[name])
    if changed or part.pk is None:
        part.full_clean()
        part.save()


def may_report_as(user: Reader, office: Office | None, measure: Measure) -> bool:
    """Whether a person may report on a measure for one of its offices; the planning office may for any and for itself (None)."""
    if may_edit(user, measure.standard.strategy.plan.institution):
        return True
    return office is not None and may_report(user, office) and measure.responsibilities.filter(office=office).exists()


@in_one_transaction
def report_progress(
    *,
    measure: Measure,
    fiscal_year: int,
    by: User,
    office: Office | None = None,
    version: int | None = None,
    reason: str = "",
    **texts: str,
) -> ProgressReport:
    """Enter or change an office's account of a measure in a fiscal year; answers the report.

    `office`: the office that reports; None: the planning office reports. Texts not named keep what they hold.
    `version`: the version that the person saw, 0 for none yet; raises StaleVersion where it is another (None: not checked).
    Raises ValidationError for a report that was accepted: `return_report` comes first.
    """
    institution = measure.standard.strategy.plan.institution
    require(may_report_as(by, office, measure))
    lock_years(institution.pk, [fiscal_year])
    there = ProgressReport.objects.filter(measure=measure, fiscal_year=fiscal_year, office=office)
    row = lock_rows(there).first()
    if version is not None and version != (0 if row is None else row.version):
        raise StaleVersion(row)
    if row is not None and row.is_accepted:
        raise ValidationError(said_accepted())
    with recording(by=by, reason=reason):
        report, _created = ProgressReport.objects.update_or_create(
            measure=measure,
            fiscal_year=fiscal_year,
            office=office,
            defaults={"institution": institution, "entered_by": by, **texts},
        )
    return report


def may_return(user: Reader, report: ProgressReport) -> bool:
    """Whether a person may give a report that was handed in back to those who wrote it."""
    return report.is_handed_in and may_approve_for(user, report.institution, report.office)


def may_approve_for(user: Reader, institution: Institution, office: Office | None) -> bool:
    """Whether a person decides on what an office hands in, or (None) on what the planning office does."""
    return may_edit(user, institution) if office is None else may_approve(user, office)


@in_one_transaction
def return_report(report: ProgressReport, *, by: User, version: int, reason: str) -> bool:
    """Give a report back, accepted or not, so that its office writes on it again; answers whether anything changed.

    `version`: the version that the person saw; raises StaleVersion where it is another, ValidationError without a reason.
    """
    require(may_return(by, report))
    if not reason.strip():
        raise ValidationError({"change_reason": _("Enter the reason for the return.")})
    lock_years(report.institution_id, [report.fiscal_year])
    return save_changes(report, {"state": ProgressState.RETURNED}, by=by, version=version, reason=reason)[1]


@in_one_transaction
def grade_report(
    report: ProgressReport, *, grade: Grade, reason: str, by: User, version: int | None = None
) -> ProgressReport:
    """Give a report its final grade, or (None) take it back; returns the report.

    Raises ValidationError with what the grade still lacks (reason, evidence, countermeasure).
    """
    require(may_grade(by, report.institution))
    lacking = grade is not None and missing(
        grade,
        grade.scale.grades.all(),
        reason=reason,
        evidence=report.evidence_uses.count(),
        countermeasure=str(report.countermeasure),
    )
    if lacking:
        raise ValidationError(lacking)
    lock_years(report.institution_id, [report.fiscal_year])
    columns = {"final_grade": grade, "grade_reason": reason, "graded_by": by}
    return save_changes(report, columns, by=by, version=version, reason=reason)[0]


@in_one_transaction
def add_feedback(feedback: Feedback, columns: dict[str, object], *, by: User, reason: str = "") -> Feedback:
    """Store what somebody said about a measure, which is set already; answers the feedback."""
    require(may_discuss_measure(by, feedback.measure))
    return save_new(feedback, columns | {"entered_by": by}, by=by, reason=reason)


@in_one_transaction
def answer_feedback(
    feedback: Feedback, *, answer: str, answered_on: date | None, by: User, version: int, reason: str = ""
) -> bool:
    """Write, change or empty the answer to feedback; answers whether anything changed.

    `version`: of the feedback as the person saw it; raises StaleVersion where it is another.
    """
    require(may_discuss_measure(by, feedback.measure))
    columns = {"answer": answer, "answered_on": answered_on if answer else None}
    return save_changes(feedback, columns, by=by, version=version, reason=reason)[1]


def may_discuss_measure(user: Reader, measure: Measure) -> bool:
    """Whether a person may add feedback on a measure and answer it."""
    return may_discuss(user, measure.standard.strategy.plan.institution, leads_of(measure))


def leads_of(measure: Measure) -> QuerySet[Office]:
    """The offices that lead a measure."""
    lead = {"responsibilities__measure": measure, "responsibilities__role": ResponsibilityRole.LEAD}
    return Office.objects.filter(**lead).distinct()


def may_report_on(user: Reader, report: ProgressReport) -> bool:
    return may_edit(user, report.institution) if report.office is None else may_report(user, report.office)


@in_one_transaction
def file_evidence(
    *, institution: Institution, by: User, file: "File[bytes] | None" = None, reason: str = "", **columns: object
) -> Evidence:
    """Keep a document: a link (`url=`) or a file, whose SHA-256 is kept with it. Answers the evidence."""
    require(may_edit(by, institution))
    with recording(by=by, reason=reason):
        return keep_document(institution, file, columns, by=by)


@in_one_transaction
def file_for_measure(
    measure: Measure, *, by: User, file: "File[bytes] | None" = None, reason: str = "", **columns: object
) -> Evidence:
    """Keep a document and cite it for a measure, by the planning office or whoever reports for a lead office; answers it."""
    require(may_file_for(by, measure))
    with recording(by=by, reason=reason):
        plan = measure.standard.strategy.plan
        level = {"disclosure": level_of_proof(plan.disclosure)}
        evidence = keep_document(plan.institution, file, level | columns, by=by)
        MeasureEvidence.objects.create(evidence=evidence, measure=measure)
    return evidence


def keep_document(
    institution: Institution, file: "File[bytes] | None", columns: Mapping[str, Any], *, by: User
) -> Evidence:
    """Store a link or file with its checksum, for verbs that have asked already who may; in their transaction."""
    evidence = Evidence(institution=institution, file=file or "", sha256=checksum(file), filed_by=by, **columns)
    evidence.full_clean()
    evidence.save()
    return evidence


def level_of_proof(*levels: str) -> str:
    """Who may read a document unless somebody says otherwise: staff, or fewer where what it proves is for fewer."""
    return strictest_level(Disclosure.STAFF, *levels)


def may_file_for(user: Reader, measure: Measure) -> bool:
    """Whether a person may file documents that prove something about a measure."""
    return may_file(user, measure.standard.strategy.plan.institution, leads_of(measure))


def may_file(user: Reader, institution: Institution, leads: Iterable[Office]) -> bool:
    """The same for a measure of an institution that some offices lead."""
    return may_edit(user, institution) or any(may_report(user, office) for office in leads)


def checksum(file: "File[bytes] | None") -> str:
    """SHA-256 of a file's bytes in hexadecimal; empty without a file."""
    if file is None:
        return ""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
