import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from pghistory.models import Event

from plans import models as plans
from plans.models import Change, Disclosure, Institution, Office, Plan, PlanState, Role, Strategy
from tests import factories
from tests.admin_pages import AT_MOST, address, form_in, form_of, opened, problems
from tests.factories import InstitutionFactory, MembershipFactory, OfficeFactory, PlanFactory, StrategyFactory
from tests.pages import words

pytestmark = pytest.mark.django_db


def test_every_model_has_its_table():
    history = {model for model in apps.get_models() if issubclass(model, Event)}  # is read on each row's page
    internal = history | {Change, plans.Submission}  # which the database and the forms write for themselves
    ours = {model for label in ("plans", "measures", "indicators") for model in apps.get_app_config(label).get_models()}

    assert {model for model in ours - internal if not admin.site.is_registered(model)} == set()


def test_the_start_page_has_the_tables_by_room(client, planner):
    client.force_login(planner)

    page, queries = opened(client, reverse("admin:index"))

    assert [room["name"] for room in page.context["app_list"]] == [
        "Plan",
        "Measures",
        "The numbers",
        "People",
    ]
    assert [entry["object_name"] for entry in page.context["app_list"][0]["models"]][-6:] == [
        "Plan",
        "Objective",
        "Strategy",
        "Standard",
        "ClosedYear",
        "Correction",
    ]
    assert queries <= AT_MOST


def test_the_start_page_of_a_reporter_of_many_offices_is_cheap(client, institution):
    reporter = factories.UserFactory()
    for office in OfficeFactory.create_batch(3, institution=institution):
        MembershipFactory(user=reporter, institution=institution, office=office, role=Role.VIEWER)
    MembershipFactory(user=reporter, institution=institution, office=office, role=Role.REPORTER)
    client.force_login(reporter)

    page, queries = opened(client, reverse("admin:index"))

    writable = {
        entry["object_name"] for room in page.context["app_list"] for entry in room["models"] if entry["perms"]["add"]
    }
    assert writable == {"ProgressReport", "ReportEvidence", "YearlyValue", "ValueEvidence", "ApiToken"}
    assert queries <= AT_MOST


def test_strangers_sign_in_first(client):
    answers = [client.get(reverse("admin:plans_plan_changelist")), client.get(reverse("admin:login"))]

    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, "/accounts/login/?next=/admin/plans/plan/"),
        (302, "/accounts/login/?next=/admin/"),
    ]


def test_the_staff_flag_alone_opens_nothing(client, stranger):
    stranger.is_staff = True
    stranger.save()
    client.force_login(stranger)

    assert client.get(reverse("admin:index")).status_code == 403


def test_a_viewer_reads_what_is_disclosed_and_no_more(client, viewer, institution):
    shown = PlanFactory(institution=institution, disclosure=Disclosure.STAFF)
    draft = PlanFactory(institution=institution, state=PlanState.DRAFT)
    secret = PlanFactory(institution=institution, disclosure=Disclosure.EXECUTIVES)
    client.force_login(viewer)

    answers = [client.get(address(Plan, "change", plan.pk)).status_code for plan in (shown, draft, secret)]
    listed = list(client.get(address(Plan, "changelist")).context["cl"].queryset)

    assert (answers, listed) == ([200, 404, 404], [shown])


def test_a_plan_added_in_the_administration_is_a_draft(client, planner, institution):
    client.force_login(planner)
    url = address(Plan, "add")
    written = {"institution": institution.pk, "slug": "new", "name_en": "New", "disclosure": "public"}

    client.post(url, form_of(client, url) | written | {"first_fiscal_year": 2028, "last_fiscal_year": 2033})

    assert Plan.objects.get().state == PlanState.DRAFT
    assert client.get("/plans/").content.count(b"/plans/new/") == 1
    client.logout()
    assert client.get("/plans/").content.count(b"/plans/new/") == 0


def test_a_change_is_remembered_with_who_and_why(client, planner, institution):
    office = OfficeFactory(institution=institution, name_en="Old")
    client.force_login(planner)
    url = address(Office, "change", office.pk)

    response = client.post(url, form_of(client, url) | {"name_en": "New", "change_reason": "Renamed by the board"})

    assert response.status_code == 302
    event = office.events.order_by("pgh_id").last()
    assert (event.pgh_label, event.name_en, event.pgh_context) == (
        "update",
        "New",
        {"user": planner.pk, "user_name": planner.username, "reason": "Renamed by the board"},
    )


def test_rows_below_are_remembered_with_the_same_reason(client, planner, institution):
    office = OfficeFactory(institution=institution)
    client.force_login(planner)
    url = address(Office, "change", office.pk)
    duty = {"duties-TOTAL_FORMS": "1", "duties-0-kind": "duty", "duties-0-order": "1", "duties-0-text_en": "Count"}

    client.post(url, form_of(client, url) | duty | {"change_reason": "New rules"})

    (event,) = office.duties.get().events.all()
    assert (event.text_en, event.pgh_context["reason"], event.pgh_context["user"]) == ("Count", "New rules", planner.pk)


