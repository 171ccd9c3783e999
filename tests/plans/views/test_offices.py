from datetime import date

import pytest

from plans.database.events import event_model
from plans.editing.rows import save_changes
from plans.models import Office, OfficeDuty
from tests.editing import answers, opened, sent
from tests.factories import MembershipFactory, OfficeDutyFactory, OfficeFactory
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(institution):
    return OfficeFactory(institution=institution, slug="personnel", name_en="Personnel")


@pytest.fixture
def duty(office):
    return OfficeDutyFactory(office=office, order=0, text_en="Hire people")


def pages(duty):
    return ["/offices/personnel/edit/", "/offices/personnel/duties/add/", f"/duties/{duty.pk}/edit/"]


def test_only_the_planning_office_edits_an_office(client, duty, planner, viewer, evaluator, stranger, reporter):
    for page in pages(duty):
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    for user in (viewer, evaluator, stranger, reporter, MembershipFactory().user):
        assert answers(client, user, pages(duty), version=0, name_en="x", text_en="x") == {(403, 403)}
    client.force_login(planner)
    assert [client.get(page).status_code for page in pages(duty)] == [200] * 3
    assert (Office.objects.get().name_en, OfficeDuty.objects.get().text_en) == ("Personnel", "Hire people")


def test_a_planner_changes_an_office_with_a_reason(client, office, planner):
    above = OfficeFactory(institution=office.institution)
    client.force_login(planner)

    answer = sent(
        client,
        "/offices/personnel/edit/",
        name_ja="人事課",
        kind="division",
        parent=above.pk,
        head_name_en="Ito Ken",
        head_title_en="Director",
        contact_email="jinji@example.ac.jp",
        valid_from="2024-04-01",
        description_ja="採用",
        change_reason="Reorganisation",
    )

    office.refresh_from_db()
    assert answer["Location"] == "/offices/personnel/"
    assert (office.name_ja, office.kind, office.parent, office.head_name_en) == ("人事課", "division", above, "Ito Ken")
    assert (office.valid_from, office.contact_email) == (date(2024, 4, 1), "jinji@example.ac.jp")
    event = event_model(Office).objects.latest("pgh_id")
    assert (event.pgh_label, event.pgh_context["user"], event.pgh_context["reason"]) == (
        "update",
        planner.pk,
        "Reorganisation",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name_en": ""}, "Fill it in in one language at least."),
        ({"valid_from": "2026-04-01", "valid_to": "2025-03-31"}, "The office ends before it begins."),
        ({"contact_email": "nobody"}, "Enter a valid email address."),
        ({"parent": "elsewhere"}, "Select a valid choice."),
        ({"kind": "club"}, "Select a valid choice."),
    ],
)
def test_what_an_office_may_not_hold_is_said_beside_its_field(client, office, planner, changed, said):
    elsewhere = OfficeFactory()
    client.force_login(planner)
    changed = {name: elsewhere.pk if text == "elsewhere" else text for name, text in changed.items()}

    answer = sent(client, "/offices/personnel/edit/", **changed)

    office.refresh_from_db()
    assert (answer.status_code, office.version) == (200, 1)
    assert said in words(answer)


def test_an_office_never_stands_below_itself(client, office, planner):
    below = OfficeFactory(
        institution=office.institution, parent=OfficeFactory(institution=office.institution, parent=office)
    )
    client.force_login(planner)

    answers = [sent(client, "/offices/personnel/edit/", parent=parent.pk) for parent in (below, office)]

    office.refresh_from_db()
    assert office.parent is None
    assert "This office is below the one that you edit." in words(answers[0])
    assert "Select a valid choice." in words(answers[1])


def test_what_somebody_else_changed_in_an_office_is_shown(client, office, planner):
    form = opened(client, planner, "/offices/personnel/edit/")
    save_changes(office, {"head_name_en": "Theirs"}, by=planner, version=1)

    answer = client.post("/offices/personnel/edit/", form | {"head_name_en": "Mine"})

    office.refresh_from_db()
    assert (answer.status_code, office.head_name_en) == (409, "Theirs")
    assert "Now Theirs You wrote Mine" in words(answer)


def test_a_duty_is_added_at_the_end_of_its_list(client, duty, planner):
    client.force_login(planner)

    sent(client, "/offices/personnel/duties/add/", text_ja="研修")
    sent(client, "/offices/personnel/duties/add/?kind=discussed", text_en="Salaries")

    assert list(OfficeDuty.objects.values_list("kind", "order", "text_ja", "text_en")) == [
        ("discussed", 0, "", "Salaries"),
        ("duty", 0, "", "Hire people"),
        ("duty", 1, "研修", ""),
    ]
    assert event_model(OfficeDuty).objects.latest("pgh_id").pgh_context["user"] == planner.pk


