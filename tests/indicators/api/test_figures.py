import pytest

from indicators.models import Indicator
from tests import factories
from tests.rest import API, ids, problem, results

pytestmark = pytest.mark.django_db

VALUE = (
    "id institution indicator indicator_code indicator_name unit fiscal_year kind breakdown state value numerator "
    "denominator as_of as_of_precision provisional note version updated_at"
).split()
COMMITMENT = (
    "id measure standard plan indicator comparator promise trajectory tolerance baseline baseline_fiscal_year is_key version"
).split()
TARGET = "id commitment plan indicator fiscal_year value low high decided_on reason superseded_at version".split()


def test_a_value_says_what_it_is_and_of_what(client):
    indicator = factories.IndicatorFactory(code="A1", name_ja="留学生", unit_ja="人", institution__slug="i")
    value = factories.YearlyValueFactory(
        indicator=indicator, value="30.0", as_of="2025-05-01", as_of_precision="month", is_provisional=True, note="May"
    )

    record = results(client, "yearly-values/", lang="ja")[0]

    del record["updated_at"]
    assert {name: record[name] for name in VALUE if name != "updated_at"} == {
        "id": value.pk,
        "institution": "i",
        "indicator": indicator.pk,
        "indicator_code": "A1",
        "indicator_name": "留学生",
        "unit": "人",
        "fiscal_year": 2025,
        "kind": "actual",
        "breakdown": None,
        "state": "reported",
        "value": 30.0,
        "numerator": None,
        "denominator": None,
        "as_of": "2025-05-01",
        "as_of_precision": "month",
        "provisional": True,
        "note": "May",
        "version": 1,
    }


@pytest.mark.parametrize(
    "name, factory, fields",
    [
        ("yearly-values", factories.YearlyValueFactory, VALUE),
        ("commitments", factories.CommitmentFactory, COMMITMENT),
        ("targets", factories.TargetFactory, TARGET),
    ],
)
def test_the_fields_of_the_contract_come_first(client, name, factory, fields):
    factory()

    assert list(results(client, f"{name}/")[0])[: len(fields)] == fields


@pytest.mark.parametrize("digits", ["30.0", "0.10", "-1.50", "100", "12345678901234567890.0123456789"])
def test_figures_keep_the_digits_they_are_stored_with(client, digits):
    factories.YearlyValueFactory(value=digits)

    assert f'"value":{digits},' in client.get(f"{API}yearly-values/").content.decode()


def test_a_published_figure_stands_beside_the_computed_one(client):
    indicator = factories.IndicatorFactory(unit_en="%", kind="ratio", decimals=1)
    factories.YearlyValueFactory(indicator=indicator, value=33, numerator=464, denominator=1445)

    record = results(client, "yearly-values/")[0]

    assert [record[name] for name in ("value", "numerator", "denominator", "published")] == [
        32.1107266436,
        464,
        1445,
        33,
    ]


def test_printed_words_and_the_days_of_parts_are_told(client):
    value = factories.YearlyValueFactory(
        value=30, printed="about 30", numerator_as_of="2025-05-01", denominator_as_of="2026-03-31"
    )
    factories.CommitmentFactory(indicator=value.indicator, baseline=10, baseline_printed="10 or so")

    record = results(client, "yearly-values/")[0]

    told = [record[name] for name in ("printed", "numerator_as_of", "denominator_as_of")]
    assert told == ["about 30", "2025-05-01", "2026-03-31"]
    assert results(client, "commitments/")[0]["baseline_printed"] == "10 or so"


def test_missing_is_null_with_a_state_and_zero_is_zero(client):
    factories.YearlyValueFactory(value=None, state="withheld")
    factories.YearlyValueFactory(value=0)

    assert [(r["state"], r["value"]) for r in results(client, "yearly-values/")] == [
        ("withheld", None),
        ("reported", 0),
    ]


def test_values_are_filtered_by_what_is_promised_about_their_indicator(client):
    commitment = factories.CommitmentFactory()
    value = factories.YearlyValueFactory(indicator=commitment.indicator)
    factories.YearlyValueFactory()
    standard = commitment.standard

    asked = [
        {"plan": standard.strategy.plan.slug},
        {"strategy": standard.strategy_id},
        {"standard": standard.pk},
        {"measure": commitment.measure_id},
        {"indicator": commitment.indicator_id},
        {"institution": commitment.indicator.institution.slug},
    ]

    assert [ids(client, "yearly-values/", **params) for params in asked] == [[value.pk]] * 6


