import re

import pytest

from plans.models import Disclosure
from tests.factories import (
    IndicatorFactory,
    OfficeAdministrationFactory,
    OfficeDutyFactory,
    OfficeFactory,
    ResponsibilityFactory,
)
from tests.indicators.pages import body, words

pytestmark = pytest.mark.django_db


def test_the_office_page_lists_duties_and_bodies_in_order(client):
    office = OfficeFactory(slug="section", name_en="International Affairs Section", head_name="Ito Ken")
    OfficeDutyFactory(office=office, order=2, text_en="Agreements")
    OfficeDutyFactory(office=office, order=1, text_en="Exchange students")
    OfficeDutyFactory(office=office, order=1, kind="discussed", text_en="Overseas hubs")
    OfficeAdministrationFactory(office=office, administered=OfficeFactory(name_en="Center"))

    page = words(client.get("/offices/section/?lang=en"))

    assert page.index("Exchange students") < page.index("Agreements") < page.index("Items discussed")
    assert "Overseas hubs" in page
    assert "Administers Center" in page
    assert "Ito Ken" in page


def test_an_office_shows_what_it_owns_as_far_as_it_is_open(client):
    office = OfficeFactory(slug="personnel")
    ResponsibilityFactory(office=office, measure__name_en="Courses")
    ResponsibilityFactory(
        office=office, measure__name_en="Inner courses", measure__standard__strategy__plan__disclosure=Disclosure.STAFF
    )
    IndicatorFactory(office=office, name_en="Open share")
    IndicatorFactory(office=office, name_en="Inner share", disclosure=Disclosure.STAFF)

    page = words(client.get("/offices/personnel/?lang=en"))

    assert "Courses" in page
    assert "Open share" in page
    assert "Inner" not in page


def test_an_unknown_office_is_not_found(client):
    assert client.get("/offices/nowhere/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_office_page_costs_the_same_for_any_number_of_rows(client, count, django_assert_num_queries):
    office = OfficeFactory(slug="personnel")
    for _ in range(count):
        OfficeDutyFactory(office=office)
        OfficeFactory(parent=office)
        OfficeAdministrationFactory(office=office)
        ResponsibilityFactory(office=office)
        IndicatorFactory(office=office)

    with django_assert_num_queries(8):
        response = client.get("/offices/personnel/")

    assert len(re.findall(r'href="/measures/\d+/"', body(response))) == count
