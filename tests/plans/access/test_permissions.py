import pytest
from django.contrib.auth.models import AnonymousUser

from plans.access import permissions
from plans.models import Disclosure, Plan, PlanState, Role
from tests.factories import (
    IndicatorFactory,
    InstitutionFactory,
    MembershipFactory,
    OfficeFactory,
    PlanFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PUBLIC = [Disclosure.PUBLIC]
STAFF = [*PUBLIC, Disclosure.STAFF]
EXECUTIVES = [*STAFF, Disclosure.EXECUTIVES]
PLANNING = [*EXECUTIVES, Disclosure.PLANNING]


def disclosures_read_by(user):
    return [plan.disclosure for plan in Plan.objects.visible_to(user).order_by("pk")]


@pytest.mark.parametrize(
    ("role", "levels"),
    [
        (Role.PLANNER, PLANNING),
        (Role.EVALUATOR, EXECUTIVES),
        (Role.EXECUTIVE, EXECUTIVES),
        (Role.APPROVER, STAFF),
        (Role.REPORTER, STAFF),
        (Role.VIEWER, STAFF),
    ],
)
def test_each_role_reads_up_to_its_level(institution, role, levels):
    for level in PLANNING:
        PlanFactory(institution=institution, disclosure=level)
    member = MembershipFactory(institution=institution, role=role).user

    assert disclosures_read_by(member) == levels


def test_the_anonymous_strangers_and_members_elsewhere_read_what_is_public(institution, stranger):
    for level in PLANNING:
        PlanFactory(institution=institution, disclosure=level)
    elsewhere = MembershipFactory(role=Role.PLANNER).user

    assert [disclosures_read_by(user) for user in (AnonymousUser(), stranger, elsewhere)] == [PUBLIC] * 3


def test_drafts_are_seen_by_planners_only(institution, planner, executive):
    PlanFactory(institution=institution, state=PlanState.DRAFT)

    assert [Plan.objects.visible_to(user).count() for user in (planner, executive, AnonymousUser())] == [1, 0, 0]


def test_who_runs_the_site_sees_drafts_too(institution):
    draft = PlanFactory(institution=institution, state=PlanState.DRAFT)

    assert list(Plan.objects.visible_to(UserFactory(is_superuser=True))) == [draft]


def test_only_planners_edit(institution, planner, executive, evaluator, stranger):
    people = (planner, executive, evaluator, stranger, AnonymousUser())

    assert [permissions.may_edit(user, institution) for user in people] == [True, False, False, False, False]


def test_a_planner_of_another_institution_does_not_edit(planner):
    assert not permissions.may_edit(planner, InstitutionFactory())


def test_a_planner_of_one_office_does_not_edit_the_institution(institution):
    office = OfficeFactory(institution=institution)
    user = MembershipFactory(institution=institution, office=office, role=Role.PLANNER).user

    assert (permissions.may_edit(user, institution), permissions.may_report(user, office)) == (False, True)


def test_reporters_report_for_their_office_and_those_below(institution):
    faculty, other = OfficeFactory(institution=institution), OfficeFactory(institution=institution)
    section = OfficeFactory(institution=institution, parent=faculty)
    reporter = MembershipFactory(institution=institution, office=faculty, role=Role.REPORTER).user

    assert [permissions.may_report(reporter, office) for office in (faculty, section, other)] == [True, True, False]
    assert [permissions.may_approve(reporter, office) for office in (faculty, section, other)] == [False, False, False]


def test_values_are_recorded_by_the_owner_office_or_the_planning_office(institution, planner, office, reporter):
    owned, ownerless = (
        IndicatorFactory(institution=institution, office=office),
        IndicatorFactory(institution=institution),
    )

    assert [permissions.may_record(reporter, indicator) for indicator in (owned, ownerless)] == [True, False]
    assert [permissions.may_record(planner, indicator) for indicator in (owned, ownerless)] == [True, True]


def test_evaluators_grade_and_planners_do_not(institution, evaluator, planner):
    assert [permissions.may_grade(user, institution) for user in (evaluator, planner)] == [True, False]


def test_a_superuser_may_everything(institution):
    root = UserFactory(is_superuser=True)

    assert permissions.may_edit(root, institution) and permissions.may_grade(root, institution)


def test_memberships_are_read_once_per_person(institution, viewer, django_assert_num_queries):
    with django_assert_num_queries(1):
        permissions.is_member(viewer, institution)
        permissions.may_edit(viewer, institution)


def test_who_reports_or_grades_anywhere_is_let_in_to_the_tables(planner, reporter, evaluator, viewer, stranger):
    people = (planner, reporter, evaluator, viewer, stranger, AnonymousUser())

    assert [permissions.may_report_somewhere(user) for user in people] == [True, True, False, False, False, False]
    assert [permissions.may_grade_somewhere(user) for user in people] == [False, False, True, False, False, False]
