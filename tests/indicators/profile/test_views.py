import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.loading.value_text import state_text, value_text
from indicators.models import Comparator, Kind, Trajectory, ValueState
from plans.models import Disclosure
from tests.factories import (
    CommitmentFactory,
    DefinitionFactory,
    IndicatorFactory,
    PlanFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, indicator_page, plan_page, statuses
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def uses(response):
    """The statuses in the panel that names the plans."""
    return re.findall(r'data-status="(\w+)"', body(response).split('id="uses"')[1].split("</section>")[0])


def test_the_indicator_page_shows_value_parts_date_and_reason(client):
    indicator = IndicatorFactory(name_en="Staff with TOEIC 730", unit_en="%", kind=Kind.RATIO, decimals=1)
    commitment = committed(
        PlanFactory(), indicator=indicator, target=30, baseline=Decimal("18.4"), baseline_fiscal_year=2021
    )
    YearlyValueFactory(
        indicator=indicator, fiscal_year=2025, value=None, numerator=111, denominator=411,
        as_of=date(2026, 3, 31), as_of_precision="day", is_provisional=True, note="Two lists were joined.",
        source_url="https://example.ac.jp/figures",
    )  # fmt: skip

    page = indicator_page(client, indicator)

    assert statuses(page) == ["at_risk", "on_track", "at_risk", "off_track", "at_risk"]
    assert "FY2025 27.0% (111 of 411)" in words(page)
    assert "31 March 2026" in words(page)
    assert "provisional" in words(page)
    assert "Two lists were joined." in words(page)
    assert 'href="https://example.ac.jp/figures"' in body(page)
    assert f'href="/plans/{commitment.standard.strategy.plan.slug}/"' in body(page)


def test_an_as_of_date_is_as_precise_as_it_was_given(client):
    indicator = IndicatorFactory()
    YearlyValueFactory(indicator=indicator, fiscal_year=2023, as_of=date(2024, 2, 1), as_of_precision="month")

    page = body(indicator_page(client, indicator))

    assert '<time datetime="2024-02">February 2024</time>' in page
    assert "1 February" not in page


def test_a_published_figure_that_differs_is_kept_beside(client):
    indicator = IndicatorFactory(unit_en="%", kind=Kind.RATIO, decimals=1)
    YearlyValueFactory(indicator=indicator, value=Decimal(33), numerator=464, denominator=1445)

    page = words(indicator_page(client, indicator))

    assert "32.1%" in page
    assert "published as 33.0" in page


def test_every_missing_year_has_its_reason_and_none_is_zero(client):
    commitment = committed(PlanFactory(), target=100)
    for year, state in ((2022, ValueState.NOT_COLLECTED), (2023, ValueState.WITHHELD)):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=None, state=state)

    page = indicator_page(client, commitment.indicator)

    reasons = re.findall(r'use href="#st-no_data"/></svg> <span class="muted">(.*?)</span>', body(page))
    assert reasons == ["not collected", "withheld", "not asked for", "not yet due", "not asked for", "not asked for"]
    assert not re.search(r"(?<![\d.,])0 persons", words(page))


def test_a_value_that_is_not_open_is_withheld_and_not_shown(client):
    commitment = committed(PlanFactory())
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=4321, disclosure=Disclosure.STAFF)

    page = indicator_page(client, commitment.indicator)
    figure = client.get(f"/indicators/{commitment.indicator.pk}/figure.json")

    assert "4,321" not in words(page)
    assert "withheld" in words(page)
    assert "4321" not in body(figure)


def test_an_indicator_in_two_plans_has_a_reading_in_each(client):
    indicator = IndicatorFactory()
    committed(PlanFactory(name_en="Mid-term plan"), indicator=indicator, target=40)
    committed(PlanFactory(name_en="Staff plan"), indicator=indicator, target=100)
    YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=50)

    page = indicator_page(client, indicator)

    assert sorted(uses(page)) == ["achieved", "off_track"]
    assert "Mid-term plan" in words(page)
    assert "Staff plan" in words(page)


