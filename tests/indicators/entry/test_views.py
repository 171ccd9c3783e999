from datetime import date
from decimal import Decimal

import pytest

from indicators.entry.actions import decide_target, revise_target
from indicators.models import Commitment, Definition, Target
from plans.database.events import event_model
from plans.editing.rows import change_row
from plans.models import Plan, PlanState
from tests.editing import answers, fields_of, opened, sent
from tests.factories import (
    CommitmentFactory,
    DefinitionFactory,
    GradeFactory,
    GradingScaleFactory,
    IndicatorFactory,
    OfficeFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(institution):
    return CommitmentFactory(measure__standard__strategy__plan__institution=institution, indicator__name_en="Exchange")


@pytest.fixture
def target(commitment):
    return TargetFactory(commitment=commitment, value=100, decided_by="Board", decided_on=date(2022, 3, 31))


def revise(target):
    return f"/targets/{target.pk}/revise/"


def pages(target, definition):
    commitment = target.commitment
    return [
        f"/indicators/{commitment.indicator_id}/edit/",
        f"/indicators/{commitment.indicator_id}/definitions/add/",
        f"/definitions/{definition.pk}/edit/",
        f"/commitments/{commitment.pk}/edit/",
        f"/commitments/{commitment.pk}/targets/2025/add/",
        revise(target),
    ]


def test_only_the_planning_office_edits_what_is_promised(client, target, viewer, evaluator, planner):
    all_pages = pages(target, DefinitionFactory(indicator=target.commitment.indicator))

    for page in all_pages:
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    for user in (viewer, evaluator):
        assert answers(client, user, all_pages, version=1, value="1", reason="x") == {(403, 403)}
    client.force_login(planner)
    assert [client.get(page).status_code for page in all_pages] == [200] * 6
    assert Target.objects.get().value == 100


def test_what_a_draft_promises_is_not_found_by_others(client, target, viewer):
    Plan.objects.update(state=PlanState.DRAFT)
    client.force_login(viewer)

    assert client.get(revise(target)).status_code == 404
    assert client.get(f"/commitments/{target.commitment_id}/edit/").status_code == 404


def test_an_indicators_texts_and_owner_are_changed(client, commitment, planner):
    indicator = commitment.indicator
    office = OfficeFactory(institution=indicator.institution)
    client.force_login(planner)

    sent(client, f"/indicators/{indicator.pk}/edit/", name_ja="派遣学生", office=office.pk, change_reason="Moved")

    indicator.refresh_from_db()
    assert (indicator.name_ja, indicator.name_en, indicator.office) == ("派遣学生", "Exchange", office)
    context = indicator.events.latest("pgh_id").pgh_context
    assert (context["user"], context["reason"]) == (planner.pk, "Moved")


@pytest.mark.parametrize(
    ("columns", "is_asked"),
    [
        ({"kind": "ratio", "unit_en": "times"}, True),
        ({"kind": "number", "unit_en": "%"}, True),
        ({"kind": "number", "unit_en": "persons"}, False),
    ],
)
def test_whether_a_share_is_of_a_whole_is_asked_of_ratios_and_percentages(
    client, institution, planner, columns, is_asked
):
    indicator = IndicatorFactory(institution=institution, **columns)
    client.force_login(planner)
    page = f"/indicators/{indicator.pk}/edit/"

    assert ("numerator_is_part" in client.get(page).context["form"].fields) is is_asked
    sent(client, page, numerator_is_part="on", change_reason="Women among students")

    indicator.refresh_from_db()
    assert indicator.numerator_is_part is is_asked


def test_an_office_of_elsewhere_and_a_code_of_another_are_refused(client, commitment, planner):
    indicator = IndicatorFactory(institution=commitment.indicator.institution, code="A-1")
    page = f"/indicators/{commitment.indicator_id}/edit/"
    client.force_login(planner)

    assert "Select a valid choice." in words(sent(client, page, office=OfficeFactory().pk))
    assert "Another one in the same place has this code." in words(sent(client, page, code=indicator.code))


def test_a_definition_is_added_from_a_year_on_with_its_reason(client, commitment, planner):
    client.force_login(planner)

    sent(
        client,
        f"/indicators/{commitment.indicator_id}/definitions/add/",
        valid_from="令和7年度",
        wording_en="Without day trips",
        reason="Ministry's new rule",
    )

    definition = Definition.objects.get()
    assert (definition.valid_from, definition.wording_en, definition.reason) == (
        2025,
        "Without day trips",
        "Ministry's new rule",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"valid_from": "soon"}, "is not a fiscal year"), ({"wording_en": ""}, "Fill it in in one language at least.")],
)
def test_a_definition_that_cannot_be_is_refused(client, commitment, planner, changed, said):
    definition = DefinitionFactory(indicator=commitment.indicator)
    client.force_login(planner)

    assert said in words(sent(client, f"/definitions/{definition.pk}/edit/", **changed))


