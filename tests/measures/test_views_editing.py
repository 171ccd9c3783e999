from datetime import date

import pytest

from measures.actions import arrange_offices
from measures.models import Measure, Milestone, Responsibility
from plans.database.events import event_model
from plans.editing.rows import save_changes
from plans.models import Plan, PlanState
from tests.editing import answers, fields_of, opened, sent
from tests.factories import (
    MeasureFactory,
    MilestoneFactory,
    OfficeFactory,
    ResponsibilityFactory,
    StandardFactory,
)
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(institution):
    return MeasureFactory(standard__strategy__plan__institution=institution, name_en="English courses")


@pytest.fixture
def team(measure):
    return f"/measures/{measure.pk}/responsibilities/edit/"


def pages(measure, milestone):
    return [
        f"/measures/{measure.pk}/edit/",
        f"/standards/{measure.standard_id}/measures/add/",
        f"/measures/{measure.pk}/responsibilities/edit/",
        f"/measures/{measure.pk}/milestones/add/",
        f"/milestones/{milestone.pk}/edit/",
    ]


def test_only_the_planning_office_edits_a_measure(client, measure, viewer, evaluator, planner):
    milestone = MilestoneFactory(measure=measure)

    for page in pages(measure, milestone):
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    for user in (viewer, evaluator):
        assert answers(client, user, pages(measure, milestone), version=0, name_en="x") == {(403, 403)}
    client.force_login(planner)
    assert [client.get(page).status_code for page in pages(measure, milestone)] == [200] * 5


def test_a_measure_of_a_draft_is_not_found_by_others(client, measure, viewer):
    milestone = MilestoneFactory(measure=measure)
    Plan.objects.update(state=PlanState.DRAFT)
    client.force_login(viewer)

    assert {client.get(page).status_code for page in pages(measure, milestone)} == {404}


def test_a_planner_changes_a_measure_with_a_reason(client, measure, planner):
    client.force_login(planner)

    answer = sent(
        client,
        f"/measures/{measure.pk}/edit/",
        name_ja="英語科目",
        first_fiscal_year="2024",
        last_fiscal_year="2026",
        status="done",
        is_ambitious="on",
        change_reason="Reviewed",
    )

    measure.refresh_from_db()
    assert answer["Location"] == measure.get_absolute_url()
    assert (measure.name_ja, measure.name_en, measure.status) == ("英語科目", "English courses", "done")
    assert (measure.first_fiscal_year, measure.last_fiscal_year, measure.is_ambitious) == (2024, 2026, True)
    context = event_model(Measure).objects.latest("pgh_id").pgh_context
    assert (context["user"], context["reason"]) == (planner.pk, "Reviewed")


