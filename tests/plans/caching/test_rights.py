"""A row in hand is read by the same rule as the rows of a query."""

import pytest
from django.contrib.auth.models import AnonymousUser

from plans.caching.rights import cache_key_of_rights, opened_to, reads_plan
from plans.models import Disclosure, Plan, PlanState, Role
from tests.factories import InstitutionFactory, MembershipFactory, OfficeFactory, PlanFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(institution):
    """{who: user}: everybody who may read more or less than others."""
    office = OfficeFactory(institution=institution)
    of_all = {f"{role} of all": MembershipFactory(institution=institution, role=role).user for role in Role}
    of_one = {
        f"{role} of an office": MembershipFactory(institution=office.institution, office=office, role=role).user
        for role in Role
    }
    return {
        **of_all,
        **of_one,
        "anonymous": AnonymousUser(),
        "superuser": UserFactory(is_superuser=True),
        "suspended": MembershipFactory(institution=institution, role=Role.PLANNER, is_active=False).user,
        "elsewhere": MembershipFactory(institution=InstitutionFactory(), role=Role.PLANNER).user,
    }


@pytest.fixture
def plans(institution):
    """A plan of each level in each state."""
    return [
        PlanFactory(institution=institution, disclosure=level, state=state)
        for level in Disclosure
        for state in PlanState
    ]


def test_a_plan_in_hand_is_read_by_whom_a_query_gives_it(people, plans):
    in_hand = {who: {plan.pk for plan in plans if reads_plan(user, plan)} for who, user in people.items()}
    by_query = {who: set(Plan.objects.visible_to(user).values_list("pk", flat=True)) for who, user in people.items()}

    assert in_hand == by_query
    assert {len(found) for found in in_hand.values()} == {2, 4, 6, 8, 12}
    assert {plan.pk for plan in plans if plan.is_public} == in_hand["anonymous"]


def test_two_with_the_same_rights_read_the_same_plans(people, plans):
    read = {}
    for user in people.values():
        found = frozenset(Plan.objects.visible_to(user).values_list("pk", flat=True))
        read.setdefault(cache_key_of_rights(user), set()).add(found)

    assert {len(found) for found in read.values()} == {1}


def test_a_plan_is_open_since_it_was_last_closed_to_a_reader(people, institution):
    plan = PlanFactory(institution=institution, state=PlanState.DRAFT)
    for state in (PlanState.ACTIVE, PlanState.DRAFT, PlanState.CLOSED):
        Plan.objects.filter(pk=plan.pk).update(state=state)

    last = plan.events.latest("pgh_id").pgh_created_at
    assert opened_to(AnonymousUser(), Plan, plan.pk) == last
    assert opened_to(people["planner of all"], Plan, plan.pk) is None