def test_a_plan_that_is_not_open_does_not_show_through_its_indicator(client):
    indicator = IndicatorFactory()
    committed(PlanFactory(name_en="Inner plan", disclosure=Disclosure.STAFF), indicator=indicator, target=7777)
    YearlyValueFactory(indicator=indicator)

    page = indicator_page(client, indicator)

    assert "Inner plan" not in words(page)
    assert "7,777" not in words(page)
    assert statuses(page) == []
    assert "7777" not in body(client.get(f"/indicators/{indicator.pk}/figure.json"))


def test_revised_targets_stay_with_reason_and_dates(client):
    commitment = committed(PlanFactory(), target=36, value=27)
    TargetFactory(
        commitment=commitment, fiscal_year=2025, value=40, superseded_at=datetime(2024, 6, 11, tzinfo=UTC),
        reason="Retirements outran recruitment.", decided_by="Board",
    )  # fmt: skip

    page = indicator_page(client, commitment.indicator)

    assert "<del>40 persons</del>" in body(page)
    assert "Retirements outran recruitment." in words(page)


def test_a_new_definition_marks_the_series(client):
    indicator = IndicatorFactory()
    for year in (2023, 2024, 2025):
        YearlyValueFactory(indicator=indicator, fiscal_year=year)
    DefinitionFactory(indicator=indicator, wording_en="On 1 April")
    DefinitionFactory(indicator=indicator, valid_from=2025, wording_en="On 1 May", reason="As in the survey")

    page = words(indicator_page(client, indicator))

    assert "Definition changed in FY2025. Years above and below are not comparable." in page
    assert "On 1 April" in page
    assert "As in the survey" in page


@pytest.mark.parametrize(
    ("kind", "stored", "printed"),
    [
        (Kind.YES_NO, {"value": 1}, "done"),
        (Kind.YES_NO, {"value": 0}, "not done"),
        (Kind.DATE, {"value": None, "dated": date(2025, 10, 1)}, "1 October 2025"),
        (Kind.TEXT, {"value": None, "text": "A council meets twice a year."}, "A council meets twice a year."),
    ],
)
def test_what_is_no_number_is_printed_and_not_drawn(client, kind, stored, printed):
    indicator = IndicatorFactory(kind=kind, unit_en="")
    YearlyValueFactory(indicator=indicator, **stored)

    page = indicator_page(client, indicator)

    assert f"<b>{printed}</b>" in body(page)
    assert "data-figure" not in body(page)


@pytest.mark.parametrize(
    ("language", "done", "not_done"),
    [("en", "done (20 December 2024)", "not done"), ("ja", "実施済（2024年12月20日）", "未実施")],
)
def test_what_is_done_or_not_is_said_so_with_its_day(language, done, not_done):
    indicator = IndicatorFactory.build(kind=Kind.YES_NO)

    with translation.override(language):
        assert value_text(YearlyValueFactory.build(value=1, dated=date(2024, 12, 20)), indicator) == done
        assert value_text(YearlyValueFactory.build(value=0), indicator) == not_done


def test_a_year_has_in_japanese_the_words_of_its_badge():
    with translation.override("ja"):
        assert [state_text(code) for code in ("not_yet_due", "overdue", "not_asked")] == [
            "報告期限前", "未報告（期限超過）", "報告対象外",
        ]  # fmt: skip


def test_the_drawn_chart_stands_before_any_script(client):
    indicator = IndicatorFactory()
    YearlyValueFactory(indicator=indicator, fiscal_year=2024)
    YearlyValueFactory(indicator=indicator, fiscal_year=2025)

    page = body(indicator_page(client, indicator))

    assert page.count('<svg class="sketch') == 2
    assert "plotly-cartesian.min.js" not in re.findall(r'<script[^>]*src="([^"]*)"', page)
    assert f'data-figure="/indicators/{indicator.pk}/figure.json?lang=en"' in page


def test_only_the_page_with_plotly_loosens_the_style_policy(client):
    indicator = IndicatorFactory()

    assert "'unsafe-inline'" in indicator_page(client, indicator)["Content-Security-Policy"]
    assert "script-src 'unsafe-inline'" not in indicator_page(client, indicator)["Content-Security-Policy"]
    assert "'unsafe-inline'" not in plan_page(client, PlanFactory())["Content-Security-Policy"]


