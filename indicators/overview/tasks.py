"""The tasks of a member on the start page, role by role: what to chase, to hand in, to approve, to grade.

Each function takes one institution and returns a context, in a fixed number of queries.
"""

from indicators.loading.as_of import today_of
from indicators.loading.due import DueKind, by_office, number_asked, owed_by, owed_in
from indicators.models import Indicator, YearlyValue
from indicators.overview.recent_activity import recent_activity
from indicators.scorecards.attention import flaws
from measures.models import ProgressReport, ProgressState
from plans.models import Office

ROWS = 10


def tasks_for_planner(institution, user):
    """Outstanding answers, recent activity, and flaws in the data.

    `asked`: how many values and reports were asked for, where all of them are answered; None where some are missing.
    """
    dues = [due for due in owed_in(institution, user=user) if due.kind != DueKind.MILESTONE or due.is_overdue]
    missing = [due for due in dues if due.kind != DueKind.MILESTONE]
    flaws, checked = flaws_in(institution)
    return {
        "institution": institution,
        "today": today_of(institution),
        "dues": missing,
        "answers": outstanding_by_office(dues),
        "asked": None if missing else number_asked(None, institution, user=user),
        "unowned": Indicator.objects.filter(institution=institution, office=None).exclude(commitments=None).count(),
        "steps": recent_activity(institution, user=user),
        "flaws": flaws,
        "checked": checked,
    }


def outstanding_by_office(dues):
    """[{"office" (None for nobody), "counts": {kind: missing}, "overdue", "due_on"}], most overdue first."""
    groups = by_office(dues)
    offices = Office.objects.in_bulk(pk for pk in groups if pk is not None)
    rows = [
        {
            "office": offices.get(pk),
            "counts": {kind.value: sum(due.kind == kind for due in dues) for kind in DueKind},
            "overdue": sum(due.is_overdue for due in dues),
            "due_on": min(due.due_on for due in dues),
        }
        for pk, dues in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row["overdue"], -sum(row["counts"].values()), str(row["office"])))


def flaws_in(institution):
    """([FlawsOfKind] of the institution's indicators, how many indicators were checked)."""
    indicators = Indicator.objects.filter(institution=institution).exclude(commitments=None).in_bulk()
    return flaws(indicators, values=YearlyValue.objects.all()), len(indicators)


def tasks_for_reporter(institution, office_ids, user):
    """Values (each with that of the year before), reports and milestones due from the reader's offices."""
    offices = Office.objects.filter(institution=institution).in_bulk()
    own = None if office_ids is None else with_offices_below(offices.values(), office_ids)
    dues = owed_in(institution, user=user) if own is None else owed_by(own, user=user)
    values = [due for due in dues if due.kind == DueKind.VALUE]
    before = values_of_year_before(values, user)
    is_answered = all(due.kind == DueKind.MILESTONE for due in dues)
    return {
        "institution": institution,
        "today": today_of(institution),
        "asked": number_asked(own, institution, user=user) if is_answered else None,
        "offices": [office for office in offices.values() if office.pk in (office_ids or ())],
        "values": [(due, before.get((due.indicator.pk, due.fiscal_year - 1))) for due in values],
        "reports": [(due, offices[due.office_id]) for due in dues if due.kind == DueKind.REPORT],
        "milestones": [(due, None) for due in dues if due.kind == DueKind.MILESTONE],
    }


def tasks_for_approver(institution, office_ids, user):
    """Reports handed in by the reader's offices and not yet accepted: the oldest, and how many there are."""
    offices = Office.objects.filter(institution=institution).in_bulk()
    own = list(offices) if office_ids is None else [row.pk for row in with_offices_below(offices.values(), office_ids)]
    reports = ProgressReport.objects.visible_to(user).filter(
        institution=institution, state=ProgressState.SUBMITTED, office__in=own
    )
    rows = reports.select_related("measure", "office").order_by("fiscal_year", "updated_at", "pk")
    return {"institution": institution, "reports": rows[:ROWS], "number": reports.count()}


def with_offices_below(offices, office_ids):
    found, grown = set(office_ids), True
    while grown:
        below = {office.pk for office in offices if office.parent_id in found} - found
        found |= below
        grown = bool(below)
    return [office for office in offices if office.pk in found]


def values_of_year_before(dues, user):
    """{(indicator id, fiscal year): the value of the year before one that is due}, as far as the reader may see it."""
    rows = YearlyValue.objects.visible_to(user).actuals().select_related("grade")
    rows = rows.filter(
        indicator__in={due.indicator.pk for due in dues}, fiscal_year__in={due.fiscal_year - 1 for due in dues}
    )
    return {(row.indicator_id, row.fiscal_year): row for row in rows}


def tasks_for_evaluator(institution, user):
    """Reports accepted or handed in without a final grade: the newest, and how many there are."""
    reports = ProgressReport.objects.visible_to(user).handed_in()
    to_grade = reports.filter(institution=institution, measure__standard__strategy__plan__plan_scale__isnull=False)
    waiting = to_grade.filter(final_grade=None)
    rows = waiting.select_related("measure", "office", "self_grade", "proposed_grade").order_by("-fiscal_year", "pk")
    return {
        "institution": institution,
        "reports": rows[:ROWS],
        "number": waiting.count(),
        "graded": to_grade.exclude(final_grade=None).count(),
    }
