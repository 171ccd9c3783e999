from datetime import date

import pytest

from indicators.entry.actions import decide_target, revise_target
from indicators.models import Target
from plans.database.events import event_model
from tests.editing import fields_of, opened, sent
from tests.factories import (
    CommitmentFactory,
    GradeFactory,
    GradingScaleFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import revision_form
from tests.pages import words

pytestmark = pytest.mark.django_db


def test_the_form_of_a_revision_shows_the_old_number_and_who_decided(client, target, planner):
    client.force_login(planner)

    said = words(client.get(revision_form(target)))

    assert "Current 100 persons , decided on 31 March 2022, Board" in said


def test_a_target_is_revised_with_day_and_reason_and_the_old_one_stays(client, target, planner):
    client.force_login(planner)

    answer = sent(
        client,
        revision_form(target),
        value="８０",
        decided_on="2026-03-20",
        decided_by="Board of March",
        reason="Fewer students",
    )

    old, new = Target.objects.order_by("pk")
    assert answer["Location"] == target.commitment.indicator.get_absolute_url()
    assert (old.value, old.superseded_at is None) == (100, False)
    assert (new.value, new.fiscal_year, new.decided_on, new.decided_by) == (
        80,
        2027,
        date(2026, 3, 20),
        "Board of March",
    )
    assert (new.reason, new.approved_by, new.superseded_at) == ("Fewer students", planner, None)
    told = event_model(Target).objects.order_by("pgh_id").values_list("pgh_label", "pgh_context__reason")
    assert list(told)[1:] == [("update", "Fewer students"), ("insert", "Fewer students")]


def test_the_day_that_a_target_is_for_is_written_as_people_write_it_and_kept_by_the_next_decision(
    client, target, planner
):
    client.force_login(planner)
    decided = {"decided_on": "2026-03-20", "reason": "The day was missing"}

    sent(client, revision_form(target), as_of="令和10年3月", **decided)
    dated = Target.objects.current().get()
    assert (dated.value, dated.as_of, dated.as_of_precision) == (100, date(2028, 3, 1), "month")

    sent(client, revision_form(dated), value="80", **decided)
    revised = Target.objects.current().get()
    assert (revised.value, revised.as_of, revised.as_of_precision) == (80, date(2028, 3, 1), "month")

    later = revise_target(revised, by=planner, reason="Fewer still", value=70)
    assert (later.as_of, later.as_of_precision) == (date(2028, 3, 1), "month")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "80", "reason": "x"}, "This field is required."),
        ({"value": "80", "decided_on": "2026-03-20"}, "This field is required."),
        ({"decided_on": "2026-03-20", "reason": "x"}, "The target is 100 persons already."),
        ({"value": "", "decided_on": "2026-03-20", "reason": "x"}, "A target needs a value"),
        ({"value": "lots", "decided_on": "2026-03-20", "reason": "x"}, "lots"),
    ],
)
def test_a_revision_that_says_too_little_is_refused(client, target, planner, changed, said):
    client.force_login(planner)

    answer = sent(client, revision_form(target), **changed)

    assert answer.status_code == 200
    assert said in words(answer)
    assert Target.objects.get().superseded_at is None


def test_a_target_revised_meanwhile_is_not_revised_twice(client, target, planner):
    form = opened(client, planner, revision_form(target))
    mine = {"value": "80", "decided_on": "2026-03-20", "reason": "Mine"}
    decide_target(target.commitment, 2027, by=planner, version=1, value=90, reason="Theirs")

    conflict = client.post(revision_form(target), form | mine)
    stored = client.post(revision_form(target), fields_of(conflict))

    assert (conflict.status_code, stored.status_code) == (409, 302)
    assert "When you began 100 Now 90 You wrote 80" in words(conflict)
    assert ": Theirs" in words(conflict)
    assert list(Target.objects.order_by("pk").values_list("value", "reason")) == [
        (100, ""),
        (90, "Theirs"),
        (80, "Mine"),
    ]
    assert Target.objects.current().get().value == 80