def test_a_measure_changed_meanwhile_is_shown_on_both_sides(client, measure, planner):
    page = f"/measures/{measure.pk}/edit/"
    form = opened(client, planner, page)
    save_changes(measure, {"name_en": "Theirs", "status": "done"}, by=planner, version=1)

    answer = client.post(page, form | {"name_en": "Mine"})

    assert answer.status_code == 409
    assert "When you began English courses Now Theirs You wrote Mine" in words(answer)
    assert "When you began active Now done You wrote left alone" in words(answer)
    assert fields_of(answer)["status"] == "done"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first_fiscal_year": "2026", "last_fiscal_year": "2024"}, "The last fiscal year is before the first."),
        ({"name_en": ""}, "Fill it in in one language at least."),
        ({"status": "merged"}, "Select a valid choice."),
        ({"order": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(client, measure, planner, changed, said):
    client.force_login(planner)

    answer = sent(client, f"/measures/{measure.pk}/edit/", **changed)

    measure.refresh_from_db()
    assert said in words(answer)
    assert measure.version == 1


def test_a_measure_is_added_at_the_end_of_its_standard(client, measure, planner):
    client.force_login(planner)

    sent(client, f"/standards/{measure.standard_id}/measures/add/", name_en="Lounge", code="2")

    added = Measure.objects.latest("pk")
    assert (added.name_en, added.code, added.standard_id) == ("Lounge", "2", measure.standard_id)
    assert added.order == measure.order + 1


def test_a_step_is_added_done_and_removed(client, measure, planner):
    client.force_login(planner)

    sent(client, f"/measures/{measure.pk}/milestones/add/", name_ja="試行", due_on="2026-06-01")
    milestone = Milestone.objects.get()
    sent(client, f"/milestones/{milestone.pk}/edit/", done_on="2026-05-20", change_reason="Held early")
    milestone.refresh_from_db()
    answer = sent(client, f"/milestones/{milestone.pk}/edit/", remove="1", change_reason="Twice")

    assert (milestone.name_ja, milestone.due_on, milestone.done_on) == ("試行", date(2026, 6, 1), date(2026, 5, 20))
    assert answer["Location"] == measure.get_absolute_url()
    assert Milestone.objects.count() == 0
    told = event_model(Milestone).objects.order_by("pgh_id").values_list("pgh_label", "pgh_context__reason")
    assert list(told) == [("insert", ""), ("update", "Held early"), ("delete", "Twice")]


def test_only_what_is_there_can_be_removed(client, measure, planner):
    milestone = MilestoneFactory(measure=measure)
    client.force_login(planner)

    pages = (
        f"/milestones/{milestone.pk}/edit/",
        f"/measures/{measure.pk}/milestones/add/",
        f"/measures/{measure.pk}/edit/",
    )

    assert ["Remove" in words(client.get(page)) for page in pages] == [True, False, False]


def test_a_step_changed_meanwhile_is_not_removed(client, measure, planner):
    milestone = MilestoneFactory(measure=measure)
    page = f"/milestones/{milestone.pk}/edit/"
    form = opened(client, planner, page)
    save_changes(milestone, {"note": "Important"}, by=planner, version=1)

    answer = client.post(page, form | {"remove": "1"})

    assert answer.status_code == 409
    assert Milestone.objects.count() == 1


@pytest.mark.parametrize("reason", ["a\x00b", "x" * 501])
def test_a_step_is_not_removed_for_a_reason_that_cannot_be_kept(client, measure, planner, reason):
    client.force_login(planner)
    milestone = MilestoneFactory(measure=measure)

    answer = sent(client, f"/milestones/{milestone.pk}/edit/", remove="1", change_reason=reason)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["change_reason"])
    assert Milestone.objects.count() == 1


def test_a_step_is_not_both_done_and_cancelled(client, measure, planner):
    milestone = MilestoneFactory(measure=measure)
    client.force_login(planner)

    answer = sent(client, f"/milestones/{milestone.pk}/edit/", done_on="2026-05-20", cancelled_on="2026-05-21")

    assert "A milestone is not both done and cancelled." in words(answer)


def test_offices_are_added_changed_and_taken_away(client, institution, measure, planner, team):
    lead, support, new = OfficeFactory.create_batch(3, institution=institution)
    first = ResponsibilityFactory(measure=measure, office=lead, role="lead")
    second = ResponsibilityFactory(measure=measure, office=support, role="support", order=1)
    client.force_login(planner)

    answer = sent(
        client,
        team,
        **{
            f"person_{first.pk}": "Dean Ono",
            f"office_{second.pk}": None,
            "office_new1": new.pk,
            "role_new1": "data",
            "change_reason": "Reorganised",
        },
    )

    assert answer["Location"] == measure.get_absolute_url()
    rows = Responsibility.objects.order_by("pk").values_list("office", "role", "person")
    assert list(rows) == [(lead.pk, "lead", "Dean Ono"), (new.pk, "data", "")]
    told = event_model(Responsibility).objects.order_by("pgh_id").values_list("pgh_label", "pgh_context__reason")
    assert list(told)[2:] == [("delete", "Reorganised"), ("update", "Reorganised"), ("insert", "Reorganised")]


def test_saving_the_offices_unchanged_leaves_no_trace(client, measure, planner, team):
    ResponsibilityFactory(measure=measure, office__institution=measure.standard.strategy.plan.institution)
    client.force_login(planner)

    sent(client, team)

    assert event_model(Responsibility).objects.count() == 1


def parts_of(measure):
    return list(Responsibility.objects.filter(measure=measure).values_list("office__name_en", "role", "person"))


@pytest.fixture
def pair(institution, measure):
    """Two offices of the measure: Ay leads with Ms Abe, Bee supports with Mr Baba."""
    ay, bee = (OfficeFactory(institution=institution, name_en=name) for name in ("Ay", "Bee"))
    return (
        ResponsibilityFactory(measure=measure, office=ay, role="lead", person="Ms Abe"),
        ResponsibilityFactory(measure=measure, office=bee, role="support", person="Mr Baba"),
    )


def test_two_offices_exchange_their_roles(client, measure, planner, team, pair):
    client.force_login(planner)

    sent(client, team, **{f"role_{pair[0].pk}": "support", f"role_{pair[1].pk}": "lead"})

    assert parts_of(measure) == [("Ay", "support", "Ms Abe"), ("Bee", "lead", "Mr Baba")]


@pytest.mark.parametrize("role", ["support", "lead"])
def test_two_offices_exchange_their_lines(client, measure, planner, team, pair, role):
    Responsibility.objects.filter(pk=pair[1].pk).update(role=role)
    client.force_login(planner)
    offices = {f"office_{pair[0].pk}": pair[1].office_id, f"office_{pair[1].pk}": pair[0].office_id}

    answer = sent(client, team, **offices)

    assert answer.status_code == 302
    assert parts_of(measure) == [("Bee", "lead", "Ms Abe"), ("Ay", role, "Mr Baba")]


def test_an_office_takes_the_line_of_another_whose_own_is_taken_away(client, measure, planner, team, pair):
    client.force_login(planner)
    moved = {f"office_{pair[0].pk}": pair[1].office_id, f"role_{pair[0].pk}": "support", f"office_{pair[1].pk}": None}

    answer = sent(client, team, **moved)

    assert answer.status_code == 302
    assert parts_of(measure) == [("Bee", "support", "Ms Abe")]


def test_an_office_taken_away_is_added_anew_at_once(client, measure, planner, team, pair):
    client.force_login(planner)
    anew = {f"office_{pair[1].pk}": None, "office_new1": pair[1].office_id, "role_new1": "support"}

    sent(client, team, **anew)

    assert parts_of(measure) == [("Ay", "lead", "Ms Abe"), ("Bee", "support", "")]


def test_an_office_has_a_role_once(client, institution, measure, planner, team):
    office = OfficeFactory(institution=institution)
    client.force_login(planner)
    twice = {"office_new1": office.pk, "role_new1": "lead", "office_new2": office.pk, "role_new2": "lead"}

    answer = sent(client, team, **twice)

    assert "This office has this role already." in words(answer)
    assert Responsibility.objects.count() == 0


def test_an_office_of_another_institution_cannot_be_chosen(client, measure, planner, team):
    client.force_login(planner)

    answer = sent(client, team, office_new1=OfficeFactory().pk, role_new1="lead")

    assert "Select a valid choice." in words(answer)


def test_offices_changed_meanwhile_are_shown_on_both_sides(client, institution, measure, planner, team):
    a, b, c = (OfficeFactory(institution=institution, name_en=name) for name in ("Ay", "Bee", "Cee"))
    part = ResponsibilityFactory(measure=measure, office=a, role="lead")
    form = opened(client, planner, team)
    theirs = [(part.pk, {"office_id": b.pk, "role": "lead", "person": ""})]
    arrange_offices(measure, by=planner, version=1, parts=theirs, reason="Moved")

    conflict = client.post(team, form | {f"office_{part.pk}": c.pk, f"person_{part.pk}": "Ms Abe"})
    client.post(team, fields_of(conflict))

    assert conflict.status_code == 409
    assert "When you began Ay Now Bee You wrote Cee" in words(conflict)
    assert ": Moved" in words(conflict)
    assert list(Responsibility.objects.values_list("office", "person")) == [(c.pk, "Ms Abe")]


def test_an_office_taken_away_meanwhile_is_told_with_what_was_written(client, institution, measure, planner, team):
    part = ResponsibilityFactory(measure=measure, office=OfficeFactory(institution=institution, name_en="Ay"))
    form = opened(client, planner, team)
    arrange_offices(measure, by=planner, version=1, parts=[(part.pk, None)])

    answer = client.post(team, form | {f"person_{part.pk}": "Ms Abe"})

    assert answer.status_code == 409
    assert "When you began Ay Now –" in words(answer)
    assert "You wrote Ms Abe" in words(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_of_offices_costs_the_same_for_any_number(
    client, institution, planner, django_assert_num_queries, count
):
    measure = MeasureFactory(standard=StandardFactory(strategy__plan__institution=institution))
    for office in OfficeFactory.create_batch(count, institution=institution):
        ResponsibilityFactory(measure=measure, office=office)
    client.force_login(planner)

    with django_assert_num_queries(7):
        client.get(f"/measures/{measure.pk}/responsibilities/edit/")
