from datetime import date

import pytest

from indicators.models import Indicator
from plans.models import Disclosure, Plan, PlanState
from tests.factories import (
    CommitmentFactory,
    IndicatorFactory,
    MeasureFactory,
    OfficeDutyFactory,
    OfficeFactory,
    PlanFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, known_since, plan_page, recorded_on
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
    assert "As recorded on 1 January 2020" in page


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


def test_an_indicator_that_is_hidden_today_is_not_in_the_past_either(client, institution, planner):
    plan = PlanFactory(institution=institution)
    commitment = known_since(date(2025, 4, 1), committed(plan, indicator__name_en="Canary"))
    Indicator.objects.update(disclosure=Disclosure.PLANNING)
    pages = (
        f"/plans/{plan.slug}/scorecard/2025/?as_known_on=2025-06-01",
        f"/plans/{plan.slug}/?open=all&as_known_on=2025-06-01",
        commitment.measure.get_absolute_url() + "?as_known_on=2025-06-01",
        f"/api/v1/plans/{plan.slug}/scorecard/?fiscal_year=2025&as_known_on=2025-06-01",
    )

    shown = ["Canary" in body(client.get(page)) for page in pages]
    client.force_login(planner)

    assert shown == [False] * 4
    assert ["Canary" in body(client.get(page)) for page in pages] == [True] * 4


@pytest.fixture
def renamed(institution):
    """An office with a duty, on record since June 2024, that was renamed and moved in 2026."""
    above = OfficeFactory(institution=institution, name_en="Headquarters", slug="hq")
    row = OfficeFactory(institution=institution, name_en="Exchange section", slug="intl")
    duty = OfficeDutyFactory(office=row, text_en="Issue visas")
    for one in (above, row, duty):
        recorded_on(date(2024, 6, 1), one)
    row.name_en, row.parent = "International office", above
    row.save()
    OfficeDutyFactory(office=row, text_en="Run the lounge", order=duty.order + 1)
    return row


def office_pages(office):
    return [f"/offices/{office.slug}/", f"/institutions/{office.institution.slug}/offices/"]


def test_an_office_and_the_chart_are_shown_as_they_were_known(client, renamed):
    one, chart = (words(client.get(f"{page}?as_known_on=2025-01-01&lang=en")) for page in office_pages(renamed))

    for said in (one, chart):
        assert "As recorded on 1 January 2025" in said
        assert ("Exchange section" in said, "International office" in said) == (True, False)
    assert ("Issue visas" in one, "Run the lounge" in one, "Headquarters" in one) == (True, False, False)
    assert "What the office led, owned and had to answer on that day is not shown here." in one
    assert "What the offices led and owned is not shown for a past day." in chart


def test_an_office_before_it_was_written_down_is_empty_and_says_why(client, renamed):
    one, chart = (client.get(f"{page}?as_known_on=2020-01-01&lang=en") for page in office_pages(renamed))

    assert "On that day nothing had been entered here yet." in words(one)
    assert "Issue visas" not in words(one)
    assert "On this day the institution has no office on record." in words(chart)


@pytest.mark.parametrize("day", ["2026-05-16", "yesterday", "2025-02-30"])
def test_an_office_and_the_chart_know_no_day_to_come(client, renamed, day):
    assert [client.get(f"{page}?as_known_on={day}").status_code for page in office_pages(renamed)] == [400, 400]


def test_nothing_is_edited_in_the_past_of_an_office(client, renamed, planner):
    client.force_login(planner)

    for page in office_pages(renamed):
        assert "/edit/" not in body(client.get(f"{page}?as_known_on=2025-01-01"))
        assert "/add/" not in body(client.get(f"{page}?as_known_on=2025-01-01"))


def test_the_day_of_the_chart_and_the_day_of_its_records_are_two_questions(client, renamed):
    page = client.get(f"{office_pages(renamed)[1]}?on=2023-01-01&as_known_on=2025-01-01&lang=en")

    assert "on 1 January 2023" in words(page)
    assert '<input type="hidden" name="as_known_on" value="2025-01-01">' in body(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_past_of_an_office_costs_the_same_for_any_number_of_offices(
    client, institution, renamed, django_assert_num_queries, count
):
    for _ in range(count):
        OfficeDutyFactory(office=OfficeFactory(institution=institution, parent=renamed))

    with django_assert_num_queries(5):
        client.get(f"/offices/{renamed.slug}/?as_known_on=2026-05-15")


@pytest.mark.parametrize("day", ["0001-01-01", "0001-12-31", "1867-12-31", "9999-12-31", "2025-02-30"])
def test_a_day_that_no_page_can_speak_of_is_a_bad_request_on_every_page(client, day):
    plan = PlanFactory(disclosure="public", first_fiscal_year=2022, last_fiscal_year=2027)
    pages = [f"/plans/{plan.slug}/", f"/plans/{plan.slug}/scorecard/2025/"]
    addresses = [f"{page}?as_known_on={day}" for page in pages]
    addresses += [f"{pages[1]}?since={day}", f"/api/v1/plans/{plan.slug}/scorecard/?as_known_on={day}"]
    addresses += [f"/institutions/{plan.institution.slug}/offices/?as_known_on={day}"]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 400)


def test_the_first_day_of_all_is_an_empty_past(client):
    plan = PlanFactory(disclosure="public", first_fiscal_year=2022, last_fiscal_year=2027)

    answers = [client.get(f"/plans/{plan.slug}/{page}?as_known_on=1868-01-01") for page in ("", "scorecard/2025/")]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_what_was_written_in_a_draft_stays_with_planners(client, institution, planner, viewer):
    plan = PlanFactory(institution=institution, slug="p", name_en="Canary", state=PlanState.DRAFT)
    commitment = known_since(date(2025, 4, 1), committed(plan, measure__name_en="Canary measure"))
    measure, since = commitment.measure, "as_known_on=2025-06-01"
    measure.name_en = "Open measure"
    measure.save()
    Plan.objects.update(state=PlanState.ACTIVE, name_en="Open")
    past = [
        f"/plans/p/?{since}",
        f"/plans/p/scorecard/2025/?{since}",
        f"/measures/{measure.pk}/?{since}",
        f"/api/v1/plans/p/scorecard/?fiscal_year=2025&{since}",
    ]
    today = [
        "/plans/p/?open=all",
        "/plans/p/scorecard/2025/?since=2025-06-01",
        f"/indicators/{commitment.indicator.pk}/?{since}",
        f"/admin/measures/measure/{measure.pk}/history/",
        f"/admin/plans/plan/{plan.pk}/history/",
    ]
    client.force_login(viewer)

    assert [client.get(page).status_code for page in past] == [404] * 4
    assert ["Canary" in body(client.get(page)) for page in today] == [False] * 5
    client.force_login(planner)
    assert [client.get(page).status_code for page in past] == [200] * 4
    assert "Canary" in body(client.get(today[0]))
    assert "Canary" in body(client.get(today[3]))


@pytest.mark.parametrize("address", ["/indicators/{pk}/", "/indicators/{pk}/figure.json", "/indicators/{pk}/chart.svg"])
def test_a_day_on_which_an_indicator_was_closed_is_not_found(client, institution, planner, address):
    commitment = committed(PlanFactory(institution=institution), value=4321)
    indicator = commitment.indicator
    for row in (*indicator.values.all(), commitment.measure):
        recorded_on(date(2024, 6, 18), row)
    Indicator.objects.filter(pk=indicator.pk).update(disclosure="planning")
    known_since(date(2024, 6, 18), commitment)
    Indicator.objects.filter(pk=indicator.pk).update(disclosure="public")
    asked = f"{address.format(pk=indicator.pk)}?as_known_on=2025-01-01&lang=en"
    compared = f"/compare/?indicator={indicator.pk}&as_known_on=2025-01-01&lang=en"

    assert client.get(asked).status_code == 404
    assert "4,321" not in body(client.get(compared))
    assert "4,321" in body(client.get(f"/compare/?indicator={indicator.pk}&lang=en"))
    client.force_login(planner)
    assert client.get(asked).status_code == 200
    assert "4,321" in body(client.get(compared))


def test_kin_that_was_closed_on_a_day_is_not_named_for_it(client, institution, planner):
    draft = PlanFactory(institution=institution, state=PlanState.DRAFT)
    plan = PlanFactory(institution=institution)
    before = MeasureFactory(standard__strategy__plan=draft, name_en="Not told yet")
    measure = MeasureFactory(standard__strategy__plan=plan, predecessor=before)
    larger = IndicatorFactory(institution=institution, name_en="Not told yet", disclosure="planning")
    smaller = IndicatorFactory(institution=institution, status="merged", merged_into=larger)
    known_since(date(2024, 6, 18), CommitmentFactory(measure=measure, indicator=smaller))
    for row in (draft, before, before.standard, before.standard.strategy, larger):
        recorded_on(date(2024, 6, 18), row)
    Plan.objects.filter(pk=draft.pk).update(state=PlanState.ACTIVE)
    Indicator.objects.filter(pk=larger.pk).update(disclosure="public")
    pages = [f"/measures/{measure.pk}/?lang=en", f"/indicators/{smaller.pk}/?lang=en"]
    pages += [f"/api/v1/plans/{plan.slug}/scorecard/?lang=en"]

    def told(day):
        return ["Not told yet" in body(client.get(page + day)) for page in pages]

    assert (told(""), told("&as_known_on=2025-01-01")) == ([True] * 3, [False] * 3)
    client.force_login(planner)
    assert told("&as_known_on=2025-01-01") == [True] * 3
