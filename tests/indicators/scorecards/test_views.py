import re
from datetime import date

import pytest

from indicators.models import ValueState
from tests.factories import (
    OfficeFactory,
    OverrideFactory,
    PlanFactory,
    StandardFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, known_since, scorecard_page
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def rows(response):
    """The readings of the table: names of their indicators."""
    table = body(response).split('class="data-table', 1)[-1].split("</table>", 1)[0]
    return re.findall(r'<th scope="row" class="c-ind"><a href="[^"]*">(.*?)</a>', table)


def statuses(response):
    table = body(response).split('class="data-table', 1)[-1].split("</table>", 1)[0]
    return re.findall(r'data-status="(\w+)"', table)


def summary(response):
    return dict(re.findall(r'<li class="st st-(\w+)">.*?<span class="big">(\d+)<', body(response)))


def names(*commitments):
    return [commitment.indicator.name_en for commitment in commitments]


def test_the_scorecard_leads_to_the_last_year_with_figures(client):
    plan = PlanFactory()
    committed(plan, value=100)
    YearlyValueFactory(indicator=committed(plan).indicator, fiscal_year=2024, value=5)

    response = client.get(f"/plans/{plan.slug}/scorecard/?lang=en")

    assert (response.status_code, response["Location"]) == (302, f"/plans/{plan.slug}/scorecard/2025/?lang=en")


def test_the_page_says_its_message_its_year_and_how_old_its_data_are(client):
    plan = PlanFactory()
    for value in (100, 10, 90, None):
        committed(plan, value=value)

    page = words(scorecard_page(client, plan))

    assert "1 of 3 judged indicators is on track or better; 1 is off track Also 1 not due yet (4 in all)" in page
    assert "FY2025 (R7), to 31 March 2026" in page
    assert "Data as of" in page


def test_each_count_stands_over_its_rule_and_leads_to_its_readings(client):
    plan = PlanFactory(on_track_share="0.90")
    for value in (100, 10, 90, None):
        committed(plan, value=value)

    page = scorecard_page(client, plan)

    assert summary(page) == {
        "achieved": "1", "on_track": "0", "at_risk": "1", "off_track": "1", "not_due": "1", "missing": "0",
        "not_judged": "0",
    }  # fmt: skip
    assert "On track 0 At this year&#x27;s line" in words(page)
    assert "is at least 90% of the way from the baseline" in words(page)
    assert "75% 3 of 4" in words(page)
    assert f'href="/plans/{plan.slug}/scorecard/2025/?lang=en&amp;status=at_risk#readings"' in body(page)


@pytest.mark.parametrize(
    ("status", "found"),
    [("not_due", {"Awaited"}), ("missing", {"Rejected"}), ("no_data", {"Awaited", "Rejected"}), ("achieved", {"Met"})],
)
def test_what_is_not_due_and_what_is_missing_are_found_apart_and_together(client, status, found):
    plan = PlanFactory()
    committed(plan, value=100, indicator__name_en="Met")
    committed(plan, indicator__name_en="Awaited")
    missing = committed(plan, indicator__name_en="Rejected").indicator
    YearlyValueFactory(indicator=missing, fiscal_year=2025, value=None, state="not_collected")

    page = scorecard_page(client, plan, f"&status={status}")
    told = client.get(f"/api/v1/readings/?plan={plan.slug}&fiscal_year=2025&status={status}&lang=en").json()["results"]

    assert set(rows(page)) == {row["indicator_name"] for row in told} == found
    assert {row["status"] for row in told} == {"no_data" if status in ("not_due", "missing") else status}


def test_the_worst_stands_first_with_its_reason(client):
    plan = PlanFactory()
    for value in (100, 10, 90, None):
        committed(plan, value=value)

    page = scorecard_page(client, plan)

    assert statuses(page) == ["off_track", "at_risk", "no_data", "achieved"]
    assert "At 10 persons, this is 90 short of the target of 100 persons for FY2025 (at risk: at least 80)." in words(
        page
    )
    assert "Due on 31 May 2026." in words(page)


def test_a_way_still_to_go_names_the_speed_it_needs(client):
    plan = PlanFactory()
    commitment = committed(plan, value=12, target=None, baseline=10, baseline_fiscal_year=2021, trajectory="line")
    TargetFactory(commitment=commitment, fiscal_year=2027, value=40)

    assert "To reach at least 40 persons by FY2027: up 14.0 persons a year (so far up 0.5)." in words(
        scorecard_page(client, plan)
    )


def test_a_zero_is_printed_and_a_gap_is_a_dash(client):
    plan = PlanFactory()
    committed(plan, value=0)
    committed(plan)

    cells = re.findall(r'data-label="Actual">(.*?)</td>', body(scorecard_page(client, plan)))

    assert [re.sub(r"<[^>]+>", "", cell) for cell in cells] == ["0 persons", "–"]


def test_a_persons_judgement_stands_beside_the_computed_status(client):
    plan = PlanFactory()
    OverrideFactory(commitment=committed(plan, value=10), status="at_risk", reason="The scheme was suspended.")

    page = scorecard_page(client, plan)

    assert statuses(page) == ["off_track", "at_risk"]
    assert "The scheme was suspended." in words(page)


def test_the_filters_of_the_api_narrow_the_table_and_leave_the_counts(client):
    plan = PlanFactory()
    office = OfficeFactory(institution=plan.institution)
    good = committed(plan, value=100, is_key=True)
    bad = committed(plan, value=10, indicator__name_en="Accidents")
    owned = committed(plan, value=90, indicator__office=office)

    def found(query):
        page = scorecard_page(client, plan, query)
        assert summary(page)["achieved"] == "1"
        return rows(page)

    assert found("&status=achieved") == names(good)
    assert found("&is_key=1") == names(good)
    assert found("&search=accid") == names(bad)
    assert found(f"&office={office.pk}") == names(owned)
    assert found(f"&standard={bad.standard_id}") == names(bad)
    assert found(f"&strategy={owned.standard.strategy_id}&status=at_risk") == names(owned)
    assert found("") == names(bad, owned, good)
    assert found("&search=nothing+of+the+kind") == []


def test_where_nothing_matches_the_page_says_so_and_how_to_go_back(client):
    plan = PlanFactory()
    known_since(date(2025, 4, 1), committed(plan, value=10))

    page = scorecard_page(client, plan, "&search=nothing&as_known_on=2026-05-15")

    assert "No indicator matches" in words(page)
    assert "0 of 1" in words(page)
    assert f'href="/plans/{plan.slug}/scorecard/2025/?lang=en&amp;as_known_on=2026-05-15"' in body(page)


@pytest.mark.parametrize(
    "query", ["strategy=x", "office=-1", "is_key=maybe", "ordering=colour", "since=soon",
              "search=%00", "standard=" + "9" * 30, "search=" + "x" * 10_000],
)  # fmt: skip
def test_nonsense_is_a_bad_request_with_a_plain_sentence(client, query):
    plan = PlanFactory()
    committed(plan, value=10)

    response = scorecard_page(client, plan, f"&{query}")

    assert response.status_code == 400
    assert f"“{query.partition('=')[0]}”" in words(response)


def test_a_row_says_why_in_a_few_words_and_opened_in_a_sentence(client):
    plan = PlanFactory()
    committed(plan, value=10)

    page = " ".join(body(scorecard_page(client, plan)).split())

    assert (
        '<details class="why"><summary>90 short of the target of 100 persons</summary>'
        "At 10 persons, this is 90 short of the target of 100 persons for FY2025 (at risk: at least 80).</details>"
        in page
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "“foo” is not a status. Use one of: achieved, on_track, at_risk, off_track, no_data, not_judged"),
        (
            "ja",
            "「status」に「foo」は使えません。使える値：achieved, on_track, at_risk, off_track, no_data, not_judged",
        ),
    ],
)
def test_an_unknown_status_is_told_what_there_is_on_the_page_as_in_the_api(client, language, said):
    plan = PlanFactory()

    page = client.get(f"/plans/{plan.slug}/scorecard/2025/?status=foo&lang={language}")
    problem = client.get(f"/api/v1/readings/?status=on_track&status=foo&lang={language}")

    assert (page.status_code, problem.status_code) == (400, 400)
    assert said in words(page)
    assert problem.json()["errors"]["status"][0].startswith(said)


