import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from plans.access.member_actions import Invitation, change_membership, invite, remove_membership
from plans.database.events import event_model
from plans.models import Membership, Role, User
from tests.factories import InstitutionFactory, MembershipFactory, OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db

HANAKO = Invitation(email="hanako@example.ac.jp", role=Role.VIEWER, name_en="Hanako Sato", language="ja")


def last_event():
    return event_model(Membership).objects.order_by("pgh_id").last()


def test_an_invited_person_gets_an_account_without_a_password_and_a_role(institution, planner):
    office = OfficeFactory(institution=institution)

    people, unchanged = invite(
        institution,
        [Invitation("Hanako@Example.ac.jp", Role.REPORTER, office, "佐藤 花子", "Hanako Sato", "ja")],
        by=planner,
    )

    (person,) = people
    assert (person.email, person.username, person.name_ja, person.name_en, person.language, unchanged) == (
        "hanako@example.ac.jp",
        "hanako@example.ac.jp",
        "佐藤 花子",
        "Hanako Sato",
        "ja",
        0,
    )
    assert (person.has_usable_password(), person.is_staff, person.is_superuser) == (False, False, False)
    row = Membership.objects.get(user=person)
    assert (row.institution, row.office, row.role) == (institution, office, Role.REPORTER)


def test_the_history_says_who_invited_and_why(institution, planner):
    invite(institution, [HANAKO], by=planner, reason="New in April")

    event = last_event()
    assert (event.pgh_label, event.role, event.pgh_context["user"], event.pgh_context["reason"]) == (
        "insert",
        "viewer",
        planner.pk,
        "New in April",
    )


def test_inviting_again_changes_nothing(institution, planner):
    invite(institution, [HANAKO], by=planner)

    assert invite(institution, [HANAKO], by=planner) == ([], 1)
    assert Membership.objects.filter(user__email=HANAKO.email).count() == 1


def test_one_person_in_two_roles_has_one_account(institution, planner):
    both = [HANAKO, Invitation("HANAKO@example.ac.jp", Role.EXECUTIVE, name_en="Somebody else")]

    people, _unchanged = invite(institution, both, by=planner)

    assert [person.get_full_name() for person in people] == ["Hanako Sato"]
    assert Membership.objects.filter(user=people[0]).count() == 2


def test_an_account_elsewhere_is_left_as_it_is_and_gets_a_membership_more(institution, planner):
    other = MembershipFactory(user__email="Hanako@example.ac.jp", user__name_en="Ito", role=Role.PLANNER)
    before = User.objects.filter(pk=other.user.pk).values().get()

    people, _unchanged = invite(institution, [HANAKO], by=planner)

    assert people == [other.user]
    assert User.objects.filter(pk=other.user.pk).values().get() == before
    assert set(other.user.memberships.values_list("institution", "role")) == {
        (other.institution.pk, "planner"),
        (institution.pk, "viewer"),
    }


def test_a_superuser_is_invited_by_superusers_only_and_else_nobody_is(institution, planner):
    chief = UserFactory(email="chief@example.ac.jp", is_superuser=True)

    with pytest.raises(ValidationError, match="cannot be invited"):
        invite(institution, [HANAKO, Invitation(chief.email, Role.VIEWER)], by=planner)

    assert not User.objects.filter(email=HANAKO.email).exists()
    assert not chief.memberships.exists()


def test_a_taken_user_name_is_no_hindrance(institution, planner):
    UserFactory(username="hanako@example.ac.jp", email="other@example.ac.jp")

    (person,), _unchanged = invite(institution, [HANAKO], by=planner)

    assert person.username.startswith("hanako@example.ac.jp-")


def test_nobody_else_invites_changes_or_removes(institution, executive, viewer, stranger):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)
    elsewhere = MembershipFactory(role=Role.PLANNER).user

    for user in (executive, viewer, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            invite(institution, [HANAKO], by=user)
        with pytest.raises(PermissionDenied):
            change_membership(row, role=Role.PLANNER, office=None, by=user, reason="x")
        with pytest.raises(PermissionDenied):
            remove_membership(row, by=user, reason="x")


@pytest.mark.parametrize("count", [1, 3])
def test_inviting_costs_the_same_for_any_number_of_people(institution, planner, count, django_assert_num_queries):
    people = [Invitation(f"person{number}@example.ac.jp", Role.VIEWER) for number in range(count)]
    planner.memberships.count()

    with django_assert_num_queries(8):
        invite(institution, people, by=planner)


def test_a_role_is_changed_with_a_reason(institution, planner):
    office = OfficeFactory(institution=institution)
    row = MembershipFactory(institution=institution, role=Role.VIEWER)

    change_membership(row, role=Role.REPORTER, office=office, by=planner, reason="New duties")

    row.refresh_from_db()
    event = last_event()
    assert (row.role, row.office) == (Role.REPORTER, office)
    assert (event.pgh_label, event.pgh_context["user"], event.pgh_context["reason"]) == (
        "update",
        planner.pk,
        "New duties",
    )


def test_a_membership_ends_with_a_reason_and_the_account_stays(institution, planner):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)
    other = MembershipFactory(user=row.user, institution=InstitutionFactory())

    remove_membership(row, by=planner, reason="Moved to another university")

    assert list(row.user.memberships.all()) == [other]
    assert (last_event().pgh_label, last_event().pgh_context["reason"]) == ("delete", "Moved to another university")


def test_a_reason_is_needed(institution, planner):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)

    for act in (change_membership, remove_membership):
        words = {"role": Role.EXECUTIVE, "office": None} if act is change_membership else {}
        with pytest.raises(ValidationError, match="reason"):
            act(row, by=planner, reason=" ", **words)


def test_the_last_planner_stays(institution, planner):
    (row,) = planner.memberships.all()
    MembershipFactory(institution=institution, role=Role.PLANNER, user__is_active=False)

    with pytest.raises(ValidationError, match="last planner"):
        remove_membership(row, by=planner, reason="x")
    with pytest.raises(ValidationError, match="last planner"):
        change_membership(row, role=Role.VIEWER, office=None, by=planner, reason="x")

    MembershipFactory(institution=institution, role=Role.PLANNER)
    remove_membership(row, by=planner, reason="x")
    assert not planner.memberships.exists()


def test_a_superusers_membership_is_not_the_planners_to_touch(institution, planner):
    row = MembershipFactory(institution=institution, user__is_superuser=True, role=Role.VIEWER)

    with pytest.raises(PermissionDenied):
        remove_membership(row, by=planner, reason="x")


def test_the_same_role_twice_is_refused(institution, planner):
    row = MembershipFactory(institution=institution, role=Role.VIEWER)
    MembershipFactory(institution=institution, user=row.user, role=Role.EXECUTIVE)

    with pytest.raises(ValidationError):
        change_membership(row, role=Role.EXECUTIVE, office=None, by=planner, reason="x")
