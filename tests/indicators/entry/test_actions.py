from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.entry.actions import StaleVersion, override_status, record_value, remove_value, revise_target
from indicators.entry.locked_values import HiddenValue
from indicators.models import Target, YearlyValue
from plans.database.events import event_model
from plans.models import Role
from tests.factories import (
    CommitmentFactory,
    IndicatorFactory,
    MembershipFactory,
    OfficeFactory,
    TargetFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db


def test_a_reporter_enters_a_value_of_the_own_office(indicator, reporter):
    row, what = record_value(indicator=indicator, fiscal_year=2025, value=0, by=reporter, reason="May count")

    assert (what, row.value, row.state, row.version, row.entered_by) == ("created", 0, "reported", 1, reporter)
    event = row.events.get()
    assert (event.pgh_label, event.pgh_context["user"], event.pgh_context["reason"]) == (
        "insert",
        reporter.pk,
        "May count",
    )


def test_nobody_else_enters_it(indicator, viewer, executive, evaluator, stranger):
    elsewhere = MembershipFactory(
        institution=indicator.institution, office=OfficeFactory(institution=indicator.institution), role=Role.REPORTER
    ).user

    for user in (viewer, executive, evaluator, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            record_value(indicator=indicator, fiscal_year=2025, value=1, by=user)
    assert YearlyValue.objects.count() == 0


def test_the_same_value_again_changes_nothing(indicator, reporter):
    first, _ = record_value(indicator=indicator, fiscal_year=2025, value=5, by=reporter)

    second, what = record_value(indicator=indicator, fiscal_year=2025, value=5, by=reporter)

    assert (what, second.version, first.events.count()) == ("unchanged", 1, 1)


def test_what_is_said_already_is_unchanged_whatever_version_was_seen(indicator, reporter):
    YearlyValueFactory(indicator=indicator, value=1, note="Counted in May")

    row, what = record_value(indicator=indicator, fiscal_year=2025, value=1, version=7, by=reporter)

    assert (what, row.version, row.note) == ("unchanged", 1, "Counted in May")


def test_parts_with_the_figure_that_was_published_are_said_once(institution, planner):
    ratio = IndicatorFactory(institution=institution, kind="ratio")
    parts = {"indicator": ratio, "fiscal_year": 2025, "numerator": 464, "denominator": 1445, "by": planner}

    said = [record_value(**parts, value=33)[1], record_value(**parts, value=33)[1], record_value(**parts)[1]]
    row, what = record_value(**parts, published=None, version=1)

    assert said == ["created", "unchanged", "unchanged"]
    assert (what, row.published, row.version) == ("changed", None, 2)


@pytest.mark.parametrize("verb", [partial(record_value, value=50), remove_value])
def test_a_value_that_a_person_may_not_read_is_neither_told_nor_written(indicator, reporter, verb):
    YearlyValueFactory(indicator=indicator, value=50, disclosure="planning")

    with pytest.raises(HiddenValue):
        verb(indicator=indicator, fiscal_year=2025, by=reporter)

    assert YearlyValue.objects.get().version == 1


def test_a_value_that_somebody_changed_meanwhile_is_not_overwritten(indicator, reporter):
    row = YearlyValueFactory(indicator=indicator, value=1)
    YearlyValue.objects.filter(pk=row.pk).update(value=2)

    with pytest.raises(StaleVersion) as stale:
        record_value(indicator=indicator, fiscal_year=2025, value=3, version=1, by=reporter)

    assert (stale.value.current.value, YearlyValue.objects.get().value) == (2, 2)


def test_a_state_without_a_figure_empties_the_figure(indicator, reporter):
    YearlyValueFactory(indicator=indicator, value=1)

    row, what = record_value(indicator=indicator, fiscal_year=2025, state="not_collected", by=reporter)

    assert (what, row.state, row.value) == ("changed", "not_collected", None)


def test_a_value_without_a_figure_is_refused_by_name(indicator, reporter):
    with pytest.raises(ValidationError, match="needs a figure"):
        record_value(indicator=indicator, fiscal_year=2025, by=reporter)


def test_a_revised_target_stays_beside_the_new_one(institution, planner):
    old = TargetFactory(value=100, commitment__measure__standard__strategy__plan__institution=institution)

    new = revise_target(old, value=80, by=planner, reason="Fewer students", decided_on=date(2025, 3, 20))

    old.refresh_from_db()
    assert old.superseded_at is not None
    assert (new.value, new.fiscal_year, new.reason, new.approved_by) == (80, old.fiscal_year, "Fewer students", planner)
    assert list(Target.objects.current()) == [new]
    reasons = event_model(Target).objects.order_by("pgh_id").values_list("pgh_label", "pgh_context__reason")
    assert list(reasons) == [("insert", None), ("update", "Fewer students"), ("insert", "Fewer students")]


def test_a_target_is_revised_by_planners_with_a_reason_only(institution, planner, evaluator):
    target = TargetFactory(commitment__measure__standard__strategy__plan__institution=institution)

    with pytest.raises(PermissionDenied):
        revise_target(target, value=1, by=evaluator, reason="because")
    with pytest.raises(ValidationError, match="reason"):
        revise_target(target, value=1, by=planner, reason="")
    assert Target.objects.get().superseded_at is None


def test_a_target_is_not_revised_twice_from_the_same_page(institution, planner):
    target = TargetFactory(commitment__measure__standard__strategy__plan__institution=institution)
    new = revise_target(target, value=1, by=planner, reason="first")

    with pytest.raises(StaleVersion):
        revise_target(target, value=2, by=planner, reason="second")
    assert list(Target.objects.current()) == [new]


def test_an_override_is_set_by_an_evaluator_with_a_reason(institution, evaluator, planner):
    commitment = CommitmentFactory(measure__standard__strategy__plan__institution=institution)

    override = override_status(commitment, 2025, status="at_risk", by=evaluator, reason="Scheme suspended")

    assert (override.status, override.reason, override.by) == ("at_risk", "Scheme suspended", evaluator)
    with pytest.raises(PermissionDenied):
        override_status(commitment, 2025, status="achieved", by=planner, reason="no")
    with pytest.raises(ValidationError, match="reason"):
        override_status(commitment, 2025, status="achieved", by=evaluator, reason="")


def test_a_ratio_is_entered_by_its_parts_alone(institution, planner):
    indicator = IndicatorFactory(institution=institution, unit_en="%", kind="ratio")

    row, what = record_value(indicator=indicator, fiscal_year=2025, numerator=1, denominator=4, by=planner)

    assert (what, row.value) == ("created", 25)


def test_a_value_that_was_to_be_the_first_does_not_overwrite_one_that_came_before(indicator, reporter):
    row = YearlyValueFactory(indicator=indicator, value=1)

    with pytest.raises(StaleVersion) as stale:
        record_value(indicator=indicator, fiscal_year=2025, value=3, version=0, by=reporter)

    assert (stale.value.current, YearlyValue.objects.get().value) == (row, 1)
