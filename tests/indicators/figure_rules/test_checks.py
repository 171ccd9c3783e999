"""What is kept of a doubt, what the database keeps by itself, and what was stored before anything was refused."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from indicators.entry.actions import record_value, remove_value
from indicators.figure_rules.checks import NeedsConfirmation
from indicators.models import Indicator, YearlyValue
from plans.database.events import event_model
from plans.editing.rows import StaleVersion
from tests.factories import (
    ClosedYearFactory,
    IndicatorFactory,
    MembershipFactory,
    ValueEvidenceFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(indicator, reporter):
    """A figure that is ten times last year's, and was confirmed."""
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=65)
    row, _what = record_value(indicator=indicator, fiscal_year=2025, value=501, by=reporter, confirm=True)
    return row


def test_an_odd_figure_is_asked_about_and_nothing_is_stored(indicator, reporter):
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=65)

    with pytest.raises(NeedsConfirmation) as asked:
        record_value(indicator=indicator, fiscal_year=2025, value=501, by=reporter)

    assert [doubt.code for doubt in asked.value.doubts] == ["jump"]
    assert asked.value.message_dict == {"confirm": ["Value: 501 is 7.7 times last year's 65."]}
    assert YearlyValue.objects.count() == 1


def test_who_confirmed_it_and_when_stays_with_the_row_and_in_its_history(confirmed, reporter):
    event = confirmed.events.get()

    assert (confirmed.doubts, confirmed.confirmed_by) == (["jump"], reporter)
    assert (event.doubts, event.confirmed_by_id, event.confirmed_at) == (["jump"], reporter.pk, confirmed.confirmed_at)


def test_a_note_beside_a_confirmed_figure_asks_nothing_and_keeps_the_confirmation(confirmed, indicator, planner):
    row, what = record_value(indicator=indicator, fiscal_year=2025, note="Recounted", by=planner)

    assert (what, row.doubts, row.confirmed_by) == ("changed", ["jump"], confirmed.confirmed_by)


def test_a_confirmation_goes_with_its_figure(confirmed, indicator, planner):
    row, _what = record_value(indicator=indicator, fiscal_year=2025, value=70, by=planner)

    assert (row.doubts, row.confirmed_by, row.confirmed_at) == ([], None, None)


def test_another_odd_figure_is_asked_about_anew(confirmed, indicator, planner):
    with pytest.raises(NeedsConfirmation):
        record_value(indicator=indicator, fiscal_year=2025, value=601, by=planner)

    row, _what = record_value(indicator=indicator, fiscal_year=2025, value=601, by=planner, confirm=True)

    assert (row.doubts, row.confirmed_by) == (["jump"], planner)


def test_plain_sql_that_changes_the_figure_takes_the_confirmation_away(confirmed):
    YearlyValue.objects.filter(pk=confirmed.pk).update(value=502)

    row = YearlyValue.objects.get(pk=confirmed.pk)
    assert (row.doubts, row.confirmed_by, row.confirmed_at) == ([], None, None)


def test_a_figure_that_is_hidden_from_a_person_is_told_by_no_doubt(indicator, reporter, planner):
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=65, disclosure="planning")

    row, _what = record_value(indicator=indicator, fiscal_year=2025, value=501, by=reporter)

    assert row.doubts == []
    with pytest.raises(NeedsConfirmation):
        record_value(indicator=indicator, fiscal_year=2025, value=502, by=planner)


def test_the_year_after_is_asked_where_there_is_none_before(indicator, planner):
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=65)

    with pytest.raises(NeedsConfirmation, match="in FY2024"):
        record_value(indicator=indicator, fiscal_year=2023, value=650, by=planner)


def test_a_value_is_taken_back_by_who_may_record_it_and_the_history_keeps_it(indicator, reporter):
    row = YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=5)
    use = ValueEvidenceFactory(value=row, evidence__institution=indicator.institution)

    remove_value(indicator=indicator, fiscal_year=2025, by=reporter, version=1, reason="Wrong year")

    last = event_model(YearlyValue).objects.latest("pgh_id")
    assert YearlyValue.objects.count() == 0
    assert (last.pgh_label, last.value, last.pgh_context["user"], last.pgh_context["reason"]) == (
        "delete", 5, reporter.pk, "Wrong year",
    )  # fmt: skip
    assert use.evidence.value_uses.count() == 0


def test_a_value_of_another_version_or_of_no_row_is_not_taken_back(indicator, reporter):
    YearlyValueFactory(indicator=indicator, fiscal_year=2025)

    with pytest.raises(StaleVersion):
        remove_value(indicator=indicator, fiscal_year=2025, by=reporter, version=2)
    with pytest.raises(YearlyValue.DoesNotExist):
        remove_value(indicator=indicator, fiscal_year=2024, by=reporter)
    with pytest.raises(StaleVersion) as gone:
        remove_value(indicator=indicator, fiscal_year=2024, by=reporter, version=1)
    assert gone.value.current is None
    assert YearlyValue.objects.count() == 1


OUT_OF_PLACE = [
    ("ratio", {"text": "hello"}),
    ("ratio", {"dated": "2025-04-01"}),
    ("number", {"numerator": 1, "denominator": 2}),
    ("number", {"published": 3, "value": 1}),
    ("date", {"dated": "2025-04-01", "value": 3}),
    ("text", {"text": "hello", "value": 3}),
    ("yes_no", {"value": 5}),
]


