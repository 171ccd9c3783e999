import pytest

from indicators.models import YearlyValue
from tests import factories
from tests.rest import problem, send, token_header

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(institution):
    return factories.IndicatorFactory(institution=institution)


@pytest.fixture
def load(client, planner):
    headers = token_header(planner)
    return lambda rows: send(client, "post", "yearly-values/bulk/", rows, **headers)


def row(indicator, fiscal_year=2024, **columns):
    return {"indicator": indicator.pk, "fiscal_year": fiscal_year, "value": 1} | columns


def test_rows_are_created_changed_or_left_alone(load, indicator):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2022, value=1)
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2023, value=5)

    response = load([row(indicator, 2022), row(indicator, 2023, version=1), row(indicator, 2024)])

    assert response.json() == {"created": 1, "changed": 1, "unchanged": 1}
    assert list(YearlyValue.objects.values_list("fiscal_year", "value", "version")) == [
        (2022, 1, 1),
        (2023, 1, 2),
        (2024, 1, 1),
    ]


def test_the_same_load_again_changes_nothing(load, indicator):
    rows = [row(indicator, year, value=year) for year in range(2020, 2025)]
    load(rows)

    assert load(rows).json() == {"created": 0, "changed": 0, "unchanged": 5}


def test_one_stale_row_stops_all_of_them(load, indicator):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2023, value=5)
    rows = [row(indicator, 2022), row(indicator, 2023), row(indicator, 2023, kind="forecast", version=1)]

    status, errors = problem(load(rows))

    assert (status, errors.keys(), errors["1"].keys()) == (409, {"1", "2"}, {"version"})
    assert YearlyValue.objects.count() == 1


def test_what_is_wrong_is_said_by_row_and_field(load, indicator, institution):
    foreign = factories.BreakdownFactory()

    def errors(*rows):
        status, found = problem(load(list(rows)))
        assert status == 400
        return {number: set(fields) for number, fields in found.items()}

    good = row(indicator)
    assert errors(good, row(indicator, "2023")) == {"1": {"fiscal_year"}}
    assert errors(good, {"indicator": indicator.pk, "value": "x", "kind": "guess"}) == {
        "1": {"fiscal_year", "value", "kind"}
    }
    assert errors(good, good | {"colour": 1}) == {"1": {"colour"}}
    assert errors(good, good | {"note": "again"}) == {"1": {"non_field_errors"}}
    assert errors(good, {"indicator": 10**9, "fiscal_year": 2024}) == {"1": {"indicator"}}
    assert errors(good, row(indicator, 2023, breakdown=foreign.pk)) == {"1": {"breakdown"}}
    assert errors(good, row(indicator, 2023, value=None)) == {"1": {"non_field_errors"}}
    assert errors(good, row(indicator, 2023, value=None, grade="S")) == {"1": {"grade"}}
    assert errors(good, 5) == {"1": {"non_field_errors"}}
    assert not YearlyValue.objects.exists()


@pytest.mark.parametrize("body", [[], {}, None, "[", [{}] * 1001])
def test_a_load_is_a_list_of_one_to_a_thousand_rows(load, body):
    assert problem(load(body))[0] == 400


def test_a_closed_year_stops_the_load(load, indicator, institution):
    factories.ClosedYearFactory(institution=institution, fiscal_year=2024)

    assert problem(load([row(indicator, 2023), row(indicator, 2024)])) == (423, None)
    assert not YearlyValue.objects.exists()


def test_who_may_not_write_one_of_the_indicators_writes_none(load, indicator):
    assert problem(load([row(indicator), row(factories.IndicatorFactory())])) == (403, None)
    assert not YearlyValue.objects.exists()


def test_indicators_that_one_may_not_see_are_not_there(load, indicator):
    hidden = factories.IndicatorFactory(disclosure="staff")

    assert problem(load([row(indicator), row(hidden)]))[1].keys() == {"1"}


def test_each_row_brings_its_reason_for_the_history(load, indicator):
    load([row(indicator, reason="Survey of May")])

    assert YearlyValue.objects.get().events.get().pgh_context["reason"] == "Survey of May"


def test_values_that_one_may_not_see_are_not_overwritten(client, indicator, institution):
    indicator.office = factories.OfficeFactory(institution=institution)
    indicator.save()
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, disclosure="planning")
    reporter = factories.MembershipFactory(institution=institution, role="reporter").user

    response = send(client, "post", "yearly-values/bulk/", [row(indicator)], **token_header(reporter))

    assert problem(response)[1].keys() == {"0"}
    assert YearlyValue.objects.get().value == 50


def test_everything_that_is_wrong_is_told_at_once(load, indicator, institution):
    foreign = factories.BreakdownFactory()
    rows = [
        row(indicator, "2021"),
        row(indicator, 2022) | {"indicator": 10**9},
        row(indicator, 2023, text="hello"),
        row(indicator, 2150),
        row(indicator, 2020, breakdown=foreign.pk, colour=1),
        row(indicator, 2019, breakdown=foreign.pk),
        row(indicator, 2018),
    ]

    status, errors = problem(load(rows))

    assert (status, {number: set(fields) for number, fields in errors.items()}) == (
        400,
        {
            "0": {"fiscal_year"},
            "1": {"indicator"},
            "2": {"text"},
            "3": {"fiscal_year"},
            "4": {"colour"},
            "5": {"breakdown"},
        },
    )
    assert not YearlyValue.objects.exists()


def test_odd_rows_are_asked_about_together_and_confirmed_one_by_one(load, indicator, planner):
    rows = [row(indicator, 2022, value=10), row(indicator, 2023, value=100), row(indicator, 2024, value=1000)]

    asked = load(rows)
    half = load([rows[0], rows[1] | {"confirm": True}, rows[2]])
    stored = load([rows[0], *(one | {"confirm": True} for one in rows[1:])])
    again = load(rows)

    body = asked.json()
    assert (asked.status_code, body["code"], list(body["doubts"]), list(body["errors"])) == (
        409,
        "needs_confirmation",
        ["1"],
        ["1"],
    )
    assert (half.status_code, list(half.json()["doubts"])) == (409, ["2"])
    assert (stored.json()["created"], again.json()["unchanged"]) == (3, 3)
    kept = YearlyValue.objects.order_by("fiscal_year").values_list("doubts", "confirmed_by")
    assert list(kept) == [([], None), (["jump"], planner.pk), (["jump"], planner.pk)]


def test_a_figure_is_not_compared_with_one_that_the_same_load_takes_away(load, indicator):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2022, value=10)

    rows = [row(indicator, 2022, state="withheld", value=None, version=1), row(indicator, 2023, value=1000)]

    assert load(rows).json() == {"created": 1, "changed": 1, "unchanged": 0}


def test_a_large_load_asks_the_surroundings_once(load, indicator, django_assert_max_num_queries):
    load([row(indicator, 2022)])

    with django_assert_max_num_queries(30):
        load([row(indicator, year) for year in range(2010, 2020)])


@pytest.mark.parametrize("count", [1, 10])
def test_a_load_that_changes_nothing_costs_the_same_for_any_number_of_rows(
    load, indicator, count, django_assert_num_queries
):
    rows = [row(indicator, year) for year in range(2010, 2020)]
    load(rows)

    with django_assert_num_queries(8):
        load(rows[:count])
