import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from plans.actions import change_plan_state
from plans.database.events import event_model
from plans.models import Plan, PlanState
from tests.factories import MembershipFactory, PlanFactory

pytestmark = pytest.mark.django_db


def offered(response):
    form = response.content.decode().split('name="state"', 1)[1].split("</select>", 1)[0]
    return re.findall(r'<option value="(\w+)"', form)


@pytest.mark.parametrize(
    ("before", "after"),
    [("draft", "active"), ("active", "closed"), ("active", "draft"), ("closed", "active")],
)
def test_a_planner_puts_a_plan_into_another_state_with_a_reason(institution, planner, before, after):
    plan = PlanFactory(institution=institution, state=before)

    change_plan_state(plan, after, by=planner, reason="Board of 1 April")

    plan.refresh_from_db()
    assert (plan.state, plan.version) == (after, 2)
    last = event_model(Plan).objects.order_by("pgh_id").last()
    assert (last.state, last.pgh_context["user"], last.pgh_context["reason"]) == (after, planner.pk, "Board of 1 April")


@pytest.mark.parametrize(("before", "after"), [("draft", "closed"), ("closed", "draft"), ("active", "active")])
def test_some_states_do_not_follow_each_other(institution, planner, before, after):
    plan = PlanFactory(institution=institution, state=before)

    with pytest.raises(ValidationError):
        change_plan_state(plan, after, by=planner, reason="because")


def test_the_state_as_it_is_counts_and_not_as_it_was_seen(institution, planner):
    seen = PlanFactory(institution=institution, state=PlanState.ACTIVE)
    Plan.objects.filter(pk=seen.pk).update(state=PlanState.CLOSED)

    with pytest.raises(ValidationError, match="state has changed"):
        change_plan_state(seen, PlanState.DRAFT, by=planner, reason="because")


def test_a_reason_is_needed(institution, planner):
    with pytest.raises(ValidationError, match="reason"):
        change_plan_state(PlanFactory(institution=institution), PlanState.CLOSED, by=planner, reason="  ")


def test_nobody_else_changes_the_state(institution, executive, evaluator, viewer, stranger):
    plan = PlanFactory(institution=institution)
    elsewhere = MembershipFactory(role="planner").user

    for user in (executive, evaluator, viewer, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            change_plan_state(plan, PlanState.CLOSED, by=user, reason="because")


def test_the_page_asks_strangers_to_sign_in_and_refuses_other_members(client, institution, viewer):
    plan = PlanFactory(institution=institution)
    address = f"/plans/{plan.slug}/state/"

    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"
    client.force_login(viewer)
    assert client.get(address).status_code == 403
    assert client.post(address, {"state": "closed", "reason": "because"}).status_code == 403


def test_a_draft_is_not_found_by_those_who_do_not_plan(client, institution, viewer):
    draft = PlanFactory(institution=institution, state=PlanState.DRAFT)
    client.force_login(viewer)

    assert client.get(f"/plans/{draft.slug}/state/").status_code == 404


def test_the_page_offers_only_states_that_may_follow(client, institution, planner):
    client.force_login(planner)

    found = {
        state: offered(client.get(f"/plans/{PlanFactory(institution=institution, state=state).slug}/state/"))
        for state in PlanState.values
    }

    assert found == {"draft": ["active"], "active": ["closed", "draft"], "closed": ["active"]}


def test_the_page_changes_the_state_and_says_so(client, institution, planner):
    plan = PlanFactory(institution=institution)
    client.force_login(planner)

    response = client.post(
        f"/plans/{plan.slug}/state/", {"state": "closed", "reason": "Its years are over."}, follow=True
    )

    plan.refresh_from_db()
    assert (plan.state, response.redirect_chain) == ("closed", [(f"/plans/{plan.slug}/", 302)])
    assert f"“{plan}” is now: closed." in response.content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"state": "closed"}, {"state": "gone", "reason": "x"}, {"state": "closed", "reason": "x" * 501}]
)
def test_nonsense_is_said_in_the_form(client, institution, planner, sent):
    plan = PlanFactory(institution=institution)
    client.force_login(planner)

    response = client.post(f"/plans/{plan.slug}/state/", sent)

    plan.refresh_from_db()
    assert (response.status_code, plan.state) == (200, "active")
    assert "field__error" in response.content.decode()