def test_a_target_is_added_for_a_year_of_the_plan(client, commitment, planner):
    client.force_login(planner)
    page = f"/commitments/{commitment.pk}/targets/2026/add/"

    sent(client, page, value="50 persons")

    target = Target.objects.get()
    assert (target.fiscal_year, target.value, target.approved_by) == (2026, 50, planner)
    assert client.get(f"/commitments/{commitment.pk}/targets/2040/add/").status_code == 404


def test_two_people_do_not_add_a_target_over_each_other(client, commitment, planner):
    page = f"/commitments/{commitment.pk}/targets/2026/add/"
    form = opened(client, planner, page)
    decide_target(commitment, 2026, by=planner, version=0, value=40)

    answer = client.post(page, form | {"value": "50"})

    assert answer.status_code == 409
    assert "When you began – Now 40 You wrote 50" in words(answer)
    assert Target.objects.get().value == 40


def test_each_kind_of_target_has_its_own_fields(client, institution, planner):
    scale = GradingScaleFactory(institution=institution)
    grade = GradeFactory(scale=scale)
    client.force_login(planner)
    to_institution = {"measure__standard__strategy__plan__institution": institution}
    ranged = CommitmentFactory(comparator="range", **to_institution)
    dated = CommitmentFactory(comparator="yes_by", indicator__kind="date", **to_institution)
    graded = CommitmentFactory(indicator__kind="grade", indicator__scale=scale, **to_institution)
    answered = CommitmentFactory(indicator__kind="yes_no", **to_institution)

    def page(commitment):
        return f"/commitments/{commitment.pk}/targets/2026/add/"

    refused = sent(client, page(ranged), low="105", high="100")
    sent(client, page(ranged), low="100", high="105")
    sent(client, page(dated), due_on="2027-03-31")
    sent(client, page(graded), grade=grade.pk)
    sent(client, page(answered), value="1", due_on="2027-03-31")

    assert "The upper bound is below the lower one." in words(refused)
    assert ranged.targets.values_list("low", "high").get() == (100, 105)
    assert dated.targets.get().due_on == date(2027, 3, 31)
    assert graded.targets.get().grade == grade
    assert answered.targets.values_list("value", "due_on").get() == (1, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("direction", "compared_by", "status", "leads_on"),
    [("up", "at_least", "off_track", False), ("down", "at_most", "achieved", False), ("none", "", "not_judged", True)],
)
def test_targets_without_a_comparison_follow_the_direction_or_lead_to_where_one_is_chosen(
    client, commitment, target, planner, direction, compared_by, status, leads_on
):
    commitment.indicator.direction = direction
    commitment.indicator.save()
    commitment.comparator = ""
    commitment.save()
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=target.fiscal_year, value=10)
    plan, page = commitment.standard.strategy.plan, f"/indicators/{commitment.indicator_id}/"
    leads = f'href="/commitments/{commitment.pk}/edit/"'

    [row] = client.get(f"/api/v1/readings/?plan={plan.slug}&fiscal_year={target.fiscal_year}").json()["results"]
    [record] = client.get(f"/api/v1/commitments/?plan={plan.slug}").json()["results"]
    public = client.get(page)
    client.force_login(planner)

    assert (row["status"], record["comparator"], record["compared_by"]) == (status, "", compared_by)
    assert ("Targets are set, but no comparison is chosen." in words(public)) is leads_on
    assert leads not in public.content.decode()
    assert ("Choose a comparison" in words(client.get(page))) is leads_on


def test_a_target_of_an_indicator_that_should_stay_within_a_range_has_two_ends(client, commitment, planner):
    commitment.indicator.direction = "range"
    commitment.indicator.save()
    commitment.comparator = ""
    commitment.save()

    shown = opened(client, planner, f"/commitments/{commitment.pk}/targets/2025/add/")
    sent(client, f"/commitments/{commitment.pk}/targets/2025/add/", low="100", high="102")

    assert "value" not in shown
    assert (Target.objects.get().low, Target.objects.get().high) == (100, 102)
