"""Who may do what. Which rows somebody may read is said by `visible_to(user)` of each queryset."""

from django.core.exceptions import PermissionDenied

from plans.models.membership import Role, memberships_of


def require(allowed):
    """Refuse with 403 what a person may not do."""
    if not allowed:
        raise PermissionDenied


def has_role(user, institution, *roles):
    """Whether the user holds one of the roles in the whole institution."""
    if user.is_superuser:
        return True
    return any(
        m.institution_id == institution.pk and m.office_id is None and m.role in roles for m in memberships_of(user)
    )


def is_member(user, institution):
    """Whether the user belongs to the institution in any role."""
    return user.is_superuser or any(m.institution_id == institution.pk for m in memberships_of(user))


def has_office_role(user, office, *roles):
    """Whether the user holds one of the roles for the office, for one above it, or for the whole institution."""
    if user.is_superuser:
        return True
    own = [m for m in memberships_of(user) if m.institution_id == office.institution_id and m.role in roles]
    if any(m.office_id is None for m in own):
        return True
    offices = {m.office_id for m in own}
    return bool(offices) and any(above.pk in offices for above in office.with_offices_above())


def may_edit(user, institution):
    """Plans, measures, indicators, commitments, targets, members: the planning office."""
    return has_role(user, institution, Role.PLANNER)


def may_report(user, office):
    """Values and reports of an office: its reporters and approvers, and the planning office."""
    return has_office_role(user, office, Role.PLANNER, Role.REPORTER, Role.APPROVER)


def may_report_somewhere(user):
    """Whether there is an office for which the user may report: whose tables of answers are open to the user at all."""
    return user.is_superuser or has_role_anywhere(user, Role.PLANNER, Role.REPORTER, Role.APPROVER)


def may_grade_somewhere(user):
    """Whether there is an institution in which the user grades."""
    return user.is_superuser or any(m.role == Role.EVALUATOR and m.office_id is None for m in memberships_of(user))


def has_role_anywhere(user, *roles):
    """Whether the user holds one of the roles anywhere."""
    return any(m.role in roles for m in memberships_of(user))


def may_record(user, indicator):
    """Values of an indicator: whoever may report for its owner office; without one, the planning office."""
    if indicator.office is None:
        return may_edit(user, indicator.institution)
    return may_report(user, indicator.office)


def may_approve(user, office):
    """An office's answers: its approvers, and the planning office."""
    return has_office_role(user, office, Role.PLANNER, Role.APPROVER)


def may_grade(user, institution):
    """Grades and overrides: evaluators."""
    return has_role(user, institution, Role.EVALUATOR)


def may_discuss(user, institution, leads):
    """What was said about a measure, and the answers: who may report for one of its lead offices, planning office, evaluators."""
    return has_role(user, institution, Role.PLANNER, Role.EVALUATOR) or any(
        may_report(user, office) for office in leads
    )


def may_correct(user, institution):
    """Correcting what is in a closed year, with a reason: the planning office."""
    return has_role(user, institution, Role.PLANNER)


def may_close_years(user, institution):
    """Closing and reopening a year: the planning office."""
    return has_role(user, institution, Role.PLANNER)
