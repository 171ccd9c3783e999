import re

import pytest

from tests.factories import (
    OfficeFactory,
    OverrideFactory,
    PlanFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import body, committed, statuses, words

pytestmark = pytest.mark.django_db


def test_the_scorecard_leads_to_the_last_year_with_figures(client):
    plan = PlanFactory()
    committed(plan, value=100)
    YearlyValueFactory(indicator=committed(plan).indicator, fiscal_year=2024, value=5)

    response = client.get(f"/plans/{plan.slug}/scorecard/?lang=en")

    assert (response.status_code, response["Location"]) == (302, f"/plans/{plan.slug}/scorecard/2025/?lang=en")


def test_the_worst_stands_first_with_its_reason(client):
    plan = PlanFactory()
    for value in (100, 10, 90, None):
        committed(plan, value=value)

    page = client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en")

    assert statuses(page) == ["off_track", "at_risk", "no_data", "achieved"]
    assert "10 persons is below the target of 100 persons for FY2025" in words(page)
    assert "No value for FY2025 yet" in words(page)


def test_a_zero_is_printed_and_a_gap_is_a_dash(client):
    plan = PlanFactory()
    committed(plan, value=0)
    committed(plan)

    rows = re.findall(
        r'data-label="Actual">(.*?)</td>', body(client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en"))
    )

    assert [re.sub(r"<[^>]+>", "", row) for row in rows] == ["0 persons", "–"]


def test_a_persons_judgement_stands_beside_the_computed_status(client):
    plan = PlanFactory()
    OverrideFactory(commitment=committed(plan, value=10), status="at_risk", reason="The scheme was suspended.")

    page = client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en")

    assert statuses(page) == ["off_track", "at_risk"]
    assert "The scheme was suspended." in words(page)


@pytest.mark.parametrize("year", [2021, 2028, 1, 99999999999])
def test_a_year_outside_the_plan_is_not_found(client, year):
    plan = PlanFactory()

    assert client.get(f"/plans/{plan.slug}/scorecard/{year}/").status_code == 404


def test_years_to_come_are_no_links(client):
    plan = PlanFactory()

    page = body(client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en"))

    assert f'href="/plans/{plan.slug}/scorecard/2024/' in page
    assert f'href="/plans/{plan.slug}/scorecard/2027/' not in page
    assert '<span aria-disabled="true">FY2027</span>' in page


def test_a_partial_update_is_the_same_scorecard_without_the_frame(client):
    plan = PlanFactory()
    committed(plan, value=10)

    fragment = client.get(f"/plans/{plan.slug}/scorecard/2025/", headers={"hx-request": "true"})

    assert statuses(fragment) == ["off_track"]
    assert "<header" not in body(fragment)
    assert "HX-Request" in fragment["Vary"]


def test_a_plan_without_indicators_says_so(client):
    plan = PlanFactory()

    assert "No indicator to read" in words(client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_scorecard_costs_the_same_for_any_number_of_commitments(client, count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        OverrideFactory(commitment=committed(plan, value=100, indicator__office=OfficeFactory()))

    with django_assert_num_queries(12):
        response = client.get(f"/plans/{plan.slug}/scorecard/2025/")

    assert statuses(response).count("achieved") == count
