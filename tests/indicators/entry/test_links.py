"""Where the page of an indicator leads those who enter figures: to forecasts and to the figures of breakdowns."""

import re

import pytest

from indicators.models import ValueEvidence, ValueKind
from measures.models import Evidence
from plans.database.events import event_model
from plans.models import Disclosure
from tests.editing import answers, sent
from tests.factories import (
    BreakdownFactory,
    ClosedYearFactory,
    IndicatorFactory,
    PlanFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, indicator_page
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(institution):
    """An indicator of a plan from 2022 to 2027, with figures up to FY2024; today is in FY2026."""
    plan = PlanFactory(institution=institution)
    indicator = committed(plan, indicator__institution=institution, indicator__office=None).indicator
    for year in (2023, 2024):
        YearlyValueFactory(indicator=indicator, fiscal_year=year)
    return indicator


@pytest.fixture
def breakdown(institution):
    return BreakdownFactory(institution=institution, name_en="Doctoral students")


def forecasts(page):
    return sorted({int(year) for year in re.findall(r'values/(\d+)/edit/\?kind=forecast"', body(page))})


def breakdowns(page):
    found = re.findall(r'href="/indicators/\d+/values/(\d+)/edit/\?breakdown=(\d+)"', body(page))
    return sorted((int(year), int(pk)) for year, pk in found)


def test_years_without_a_figure_lead_to_their_forecast(client, indicator, planner):
    client.force_login(planner)

    page = indicator_page(client, indicator)

    assert forecasts(page) == [2025, 2026, 2027]
    assert client.get(f"/indicators/{indicator.pk}/values/2027/edit/?kind=forecast").status_code == 200


def test_a_forecast_can_be_mended_after_the_figure_came_and_not_once_the_year_is_closed(client, indicator, planner):
    for year in (2023, 2024):
        YearlyValueFactory(indicator=indicator, fiscal_year=year, kind=ValueKind.FORECAST)
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2023)
    client.force_login(planner)

    assert forecasts(indicator_page(client, indicator)) == [2024, 2025, 2026, 2027]


def test_each_figure_of_a_breakdown_leads_to_its_form(client, indicator, breakdown, planner):
    YearlyValueFactory(indicator=indicator, breakdown=breakdown, fiscal_year=2023)
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2023)
    client.force_login(planner)

    page = indicator_page(client, indicator)

    assert breakdowns(page) == [(2024, breakdown.pk), (2025, breakdown.pk)]
    assert "Edit: Doctoral students, FY2025" in words(page)
    address = f"/indicators/{indicator.pk}/values/2025/edit/?breakdown={breakdown.pk}"
    assert "Doctoral students" in words(client.get(address))


def test_a_breakdown_without_a_figure_is_offered_for_the_last_year_that_is_over(client, indicator, breakdown, planner):
    BreakdownFactory(name_en="Of another institution")
    client.force_login(planner)

    page = indicator_page(client, indicator)

    assert breakdowns(page) == [(2025, breakdown.pk)]
    assert "Enter another breakdown for FY2025" in words(page)


def test_others_and_past_days_have_none_of_these_links(client, indicator, breakdown, viewer, planner):
    found = {"stranger": indicator_page(client, indicator)}
    client.force_login(viewer)
    found["viewer"] = indicator_page(client, indicator)
    client.force_login(planner)
    found["past"] = indicator_page(client, indicator, "&as_known_on=2026-05-01")

    assert [forecasts(page) + breakdowns(page) for page in found.values()] == [[], [], []]
    assert {who for who, page in found.items() if 'id="breakdown"' in body(page)} == set()


def test_without_breakdowns_there_is_no_section(client, institution, planner):
    client.force_login(planner)

    assert 'id="breakdown"' not in body(indicator_page(client, IndicatorFactory(institution=institution)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_links_cost_the_same_for_any_number_of_breakdowns(
    client, indicator, institution, planner, django_assert_num_queries, count
):
    for _ in range(count):
        YearlyValueFactory(indicator=indicator, breakdown=BreakdownFactory(institution=institution))
        BreakdownFactory(institution=institution)
    client.force_login(planner)

    with django_assert_num_queries(28):
        page = indicator_page(client, indicator)

    assert len(breakdowns(page)) == 2 * count


def evidence_page(value):
    return f"/values/{value.pk}/evidence/add/"


def test_evidence_for_a_figure_is_filed_from_its_year(client, indicator, planner):
    value = indicator.values.get(fiscal_year=2024)
    client.force_login(planner)

    page = indicator_page(client, indicator)
    answer = sent(client, evidence_page(value), title_en="List of students", url="https://example.ac.jp/list")

    assert f'href="{evidence_page(value)}"' in body(page)
    assert answer["Location"] == f"/indicators/{indicator.pk}/"
    assert list(ValueEvidence.objects.values_list("value", "evidence__title_en")) == [(value.pk, "List of students")]
    assert {event_model(model).objects.get().pgh_context["user"] for model in (Evidence, ValueEvidence)} == {planner.pk}
    assert "Evidence: List of students" in words(indicator_page(client, indicator))


def test_nobody_else_files_evidence_for_a_figure(client, indicator, viewer, evaluator, stranger):
    value = indicator.values.get(fiscal_year=2024)
    form = {"version": 0, "title_en": "x", "url": "https://example.ac.jp/"}

    assert client.get(evidence_page(value)).status_code == 302
    for user in (viewer, evaluator, stranger):
        assert answers(client, user, [evidence_page(value)], **form) == {(403, 403)}
    assert Evidence.objects.count() == 0


def test_a_figure_that_is_hidden_or_of_a_closed_year_takes_no_evidence(client, indicator, planner, viewer):
    hidden, closed = indicator.values.order_by("fiscal_year")
    hidden.disclosure = Disclosure.EXECUTIVES
    hidden.save()
    ClosedYearFactory(institution=indicator.institution, fiscal_year=closed.fiscal_year)
    client.force_login(viewer)
    unseen = client.get(evidence_page(hidden)).status_code
    client.force_login(planner)

    locked = client.post(evidence_page(closed), {"version": 0, "title_en": "x", "url": "https://example.ac.jp/"})

    assert (unseen, locked.status_code, Evidence.objects.count()) == (404, 423, 0)
    assert evidence_page(closed) not in body(indicator_page(client, indicator))


def test_a_figure_of_a_closed_year_leads_the_planning_office_to_its_correction(
    client, indicator, office, planner, reporter
):
    indicator.office = office
    indicator.save()
    for year in (2022, 2023):
        ClosedYearFactory(institution=indicator.institution, fiscal_year=year)
    found = []
    for user in (planner, reporter):
        client.force_login(user)
        page = body(indicator_page(client, indicator))
        found.append([f'/values/{year}/edit/"' in page for year in (2022, 2023, 2024)])

    assert found == [[False, True, True], [False, False, True]]