def test_changes_since_a_day_to_come_are_a_bad_request(client):
    plan = PlanFactory()
    committed(plan, value=10)

    response = scorecard_page(client, plan, "&since=2126-01-01")

    assert response.status_code == 400
    assert "The date must not be in the future." in words(response)


def test_a_head_orders_the_table_and_turns_it_round(client):
    plan = PlanFactory()
    second = committed(plan, value=10, indicator__name_en="Beta")
    first = committed(plan, value=100, indicator__name_en="Alpha")

    assert rows(scorecard_page(client, plan)) == names(second, first)
    page = scorecard_page(client, plan, "&ordering=name")
    assert rows(page) == names(first, second)
    turned = f"/plans/{plan.slug}/scorecard/2025/?lang=en&amp;ordering=-name"
    assert f'aria-sort="ascending"><a href="{turned}"' in body(page)
    assert rows(scorecard_page(client, plan, "&ordering=-name")) == names(second, first)


@pytest.mark.parametrize("ordering", ["progress", "-progress", "pace", "-pace", "office", "-office"])
def test_what_cannot_be_ordered_stands_last_either_way(client, ordering):
    plan = PlanFactory()
    office = OfficeFactory(institution=plan.institution)
    committed(plan)
    known = committed(plan, value=50, baseline=0, baseline_fiscal_year=2021, indicator__office=office)

    assert rows(scorecard_page(client, plan, f"&ordering={ordering}"))[0] == known.indicator.name_en


