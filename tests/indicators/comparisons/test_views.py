import csv
import io
import json
import re
from datetime import date

import openpyxl
import pytest

from plans.models import Disclosure
from tests.factories import (
    BreakdownFactory,
    CommitmentFactory,
    IndicatorFactory,
    PlanFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, known_since, recorded_on
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def indicators(count, **more):
    made = [IndicatorFactory(name_en=f"Kites {number}", **more) for number in range(count)]
    for row in made:
        YearlyValueFactory(indicator=row, fiscal_year=2025, value=5)
    return made


def compare(client, *rows, query=""):
    chosen = "".join(f"&indicator={getattr(row, 'pk', row)}" for row in rows)
    return client.get(f"/compare/?lang=en{chosen}{query}")


def test_without_a_choice_the_page_offers_to_choose(client):
    response = compare(client)

    assert "Choose indicators" in words(response)
    assert "<table" not in body(response)


def test_values_stand_in_a_chart_and_in_a_table(client):
    red, blue = indicators(2)

    response = compare(client, red, blue)

    assert "<h1>FY2025: Kites 0 5 persons, Kites 1 5 persons</h1>" in body(response)
    assert body(response).count('role="img"') == 2
    assert (
        f'data-figure="/compare/figure.json?indicator={red.pk}&amp;indicator={blue.pk}&amp;part=1&amp;lang=en"'
        in body(response)
    )
    assert "A Kites 0 persons" in words(response)


def headings(client, address):
    return [re.search("<h1>(.*?)</h1>", body(client.get(f"{address}&lang={language}")))[1] for language in ("en", "ja")]


def test_two_series_are_headed_by_their_last_common_year(client):
    graduates = IndicatorFactory(name_en="graduates", name_ja="卒業者", unit_en="%", unit_ja="%", decimals=1)
    staff = IndicatorFactory(name_en="staff", name_ja="TOEIC730", unit_en="%", unit_ja="%", decimals=1)
    for row, year, value in (
        (graduates, 2024, "38"),
        (graduates, 2025, "39.6"),
        (staff, 2025, "27"),
        (staff, 2026, "28"),
    ):
        YearlyValueFactory(indicator=row, fiscal_year=year, value=value)

    assert headings(client, f"/compare/?indicator={graduates.pk}&indicator={staff.pk}") == [
        "FY2025: graduates 39.6%, staff 27.0%",
        "令和7年度は卒業者39.6%、TOEIC730 27.0%",
    ]


def test_two_parts_are_headed_by_how_far_they_are_apart(client):
    share = IndicatorFactory(name_en="Abroad", unit_en="%", unit_ja="%", decimals=1)
    YearlyValueFactory(indicator=share, fiscal_year=2025, value="20")
    for order, (english, japanese, value) in enumerate((("Doctoral", "博士", "35.64"), ("Bachelor’s", "学士", "6.4"))):
        part = BreakdownFactory(
            institution=share.institution,
            name_en=english,
            name_ja=japanese,
            order=order,
            categories={"degree": english},
        )
        YearlyValueFactory(indicator=share, fiscal_year=2025, breakdown=part, value=value)

    assert headings(client, f"/compare/?indicator={share.pk}&by=breakdown") == [
        "Doctoral 35.6%, Bachelor’s 6.4% (29.2 points apart)",
        "博士35.6%、学士6.4%（差29.2ポイント）",
    ]


def test_many_series_are_headed_by_their_number_and_years(client):
    rows = indicators(3)
    YearlyValueFactory(indicator=rows[0], fiscal_year=2019, value=1)
    chosen = "&".join(f"indicator={row.pk}" for row in rows)

    assert headings(client, f"/compare/?{chosen}") == ["3 indicators, FY2019–25", "3指標の推移（令和元～7年度）"]
    assert headings(client, f"/compare/?indicator={rows[0].pk}")[0] == "Compare: Kites 0"


def test_the_choice_can_be_changed_by_links(client):
    red, blue = indicators(2)
    other = IndicatorFactory(name_en="Other kites")

    response = compare(client, red, blue, query="&find=other")

    assert f'href="?indicator={blue.pk}&amp;find=other"' in body(response)
    assert f'href="?indicator={red.pk}&amp;indicator={blue.pk}&amp;indicator={other.pk}&amp;find=other"' in body(
        response
    )
    assert f'<input type="hidden" name="indicator" value="{red.pk}">' in body(response)


def test_one_indicator_can_be_taken_apart(client):
    (red,) = indicators(1)

    assert f'href="?indicator={red.pk}&amp;by=plan"' in body(compare(client, red))
    assert "No plan has a target" in words(compare(client, red, query="&by=plan"))


def test_an_index_names_its_year(client):
    assert "FY2025 = 100" in words(compare(client, *indicators(2), query="&as=index"))


def test_units_are_told_apart_in_words(client):
    response = compare(client, *indicators(1), *indicators(1, unit_en="%"))

    assert "each unit has a chart of its own" in words(response)
    assert body(response).count("data-figure=") == 2


def test_the_figure_is_json(client):
    red, blue = indicators(2)

    response = client.get(f"/compare/figure.json?indicator={red.pk}&indicator={blue.pk}")

    assert response["Content-Type"] == "application/json"
    assert [trace["y"] for trace in json.loads(response.content)["data"]] == [[5.0], [5.0]]


@pytest.mark.parametrize(
    "query",
    [
        "indicator=x",
        "indicator=-1",
        "indicator=１",
        "by=bogus",
        "as=bogus",
        "indicator=1&indicator=2&by=plan",
    ],
)
def test_nonsense_is_refused(client, query):
    assert client.get(f"/compare/?{query}").status_code == 400
    assert client.get(f"/compare/figure.json?{query}").status_code == 400


def test_more_than_a_dozen_are_refused_in_words(client):
    response = compare(client, *range(1, 14))

    assert response.status_code == 400
    assert "At most 12 series" in words(response)


def test_a_dozen_leaves_no_room_for_another(client):
    assert "12 series are chosen" in words(compare(client, *indicators(12)))


@pytest.mark.parametrize("number", ["9" * 18, "0"])
def test_an_unknown_indicator_is_not_found(client, number):
    assert compare(client, number).status_code == 404


@pytest.mark.parametrize("part", ["0", "2", "999999999999999999"])
def test_a_chart_that_is_not_there_is_not_found(client, part):
    (red,) = indicators(1)

    assert client.get(f"/compare/figure.json?indicator={red.pk}&part={part}").status_code == 404
    assert client.get(f"/compare/figure.json?indicator={red.pk}&part=x").status_code == 400


def test_inner_indicators_stay_inside(client):
    (inner,) = indicators(1, disclosure=Disclosure.STAFF)

    assert compare(client, inner).status_code == 404
    assert client.get(f"/compare/figure.json?indicator={inner.pk}").status_code == 404
    assert "Kites 0" not in words(compare(client, query="&find=kites"))


@pytest.mark.parametrize("find", ["x" * 10_000, "\0", "%", "zzz"])
def test_odd_searches_are_answered(client, find):
    assert client.get("/compare/", {"find": find, "lang": "en"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_comparison_costs_the_same_for_any_number_of_rows(client, count, django_assert_num_queries):
    rows = indicators(count)
    for row in rows:
        CommitmentFactory(indicator=row)
        YearlyValueFactory(indicator=row, fiscal_year=2023)

    with django_assert_num_queries(15):
        compare(client, *rows)


@pytest.mark.parametrize("count", [1, 3])
def test_targets_cost_the_same_for_any_number_of_plans(client, count, django_assert_num_queries):
    (row,) = indicators(1)
    for _ in range(count):
        CommitmentFactory(indicator=row)

    with django_assert_num_queries(15):
        compare(client, row, query="&by=plan")


def test_a_missing_figure_says_why_as_on_the_page_of_its_indicator(client):
    (row,) = indicators(1)
    YearlyValueFactory(indicator=row, fiscal_year=2019, value=1)
    YearlyValueFactory(indicator=row, fiscal_year=2023, state="not_collected", value=None)
    YearlyValueFactory(indicator=row, fiscal_year=2027, value=9)
    promise = committed(PlanFactory(institution=row.institution), indicator=row, target=None)
    for year in (2022, 2024, 2026):
        TargetFactory(commitment=promise, fiscal_year=year)

    table = words(compare(client, row)).split("Values by year", 1)[1]

    said = "1 not asked for not asked for overdue not collected overdue 5 not yet due 9"
    assert said.replace(" ", "") in table.replace(" ", "")
    assert "–" not in table


def taken_away(client, query, form="csv"):
    return client.get(f"/compare/table.{form}?lang=en{query}")


def test_the_table_is_taken_away_as_csv_with_every_digit(client):
    red, blue = indicators(2, unit_en="%")
    YearlyValueFactory(indicator=red, fiscal_year=2023, value="32.125")
    YearlyValueFactory(indicator=blue, fiscal_year=2023, state="not_collected", value=None)
    red.name_en = "=2+3"
    red.save()
    chosen = f"&indicator={red.pk}&indicator={blue.pk}"

    answer = taken_away(client, chosen)

    home, other = red.institution.name, blue.institution.name
    assert answer["Content-Disposition"] == 'attachment; filename="comparison.csv"'
    assert list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))) == [
        ["Series", "About", "Unit", "FY2023", "FY2024", "FY2025"],
        ["'=2+3", str(home), "%", "32.125", "not asked for", "5"],
        [str(blue.name), str(other), "%", "not collected", "not asked for", "5"],
    ]
    assert f"/compare/table.csv?indicator={red.pk}&amp;indicator={blue.pk}" in body(compare(client, red, blue))