def test_the_history_says_who_what_and_why(client, planner, institution):
    office = OfficeFactory(institution=institution, name_en="Old", parent=None)
    parent = OfficeFactory(institution=institution, name_en="Above")
    client.force_login(planner)
    url = address(Office, "change", office.pk)
    client.post(url, form_of(client, url) | {"name_en": "New", "parent": str(parent.pk), "change_reason": "Merger"})

    changes = client.get(address(Office, "history", office.pk)).context["changes"]

    assert [(change.what, change.who, change.why) for change in changes] == [
        ("changed", planner.username, "Merger"),
        ("added", "", ""),
    ]
    assert [(step.label, step.before, step.after) for step in changes[0].steps] == [
        ("name (English)", "Old", "New"),
        ("belongs to", "", "Above"),
    ]


def test_a_change_by_somebody_else_meanwhile_is_not_overwritten(client, planner, institution):
    office = OfficeFactory(institution=institution, name_en="Old")
    client.force_login(planner)
    url = address(Office, "change", office.pk)
    seen = form_of(client, url)
    client.post(url, seen | {"name_en": "First", "change_reason": "Fix"})

    response = client.post(url, seen | {"name_en": "Second", "code": "A1", "change_reason": "Mine"})
    again = client.post(url, form_in(response) | {"name_en": "Third"})

    [conflict] = response.context["conflicts"]
    assert (response.status_code, conflict.others) == (409, planner.username)
    assert f"{planner.username} changed this while you were editing" in words(response)
    assert [(it.label, it.was, it.now, it.yours, it.why) for it in conflict.differences] == [
        ("Name (English)", "Old", "First", "Second", "Fix")
    ]
    assert (form_in(response)["name_en"], form_in(response)["change_reason"]) == ("Second", "Mine")
    office.refresh_from_db()
    assert (again.status_code, office.name_en, office.code, office.version) == (302, "Third", "A1", 3)


def test_an_unchanged_form_leaves_no_trace(client, planner, institution):
    office = OfficeFactory(institution=institution)
    client.force_login(planner)
    url = address(Office, "change", office.pk)

    response = client.post(url, form_of(client, url) | {"change_reason": "Nothing"})

    office.refresh_from_db()
    assert (response.status_code, office.version, office.events.count()) == (302, 1, 1)


def test_a_row_cannot_be_moved_to_another_institution(client, planner, institution):
    strategy = StrategyFactory(plan__institution=institution)
    elsewhere = InstitutionFactory()
    MembershipFactory(user=planner, institution=elsewhere, role=Role.VIEWER)
    other = PlanFactory(institution=elsewhere)
    client.force_login(planner)
    url = address(Strategy, "change", strategy.pk)

    response = client.post(url, form_of(client, url) | {"plan": str(other.pk)})

    strategy.refresh_from_db()
    assert problems(response) == ["You may not write here: it belongs to another office or institution."]
    assert strategy.plan.institution == institution


def test_rows_of_two_institutions_are_not_mixed(client, planner, institution):
    office = OfficeFactory(institution=institution)
    elsewhere = MembershipFactory(user=planner, role=Role.PLANNER).institution
    other = OfficeFactory(institution=elsewhere)
    client.force_login(planner)
    url = address(Office, "change", office.pk)

    response = client.post(url, form_of(client, url) | {"parent": str(other.pk)})

    assert problems(response) == ["These belong to different institutions: Institution, Belongs to."]


def test_choices_and_searches_name_own_rows_only(client, planner, institution):
    own, other = OfficeFactory(institution=institution, name_en="Bureau A"), OfficeFactory(name_en="Bureau B")
    PlanFactory(name_en="Of others")
    plan = PlanFactory(institution=institution, name_en="Of ours")
    client.force_login(planner)

    search = {"term": "Bureau", "app_label": "plans", "model_name": "office", "field_name": "parent"}
    found = client.get(reverse("admin:autocomplete"), search).json()["results"]
    form = client.get(address(Strategy, "add")).context["adminform"].form

    assert found == [{"id": str(own.pk), "text": "Bureau A"}]
    assert list(form.fields["plan"].queryset) == [plan]
    assert other.pk is not None


def test_filters_name_own_rows_only(client, planner, institution):
    PlanFactory(name_en="Of others")
    PlanFactory.create_batch(2, institution=institution, name_en="Of ours")
    client.force_login(planner)

    page = client.get(address(Strategy, "changelist")).content.decode()

    assert (page.count("Of ours"), page.count("Of others")) == (2, 0)


def test_deleting_needs_a_reason_and_keeps_it(client, planner, institution):
    strategy = StrategyFactory(plan__institution=institution)
    key, url = strategy.pk, address(Strategy, "delete", strategy.pk)
    client.force_login(planner)

    without = client.post(url, {"post": "yes", "change_reason": " "})
    still_there = Strategy.objects.filter(pk=key).exists()
    client.post(url, {"post": "yes", "change_reason": "Entered twice"})

    event = plans.Strategy._meta.get_field("event").related_model.objects.filter(pgh_obj_id=key).latest("pgh_id")
    assert (without.url, still_there, Strategy.objects.filter(pk=key).exists()) == (url, True, False)
    assert (event.pgh_label, event.pgh_context["reason"], event.pgh_context["user"]) == (
        "delete",
        "Entered twice",
        planner.pk,
    )


