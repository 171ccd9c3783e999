"""What stands around every page: the main navigation, the account, the foot."""

import re

import pytest

from plans.models import Role
from tests.factories import MembershipFactory, OfficeFactory, PlanFactory, UserFactory

pytestmark = pytest.mark.django_db


def frame(client, address="/plans/"):
    """The header of a page, in English."""
    page = client.get(f"{address}?lang=en").content.decode()
    return page.split("<header", 1)[1].split("</header>", 1)[0]


def here(header):
    """Labels of what is marked as the reader's place, with the mark."""
    return re.findall(r'aria-current="(page|true)">([^<]+)</a>', header.split("</nav>", 1)[0])


def test_the_page_itself_and_the_part_around_a_page_are_marked_differently(client):
    plan = PlanFactory()

    assert here(frame(client, "/")) == [("page", "Home")]
    assert here(frame(client, "/plans/")) == [("page", "Plans")]
    assert here(frame(client, f"/plans/{plan.slug}/")) == [("true", "Plans")]


def test_a_page_that_does_not_exist_has_the_frame_without_a_place(client):
    assert here(frame(client, "/no-such-page/")) == []


def test_the_account_shows_who_is_signed_in_and_in_which_roles(client, institution):
    office = OfficeFactory(institution=institution, name_en="Personnel")
    user = UserFactory(name_en="Aya Mori")
    MembershipFactory(user=user, institution=institution, role=Role.VIEWER)
    MembershipFactory(user=user, institution=institution, office=office, role=Role.REPORTER)
    client.force_login(user)

    header = frame(client)

    assert ">Signed in as Aya Mori<" in header
    assert ">AM</span>" in header
    assert re.search(r"viewer</span> +" + institution.name_en, header)
    assert re.search(r"reporter</span> +Personnel", header)


def test_an_account_without_a_name_or_a_role_says_so(client):
    client.force_login(UserFactory(username="mori"))

    header = frame(client)

    assert ">M</span>" in header
    assert "No role in any institution yet" in header


def test_names_of_one_letter_and_one_script_make_initials(client):
    client.force_login(UserFactory(name_ja="森"))

    assert ">森</span>" in frame(client)


def test_the_chart_of_the_institution_at_hand_is_one_link_away_and_else_the_list_of_institutions(
    client, institution, viewer
):
    elsewhere = PlanFactory()

    assert 'href="/institutions/">Organisation</a>' in frame(client, "/plans/")
    assert f'href="/institutions/{elsewhere.institution.slug}/offices/"' in frame(client, f"/plans/{elsewhere.slug}/")
    client.force_login(viewer)
    assert f'href="/institutions/{institution.slug}/offices/"' in frame(client, "/plans/")


def test_the_chart_is_a_part_of_the_site_of_its_own(client, institution):
    assert here(frame(client, f"/institutions/{institution.slug}/offices/")) == [("page", "Organisation")]
