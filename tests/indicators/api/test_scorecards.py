from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from indicators.models import Commitment, Target, YearlyValue
from plans.database.events import event_model
from plans.models import Plan, Standard, Strategy
from tests import factories
from tests.rest import API, problem, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """A plan with two strategies; a measure of the first promises at least 20 in FY2027 and has 14 in FY2024."""
    plan = factories.PlanFactory(slug="p", name_en="Mid-term plan", name_ja="中期計画")
    strategy = factories.StrategyFactory(plan=plan, order=1, code="1", name_en="Teach")
    factories.StrategyFactory(plan=plan, order=2, name_en="Serve")
    measure = factories.MeasureFactory(standard=factories.StandardFactory(strategy=strategy, code="1-1"))
    commitment = factories.CommitmentFactory(measure=measure, baseline=10, baseline_fiscal_year=2021, trajectory="line")
    factories.TargetFactory(commitment=commitment, value=20)
    factories.YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=14)
    return plan


def card(client, **params):
    response = client.get(f"{API}plans/p/scorecard/", params)
    assert response.status_code == 200, response.content
    return response.json()


NONE = dict.fromkeys(("achieved", "on_track", "at_risk", "off_track", "no_data", "not_judged"), 0)


def test_a_scorecard_counts_by_strategy_and_standard_and_shows_the_readings(client, plan):
    body = card(client, fiscal_year=2024)

    assert {name: body[name] for name in ("plan", "name", "fiscal_year", "as_known_on", "note")} == {
        "plan": "p",
        "name": "Mid-term plan",
        "fiscal_year": 2024,
        "as_known_on": None,
        "note": "",
    }
    assert body["counts"] == NONE | {"at_risk": 1}
    assert [(s["name"], s["counts"]) for s in body["strategies"]] == [("Teach", NONE | {"at_risk": 1}), ("Serve", NONE)]
    standard = body["strategies"][0]["standards"][0]
    assert (standard["code"], standard["counts"]) == ("1-1", NONE | {"at_risk": 1})
    assert standard["readings"] == results(client, "readings/", fiscal_year=2024)


def test_without_a_year_it_is_the_latest_with_a_figure(client, plan):
    assert card(client)["fiscal_year"] == 2024


def test_it_speaks_the_language_asked_for(client, plan):
    assert card(client, lang="ja")["name"] == "中期計画"


def test_the_past_is_as_it_was_known_then(client, plan):
    past = datetime(2025, 4, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
    for model in (Plan, Strategy, Standard, Commitment, Target):
        event_model(model).objects.update(pgh_created_at=past)
    for below in (factories.MeasureFactory._meta.model, factories.IndicatorFactory._meta.model):
        event_model(below).objects.update(pgh_created_at=past)
    event_model(YearlyValue).objects.update(pgh_created_at=past.replace(month=6))

    before, after = (card(client, fiscal_year=2024, as_known_on=day) for day in ("2025-05-31", "2025-06-01"))
    nothing = card(client, fiscal_year=2024, as_known_on="2024-01-01")

    assert (before["counts"]["no_data"], after["counts"]["at_risk"], before["as_known_on"]) == (1, 1, "2025-05-31")
    assert (nothing["strategies"], nothing["counts"], bool(nothing["note"])) == ([], NONE, True)


@pytest.mark.parametrize(
    "query, field",
    [
        ("fiscal_year=2021", "fiscal_year"),
        ("fiscal_year=now", "fiscal_year"),
        ("as_known_on=2026-05-16", "as_known_on"),
        ("as_known_on=yesterday", "as_known_on"),
        ("year=2024", "year"),
        ("format=csv", "format"),
    ],
)
def test_what_it_cannot_answer_is_refused_by_name(client, plan, settings, query, field):
    settings.HOSHIN_TODAY = date(2026, 5, 15)

    status, errors = problem(client.get(f"{API}plans/p/scorecard/?{query}"))

    assert (status, list(errors)) == (400, [field])


def test_hidden_plans_have_no_scorecard(client, plan):
    Plan.objects.update(disclosure="staff")

    assert problem(client.get(f"{API}plans/p/scorecard/")) == (404, None)


def test_who_has_it_already_gets_304(client, plan):
    tag = client.get(f"{API}plans/p/scorecard/")["ETag"]

    assert client.get(f"{API}plans/p/scorecard/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number_of_readings(client, count, django_assert_num_queries):
    plan = factories.PlanFactory(slug="p")
    for _ in range(count):
        measure = factories.MeasureFactory(standard__strategy__plan=plan)
        commitment = factories.CommitmentFactory(measure=measure)
        factories.TargetFactory(commitment=commitment)
        factories.YearlyValueFactory(indicator=commitment.indicator)

    with django_assert_num_queries(13):
        body = card(client, fiscal_year=2025)

    assert sum(body["counts"].values()) == count
