import pytest

from plans.database.events import event_model
from plans.editing.rows import save_changes
from plans.models import Plan, PlanState, Strategy
from tests.editing import answers, bad, fields_of, opened, sent
from tests.factories import (
    MembershipFactory,
    ObjectiveFactory,
    PlanFactory,
    StandardFactory,
    StrategyFactory,
)
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(institution):
    return PlanFactory(institution=institution, name_en="Old name", vision_en="A place to grow")


@pytest.fixture
def page(plan):
    return f"/plans/{plan.slug}/edit/"


def test_a_planner_changes_a_text_with_a_reason_and_comes_back(client, plan, planner, page):
    client.force_login(planner)

    answer = sent(client, page, name_en="New name", change_reason="Board of May", next="/plans/?lang=en")

    plan.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/plans/?lang=en")
    assert (plan.name_en, plan.vision_en) == ("New name", "A place to grow")
    event = event_model(Plan).objects.latest("pgh_id")
    assert (event.pgh_label, event.pgh_context["user"], event.pgh_context["reason"]) == (
        "update",
        planner.pk,
        "Board of May",
    )


def test_saving_without_a_change_leaves_no_trace(client, plan, planner, page):
    client.force_login(planner)

    answer = sent(client, page)

    plan.refresh_from_db()
    assert (plan.version, plan.events.count()) == (1, 1)
    assert "Nothing was changed." in words(client.get(answer["Location"]))


def test_lines_of_a_text_are_no_change(client, plan, planner, page):
    Plan.objects.filter(pk=plan.pk).update(vision_en="One\nTwo")
    client.force_login(planner)

    sent(client, page, vision_en="One\r\nTwo")

    plan.refresh_from_db()
    assert (plan.version, plan.vision_en) == (2, "One\nTwo")


def test_others_may_not_edit(client, plan, page, viewer, evaluator, stranger):
    for user in (viewer, evaluator, stranger):
        assert answers(client, user, [page], name_en="Mine", version=1) == {(403, 403)}

    plan.refresh_from_db()
    assert plan.name_en == "Old name"


def test_whoever_is_not_signed_in_is_sent_there(client, page):
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_a_dialog_of_whoever_is_not_signed_in_leaves_for_the_sign_in(client, plan, page):
    here = f"http://testserver/plans/{plan.slug}/"

    answer = client.get(page, headers={"HX-Request": "true", "HX-Current-URL": here})

    assert answer["HX-Redirect"] == f"/accounts/login/?next=/plans/{plan.slug}/"


def test_a_draft_is_not_found_by_those_who_may_not_see_it(client, plan, page, viewer):
    Plan.objects.update(state=PlanState.DRAFT)
    client.force_login(viewer)

    assert client.get(page).status_code == 404


def test_a_planner_of_another_institution_may_not_edit(client, page):
    client.force_login(MembershipFactory().user)

    assert client.get(page).status_code == 403


def test_nothing_is_overwritten_that_somebody_changed_meanwhile(client, plan, planner, page):
    form = opened(client, planner, page)
    save_changes(plan, {"name_en": "Their name", "description_en": "Theirs"}, by=planner, version=1, reason="Typo")

    answer = client.post(page, form | {"name_en": "My name", "vision_en": "My vision"})

    plan.refresh_from_db()
    assert answer.status_code == 409
    assert (plan.name_en, plan.vision_en) == ("Their name", "A place to grow")
    said = words(answer)
    assert "When you began Old name Now Their name You wrote My name" in said
    assert "When you began – Now Theirs You wrote left alone; the present text stays" in said
    assert f"changed by {planner.username}" in said
    assert f"{planner.username} changed this while you were editing" in said
    assert "Compare the three columns and save again." in said
    assert ": Typo" in said


def test_after_a_conflict_the_form_holds_what_was_written_and_can_be_sent_again(client, plan, planner, page):
    form = opened(client, planner, page)
    save_changes(plan, {"name_en": "Their name", "description_en": "Theirs"}, by=planner, version=1)
    conflict = client.post(page, form | {"name_en": "My name", "vision_en": "My vision", "change_reason": "Board"})

    client.post(page, fields_of(conflict))

    plan.refresh_from_db()
    assert (plan.name_en, plan.vision_en, plan.description_en) == ("My name", "My vision", "Theirs")
    assert plan.events.latest("pgh_id").pgh_context["reason"] == "Board"


def test_what_both_wrote_alike_is_no_difference(client, plan, planner, page):
    form = opened(client, planner, page)
    save_changes(plan, {"name_en": "Same"}, by=planner, version=1)

    answer = client.post(page, form | {"name_en": "Same"})

    assert answer.status_code == 409
    assert "The other change says the same as yours" in words(answer)


