"""Pages stay readable whatever they are asked and whatever they have to show: no failure, no None, no nan."""

import re
from decimal import Decimal

import pytest

from indicators.loading.value_text import target_text
from indicators.models import ValueState
from tests.factories import (
    CommitmentFactory,
    MeasureFactory,
    PlanFactory,
    StandardFactory,
    StrategyFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.pages import body, words

pytestmark = pytest.mark.django_db
LONG = "学生の主体的な学びを支える全学的な教育改革の推進に関する取組の達成度" * 6 + "割合"
SERIES = {
    "no values": {},
    "one value": {2024: 5},
    "only missing": {2022: None, 2023: None, 2024: None, 2025: None},
    "zeros": {2022: 0, 2023: 0, 2024: 0, 2025: 0},
    "negative": {2022: -3, 2023: -8, 2024: 4, 2025: -1},
    "huge": {2024: 10**12, 2025: 2 * 10**12},
    "tiny": {2024: Decimal("0.000001"), 2025: Decimal("0.000002")},
}
NONSENSE = [
    "status=purple",
    "standard=abc",
    "strategy=99999999999999999999999",
    "office=-1",
    "is_key=perhaps",
    "ordering=;drop",
    "since=yesterday",
    "as_known_on=2999-01-01",
    "as_known_on=2025-02-30",
    "lang=xx",
]


def indicator_with(values, plan, **names):
    commitment = CommitmentFactory(
        measure__standard__strategy__plan=plan, baseline=1, baseline_fiscal_year=2021, indicator__decimals=6, **names
    )
    TargetFactory(commitment=commitment, fiscal_year=2027, value=10)
    for year, value in values.items():
        state = ValueState.NOT_COLLECTED if value is None else ValueState.REPORTED
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=value, state=state)
    return commitment


def pages_of(commitment):
    plan = commitment.standard.strategy.plan
    return [
        f"/plans/{plan.slug}/",
        f"/plans/{plan.slug}/scorecard/2025/",
        f"/measures/{commitment.measure_id}/",
        f"/indicators/{commitment.indicator_id}/",
        f"/compare/?indicator={commitment.indicator_id}",
        "/",
        "/search/?q=Indicator",
    ]


def is_readable(response):
    return response.status_code == 200 and not re.search(r"\b(None|nan|NaN|Infinity|undefined)\b", words(response))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("values", SERIES.values(), ids=SERIES)
def test_every_series_is_readable_on_every_page(client, values, language):
    commitment = indicator_with(values, PlanFactory())

    for address in pages_of(commitment):
        response = client.get(address, {"lang": language} if "?" not in address else None)
        assert is_readable(response), address


@pytest.mark.parametrize("values", SERIES.values(), ids=SERIES)
def test_every_series_has_a_figure_of_plain_numbers(client, values):
    commitment = indicator_with(values, PlanFactory())

    figure = client.get(f"/indicators/{commitment.indicator_id}/figure.json")

    assert figure.status_code == 200
    assert not re.search(r"NaN|Infinity", body(figure))


ONE_SIDED = {
    "from at least to at most": {2024: {"low": 100}, 2026: {"high": 100}},
    "from at most to at least": {2024: {"high": 100}, 2026: {"low": 90}},
    "at least": {2024: {"low": 100}, 2026: {"low": 110}},
    "at most": {2024: {"high": 100}, 2026: {"high": 110}},
    "from both to at least": {2024: {"low": 100, "high": 105}, 2026: {"low": 110}},
}


def range_of(ends, **columns):
    """A commitment to a range with these targets on a line, and a figure in FY2025 and FY2027."""
    commitment = CommitmentFactory(
        measure__standard__strategy__plan=PlanFactory(), comparator="range", trajectory="line", **columns
    )
    for year, bounds in ends.items():
        target = TargetFactory.build(commitment=commitment, fiscal_year=year, value=None, **bounds)
        target.full_clean(exclude=["commitment"])
        target.save()
    for year in (2025, 2027):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=99)
    return commitment


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("ends", ONE_SIDED.values(), ids=ONE_SIDED)
def test_a_range_with_one_end_is_readable_on_every_page(client, ends, language):
    commitment = range_of(ends)
    plan = commitment.standard.strategy.plan

    for address in [*pages_of(commitment), *(f"/plans/{plan.slug}/scorecard/{year}/" for year in (2024, 2026, 2027))]:
        assert is_readable(client.get(address, {"lang": language} if "?" not in address else None)), address


