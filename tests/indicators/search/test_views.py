import re

import pytest

from plans.models import Disclosure
from tests.factories import (
    CommitmentFactory,
    IndicatorFactory,
    MeasureFactory,
    OfficeFactory,
    PlanFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import statuses
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def found(client, question="", **more):
    asked = {"q": question} if question else {}
    return client.get("/search/", {**asked, "lang": "en", **more})


def hits(response):
    return re.findall(r'<a href="(/(?:plans|measures|indicators|offices)/[^"]+)"><span', body(response))


def test_a_hit_marks_the_words_and_says_where_it_stands(client):
    measure = MeasureFactory(
        name_en="Send students <abroad>",
        standard__name_en="Openness",
        standard__strategy__name_en="The world",
        standard__strategy__plan__name_en="Mid-term plan",
    )

    response = found(client, "students")

    assert f'href="/measures/{measure.pk}/"' in body(response)
    assert "Send <mark>students</mark> &lt;abroad&gt;" in body(response)
    assert re.search("Mid-term plan › The world › Openness", words(response))


def test_an_indicator_says_its_latest_value_and_what_it_says(client):
    commitment = CommitmentFactory(indicator__name_en="Kites", measure__standard__strategy__plan__name_en="Sky plan")
    TargetFactory(commitment=commitment, fiscal_year=2025, value=100)
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=80)
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, value=120)

    response = found(client, "kites")

    assert "120 persons FY2025" in words(response)
    assert "Sky plan" in words(response)
    assert statuses(response) == ["achieved"]


def test_the_name_in_the_other_language_is_shown_where_it_was_found(client):
    IndicatorFactory(name_en="Kites", name_ja="凧の数")

    assert "<mark>凧</mark>の数" in body(found(client, "凧"))
    assert "凧" not in words(found(client, "kites"))


def test_tabs_count_each_kind_and_show_one(client):
    PlanFactory(name_en="Kite plan")
    IndicatorFactory(name_en="Kites, red")
    IndicatorFactory(name_en="Kites, blue")

    response = found(client, "kite", kind="indicator")

    assert "All 3 Institutions 0 Plans 1 Objectives 0" in words(response)
    assert "Indicators 2" in words(response)
    assert len(hits(response)) == 2


def test_places_in_a_plan_lead_to_its_page(client):
    measure = MeasureFactory(standard__name_en="Kite standard")
    standard = measure.standard

    response = found(client, "kite")

    assert hits(response) == [f"/plans/{standard.strategy.plan.slug}/#standard-{standard.pk}"]


def test_a_kind_alone_is_the_list_of_it(client):
    office = OfficeFactory(name_en="Kite office")

    assert hits(found(client, kind="office")) == [f"/offices/{office.slug}/"]


def test_without_a_question_the_kinds_are_offered(client):
    IndicatorFactory()

    response = found(client)

    assert 'href="?lang=en&amp;kind=indicator"' in body(response).replace("?q=&amp;", "?")
    assert hits(response) == []


def test_no_hit_says_what_to_try(client):
    assert "Nothing contains “kites”" in words(found(client, "kites"))
    assert "Try fewer words" in words(found(client, "kites"))


def test_what_is_spelt_alike_is_called_so(client):
    IndicatorFactory(name_en="Students abroad")

    response = found(client, "studnets")

    assert "Similar spellings are shown" in words(response)
    assert len(hits(response)) == 1


def test_inner_rows_stay_inside(client):
    IndicatorFactory(name_en="Inner kites", disclosure=Disclosure.STAFF)

    assert "Inner" not in words(found(client, "kites"))


@pytest.mark.parametrize(
    "question",
    ["x" * 10_000, "x y " * 2_500, "\0", "a\0b", "\x1b[31m", "'; --", "%", "_", "\\", "(", "\u202e", "😀", "&lt;"],
)
def test_odd_questions_are_answered(client, question):
    IndicatorFactory()

    response = found(client, question)

    assert response.status_code == 200
    assert "\0" not in body(response)


def test_a_long_question_is_said_to_be_cut(client):
    assert "The question is too long" in words(found(client, "x" * 10_000))


@pytest.mark.parametrize(
    "query", [{"kind": "bogus"}, {"kind": "indicator", "page": "0"}, {"page": "x"}, {"page": "９"}]
)
def test_nonsense_in_the_address_is_refused(client, query):
    assert found(client, "", **query).status_code == 400


def test_a_page_behind_the_last_is_not_found(client):
    IndicatorFactory()

    assert found(client, kind="indicator", page="2").status_code == 404
    assert found(client, kind="indicator", page="1").status_code == 200


def test_pages_lead_on_and_back(client):
    for number in range(26):
        IndicatorFactory(name_en=f"Kite {number:02}")

    first, second = found(client, "kite", kind="indicator"), found(client, "kite", kind="indicator", page="2")

    assert "Page 1 of 2" in words(first)
    assert 'rel="next"' in body(first)
    assert 'rel="prev"' in body(second)
    assert len(hits(second)) == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("kind", "queries"), [({}, 20), ({"kind": "indicator"}, 20)])
def test_a_search_costs_the_same_for_any_number_of_hits(client, kind, queries, count, django_assert_num_queries):
    for _ in range(count):
        commitment = CommitmentFactory(indicator__name_en="Kites", measure__name_en="Kites")
        YearlyValueFactory(indicator=commitment.indicator)

    with django_assert_num_queries(queries):
        response = found(client, "kites", **kind)

    assert len(hits(response)) == (count if kind else 2 * count)


def test_in_japanese_the_kinds_go_by_the_words_of_readers(client):
    page = words(client.get("/search/", {"lang": "ja", "q": "x"}))

    assert "大学 0 計画 0 基本目標 0" in page
