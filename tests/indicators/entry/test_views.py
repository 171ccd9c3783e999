from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Commitment, Definition, Target
from plans.editing.rows import save_changes
from plans.models import Plan, PlanState
from tests.editing import answers, opened, sent
from tests.factories import (
    CommitmentFactory,
    DefinitionFactory,
    IndicatorFactory,
    OfficeFactory,
)
from tests.indicators.pages import revision_form
from tests.pages import words

pytestmark = pytest.mark.django_db


def pages(target, definition):
    commitment = target.commitment
    return [
        f"/indicators/{commitment.indicator_id}/edit/",
        f"/indicators/{commitment.indicator_id}/definitions/add/",
        f"/definitions/{definition.pk}/edit/",
        f"/commitments/{commitment.pk}/edit/",
        f"/commitments/{commitment.pk}/targets/2025/add/",
        revision_form(target),
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

    assert client.get(revision_form(target)).status_code == 404
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
    save_changes(commitment, {"baseline": Decimal(10), "comparator": "at_most"}, by=planner, version=1)

    answer = client.post(page, form | {"baseline": "12"})

    assert answer.status_code == 409
    assert "When you began – Now 10 You wrote 12" in words(answer)
    assert "When you began at least Now at most You wrote left alone" in words(answer)


@pytest.mark.parametrize("kind", ["number", "ratio", "yes_no", "date", "text"])
def test_a_commitment_to_any_kind_of_indicator_can_be_opened(client, institution, planner, kind):
    commitment = CommitmentFactory(measure__standard__strategy__plan__institution=institution, indicator__kind=kind)
    client.force_login(planner)

    answer = sent(client, f"/commitments/{commitment.pk}/edit/", comparator="at_least")

    assert answer.status_code == 302
