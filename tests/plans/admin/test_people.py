import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import ApiToken, ClosedYear, Institution, Membership, Office, Role, User
from tests.admin_pages import AT_MOST, address, form_of, opened, problems
from tests.factories import (
    ClosedYearFactory,
    InstitutionFactory,
    MembershipFactory,
    OfficeFactory,
)
from tests.pages import body

pytestmark = pytest.mark.django_db

LIST = "/admin/plans/user/"


@pytest.fixture
def colleague(institution):
    return MembershipFactory(institution=institution, role=Role.REPORTER).user


def test_planners_look_after_the_people_of_their_institution(client, planner, colleague):
    MembershipFactory()
    client.force_login(planner)

    page, queries = opened(client, LIST)
    form, of_form = opened(client, address(User, "change", colleague.pk))

    assert set(page.context["cl"].queryset) == {planner, colleague}
    assert (queries <= AT_MOST, of_form <= AT_MOST, "is_superuser" in form.context["adminform"].form.fields) == (
        True,
        True,
        False,
    )


def test_a_list_of_people_costs_the_same_for_any_number(client, planner, institution):
    client.force_login(planner)
    opened(client, LIST)
    _page, one = opened(client, LIST)
    MembershipFactory.create_batch(2, institution=institution)

    page, three = opened(client, LIST)

    assert (three, page.context["cl"].result_count) == (one, 3)


def test_planners_change_no_account(client, planner, institution):
    admin = MembershipFactory(institution=institution, user__is_superuser=True).user
    shared = MembershipFactory(institution=institution).user
    MembershipFactory(user=shared)
    own = MembershipFactory(institution=institution).user
    client.force_login(planner)

    for user in (admin, shared, own):
        client.post(address(User, "change", user.pk), {"username": "x", "is_active": ""})
        user.refresh_from_db()
        assert (user.username == "x", user.is_active) == (False, True)


def test_other_members_do_not_see_accounts(client, viewer, colleague):
    client.force_login(viewer)

    assert client.get(LIST).status_code == 403


def test_no_role_is_given_in_an_institution_that_one_does_not_plan(client, planner, colleague):
    elsewhere = MembershipFactory(user=planner, role=Role.VIEWER).institution
    client.force_login(planner)
    url = address(Membership, "add")

    response = client.post(
        url, form_of(client, url) | {"user": str(planner.pk), "role": "planner", "institution": str(elsewhere.pk)}
    )

    assert problems(response) == ["You may not write here: it belongs to another office or institution."]
    assert not Membership.objects.filter(institution=elsewhere, role="planner").exists()


def test_a_membership_is_changed_with_a_reason_and_not_over_another_change(client, planner, colleague):
    membership = Membership.objects.get(user=colleague)
    client.force_login(planner)
    url = address(Membership, "change", membership.pk)
    form = form_of(client, url) | {"role": "executive"}

    without = problems(client.post(url, form))
    stored = client.post(url, form | {"change_reason": "Elected"})
    again = client.post(url, form | {"role": "viewer", "change_reason": "Stepped down"})

    assert without == ["Changing a membership needs a reason."]
    assert (stored.status_code, again.status_code) == (302, 409)
    assert Membership.objects.values_list("role", "version").get(pk=membership.pk) == ("executive", 2)


def test_the_last_planner_stays_a_planner(client, planner, institution):
    client.force_login(planner)
    membership = Membership.objects.get(user=planner)
    url, person = address(Membership, "change", membership.pk), address(User, "change", planner.pk)
    reason = {"change_reason": "Retires"}
    last = "This is the last planner. Make someone else a planner first."

    demoted = client.post(url, form_of(client, url) | reason | {"role": "viewer"})
    below = client.post(person, form_of(client, person) | reason | {"memberships-0-role": "viewer"})
    deleted = client.post(address(Membership, "delete", membership.pk), reason | {"post": "yes"}, follow=True)

    assert (problems(demoted), problems(below)) == ([last], [last])
    assert last in body(deleted)
    assert Membership.objects.values_list("role", flat=True).get(pk=membership.pk) == Role.PLANNER


def test_only_superusers_add_institutions(client, planner, admin_user):
    client.force_login(planner)
    refused = client.get(address(Institution, "add")).status_code
    client.force_login(admin_user)

    url = address(Institution, "add")
    stored = client.post(url, form_of(client, url) | {"slug": "new", "name_en": "New"}).status_code

    assert (refused, stored, Institution.objects.filter(slug="new").count()) == (403, 302, 1)


def test_planners_edit_their_own_institution(client, planner, institution):
    client.force_login(planner)
    url = address(Institution, "change", institution.pk)

    response = client.post(url, form_of(client, url) | {"website": "example.ac.jp", "change_reason": "Moved"})

    institution.refresh_from_db()
    assert (response.status_code, institution.website) == (302, "https://example.ac.jp")