@pytest.mark.parametrize(("kind", "figures"), OUT_OF_PLACE)
def test_the_database_refuses_a_figure_that_the_kind_does_not_have(kind, figures):
    indicator = IndicatorFactory(kind=kind)
    there = YearlyValueFactory(indicator=indicator, state="not_collected", value=None)
    figures = {"value": None} | figures

    with pytest.raises(IntegrityError, match="a figure that its indicator does not have"), transaction.atomic():
        YearlyValueFactory(indicator=indicator, fiscal_year=2020, **figures)
    with pytest.raises(IntegrityError, match="a figure that its indicator does not have"), transaction.atomic():
        YearlyValue.objects.filter(pk=there.pk).update(state="reported", **figures)


@pytest.mark.parametrize(
    ("constraint", "figures"),
    [
        ("ratio_has_both_parts_or_none", {"numerator": 5, "value": 30}),
        ("ratio_has_both_parts_or_none", {"denominator": 5, "value": 30}),
        (
            "figure_that_is_not_told_has_no_parts",
            {"numerator": 5, "denominator": 6, "value": None, "state": "withheld"},
        ),
    ],
)
def test_the_database_refuses_half_ratios_and_parts_of_what_is_not_told(constraint, figures):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        YearlyValueFactory(indicator=IndicatorFactory(kind="ratio"), **figures)


def test_an_indicator_does_not_become_of_a_kind_that_its_figures_are_not():
    indicator = YearlyValueFactory(indicator__kind="ratio", value=None, numerator=1, denominator=2).indicator
    indicator.kind = "number"

    with pytest.raises(ValidationError, match="cannot have"):
        indicator.full_clean()
    with pytest.raises(DatabaseError, match="does not have"), transaction.atomic():
        indicator.save()
    Indicator.objects.filter(pk=indicator.pk).update(name_en="Still a ratio")


@pytest.fixture
def before(db):
    """The tables as they were before anything was refused."""
    triggers = {
        "indicators_yearlyvalue": ("entered_fits_its_kind", "changed_fits_its_kind"),
        "indicators_indicator": ("keep_figures_fitting",),
    }
    with connection.cursor() as cursor:
        for name in ("ratio_has_both_parts_or_none", "figure_that_is_not_told_has_no_parts"):
            cursor.execute(f"ALTER TABLE indicators_yearlyvalue DROP CONSTRAINT {name}")
        for table, names in triggers.items():
            for name in names:
                cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"pgtrigger_{name}_%"])
                for (full,) in cursor.fetchall():
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {full}")


NOT_COLLECTED = ("not_collected", None, None, "numerator: 1; denominator: 4")


def repair():
    with connection.schema_editor() as editor:
        import_module("indicators.migrations.0012_repair_figures_of_another_kind").repair(apps, editor)


@pytest.mark.parametrize(
    ("kind", "stored", "becomes"),
    [
        ("ratio", {"text": "hello"}, ("cannot_compute", None, None, "text: hello")),
        ("ratio", {"dated": "2025-04-01", "note": "n"}, ("cannot_compute", None, None, "n; dated: 2025-04-01")),
        ("ratio", {"numerator": 5, "value": 30}, ("reported", 30, None, "numerator: 5")),
        ("ratio", {"numerator": 1, "denominator": 4}, ("reported", 25, 1, "")),
        (
            "ratio",
            {"numerator": 1, "denominator": 4, "state": "not_collected"},
            ("not_collected", None, None, "numerator: 1; denominator: 4"),
        ),
        ("ratio", {"numerator": 1, "denominator": 4, "state": "withheld"}, ("withheld", None, None, "")),
        ("number", {"numerator": 5, "value": 30}, ("reported", 30, None, "numerator: 5")),
        ("number", {"text": "hello"}, ("cannot_compute", None, None, "text: hello")),
        ("yes_no", {"value": 3}, ("reported", 1, None, "value: 3")),
        ("number", {"value": 3}, ("reported", 3, None, "")),
    ],
)
def test_figures_stored_out_of_place_move_to_the_note(before, kind, stored, becomes):
    row = YearlyValueFactory(indicator__kind=kind, indicator__unit_en="%", **({"value": None} | stored))
    ClosedYearFactory(institution=row.institution, fiscal_year=row.fiscal_year)

    repair()
    repair()

    row.refresh_from_db()
    assert (row.state, row.value, row.numerator, row.note) == becomes
    assert row.version == (1 if becomes[3] == stored.get("note", "") and stored.get("state") != "withheld" else 2)


def test_a_number_with_both_parts_is_a_ratio_and_keeps_them(before):
    row = YearlyValueFactory(indicator__unit_en="%", value=33, numerator=464, denominator=1445)

    repair()

    row.refresh_from_db()
    assert (row.indicator.kind, row.numerator, row.published, row.version) == ("ratio", 464, 33, 1)


def test_nobody_else_takes_a_value_back(indicator, viewer, stranger):
    elsewhere = MembershipFactory(institution=indicator.institution, role="evaluator").user
    YearlyValueFactory(indicator=indicator, fiscal_year=2025)

    for user in (viewer, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            remove_value(indicator=indicator, fiscal_year=2025, by=user)
    assert YearlyValue.objects.count() == 1
