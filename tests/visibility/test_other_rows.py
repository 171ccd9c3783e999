"""What a record says of other rows (merged into, what came before, listed under) is empty for whoever may not see those."""

import csv
import io

import pytest

from plans.models import Role
from tests import factories
from tests.rest import API, results, token_header

pytestmark = pytest.mark.django_db

POINTING = {
    "plans": ("predecessor",),
    "standards": ("predecessor",),
    "measures": ("merged_into", "predecessor", "parent", "listed_under"),
    "indicators": ("merged_into",),
}


@pytest.fixture
def rows(institution):
    """{collection: (an open row, {field: what it says of rows of a draft, or of a hidden indicator})}."""
    draft = factories.PlanFactory(institution=institution, state="draft", slug="draft")
    plan = factories.PlanFactory(institution=institution, predecessor=draft, slug="open")
    drafted = factories.StandardFactory(strategy__plan=draft)
    standard = factories.StandardFactory(strategy__plan=plan, predecessor=drafted)
    other = factories.MeasureFactory(standard=drafted)
    pointing = {"status": "merged", "merged_into": other, "predecessor": other, "parent": other}
    measure = factories.MeasureFactory(standard=standard, **pointing)
    factories.CrossListingFactory(measure=measure, standard=drafted)
    hidden = factories.IndicatorFactory(institution=institution, disclosure="planning")
    indicator = factories.IndicatorFactory(institution=institution, status="merged", merged_into=hidden)
    factories.CommitmentFactory(measure=measure, indicator=indicator)
    told = {"merged_into": other.pk, "predecessor": other.pk, "parent": other.pk, "listed_under": [drafted.pk]}
    return {
        "plans": (plan, {"predecessor": "draft"}),
        "standards": (standard, {"predecessor": drafted.pk}),
        "measures": (measure, told),
        "indicators": (indicator, {"merged_into": hidden.pk}),
    }


def said(client, name, row, headers):
    """What a record says of other rows: in the list, at its own address, and in a whole answer."""
    listed = client.get(f"{API}{name}/", headers=headers).json()["results"]
    key = row.slug if name == "plans" else row.pk
    alone = client.get(f"{API}{name}/{key}/", headers=headers).json()
    text = client.get(f"{API}{name}/?format=csv", headers=headers).getvalue().decode("utf-8-sig")
    whole = next(line for line in csv.DictReader(io.StringIO(text)) if line["id"] == str(row.pk))
    assert alone == next(record for record in listed if record["id"] == row.pk)
    assert {field: whole[field] for field in POINTING[name]} == {
        field: "" if alone[field] is None else str(alone[field]) for field in POINTING[name]
    }
    return {field: alone[field] for field in POINTING[name]}


NOTHING = {field: [] if field == "listed_under" else None for fields in POINTING.values() for field in fields}


@pytest.mark.parametrize("name", POINTING)
def test_who_may_not_see_a_row_is_not_told_of_it_by_others(client, rows, viewer, name):
    row, _told = rows[name]
    nothing = {field: NOTHING[field] for field in POINTING[name]}

    assert said(client, name, row, {}) == nothing
    assert said(client, name, row, token_header(viewer)) == nothing


@pytest.mark.parametrize("name", POINTING)
def test_who_sees_the_row_is_told_of_it(client, rows, planner, name):
    row, told = rows[name]

    assert said(client, name, row, token_header(planner)) == told


@pytest.mark.parametrize("name", POINTING)
def test_a_token_for_one_plan_is_told_of_nothing_beside_it(client, rows, planner, name):
    row, _told = rows[name]

    assert said(client, name, row, token_header(planner, rows["plans"][0])) == {
        field: NOTHING[field] for field in POINTING[name]
    }


def test_rows_that_everybody_sees_are_named(client):
    goes_on = factories.MeasureFactory()
    factories.MeasureFactory(standard=goes_on.standard, status="merged", merged_into=goes_on)

    assert [record["merged_into"] for record in results(client, "measures/")] == [None, goes_on.pk]


def test_hidden_rows_do_not_order_a_list(client, institution, rows):
    """Ordered by what nobody sees, rows come as they are."""
    plans = [rows["plans"][0], factories.PlanFactory(institution=institution, slug="later")]

    for order in ("predecessor", "-predecessor"):
        assert [record["slug"] for record in results(client, "plans/", ordering=order)] == [p.slug for p in plans]


@pytest.mark.parametrize("count", [1, 3])
def test_other_rows_cost_no_query_for_each(client, institution, count, django_assert_num_queries):
    hidden = factories.IndicatorFactory(institution=institution, disclosure="planning")
    factories.IndicatorFactory.create_batch(count, institution=institution, status="merged", merged_into=hidden)
    factories.MembershipFactory(institution=institution, role=Role.VIEWER)

    with django_assert_num_queries(2):
        assert len(results(client, "indicators/")) == count