def test_deleting_says_beforehand_what_goes_and_what_forbids_it(client, planner, institution):
    office = OfficeFactory(institution=institution)
    factories.OfficeDutyFactory.create_batch(2, office=office)
    factories.IndicatorFactory(institution=institution, office=office)
    client.force_login(planner)

    page = client.get(address(Office, "delete", office.pk))
    client.post(address(Office, "delete", office.pk), {"post": "yes", "change_reason": "x"})

    assert dict(page.context["model_count"]) == {"offices": 1, "duties and items discussed": 2}
    assert (page.context["protected"], Office.objects.filter(pk=office.pk).exists()) == (["1 indicator"], True)


def test_deleting_many_rows_is_remembered_for_each(client, planner, institution):
    strategies = StrategyFactory.create_batch(2, plan__institution=institution)
    other = StrategyFactory()
    client.force_login(planner)
    chosen = {"action": "delete_selected", "_selected_action": [str(row.pk) for row in [*strategies, other]]}

    page = client.post(address(Strategy, "changelist"), chosen)
    client.post(address(Strategy, "changelist"), chosen | {"post": "yes", "change_reason": "Cleaning up"})

    events = plans.Strategy._meta.get_field("event").related_model.objects.filter(pgh_label="delete")
    assert list(Strategy.objects.all()) == [other]
    assert dict(page.context["model_count"])["strategies"] == 2
    assert {(event.pgh_obj_id, event.pgh_context["reason"]) for event in events} == {
        (row.pk, "Cleaning up") for row in strategies
    }


def test_pages_keep_to_the_content_security_policy(client, planner, institution):
    strategy = StrategyFactory(plan__institution=institution)
    client.force_login(planner)
    urls = [reverse("admin:index"), address(Strategy, "changelist"), address(Strategy, "add")]
    urls += [address(Strategy, page, strategy.pk) for page in ("change", "history", "delete")]

    pages = "".join(client.get(url).content.decode() for url in urls)

    inline = [tag for tag in re.findall(r"<script[^>]*>", pages) if "src=" not in tag and "application/json" not in tag]
    assert (inline, re.findall(r"<style|\sstyle=|\son[a-z]+=\"", pages)) == ([], [])


def test_the_language_is_chosen_on_a_list_without_losing_its_filters(client, planner, institution):
    PlanFactory(institution=institution, state=PlanState.ACTIVE)
    PlanFactory(institution=institution, state=PlanState.CLOSED)
    client.force_login(planner)

    page = client.get(address(Plan, "changelist"), {"state__exact": "active", "lang": "en"})

    assert (page.status_code, page.context["cl"].result_count) == (200, 1)
    assert "?state__exact=active&amp;lang=ja" in page.content.decode()


def test_the_state_of_a_plan_is_changed_on_its_own_page_only(client, planner, institution):
    plan = PlanFactory(institution=institution, state=PlanState.CLOSED)
    client.force_login(planner)
    url = address(Plan, "change", plan.pk)

    page = client.get(url).content.decode()
    client.post(url, form_of(client, url) | {"state": "draft", "name_en": "Renamed", "change_reason": "because"})

    plan.refresh_from_db()
    assert (plan.state, plan.name_en, f'href="/plans/{plan.slug}/state/"' in page) == ("closed", "Renamed", True)


@pytest.mark.parametrize(
    ("months", "stored", "said"),
    [
        ("3", 3, []),
        ("", None, []),
        ("0", 0, []),
        ("25", 2, ["Ensure this value is less than or equal to 24."]),
        ("-1", 2, ["Ensure this value is greater than or equal to 0."]),
    ],
)
def test_planners_say_when_figures_are_due_or_that_nobody_is_asked(client, planner, institution, months, stored, said):
    client.force_login(planner)
    url = address(Institution, "change", institution.pk)

    response = client.post(url, form_of(client, url) | {"months_to_report": months, "change_reason": "New rule"})

    institution.refresh_from_db()
    assert institution.months_to_report == stored
    assert (problems(response) if said else []) == said


def test_a_new_institution_asks_for_nothing_by_itself(db):
    assert Institution.objects.create(slug="new", name_en="New").months_to_report is None


def test_open_rows_that_refer_to_hidden_ones_do_not_name_them(client, viewer, planner, institution):
    hidden = PlanFactory(institution=institution, name_en="Canary", state=PlanState.DRAFT)
    shown = PlanFactory(institution=institution, predecessor=hidden)
    pages = [address(Plan, "change", shown.pk), address(Plan, "history", shown.pk), "/admin/plans/plan/export/csv/"]
    found = {}
    for user in (viewer, planner):
        client.force_login(user)
        found[user] = ["Canary" in client.get(page).getvalue().decode() for page in pages]

    assert found == {viewer: [False] * 3, planner: [True] * 3}
