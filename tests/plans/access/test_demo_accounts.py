"""Accounts of the demo, whose password everybody knows, answer on the machine itself only."""

import base64

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from plans.models import Role, User
from tests.factories import MembershipFactory, PlanFactory
from tests.pages import words
from tests.rest import token_header

pytestmark = pytest.mark.django_db
PASSWORD = "hoshin-demo"
HERE = [{"HTTP_HOST": host} for host in ("127.0.0.1:8000", "localhost", "[::1]:8000", "LOCALHOST:80", "127.0.0.2")]
ELSEWHERE = [
    {"HTTP_HOST": "hoshin.example.ac.jp"},
    {"HTTP_HOST": "127.0.0.1.example.ac.jp"},
    {"HTTP_HOST": "192.0.2.7:8000"},
    *(
        {"HTTP_HOST": "127.0.0.1:8000", header: content}
        for header, content in {
            "HTTP_FORWARDED": "for=192.0.2.1",
            "HTTP_X_FORWARDED_FOR": "192.0.2.1",
            "HTTP_X_FORWARDED_HOST": "",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_PREFIX": "/x",
            "HTTP_VIA": "1.1 proxy",
        }.items()
    ),
]


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def planner(institution):
    """The demo's planner; and a plan that planners only see."""
    PlanFactory(institution=institution, slug="drafted", state="draft")
    user = MembershipFactory(institution=institution, role=Role.PLANNER, user__is_demo=True).user
    user.set_password(PASSWORD)
    user.save()
    return user


def entered(user, where):
    """Whether sign-in, an old session, a token and Basic let somebody in."""
    signing, session = Client(**where), Client(**where)
    page = signing.post("/accounts/login/?lang=en", {"username": user.username, "password": PASSWORD})
    session.force_login(user)
    token = token_header(user)["Authorization"]
    basic = "Basic " + base64.b64encode(f"x:{token.split()[1]}".encode()).decode()
    plan = "/api/v1/plans/drafted/"
    keys = [Client(**where).get(plan, headers={"Authorization": key}).status_code for key in (token, basic)]
    return page.status_code, session.get("/plans/drafted/edit/").status_code, session.get(plan).status_code, *keys


@pytest.mark.parametrize("where", HERE, ids=str)
def test_on_the_machine_itself_they_answer(planner, where):
    assert entered(planner, where) == (302, 200, 200, 200, 200)


@pytest.mark.parametrize("where", ELSEWHERE, ids=str)
def test_through_a_proxy_and_by_another_name_they_do_not(planner, where):
    assert entered(planner, where) == (200, 302, 404, 401, 401)


def test_the_refusal_says_why(planner):
    page = Client(HTTP_HOST="hoshin.example.ac.jp").post(
        "/accounts/login/?lang=en", {"username": planner.username, "password": PASSWORD}
    )

    assert "Accounts of the demo answer only on the machine on which it runs." in words(page)


def test_where_the_demo_is_public_they_answer_everywhere(planner, settings):
    settings.HOSHIN_DEMO_PUBLIC = True

    assert {entered(planner, where) for where in ELSEWHERE} == {(302, 200, 200, 200, 200)}


def test_accounts_of_a_site_of_ones_own_answer_everywhere(planner):
    User.objects.update(is_demo=False)
    planner.refresh_from_db()

    assert {entered(planner, where) for where in ELSEWHERE} == {(302, 200, 200, 200, 200)}


def test_the_demo_is_not_loaded_into_a_site_of_ones_own(settings):
    settings.WHY_NO_DEMO = "The demo is not loaded, because DATABASE_URL is set."

    with pytest.raises(CommandError, match="because DATABASE_URL is set"):
        call_command("load_demo")

    assert User.objects.count() == 0