def test_the_figure_has_values_targets_and_the_path_from_the_baseline(client):
    commitment = committed(
        PlanFactory(), target=36, value=27, baseline=18, baseline_fiscal_year=2021, trajectory=Trajectory.LINE
    )
    TargetFactory(commitment=commitment, fiscal_year=2025, value=40, superseded_at=datetime(2024, 6, 11, tzinfo=UTC))

    picture = json.loads(client.get(f"/indicators/{commitment.indicator.pk}/figure.json").content)

    assert [(trace["meta"]["role"], trace["x"], trace["y"]) for trace in picture["data"]] == [
        ("actual", [2025], [27.0]),
        ("superseded", [2021, 2022, 2023, 2024, 2025], [18.0, 23.5, 29.0, 34.5, 40.0]),
        ("target", [2021, 2022, 2023, 2024, 2025], [18.0, 22.5, 27.0, 31.5, 36.0]),
        ("expected", [2025], [36.0]),
    ]


def test_targets_without_a_path_are_points(client):
    commitment = committed(PlanFactory(), target=36)
    TargetFactory(commitment=commitment, fiscal_year=2027, value=40)

    picture = json.loads(client.get(f"/indicators/{commitment.indicator.pk}/figure.json").content)

    assert picture["data"][0]["mode"] == "markers"


def test_a_range_is_drawn_with_both_ends(client):
    commitment = committed(PlanFactory(), target=None, comparator=Comparator.RANGE)
    TargetFactory(commitment=commitment, fiscal_year=2025, value=None, low=100, high=105)

    picture = json.loads(client.get(f"/indicators/{commitment.indicator.pk}/figure.json").content)

    assert picture["data"][0]["y"] == [102.5]
    assert picture["data"][0]["error_y"]["array"] == [2.5]


@pytest.mark.parametrize("suffix", ["", "figure.json"])
def test_an_indicator_that_is_not_open_is_not_found(client, suffix):
    indicator = IndicatorFactory(disclosure=Disclosure.STAFF)

    assert client.get(f"/indicators/{indicator.pk}/{suffix}").status_code == 404
    assert client.get(f"/indicators/{10**30}/{suffix}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_indicator_page_costs_the_same_for_any_number_of_years_and_plans(client, count, django_assert_num_queries):
    indicator = IndicatorFactory()
    for index in range(count):
        commitment = committed(PlanFactory(), indicator=indicator)
        TargetFactory(commitment=commitment, fiscal_year=2026, superseded_at=datetime(2024, 6, 11, tzinfo=UTC))
        YearlyValueFactory(indicator=indicator, fiscal_year=2025 - index)
        DefinitionFactory(indicator=indicator, valid_from=2022 + index)

    with django_assert_num_queries(23):
        response = indicator_page(client, indicator)

    assert body(response).count("<summary>Why<") == (count if count > 1 else 0)


def test_an_indicator_that_never_reported_is_read_in_the_last_year_promised(client):
    plan = PlanFactory(first_fiscal_year=2014, last_fiscal_year=2023)
    other = CommitmentFactory(measure__standard__strategy__plan=plan)
    YearlyValueFactory(indicator=other.indicator, fiscal_year=2018)
    silent = CommitmentFactory(measure__standard__strategy__plan=plan)
    TargetFactory(commitment=silent, fiscal_year=2023, value=30)

    page = client.get(f"/indicators/{silent.indicator_id}/").content.decode()

    assert "Due on 31 May 2024, not received." in page
    assert "31 May 2019" not in page


def test_a_small_number_that_is_withheld_shows_what_was_printed(client):
    commitment = committed(PlanFactory(), target=10)
    shown = {"state": ValueState.WITHHELD, "value": None, "printed": "5人未満"}
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, **shown)

    page = words(indicator_page(client, commitment.indicator))
    scorecard = words(client.get(f"/plans/{commitment.standard.strategy.plan.slug}/scorecard/2025/?lang=en"))

    assert "5人未満" in page
    assert "Withheld: 5人未満." in scorecard
