"""Pages and first pages of collections that strangers ask for often: worked out once, never old, and no member's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator, YearlyValue
from plans.caching.store import CACHE
from plans.models import Disclosure, Plan, Role
from tests import factories
from tests.indicators.pages import committed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("forget_answers")]
PLACES = {
    "start": "/",
    "plan": "/plans/p/",
    "indicator": "/indicators/{indicator}/",
    "figure": "/indicators/{indicator}/figure.json",
    "values": "/api/v1/yearly-values/?indicator={indicator}",
}
every_place = pytest.mark.parametrize("place", PLACES)


@pytest.fixture
def indicator():
    """FY2025: at least 100 students, and 4321 there."""
    plan = factories.PlanFactory(slug="p")
    return committed(plan, value=4321).indicator


def asked(place, indicator, client=None):
    response = (client or Client()).get(PLACES[place].format(indicator=indicator.pk), headers={"Accept-Language": "en"})
    assert response.status_code == 200, response.content
    return response.content.decode()


@every_place
def test_what_was_worked_out_costs_one_question_the_second_time(place, indicator, django_assert_num_queries):
    first = asked(place, indicator)

    with django_assert_num_queries(1):
        again = asked(place, indicator)

    assert again == first


@every_place
def test_a_new_figure_is_there_at_once(place, indicator):
    before = asked(place, indicator)

    YearlyValue.objects.update(value=4)

    assert asked(place, indicator) != before


@every_place
def test_a_row_that_was_closed_to_strangers_is_gone_at_once(place, indicator):
    before = asked(place, indicator)

    YearlyValue.objects.update(disclosure=Disclosure.STAFF)

    assert asked(place, indicator) != before


@every_place
def test_what_came_with_a_draft_is_there_at_once_when_it_is_published_and_gone_when_it_is_taken_back(place, indicator):
    def answered():
        response = Client().get(PLACES[place].format(indicator=indicator.pk), headers={"Accept-Language": "en"})
        return response.status_code == 200 and "4,321" in response.content.decode().replace("4321", "4,321")

    def put(state):
        Plan.objects.update(state=state)
        return answered()

    is_told = place != "start"  # which names the plan, not the figure

    assert [put(state) for state in ("draft", "active", "draft", "active")] == [False, is_told, False, is_told]


@pytest.mark.parametrize("place", [place for place in PLACES if place != "values"])
def test_a_page_is_worked_out_anew_when_the_day_is_over(place, indicator, settings):
    asked(place, indicator)
    today = settings.CLOCK("Asia/Tokyo")
    settings.CLOCK = lambda _zone: today.replace(year=today.year + 1)

    with CaptureQueriesContext(connection) as queries:
        asked(place, indicator)

    assert len(queries) > 1


@every_place
def test_a_stranger_gets_nothing_of_a_member(place, indicator):
    YearlyValue.objects.update(disclosure=Disclosure.STAFF)
    viewer = factories.MembershipFactory(institution=indicator.institution, role=Role.VIEWER).user
    client = Client()
    client.force_login(viewer)

    seen = [asked(place, indicator, who) for who in (client, None, client, None)]

    assert seen[1] == seen[3] != seen[0]


def test_a_later_page_of_a_collection_is_asked_of_the_database_each_time(indicator, django_assert_num_queries):
    factories.YearlyValueFactory.create_batch(3)
    first = Client().get("/api/v1/yearly-values/?page_size=2").json()
    Client().get(first["next"])

    with django_assert_num_queries(1) as queries:
        Client().get(first["next"])

    assert Indicator._meta.db_table in queries[0]["sql"]


FOREIGN = {
    "SCRIPT_NAME": "/evil",
    "HTTP_SCRIPT_NAME": "/evil",
    "HTTP_X_SCRIPT_NAME": "/evil",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PREFIX": "/evil",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_PORT": "81",
    "HTTP_X_FORWARDED_FOR": "192.0.2.1",
    "HTTP_FORWARDED": "host=evil.example;proto=https",
    "HTTP_X_ORIGINAL_URL": "/evil/",
    "HTTP_X_REWRITE_URL": "/evil/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    "HTTP_ORIGIN": "https://evil.example",
    "HTTP_REFERER": "https://evil.example/",
    "HTTP_USER_AGENT": "evil",
    "HTTP_HX_TARGET": "evil",
    "HTTP_HX_BOOSTED": "true",
    "HTTP_COOKIE": "django_language=ja",
}
SHARED_PLACES = PLACES | {"scorecard": "/plans/p/scorecard/2025/", "record": "/api/v1/plans/p/scorecard/"}


@pytest.mark.parametrize("place", SHARED_PLACES)
def test_no_header_of_one_asker_shapes_what_the_next_one_gets(place, indicator, forget_answers):
    address, plain = SHARED_PLACES[place].format(indicator=indicator.pk), {"HTTP_ACCEPT_LANGUAGE": "en"}
    right = Client().get(address, **plain)

    for header, content in FOREIGN.items():
        forget_answers()
        Client().get(address, **plain, **{header: content})
        after = Client().get(address, **plain)
        assert (after.status_code, after.content, after.headers) == (right.status_code, right.content, right.headers)
        assert "evil" not in after.content.decode(), header


def test_what_anybody_may_think_of_to_search_for_is_not_kept(indicator):
    Client().get("/api/v1/indicators/?search=whatever")

    assert CACHE.weight == 0
