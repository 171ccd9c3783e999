import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.loading.lines import latest_fiscal_year, latest_fiscal_years
from indicators.models import ValueState
from indicators.overview.plan_cards import load_cards
from indicators.scorecards.scorecard import Scorecard
from plans.models import Disclosure
from tests.factories import OverrideFactory, PlanFactory, YearlyValueFactory
from tests.indicators.pages import committed

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def test_a_card_counts_as_the_scorecard_does():
    plan = PlanFactory()
    for value in (100, 10, None):
        committed(plan, value=value)

    [card] = load_cards([plan], user=ANYBODY)

    assert card.fiscal_year == 2025
    assert card.counts == Scorecard.of(plan, 2025, user=ANYBODY).counts
    assert (card.figures_reported, len(card.lines), card.figures_reported_percent) == (2, 3, 67)


def test_a_zero_is_a_figure_and_a_reason_is_none():
    plan = PlanFactory()
    committed(plan, value=0)
    YearlyValueFactory(
        indicator=committed(plan).indicator, fiscal_year=2025, state=ValueState.NOT_COLLECTED, value=None
    )

    assert load_cards([plan], user=ANYBODY)[0].figures_reported == 1


def test_the_worst_three_are_named_and_what_is_on_its_way_is_not():
    plan = PlanFactory()
    for value in (100, 94, 30, 10, 20, 99):
        committed(plan, value=value, baseline=0, baseline_fiscal_year=2021)

    worst = load_cards([plan], user=ANYBODY)[0].worst

    assert [line.value.value for line in worst] == [10, 20, 30]


def test_a_plan_without_indicators_has_an_empty_card():
    [card] = load_cards([PlanFactory()], user=ANYBODY)

    assert (card.lines, card.figures_reported, card.figures_reported_percent, card.worst) == ([], 0, None, [])


def test_what_is_not_open_is_not_counted():
    plan = PlanFactory()
    committed(plan, value=1, indicator__disclosure=Disclosure.STAFF)

    assert load_cards([plan], user=ANYBODY)[0].lines == []


def test_each_plan_has_its_own_latest_year():
    ended = PlanFactory(first_fiscal_year=2019, last_fiscal_year=2021)
    running, silent, coming = PlanFactory(), PlanFactory(), PlanFactory(first_fiscal_year=2028, last_fiscal_year=2033)
    indicator = committed(running).indicator
    committed(ended, indicator=indicator)
    for year in (2020, 2024, 2027):
        YearlyValueFactory(indicator=indicator, fiscal_year=year)
    YearlyValueFactory(indicator=indicator, fiscal_year=2025, kind="forecast")

    plans = [ended, running, silent, coming]
    years = latest_fiscal_years(plans)

    assert [years[plan.pk] for plan in plans] == [2020, 2024, 2026, 2028]
    assert years == {plan.pk: latest_fiscal_year(plan) for plan in plans}


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_the_same_for_any_number_of_plans(count, django_assert_num_queries):
    plans = [PlanFactory() for _ in range(count)]
    for plan in plans:
        OverrideFactory(commitment=committed(plan, value=100))

    with django_assert_num_queries(12):
        cards = load_cards(plans, user=ANYBODY)
        counts = [card.counts["achieved"] for card in cards]

    assert counts == [1] * count