def test_a_new_key_is_shown_once_and_works(client, viewer):
    client.force_login(viewer)
    url = address(ApiToken, "add")

    page = client.post(url, form_of(client, url) | {"name": "Dashboard"}, follow=True)

    (said,) = [str(message) for message in page.context["messages"] if "key" in str(message)]
    token = ApiToken.objects.get()
    key = said.rpartition(" ")[2]
    assert (token.user, token.name, token.read_only, key.startswith(token.token_key)) == (
        viewer,
        "Dashboard",
        True,
        True,
    )
    assert client.get("/api/v1/plans/", headers={"Authorization": f"Token {key}"}).status_code == 200


def test_people_see_their_own_keys_only(client, planner, viewer, colleague, admin_user):
    tokens = {user: ApiToken.objects.create(user)[0] for user in (viewer, colleague, planner)}

    for user in (viewer, planner):
        client.force_login(user)
        assert list(client.get(address(ApiToken, "changelist")).context["cl"].queryset) == [tokens[user]]
    client.force_login(admin_user)
    assert set(client.get(address(ApiToken, "changelist")).context["cl"].queryset) == set(tokens.values())


def test_a_year_is_closed_and_reopened_with_a_reason(client, planner, institution):
    client.force_login(planner)
    url = address(ClosedYear, "add")

    client.post(
        url,
        form_of(client, url) | {"institution": institution.pk, "fiscal_year": "2024", "change_reason": "Board of June"},
    )
    year = ClosedYear.objects.get()
    client.post(address(ClosedYear, "delete", year.pk), {"post": "yes", "change_reason": "A late correction"})

    events = ClosedYear._meta.get_field("event").related_model.objects.order_by("pgh_id")
    assert (year.fiscal_year, year.closed_by, year.reason) == (2024, planner, "Board of June")
    assert [(event.pgh_label, event.pgh_context["reason"]) for event in events] == [
        ("insert", "Board of June"),
        ("delete", "A late correction"),
    ]


def test_a_closed_year_is_not_edited(client, planner, institution):
    year = ClosedYearFactory(institution=institution)
    client.force_login(planner)

    assert client.post(address(ClosedYear, "change", year.pk), {"fiscal_year": "2020"}).status_code == 403


def test_a_list_is_exported_as_it_is_seen_and_harmless(client, planner, institution):
    OfficeFactory(institution=institution, name_en="=1+1", order=7)
    OfficeFactory()
    client.force_login(planner)

    answer = client.get(reverse("admin:plans_office_export", args=["csv"]))

    text = b"".join(answer.streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (text[0], row["name (English)"], row["order"], row["institution"]) == (
        "\ufeff",
        "'=1+1",
        "7",
        str(institution),
    )


def test_a_list_is_exported_as_filtered(client, planner, institution):
    OfficeFactory(institution=institution, name_en="Bureau")
    OfficeFactory(institution=institution, name_en="Centre")
    client.force_login(planner)

    answer = client.get(reverse("admin:plans_office_export", args=["xlsx"]), {"q": "Bureau"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    header, *rows = sheet.iter_rows(values_only=True)
    column = header.index("name (English)")
    assert [(row[column], row[header.index("order")]) for row in rows] == [("Bureau", 0)]


def test_selected_rows_are_exported(client, planner, institution):
    offices = OfficeFactory.create_batch(3, institution=institution)
    other = OfficeFactory()
    client.force_login(planner)

    answer = client.post(
        address(Office, "changelist"),
        {"action": "export_csv", "_selected_action": [str(office.pk) for office in (offices[0], other)]},
    )

    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 2


def test_passwords_and_digests_are_not_exported(client, planner, colleague):
    ApiToken.objects.create(planner)
    client.force_login(planner)

    users = b"".join(client.get("/admin/plans/user/export/csv/").streaming_content).decode()
    tokens = b"".join(client.get("/admin/plans/apitoken/export/csv/").streaming_content).decode()

    assert ("password" in users, "digest" in tokens) == (False, False)


def test_an_unknown_format_is_not_there(client, planner):
    InstitutionFactory()
    client.force_login(planner)

    assert client.get(reverse("admin:plans_office_export", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("page", ["change", "history"])
def test_a_key_is_opened_by_its_owner_and_by_who_runs_the_site(client, admin_client, planner, page):
    token, _key = ApiToken.objects.create(planner)
    client.force_login(planner)
    address = f"/admin/plans/apitoken/{token.pk}/{page}/"

    assert (client.get(address).status_code, admin_client.get(address).status_code) == (200, 200)
