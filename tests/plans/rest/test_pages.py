import pytest
from django.utils import timezone

from plans.models import Office, Plan
from tests import factories
from tests.rest import API, ids, problem, results, token_header, walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ordering", ["", "id", "-id", "valid_from", "-valid_from", "name", "-head_name_en,valid_from"])
def test_pages_lead_through_all_rows_once_there_and_back(client, ordering):
    institution = factories.InstitutionFactory()
    for month in (3, None, 1, None, 2, 1, None):
        day = None if month is None else f"2025-{month:02}-01"
        factories.OfficeFactory(institution=institution, valid_from=day, head_name_en="x" if month == 1 else "")
    start = f"{API}offices/?page_size=1000&ordering={ordering}"
    whole = [office["id"] for office in client.get(start).json()["results"]]

    pages = list(walk(client, start.replace("1000", "2")))
    last = client.get(start.replace("1000", "2"))
    while last.json()["next"]:
        last = client.get(last.json()["next"])
    back = list(walk(client, last.json()["previous"], "previous"))

    assert [office["id"] for page in pages for office in page] == whole
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert back == pages[-2::-1]


def test_rows_without_a_value_come_last_in_both_directions(client):
    without = factories.OfficeFactory(valid_from=None)
    early, late = factories.OfficeFactory(valid_from="2024-04-01"), factories.OfficeFactory(valid_from="2025-04-01")

    assert ids(client, "offices/", ordering="valid_from") == [early.pk, late.pk, without.pk]
    assert ids(client, "offices/", ordering="-valid_from") == [late.pk, early.pk, without.pk]


def test_nothing_is_met_twice_or_missed_while_rows_come_and_go(client):
    first, second, third, fourth = factories.OfficeFactory.create_batch(4)
    page = client.get(f"{API}offices/?ordering=id&page_size=2").json()

    first.delete()
    fifth = factories.OfficeFactory()

    assert [office["id"] for office in client.get(page["next"]).json()["results"]] == [third.pk, fourth.pk]
    assert [office["id"] for rest in walk(client, page["next"]) for office in rest] == [third.pk, fourth.pk, fifth.pk]
    assert second.pk in [office["id"] for office in page["results"]]


def test_the_first_page_has_none_before_it_and_the_last_none_after(client):
    factories.OfficeFactory.create_batch(2)

    first = client.get(f"{API}offices/?page_size=1").json()
    last = client.get(first["next"]).json()
    first_again = client.get(last["previous"]).json()

    assert (first["previous"], last["next"]) == (None, None)
    assert (first_again["previous"], first_again["results"]) == (None, first["results"])


def test_a_page_holds_a_hundred_rows_unless_asked_otherwise(client):
    factories.OfficeFactory.create_batch(102, institution=factories.InstitutionFactory())

    assert (len(results(client, "offices/")), len(results(client, "offices/", page_size=101))) == (100, 101)


def test_a_cursor_holds_for_the_ordering_that_it_was_made_for(client):
    factories.OfficeFactory.create_batch(2)
    address = client.get(f"{API}offices/?page_size=1&ordering=name").json()["next"]

    assert problem(client.get(address.replace("ordering=name", "ordering=slug")))[0] == 400


def test_deleted_rows_are_told_after_the_living_ones(client):
    before = timezone.now()
    kept = factories.OfficeFactory()
    gone = [office.pk for office in factories.OfficeFactory.create_batch(3)]
    for pk in gone:
        Office.objects.get(pk=pk).delete()
    start = f"{API}offices/?include_deleted=1&page_size=2&updated_since={before:%Y-%m-%dT%H:%M:%SZ}"

    pages = list(walk(client, start))

    assert [[row["id"] for row in page] for page in pages] == [[kept.pk, gone[0]], gone[1:]]
    assert pages[1][0].keys() == {"id", "deleted_at"}


def test_deletions_are_told_since_a_moment_only(client):
    factories.OfficeFactory().delete()

    assert results(client, "offices/", include_deleted=1, updated_since="2999-01-01") == []


