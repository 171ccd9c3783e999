from datetime import date

import pytest

from tests.factories import (
    PlanFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, plan_page, recorded_on
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["plan", "scorecard", "indicator", "figure"])
@pytest.mark.parametrize("day", ["2026-05-16", "yesterday", "2025-02-30"])
def test_a_future_day_or_none_at_all_is_a_bad_request(client, page, day):
    commitment = committed(PlanFactory(), value=1)
    plan, indicator = commitment.standard.strategy.plan, commitment.indicator
    address = {
        "plan": f"/plans/{plan.slug}/",
        "scorecard": f"/plans/{plan.slug}/scorecard/2025/",
        "indicator": f"/indicators/{indicator.pk}/",
        "figure": f"/indicators/{indicator.pk}/figure.json",
    }[page]

    response = client.get(f"{address}?as_known_on={day}&lang=en")

    assert response.status_code == 400
    assert "as_known_on" in body(response)


def test_before_everything_a_page_is_empty_and_says_why(client):
    plan = PlanFactory()
    committed(plan, value=1)

    page = words(plan_page(client, plan, "&as_known_on=2020-01-01"))

    assert "On that day nothing had been entered here yet." in page
    assert "As it was known at the end of 1 January 2020" in page


def test_a_plan_is_read_by_the_last_year_that_had_been_reported_by_the_day(client):
    commitment = committed(PlanFactory(), value=100)
    early = YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2023, value=70)
    for row in (early, commitment, commitment.indicator, commitment.measure, commitment.standard):
        recorded_on(date(2024, 6, 18), row)
    recorded_on(date(2022, 4, 1), commitment.standard.strategy)
    recorded_on(date(2022, 4, 1), commitment.standard.strategy.plan)
    plan, query = commitment.standard.strategy.plan, "as_known_on=2024-07-01&lang=en"

    assert client.get(f"/plans/{plan.slug}/scorecard/?{query}")["Location"].startswith(
        f"/plans/{plan.slug}/scorecard/2023/"
    )
    assert "Status of the indicators in FY2023" in words(client.get(f"/plans/{plan.slug}/?{query}"))
    page = words(client.get(f"/indicators/{commitment.indicator.pk}/?{query}"))
    assert "FY2023 70 persons" in page
    assert "Why this status in FY2023" in page
    assert "100 persons" not in page
