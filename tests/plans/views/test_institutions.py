import re

import pytest

from plans.models import PlanState
from tests.factories import InstitutionFactory, OfficeFactory, PlanFactory, StandardFactory

pytestmark = pytest.mark.django_db


def page(client, institution):
    response = client.get(f"/institutions/{institution.slug}/?lang=en")
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def tools(page):
    return re.findall(r'href="/institutions/[\w-]+/(years|members|untranslated)/', page)


def test_the_public_sees_plans_and_offices_and_no_tools(client, institution):
    PlanFactory(institution=institution, slug="open")
    PlanFactory(institution=institution, slug="planned", state=PlanState.DRAFT)
    PlanFactory(slug="elsewhere")
    OfficeFactory(institution=institution, slug="top")

    found = page(client, institution)

    assert re.findall(r'<h3><a href="/plans/([\w-]+)/"', found) == ["open"]
    assert ('href="/offices/top/"' in found, tools(found)) == (True, [])


def test_members_and_planners_find_their_tools(client, institution, viewer, planner):
    client.force_login(viewer)
    assert tools(page(client, institution)) == ["years", "untranslated"]

    client.force_login(planner)
    assert tools(page(client, institution)) == ["years", "members", "untranslated"]


def test_an_unknown_institution_is_not_found(client, db):
    assert client.get("/institutions/nowhere/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_plans_and_offices(
    client, institution, viewer, count, django_assert_num_queries
):
    for _ in range(count):
        StandardFactory(strategy__plan=PlanFactory(institution=institution))
        OfficeFactory(institution=institution)
    client.force_login(viewer)

    with django_assert_num_queries(6):
        found = page(client, institution)

    assert found.count('class="tile"') == count


def test_the_menu_of_the_account_leads_to_the_institution(client, institution, viewer, planner):
    for user, label in ((viewer, "Our university"), (planner, "Planning office")):
        client.force_login(user)
        header = client.get("/roles/?lang=en").content.decode().split("<main", 1)[0]
        assert f'<a href="/institutions/{institution.slug}/">{label}</a>' in header


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_institutions_leads_to_each_and_its_chart(client, count, django_assert_num_queries):
    made = [InstitutionFactory() for _ in range(count)]

    with django_assert_num_queries(1):
        page = client.get("/institutions/?lang=en").content.decode()

    for institution in made:
        assert f'href="/institutions/{institution.slug}/">{institution.name_en}</a>' in page
        assert f'href="/institutions/{institution.slug}/offices/"' in page


def test_without_institutions_the_list_says_so(client):
    assert "There is no institution yet." in client.get("/institutions/?lang=en").content.decode()