def test_deletions_of_closed_rows_are_closed(client, planner, institution):
    factories.PlanFactory(institution=institution, disclosure="planning").delete()
    address = {"include_deleted": 1, "updated_since": "2020-01-01"}

    told = len(results(client, "plans/", **address))
    client.force_login(planner)

    assert (told, len(results(client, "plans/", **address))) == (0, 1)


def test_deletions_below_something_closed_are_closed(client, planner, institution):
    hidden = factories.PlanFactory(institution=institution, state="draft")
    milestone = factories.MilestoneFactory(measure__standard__strategy__plan=hidden)
    value = factories.YearlyValueFactory(indicator__institution=institution, indicator__disclosure="planning")
    rows = {"milestones": milestone.pk, "yearly-values": value.pk, "plans": hidden.pk}
    milestone.delete()
    value.indicator.delete()
    hidden.delete()
    address = {"include_deleted": 1, "updated_since": "2020-01-01"}

    told = [results(client, f"{name}/", **address) for name in rows]
    client.force_login(planner)

    assert told == [[], [], []]
    assert [[row["id"] for row in results(client, f"{name}/", **address)] for name in rows] == [
        [pk] for pk in rows.values()
    ]


def test_the_deletion_of_what_came_with_a_draft_is_told_to_planners_only(client, planner, institution):
    """By the plans that it last served; what was there before the draft, or was published since, was open to everybody."""
    before = factories.IndicatorFactory(institution=institution)
    draft = factories.PlanFactory(institution=institution, state="draft")
    rows = [before, *factories.IndicatorFactory.create_batch(2, institution=institution)]
    published = factories.PlanFactory(institution=institution)
    for plan, indicator in ((draft, rows[0]), (draft, rows[1]), (draft, rows[2]), (published, rows[2])):
        factories.CommitmentFactory(measure__standard__strategy__plan=plan, indicator=indicator)
    values = [factories.YearlyValueFactory(indicator=indicator).pk for indicator in rows]
    indicators = [indicator.pk for indicator in rows]
    Plan.objects.all().delete()
    for indicator in rows:
        indicator.delete()
    address = {"include_deleted": 1, "updated_since": "2020-01-01"}

    def told():
        return [
            {row["id"] for row in results(client, f"{name}/", **address)} for name in ("indicators", "yearly-values")
        ]

    assert told() == [{indicators[0], indicators[2]}, {values[0], values[2]}]
    client.force_login(planner)
    assert told() == [set(indicators), set(values)]


def test_a_token_for_one_plan_is_told_of_its_deletions_only(client, planner, institution):
    plan, other = factories.PlanFactory.create_batch(2, institution=institution)
    gone = [factories.ObjectiveFactory(plan=each) for each in (plan, other)]
    numbers = [row.pk for row in gone]
    header = token_header(planner, plan)
    for row in gone:
        row.delete()

    page = client.get(f"{API}objectives/?include_deleted=1&updated_since=2020-01-01", headers=header).json()

    assert [record["id"] for record in page["results"]] == numbers[:1]


def test_whole_answers_tell_deletions_too(client):
    kept = factories.ObjectiveFactory()
    gone = factories.ObjectiveFactory(plan=kept.plan)
    number = gone.pk
    gone.delete()

    query = "format=csv&fields=id,text&include_deleted=1&updated_since=2020-01-01"
    lines = client.get(f"{API}objectives/?{query}").getvalue().decode("utf-8-sig").splitlines()

    assert lines[:2] == ["id,text,deleted_at", f"{kept.pk},Teach well,"]
    assert lines[2].startswith(f"{number},,20")


def test_a_token_for_one_plan_pages_through_that_plan_only(client, planner, institution):
    plan = factories.PlanFactory(institution=institution)
    factories.PlanFactory(institution=institution)

    page = client.get(f"{API}plans/?page_size=1", headers=token_header(planner, plan)).json()

    assert ([record["id"] for record in page["results"]], page["next"]) == ([plan.pk], None)
    assert Plan.objects.count() == 2
