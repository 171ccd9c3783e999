import pytest

from config.api import COLLECTIONS
from plans.rest.columns import columns_of
from tests import factories
from tests.rest import API, problem, results

pytestmark = pytest.mark.django_db


def reports(count):
    factories.ProgressReportFactory.create_batch(count, disclosure="public")


def readings(count):
    plan = factories.PlanFactory(first_fiscal_year=2025, last_fiscal_year=2025)
    for _ in range(count):
        measure = factories.MeasureFactory(standard__strategy__plan=plan)
        commitment = factories.CommitmentFactory(measure=measure)
        factories.TargetFactory(commitment=commitment)
        factories.YearlyValueFactory(indicator=commitment.indicator)


ROWS = {
    "institutions": factories.InstitutionFactory.create_batch,
    "offices": factories.OfficeFactory.create_batch,
    "plans": factories.PlanFactory.create_batch,
    "objectives": factories.ObjectiveFactory.create_batch,
    "strategies": factories.StrategyFactory.create_batch,
    "standards": factories.StandardFactory.create_batch,
    "measures": factories.MeasureFactory.create_batch,
    "milestones": factories.MilestoneFactory.create_batch,
    "budget-lines": factories.BudgetLineFactory.create_batch,
    "progress-reports": reports,
    "indicators": factories.IndicatorFactory.create_batch,
    "definitions": factories.DefinitionFactory.create_batch,
    "commitments": factories.CommitmentFactory.create_batch,
    "targets": factories.TargetFactory.create_batch,
    "yearly-values": factories.YearlyValueFactory.create_batch,
    "readings": readings,
}
QUERIES = {
    "readings": 11
}  # the commitments, and what is behind their readings; others: the version of the data, and a page


def test_every_collection_is_tried_here():
    assert ROWS.keys() == COLLECTIONS.keys()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_page_costs_the_same_for_any_number_of_rows(name, count, client, django_assert_num_queries):
    ROWS[name](count)

    with django_assert_num_queries(QUERIES.get(name, 2)):
        records = results(client, f"{name}/")

    assert len(records) >= count


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_record_has_every_field_of_its_description_in_its_order(name, client):
    ROWS[name](1)

    record = results(client, f"{name}/")[0]

    assert list(record) == list(columns_of(COLLECTIONS[name].serializer_class))


@pytest.mark.parametrize("name", COLLECTIONS)
def test_page_and_csv_and_ndjson_say_the_same(name, client):
    ROWS[name](2)
    records = results(client, f"{name}/")

    lines = client.get(f"{API}{name}/?format=ndjson").getvalue().decode().splitlines()
    sheet = client.get(f"{API}{name}/?format=csv").getvalue().decode("utf-8-sig").splitlines()

    page = client.get(f"{API}{name}/").content.decode()
    assert [line in page for line in lines] == [True] * len(records)
    assert sheet[0].split(",") == list(records[0])
    assert len(sheet) == len(records) + 1


@pytest.mark.parametrize("name", [name for name in COLLECTIONS if name != "readings"])
def test_a_record_has_an_address_of_its_own_and_a_version(name, client):
    ROWS[name](1)
    record = results(client, f"{name}/")[0]

    response = client.get(f"{API}{name}/{record[COLLECTIONS[name].lookup_field.replace('pk', 'id')]}/")

    assert response.json() == record
    assert response["ETag"].startswith(f'"{record["version"]}-')
    assert client.get(response.request["PATH_INFO"], headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_is_filtered_by_institution_and_time(name, client):
    ROWS[name](1)
    institution = results(client, f"{name}/")[0].get("institution") or results(client, f"{name}/")[0]["slug"]

    assert len(results(client, f"{name}/", institution=institution, updated_since="2020-01-01")) >= 1
    assert results(client, f"{name}/", updated_since="2999-01-01T00:00:00Z") == []


OF_PLANS = [name for name in COLLECTIONS if name not in {"institutions", "offices"}]


@pytest.mark.parametrize("name", OF_PLANS)
def test_every_collection_under_a_plan_is_filtered_by_plan(name, client):
    ROWS[name](1)

    nothing_else = factories.PlanFactory(slug="empty", state="active")
    mine = results(client, f"{name}/", plan="empty")

    assert [record["slug"] for record in mine] == ([nothing_else.slug] if name == "plans" else [])


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_slip_in_a_slug_or_an_id_is_refused_and_does_not_look_like_no_data(name, form, client):
    ROWS[name](1)
    filters = COLLECTIONS[name].filterset_class.base_filters
    naming = {field: "77777" for field, each in filters.items() if getattr(each, "names", None) is not None}
    assert naming != {}

    for field, slip in naming.items():
        status, errors = problem(client.get(f"{API}{name}/", {field: slip, "format": form}))
        assert (status, list(errors)) == (400, [field])


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_filter_may_be_repeated_and_means_either(name, client):
    ROWS[name](3)
    records = results(client, f"{name}/")
    slugs = sorted({record.get("institution") or record["slug"] for record in records})[:2]

    either = results(client, f"{name}/", institution=slugs)

    assert {record.get("institution") or record["slug"] for record in either} == set(slugs)
    assert problem(client.get(f"{API}{name}/", {"institution": [*slugs, "nowhere"]}))[0] == 400


@pytest.mark.parametrize("name", COLLECTIONS)
def test_an_order_may_be_asked_for_by_any_field(name, client):
    ROWS[name](2)
    fields = [c.name for c in columns_of(COLLECTIONS[name].serializer_class).values() if c.kind != "json"]

    answers = {field: client.get(f"{API}{name}/?ordering=-{field}").status_code for field in fields}

    assert answers == dict.fromkeys(fields, 200)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_search_finds_nothing_where_there_is_nothing(name, client):
    ROWS[name](1)

    assert results(client, f"{name}/", search="such a text is nowhere") == []