def test_values_are_filtered_by_year_kind_state_part_and_office(client):
    office, breakdown = factories.OfficeFactory(), factories.BreakdownFactory()
    indicator = factories.IndicatorFactory(office=office, institution=breakdown.institution)
    first = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2023)
    second = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, kind="forecast")
    third = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=None, state="withheld")
    part = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2025, breakdown=breakdown)
    elsewhere = factories.YearlyValueFactory(fiscal_year=2022)

    def found(**params):
        return ids(client, "yearly-values/", **params)

    assert found(fiscal_year=2023) == [first.pk]
    assert found(fiscal_year__gte=2024, fiscal_year__lte=2024) == [second.pk]
    assert found(kind="forecast") == [second.pk]
    assert found(state="withheld") == [third.pk]
    assert found(breakdown=breakdown.pk) == [part.pk]
    assert found(breakdown="none") == [first.pk, second.pk, third.pk, elsewhere.pk]
    assert found(office=office.pk) == [first.pk, second.pk, third.pk, part.pk]
    assert problem(client.get(f"{API}yearly-values/?breakdown=total")) == (
        400,
        {"breakdown": ["Must be the id of a breakdown, or none for the whole."]},
    )


def test_a_hidden_plan_does_not_say_which_indicators_it_uses(client):
    commitment = factories.CommitmentFactory(measure__standard__strategy__plan__disclosure="staff")
    factories.YearlyValueFactory(indicator=commitment.indicator)

    assert len(ids(client, "yearly-values/")) == 1
    hidden = client.get(f"{API}yearly-values/", {"plan": commitment.standard.strategy.plan.slug})
    absent = client.get(f"{API}yearly-values/", {"plan": "nowhere"})
    assert (problem(hidden)[0], problem(absent)[0]) == (400, 400)
    assert problem(client.get(f"{API}indicators/", {"standard": commitment.standard_id}))[0] == 400


def test_values_of_hidden_indicators_and_hidden_values_are_hidden(client, institution, viewer):
    closed = factories.IndicatorFactory(institution=institution, disclosure="staff")
    factories.DefinitionFactory(indicator=closed)
    factories.YearlyValueFactory(indicator=closed)
    factories.YearlyValueFactory(indicator__institution=institution, disclosure="staff")
    addresses = ("yearly-values/", "definitions/", "indicators/")

    hidden = [len(ids(client, address)) for address in addresses]
    client.force_login(viewer)

    assert (hidden, [len(ids(client, address)) for address in addresses]) == ([0, 0, 1], [2, 1, 2])


def test_an_indicator_shared_by_plans_stands_once(client):
    indicator = factories.IndicatorFactory()
    commitments = [factories.CommitmentFactory(indicator=indicator) for _ in range(2)]

    plan = commitments[0].standard.strategy.plan
    assert [ids(client, "indicators/", plan=plan.slug), Indicator.objects.count()] == [[indicator.pk], 1]
    assert ids(client, "commitments/", indicator=indicator.pk) == [c.pk for c in commitments]


def test_superseded_targets_come_when_asked_for(client):
    commitment = factories.CommitmentFactory()
    old = factories.TargetFactory(commitment=commitment, superseded_at="2025-04-01T00:00:00Z", reason="As planned")
    new = factories.TargetFactory(commitment=commitment, value="120.5", decided_on="2025-04-01")

    assert ids(client, "targets/") == [new.pk]
    assert ids(client, "targets/", all=0) == [new.pk]
    assert ids(client, "targets/", all=1, plan=commitment.standard.strategy.plan.slug) == [old.pk, new.pk]
    assert problem(client.get(f"{API}targets/?all=yes"))[1].keys() == {"all"}
    assert results(client, "targets/", all=1)[0]["superseded_at"] == "2025-04-01T00:00:00.000000Z"


def test_a_commitment_of_a_standard_itself_has_no_measure(client):
    standard = factories.StandardFactory()
    factories.CommitmentFactory(measure=None, standard=standard, baseline="18.40", baseline_fiscal_year=2021)

    page = client.get(f"{API}commitments/").content.decode()

    assert '"measure":null,' in page
    assert '"tolerance":null,"baseline":18.40,"baseline_fiscal_year":2021,' in page