def test_the_first_twenty_rows_stand_for_all_until_all_are_asked_for(client):
    plan = PlanFactory()
    standard = StandardFactory(strategy__plan=plan)
    for _ in range(21):
        committed(plan, value=10, measure__standard=standard)

    page = scorecard_page(client, plan)

    assert len(rows(page)) == 20
    assert "Show all 21 indicators" in words(page)
    assert len(rows(scorecard_page(client, plan, "&all=1"))) == 21


@pytest.mark.parametrize("year", [2021, 2028, 1, 99999999999])
@pytest.mark.parametrize("page", ["", "changes/"])
def test_a_year_outside_the_plan_is_not_found(client, year, page):
    plan = PlanFactory()

    assert client.get(f"/plans/{plan.slug}/scorecard/{year}/{page}").status_code == 404


def test_years_to_come_are_no_links(client):
    plan = PlanFactory()

    page = body(scorecard_page(client, plan))

    assert f'href="/plans/{plan.slug}/scorecard/2024/' in page
    assert f'href="/plans/{plan.slug}/scorecard/2027/' not in page
    assert '<span aria-disabled="true">FY2027<small>R9</small></span>' in page


def test_the_day_asked_about_stays_in_every_address(client):
    plan = PlanFactory()
    known_since(date(2025, 4, 1), committed(plan, value=10))

    page = body(scorecard_page(client, plan, "&as_known_on=2026-05-15"))

    page = re.sub(r'<a href="[^"]*">Back to today', "", page)
    addresses = [a for a in re.findall(r'(?:href|hx-get)="(/plans/[^"]*/scorecard/[^"]*)"', page) if "?" in a]
    assert len(addresses) > 10
    assert [a for a in addresses if "as_known_on=2026-05-15" not in a] == []
    assert '<input type="hidden" name="as_known_on" value="2026-05-15">' in page


def test_a_partial_update_is_the_same_scorecard_without_the_frame(client):
    plan = PlanFactory()
    committed(plan, value=10)

    fragment = client.get(f"/plans/{plan.slug}/scorecard/2025/", headers={"hx-request": "true"})

    assert statuses(fragment) == ["off_track"]
    assert "<header" not in body(fragment)
    assert "HX-Request" in fragment["Vary"]


def test_a_plan_without_indicators_says_so(client):
    assert "No indicator to read" in words(scorecard_page(client, PlanFactory()))


def test_awkward_indicators_stay_readable(client):
    plan = PlanFactory()
    long = committed(plan, value=10**12, target="0.000001", indicator__name_ja="教" * 200, indicator__name_en="")
    committed(plan, value="-0.5", target=0, baseline=-3, baseline_fiscal_year=2021)
    missing = committed(plan, target=0)
    YearlyValueFactory(indicator=missing.indicator, fiscal_year=2025, value=None, state=ValueState.NOT_COLLECTED)
    committed(plan, target=None, comparator="")

    page = scorecard_page(client, plan)

    assert page.status_code == 200
    assert long.indicator.name_ja in words(page)
    assert "1,000,000,000,000" in words(page)
    assert "Not collected for FY2025." in words(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_scorecard_costs_the_same_for_any_number_of_commitments(client, count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        OverrideFactory(commitment=committed(plan, value=100, indicator__office=OfficeFactory()))

    with django_assert_num_queries(22):
        response = client.get(f"/plans/{plan.slug}/scorecard/2025/")

    assert len(rows(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_changes_cost_the_same_for_any_number_of_readings(client, count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        committed(plan, value=100)

    with django_assert_num_queries(15):
        response = client.get(f"/plans/{plan.slug}/scorecard/2025/changes/?since=2026-01-01")

    assert response.status_code == 200
