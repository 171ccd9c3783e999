"""What a filter form leaves empty does not stay in the address."""

import pytest

from tests.factories import IndicatorFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    PlanFactory(slug="ten-years")
    return "/plans/ten-years/scorecard/2025/"


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("?status=&office=", ""),
        ("?search=&status=at_risk&office=&ordering=-pace", "?status=at_risk&ordering=-pace"),
        ("?search=%E7%95%99%E5%AD%A6+%26&office=&lang=en", "?search=%E7%95%99%E5%AD%A6+%26&lang=en"),
        ("?lang=en&search=", "?lang=en"),
        ("?search=&&lang=en", "?lang=en"),
    ],
)
def test_empty_parameters_are_left_out_and_the_others_stay_in_their_order(client, card, asked, clean):
    answer = client.get(card + asked)

    assert (answer.status_code, answer["Location"]) == (302, card + clean)
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("query", ["", "?lang=en", "?search=a%3D", "?search=a=", "?print", "?search=%20"])
def test_an_address_without_empty_parameters_is_answered_at_once(client, card, query):
    assert client.get(card + query).status_code == 200


def test_several_values_of_one_name_stay(client):
    a, b = IndicatorFactory(), IndicatorFactory()

    answer = client.get(f"/compare/?indicator={b.pk}&indicator={a.pk}&find=")

    assert answer["Location"] == f"/compare/?indicator={b.pk}&indicator={a.pk}"


def test_a_fragment_is_asked_for_by_the_clean_address_as_well(client, card):
    answer = client.get(f"{card}?search=&status=at_risk", headers={"HX-Request": "true"})

    assert answer["Location"] == f"{card}?status=at_risk"


def test_nothing_is_sent_on_to_another_site(client):
    answer = client.get("/", PATH_INFO="//elsewhere.example/plans/", QUERY_STRING="q=")

    assert answer["Location"] == "/%2Felsewhere.example/plans/"


def test_what_was_sent_the_api_and_the_admin_are_left_alone(client, card, planner):
    client.force_login(planner)

    assert client.post(f"{card}?search=", {}).status_code != 302
    assert client.get("/api/v1/plans/?search=").status_code == 200
    assert client.get("/admin/plans/plan/?q=").status_code == 200


def test_it_costs_no_query(client, card, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(f"{card}?search=")