def test_a_definition_is_mended_and_its_reason_is_the_historys(client, commitment, planner):
    definition = DefinitionFactory(indicator=commitment.indicator)
    client.force_login(planner)

    sent(
        client,
        f"/definitions/{definition.pk}/edit/",
        wording_en="All staff on 1 May",
        wording_ja="5月1日",
        reason="Typo",
    )

    definition.refresh_from_db()
    assert (definition.wording_ja, definition.reason) == ("5月1日", "Typo")
    assert definition.events.latest("pgh_id").pgh_context["reason"] == "Typo"


def test_a_commitment_is_changed_as_people_write_figures(client, commitment, planner):
    client.force_login(planner)

    sent(
        client,
        f"/commitments/{commitment.pk}/edit/",
        comparator="at_most",
        trajectory="line",
        baseline="１，２３４.5",
        baseline_fiscal_year="平成31/令和元年度",
        baseline_as_of="2019-05",
        tolerance="0",
        is_key="on",
        reason="Agreed with the ministry",
        change_reason="Corrected",
    )

    row = Commitment.objects.get()
    assert (row.comparator, row.trajectory, row.baseline, row.tolerance) == ("at_most", "line", Decimal("1234.5"), 0)
    assert (row.baseline_fiscal_year, row.baseline_as_of, row.baseline_as_of_precision) == (
        2019,
        date(2019, 5, 1),
        "month",
    )
    assert (row.is_key, row.reason) == (True, "Agreed with the ministry")
    assert row.events.latest("pgh_id").pgh_context["reason"] == "Corrected"


def test_saving_a_commitment_unchanged_leaves_no_trace(client, commitment, planner):
    Commitment.objects.update(baseline="10.0", baseline_as_of=date(2022, 4, 1), baseline_printed="約10")
    client.force_login(planner)

    sent(client, f"/commitments/{commitment.pk}/edit/")

    assert Commitment.objects.get().version == 2


def test_a_negative_tolerance_is_refused(client, commitment, planner):
    client.force_login(planner)

    assert "A tolerance is not negative." in words(sent(client, f"/commitments/{commitment.pk}/edit/", tolerance="-1"))


def test_a_commitment_changed_meanwhile_is_shown_on_both_sides(client, commitment, planner):
    page = f"/commitments/{commitment.pk}/edit/"
    form = opened(client, planner, page)
    change_row(commitment, {"baseline": Decimal(10), "comparator": "at_most"}, by=planner, version=1)

    answer = client.post(page, form | {"baseline": "12"})

    assert answer.status_code == 409
    assert "When you began – Now 10 You wrote 12" in words(answer)
    assert "When you began at least Now at most You wrote left alone" in words(answer)


def test_the_form_of_a_revision_shows_the_old_number_and_who_decided(client, target, planner):
    client.force_login(planner)

    said = words(client.get(revise(target)))

    assert "Current 100 persons , decided on 31 March 2022, Board" in said


def test_a_target_is_revised_with_day_and_reason_and_the_old_one_stays(client, target, planner):
    client.force_login(planner)

    answer = sent(
        client,
        revise(target),
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

    sent(client, revise(target), as_of="令和10年3月", **decided)
    dated = Target.objects.current().get()
    assert (dated.value, dated.as_of, dated.as_of_precision) == (100, date(2028, 3, 1), "month")

    sent(client, revise(dated), value="80", **decided)
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

    answer = sent(client, revise(target), **changed)

    assert answer.status_code == 200
    assert said in words(answer)
    assert Target.objects.get().superseded_at is None


def test_a_target_revised_meanwhile_is_not_revised_twice(client, target, planner):
    form = opened(client, planner, revise(target))
    mine = {"value": "80", "decided_on": "2026-03-20", "reason": "Mine"}
    decide_target(target.commitment, 2027, by=planner, version=1, value=90, reason="Theirs")

    conflict = client.post(revise(target), form | mine)
    stored = client.post(revise(target), fields_of(conflict))

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


@pytest.mark.parametrize("kind", ["number", "ratio", "yes_no", "date", "text"])
def test_a_commitment_to_any_kind_of_indicator_can_be_opened(client, institution, planner, kind):
    commitment = CommitmentFactory(measure__standard__strategy__plan__institution=institution, indicator__kind=kind)
    client.force_login(planner)

    answer = sent(client, f"/commitments/{commitment.pk}/edit/", comparator="at_least")

    assert answer.status_code == 302


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