def test_a_duty_is_reworded_and_taken_away(client, duty, planner):
    client.force_login(planner)
    page = f"/duties/{duty.pk}/edit/"

    sent(client, page, text_en="Hire and train people", change_reason="New rules")
    duty.refresh_from_db()
    assert duty.text_en == "Hire and train people"

    answer = sent(client, page, remove="1", change_reason="Moved to the faculties")
    assert answer["Location"] == "/offices/personnel/"
    assert not OfficeDuty.objects.exists()
    reasons = event_model(OfficeDuty).objects.order_by("pgh_id").values_list("pgh_label", "pgh_context__reason")
    assert list(reasons)[1:] == [("update", "New rules"), ("delete", "Moved to the faculties")]


def test_two_duties_never_have_one_place(client, duty, planner):
    client.force_login(planner)

    answer = sent(client, "/offices/personnel/duties/add/", text_en="Train", order="0")

    assert "Another one has this place." in words(answer)
    assert OfficeDuty.objects.count() == 1


def test_a_kind_that_is_none_is_a_bad_request(client, duty, planner):
    client.force_login(planner)

    assert client.get("/offices/personnel/duties/add/?kind=wish").status_code == 400


def test_the_office_page_leads_planners_to_its_edit_pages(client, duty, planner, viewer):
    client.force_login(viewer)
    assert "/edit/" not in client.get("/offices/personnel/").content.decode()

    client.force_login(planner)
    shown = client.get("/offices/personnel/").content.decode()

    assert all(f'href="{page}"' in shown for page in pages(duty))
    assert 'href="/offices/personnel/duties/add/?kind=discussed"' in shown


@pytest.fixture
def add_page(institution):
    return f"/institutions/{institution.slug}/offices/add/"


def test_a_planner_adds_an_office_below_another(client, institution, office, planner, add_page):
    client.force_login(planner)

    answer = sent(client, f"{add_page}?below=personnel", name_ja="研修係", slug="training", kind="section", code="P-1")

    new = Office.objects.get(slug="training")
    assert answer["Location"] == f"/institutions/{institution.slug}/offices/"
    assert (new.institution, new.name_ja, new.kind, new.parent, new.code) == (
        institution,
        "研修係",
        "section",
        office,
        "P-1",
    )
    event = event_model(Office).objects.latest("pgh_id")
    assert (event.pgh_label, event.pgh_context["user"]) == ("insert", planner.pk)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"slug": ""}, "This field is required."),
        ({"slug": "人事"}, "Enter a valid “slug”"),
        ({"slug": "personnel"}, "already exists."),
        ({"name_en": None}, "Fill it in in one language at least."),
    ],
)
def test_what_a_new_office_may_not_hold_is_said(client, office, planner, add_page, changed, said):
    client.force_login(planner)

    answer = sent(client, add_page, **({"name_en": "Training", "slug": "training"} | changed))

    assert (answer.status_code, Office.objects.count()) == (200, 1)
    assert said in words(answer)


def test_nobody_else_adds_an_office(client, office, viewer, evaluator, stranger, reporter, add_page):
    assert client.get(add_page)["Location"] == f"/accounts/login/?next={add_page}"
    for user in (viewer, evaluator, stranger, reporter, MembershipFactory().user):
        assert answers(client, user, [add_page], version=0, name_en="x", slug="x") == {(403, 403)}
    assert Office.objects.count() == 1


def test_an_office_is_added_below_one_of_the_same_institution_only(client, planner, add_page):
    elsewhere = OfficeFactory()
    client.force_login(planner)

    asked = [client.get(f"{add_page}?below={slug}").status_code for slug in (elsewhere.slug, "nowhere", "%00")]

    assert [*asked, client.get("/institutions/nowhere/offices/add/").status_code] == [404, 404, 404, 404]


def test_the_name_in_the_address_stays(client, office, planner):
    client.force_login(planner)

    sent(client, "/offices/personnel/edit/", slug="other", head_name_en="Ito Ken")

    assert Office.objects.values_list("slug", "head_name_en").get() == ("personnel", "Ito Ken")


def test_the_chart_leads_planners_to_the_form(client, institution, office, planner, viewer, add_page):
    shown = {}
    for user in (None, viewer, planner):
        if user is not None:
            client.force_login(user)
        page = client.get(f"/institutions/{institution.slug}/offices/").content.decode()
        shown[user] = f'href="{add_page}"' in page

    assert shown == {None: False, viewer: False, planner: True}