@pytest.mark.parametrize("ends", ONE_SIDED.values(), ids=ONE_SIDED)
@pytest.mark.parametrize("baseline", [None, 95])
def test_a_range_with_one_end_is_told_to_programs(client, ends, baseline):
    commitment = range_of(ends, baseline=baseline, baseline_fiscal_year=None if baseline is None else 2022)
    plan, pk = commitment.standard.strategy.plan.slug, commitment.indicator_id

    for address in (
        f"/api/v1/readings/?plan={plan}",
        *(f"/api/v1/plans/{plan}/scorecard/?fiscal_year={year}" for year in range(2022, 2028)),
        f"/indicators/{pk}/figure.json",
        f"/indicators/{pk}/chart.svg",
    ):
        response = client.get(address)
        assert (response.status_code, "NaN" in body(response)) == (200, False), address


def test_a_target_with_one_end_says_which(client):
    commitment = range_of({2025: {"low": 100}, 2027: {"high": 105}})
    plan = commitment.standard.strategy.plan

    for year, said in ((2025, "at least 100 persons"), (2027, "at most 105 persons")):
        page = client.get(f"/plans/{plan.slug}/scorecard/{year}/", {"lang": "en"})
        assert said in words(page)
    assert [target_text(target, commitment.indicator) for target in commitment.targets.order_by("fiscal_year")] == [
        "at least 100 persons",
        "at most 105 persons",
    ]


def test_ends_that_neighbours_do_not_share_expect_nothing_between_them(client):
    commitment = range_of(ONE_SIDED["from at least to at most"])

    rows = client.get(f"/api/v1/readings/?indicator={commitment.indicator_id}").json()["results"]
    told = {
        row["fiscal_year"]: (row["status"], row["expected"], row["expected_low"], row["expected_high"]) for row in rows
    }

    assert told[2025] == ("not_judged", None, None, None)
    assert told[2024] == ("no_data", 100, 100, None)
    assert told[2026] == ("no_data", 100, None, 100)
    assert told[2027] == ("achieved", 100, None, 100)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_names_of_two_hundred_characters_are_printed_whole(client, language):
    plan = PlanFactory(name_ja=LONG, name_en="")
    commitment = indicator_with({2025: 3}, plan, indicator__name_ja=LONG, indicator__name_en="", measure__name_ja=LONG)

    for address in pages_of(commitment)[:4]:
        response = client.get(address, {"lang": language})
        assert is_readable(response), address
        assert LONG in body(response), address


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_plan_without_strategies_a_strategy_and_a_standard_without_anything(client, language):
    empty = PlanFactory()
    barren = PlanFactory()
    StrategyFactory(plan=barren)
    StandardFactory(strategy__plan=barren)
    idle = MeasureFactory(standard__strategy__plan=barren)

    for address in (
        f"/plans/{empty.slug}/",
        f"/plans/{empty.slug}/scorecard/2025/",
        f"/plans/{barren.slug}/",
        f"/plans/{barren.slug}/scorecard/2025/",
        f"/measures/{idle.pk}/",
    ):
        assert is_readable(client.get(address, {"lang": language})), address


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_in_the_address_is_answered_in_words_and_never_fails(client, query):
    commitment = indicator_with({2025: 3}, PlanFactory())

    for address in pages_of(commitment)[:4]:
        response = client.get(f"{address}?{query}")
        assert response.status_code in {200, 400}, address
        assert words(response)


@pytest.mark.parametrize(
    "query", ["x" * 10_000, "戦略" * 3_000, "%", "_", "'", "\\", "a\x00b", "　", "<script>", "{{ 1 }}"]
)
def test_any_search_is_answered_in_words(client, query):
    indicator_with({2025: 3}, PlanFactory())

    response = client.get("/search/", {"q": query})

    assert response.status_code in {200, 400}
    assert "<script>alert" not in body(response)
    assert words(response)


@pytest.mark.parametrize(
    "address",
    [
        "/plans/nowhere/",
        "/plans/nowhere/scorecard/2025/",
        "/indicators/999999999/",
        "/indicators/99999999999999999999999/",
        "/measures/999999999/",
        "/offices/nowhere/",
        "/institutions/nowhere/offices/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404