def test_a_plan_keeps_a_name_in_one_language(client, plan, planner, page):
    client.force_login(planner)

    answer = sent(client, page, name_en="", name_ja="")

    plan.refresh_from_db()
    assert (answer.status_code, plan.name_en) == (200, "Old name")
    assert "Name (Japanese) : Fill it in in one language at least." in words(answer)
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "autofocus" in answer.content.decode()


@pytest.mark.parametrize("version", bad("version"))
def test_a_form_without_a_version_that_was_ever_there_is_refused(client, planner, page, version):
    client.force_login(planner)

    assert client.post(page, {"name_en": "New", "version": version}).status_code == 400


@pytest.mark.parametrize("address", bad("next"))
def test_no_form_leads_to_another_site(client, plan, planner, page, address):
    client.force_login(planner)

    assert client.get(page, {"next": address}).status_code == 400
    assert client.post(page, {"name_en": "New", "version": 1, "next": address}).status_code == 400
    plan.refresh_from_db()
    assert plan.name_en == "Old name"


def test_the_way_back_is_where_the_link_stood(client, plan, planner, page):
    client.force_login(planner)

    form = client.get(page, headers={"Referer": "http://testserver/plans/?q=1"}).context["form"]

    assert form["next"].value() == "/plans/?q=1"
    for strange in ("http://elsewhere.example/x", "http://testserver//elsewhere.example/x", f"http://testserver{page}"):
        form = client.get(page, headers={"Referer": strange}).context["form"]
        assert form["next"].value() == plan.get_absolute_url()


def test_in_a_dialog_the_form_comes_alone_and_leads_the_whole_page_back(client, plan, planner, page):
    client.force_login(planner)
    asked = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/plans/{plan.slug}/?open=all#s1"}

    form = client.get(page, headers=asked)
    filled = fields_of(form)
    answer = client.post(page, filled | {"name_en": "New"}, headers=asked)

    assert form.content.decode().lstrip().startswith('<div class="dialog__head">')
    assert form["Vary"].count("HX-Request") == 1
    assert filled["next"] == f"/plans/{plan.slug}/?open=all#s1"
    assert (answer["HX-Refresh"], "HX-Redirect" in answer) == ("true", False)


def test_a_dialog_leads_to_another_page_where_it_is_told_to(client, plan, planner, page):
    client.force_login(planner)
    asked = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/plans/{plan.slug}/"}

    answer = client.post(page, fields_of(client.get(page)) | {"name_en": "New", "next": "/plans/#all"}, headers=asked)

    assert (answer["HX-Redirect"], "HX-Refresh" in answer) == ("/plans/#all", False)


def test_objectives_strategies_and_standards_are_edited_and_added(client, plan, planner):
    client.force_login(planner)
    objective = ObjectiveFactory(plan=plan)
    strategy = StrategyFactory(plan=plan, order=4)
    standard = StandardFactory(strategy=strategy)

    sent(client, f"/objectives/{objective.pk}/edit/", text_en="Teach better")
    sent(client, f"/strategies/{strategy.pk}/edit/", name_ja="教育", code="1")
    sent(client, f"/standards/{standard.pk}/edit/", description_en="More", code="1-1")
    sent(client, f"/plans/{plan.slug}/objectives/add/", text_en="Research")
    sent(client, f"/plans/{plan.slug}/strategies/add/", name_en="Second")
    answer = sent(client, f"/strategies/{strategy.pk}/standards/add/", name_en="Third")

    assert answer["Location"] == plan.get_absolute_url()
    assert list(plan.objectives.values_list("text_en", flat=True)) == ["Teach better", "Research"]
    assert list(plan.strategies.values_list("code", "name_ja", "name_en", "order")) == [
        ("1", "教育", strategy.name_en, 4),
        ("", "", "Second", 5),
    ]
    assert list(strategy.standards.values_list("code", "name_en")) == [("1-1", standard.name_en), ("", "Third")]
    assert event_model(Strategy).objects.latest("pgh_id").pgh_context["user"] == planner.pk


def test_nobody_else_adds(client, plan, viewer):
    client.force_login(viewer)

    assert client.post(f"/plans/{plan.slug}/strategies/add/", {"name_en": "x", "version": 0}).status_code == 403
    assert plan.strategies.count() == 0


def test_a_code_stands_once_under_its_parent(client, plan, planner):
    client.force_login(planner)
    StrategyFactory(plan=plan, code="1")

    answer = sent(client, f"/plans/{plan.slug}/strategies/add/", name_en="Second", code="1")

    assert "Another one in the same place has this code." in words(answer)
    assert plan.strategies.count() == 1