def test_the_table_is_taken_away_as_xlsx_with_numbers(client):
    (row,) = indicators(1)
    YearlyValueFactory(indicator=row, fiscal_year=2024, value=4)

    answer = taken_away(client, f"&indicator={row.pk}&as=index", "xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [[cell.value for cell in line] for line in sheet.rows] == [
        ["Series", "About", "Unit", "FY2024", "FY2025"],
        ["Kites 0", str(row.institution.name), "persons", 100, 125],
    ]


def test_the_table_obeys_what_the_page_obeys(client):
    (inner,) = indicators(1, disclosure=Disclosure.STAFF)

    asked = [taken_away(client, query).status_code for query in (f"&indicator={inner.pk}", "&indicator=x", "&by=no")]

    assert asked == [404, 400, 400]
    assert client.get("/compare/table.pdf").status_code == 404


def test_a_comparison_is_shown_as_it_was_known_on_a_day(client):
    (row,) = indicators(1)
    later = YearlyValueFactory(indicator=row, fiscal_year=2024, value=7)
    commitment = known_since(date(2023, 4, 1), CommitmentFactory(indicator=row))
    recorded_on(date(2026, 4, 20), row.values.get(fiscal_year=2025))
    recorded_on(date(2026, 5, 10), later)
    commitment.indicator.refresh_from_db()

    page = compare(client, row, query="&as_known_on=2026-05-01")

    assert "As recorded on 1 May 2026" in words(page)
    table = words(page).split("Values by year", 1)[1]
    assert ("FY2025" in table, "FY2024" in table) == (True, False)
    assert f'href="/compare/?indicator={row.pk}"' in body(page)
    assert "as_known_on=2026-05-01" in body(page).split("data-figure", 1)[1].split(">", 1)[0]


@pytest.mark.parametrize("day", ["2026-05-16", "yesterday", "2025-02-30"])
def test_a_comparison_on_no_day_or_a_day_to_come_is_a_bad_request(client, day):
    (row,) = indicators(1)

    assert compare(client, row, query=f"&as_known_on={day}").status_code == 400
    assert taken_away(client, f"&indicator={row.pk}&as_known_on={day}").status_code == 400


def test_what_is_hidden_today_is_hidden_in_the_past_of_a_comparison(client):
    (row,) = indicators(1)
    value = row.values.get()
    recorded_on(date(2026, 4, 1), value)
    value.disclosure = Disclosure.STAFF
    value.save()

    table = words(compare(client, row, query="&as_known_on=2026-05-01")).split("Values by year", 1)[1]

    assert "withheld" in table
