"""Which answers may be kept by caches that several people share."""

import pytest
from django.contrib.auth import get_user_model

from tests.factories import MeasureFactory, PlanFactory, YearlyValueFactory
from tests.rest import token_header

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(institution):
    plan = PlanFactory(institution=institution)
    measure = MeasureFactory(standard__strategy__plan=plan)
    indicator = YearlyValueFactory(indicator__institution=institution).indicator
    return {
        "/": 200,
        "/plans/": 200,
        f"/plans/{plan.slug}/": 200,
        f"/plans/{plan.slug}/scorecard/": 302,
        f"/measures/{measure.pk}/": 200,
        f"/indicators/{indicator.pk}/": 200,
        f"/indicators/{indicator.pk}/chart.svg": 200,
        f"/indicators/{indicator.pk}/figure.json": 200,
        f"/institutions/{institution.slug}/years/": 200,
        "/admin/": 200,
        "/no-such-page/": 404,
        "/search/?lang=xx": 400,
        "/api/v1/plans/": 200,
        "/api/v1/plans/?format=csv": 200,
        "/api/v1/plans/?nonsense=1": 400,
    }


def ask(client, pages):
    """{page: its answer}, read to the end."""
    answers = {page: client.get(page) for page in pages}
    for answer in answers.values():
        answer.getvalue()
    return answers


def kept_by(response):
    return {part.strip() for part in response.get("Cache-Control", "").split(",")} - {""}


def test_answers_to_members_are_private(client, planner, pages):
    client.force_login(planner)

    answers = ask(client, pages)

    assert {page: answer.status_code for page, answer in answers.items()} == pages
    refused_before_anybody_is_known = {"/search/?lang=xx"}
    shared = {page for page, answer in answers.items() if "private" not in kept_by(answer)}
    the_same_for_all = {page for page, answer in answers.items() if "Cookie" not in answer.get("Vary", "")}
    assert (shared, the_same_for_all) == (refused_before_anybody_is_known, refused_before_anybody_is_known)


def test_a_page_that_did_not_change_stays_private(client, planner):
    client.force_login(planner)
    first = client.get("/api/v1/plans/")

    again = client.get("/api/v1/plans/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, kept_by(again)) == (304, {"private", "no-cache"})


def test_answers_by_token_are_private(client, viewer):
    answer = client.get("/api/v1/plans/", headers=token_header(viewer))

    assert kept_by(answer) == {"private", "no-cache"}


def test_answers_to_strangers_are_as_they_were(client, pages):
    answers = ask(client, pages)

    assert {page for page, answer in answers.items() if "private" in kept_by(answer)} == set()
    assert kept_by(answers["/plans/"]) == set()
    assert kept_by(answers["/api/v1/plans/"]) == {"no-cache"}


def test_an_ended_session_is_a_strangers(client, planner, pages):
    client.force_login(planner)
    get_user_model().objects.filter(pk=planner.pk).update(is_active=False)

    assert kept_by(client.get("/plans/")) == set()
