import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.loading.as_of import AsOf
from indicators.overview.organisation_chart import OrganisationChart
from plans.models import Disclosure, Office
from tests.factories import (
    IndicatorFactory,
    OfficeAdministrationFactory,
    OfficeFactory,
    ResponsibilityFactory,
)
from tests.pages import body, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 15)


def offices(institution, depth, names="ABCDEFGH"):
    """A line of offices, each under the one before."""
    parent = None
    for name in names[:depth]:
        parent = OfficeFactory(institution=institution, parent=parent, slug=name.lower(), name_en=f"Office {name}")
    return parent


def shape(branches):
    return [(branch.office.name_en, branch.level, shape(branch.branches)) for branch in branches]


def chart_page(client, institution, query=""):
    return client.get(f"/institutions/{institution.slug}/offices/?lang=en{query}")


def test_offices_form_a_tree(institution):
    offices(institution, 3)

    chart = OrganisationChart(AsOf(institution), TODAY)

    assert shape(chart.roots) == [("Office A", 1, [("Office B", 2, [("Office C", 3, [])])])]
    assert chart.roots[0].size == 2


def test_offices_in_a_ring_are_shown_all_the_same(institution):
    last = offices(institution, 3)
    Office.objects.filter(slug="a").update(parent=last)

    assert shape(OrganisationChart(AsOf(institution), TODAY).roots) == [
        ("Office A", 1, [("Office B", 2, [("Office C", 3, [])])])
    ]
    assert [office.slug for office in OrganisationChart(AsOf(institution), TODAY).above(last)] == ["a", "b"]


def test_the_chart_speaks_of_a_day(client, institution):
    after = OfficeFactory(institution=institution, name_en="New Division", valid_from=date(2024, 4, 1))
    OfficeFactory(institution=institution, name_en="Old Division", valid_to=date(2024, 3, 31), successor=after)

    before = words(chart_page(client, institution, "&on=2024-03-31"))
    today = words(chart_page(client, institution))

    assert "1 office on 31 March 2024" in before
    assert "New Division" not in before
    assert "1 office as of 15 May 2026, 1 that had ended by then" in today
    assert "Old Division until 31 March 2024 now New Division" in today


def test_each_office_shows_what_it_leads_and_owns_as_far_as_it_is_open(client, institution):
    office = OfficeFactory(institution=institution, name_en="Personnel", head_name_en="Mori Aya")
    ResponsibilityFactory(office=office)
    ResponsibilityFactory(office=office, role="support")
    ResponsibilityFactory(office=office, measure__standard__strategy__plan__disclosure=Disclosure.STAFF)
    IndicatorFactory(institution=institution, office=office)
    IndicatorFactory(institution=institution, office=office, disclosure=Disclosure.STAFF)

    assert "Personnel Mori Aya 1 measure, 1 indicator" in words(chart_page(client, institution))


def test_executives_and_administration_are_named(client, institution):
    office = OfficeFactory(institution=institution, name_en="Personnel")
    ResponsibilityFactory(office=office, role="executive", person="Vice President")
    OfficeAdministrationFactory(office=office, administered=OfficeFactory(institution=institution, name_en="Center"))

    page = words(chart_page(client, institution))

    assert "Executives in charge Vice President Personnel 1 measure" in page
    assert "Bodies administered Personnel bodies administered Center" in page


def test_below_the_second_level_offices_can_be_folded(client, institution):
    offices(institution, 5)

    page = body(chart_page(client, institution))

    assert re.findall(r'<details class="more"( open)?>', page) == [" open", "", ""]
    assert "3 offices below" in page


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", "0"])
def test_nonsense_is_no_day(client, institution, day):
    assert chart_page(client, institution, f"&on={day}").status_code == 400


def test_an_institution_without_offices_says_so(client, institution):
    assert "No offices" in words(chart_page(client, institution))


def test_an_unknown_institution_has_no_chart(client):
    assert client.get("/institutions/nowhere/offices/").status_code == 404


def test_offices_of_others_are_not_in_the_chart(institution):
    OfficeFactory(institution=institution, name_en="Ours")
    OfficeFactory(name_en="Theirs")

    assert shape(OrganisationChart(AsOf(institution), TODAY, user=AnonymousUser()).roots) == [("Ours", 1, [])]


@pytest.mark.parametrize("count", [1, 3])
def test_the_chart_costs_the_same_for_any_number_of_offices(client, institution, count, django_assert_num_queries):
    for _ in range(count):
        office = OfficeFactory(institution=institution)
        ResponsibilityFactory(office=office)
        ResponsibilityFactory(office=office, role="executive", person="Vice President")
        IndicatorFactory(institution=institution, office=office)
        OfficeAdministrationFactory(office=office, administered=OfficeFactory(institution=institution, parent=office))

    with django_assert_num_queries(6):
        response = chart_page(client, institution)

    assert len(re.findall(r'<li id="office-', body(response))) == 2 * count
