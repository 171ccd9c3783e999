"""What is said where a value changed, was removed or closed meanwhile, and where it is taken back."""

import pytest

from indicators.entry.actions import record_value
from indicators.models import YearlyValue
from plans.database.events import event_model
from plans.models import ClosedYear
from tests.editing import fields_of, opened
from tests.factories import (
    ClosedYearFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import value_form
from tests.pages import words

pytestmark = pytest.mark.django_db


def test_a_value_changed_meanwhile_is_shown_beside_what_was_written(client, indicator, reporter, planner):
    row = YearlyValueFactory(indicator=indicator, value=10, note="old")
    form = opened(client, reporter, value_form(indicator))
    record_value(indicator=indicator, fiscal_year=2025, value=12, note="theirs", by=planner, reason="Recount")

    conflict = client.post(value_form(indicator), form | {"value": "11"})
    stored = client.post(value_form(indicator), fields_of(conflict))

    row.refresh_from_db()
    assert conflict.status_code == 409
    assert "When you began 10 Now 12 You wrote 11" in words(conflict)
    assert f"changed by {planner.username}" in words(conflict)
    assert (stored.status_code, row.value, row.note) == (302, 11, "theirs")


def test_a_value_first_entered_meanwhile_is_shown_beside_what_was_written(client, indicator, reporter, planner):
    form = opened(client, reporter, value_form(indicator))
    record_value(indicator=indicator, fiscal_year=2025, value=12, note="theirs", by=planner)

    conflict = client.post(value_form(indicator), form | {"value": "11"})

    assert conflict.status_code == 409
    assert "When you began – Now 12 You wrote 11" in words(conflict)
    assert fields_of(conflict)["note"] == "theirs"
    assert YearlyValue.objects.get().value == 12


def test_a_value_removed_meanwhile_can_be_entered_anew(client, indicator, reporter):
    row = YearlyValueFactory(indicator=indicator, value=10)
    form = opened(client, reporter, value_form(indicator))
    row.delete()

    conflict = client.post(value_form(indicator), form | {"value": "11"})
    client.post(value_form(indicator), fields_of(conflict))

    assert conflict.status_code == 409
    assert "Someone removed this while you were editing." in words(conflict)
    assert YearlyValue.objects.get().value == 11


def test_a_closed_year_says_so_and_stays_as_it_is(client, indicator, reporter):
    YearlyValueFactory(indicator=indicator, value=10)
    form = opened(client, reporter, value_form(indicator))
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2025)

    answers = client.get(value_form(indicator)), client.post(value_form(indicator), form | {"value": "11"})

    assert [answer.status_code for answer in answers] == [423, 423]
    assert "FY2025 is closed. Ask the planning office to reopen it." in words(answers[0])
    assert YearlyValue.objects.get().value == 10


def test_a_year_closed_while_the_form_is_stored_is_said_in_words(client, indicator, reporter, monkeypatch):
    form = opened(client, reporter, value_form(indicator))
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2025)
    monkeypatch.setattr("indicators.entry.value_views.lock_of_year", lambda institution, fiscal_year, row: "")

    answer = client.post(value_form(indicator), form | {"value": "11"})

    assert answer.status_code == 423
    assert "FY2025 is closed. Ask the planning office to reopen it. Nothing was saved." in words(answer)
    assert ClosedYear.objects.count() == 1


def test_a_value_is_taken_back_with_a_reason(client, indicator, reporter):
    YearlyValueFactory(indicator=indicator, value=10)
    form = opened(client, reporter, value_form(indicator))

    answer = client.post(value_form(indicator), form | {"remove": "1", "change_reason": "Wrong year"})

    last = event_model(YearlyValue).objects.latest("pgh_id")
    assert (answer.status_code, YearlyValue.objects.count()) == (302, 0)
    assert (last.pgh_label, last.pgh_context["user"], last.pgh_context["reason"]) == (
        "delete",
        reporter.pk,
        "Wrong year",
    )


def test_a_value_that_somebody_changed_is_not_taken_back(client, indicator, reporter, planner):
    YearlyValueFactory(indicator=indicator, value=10)
    form = opened(client, reporter, value_form(indicator))
    record_value(indicator=indicator, fiscal_year=2025, value=12, by=planner)

    answer = client.post(value_form(indicator), form | {"remove": "1"})

    assert (answer.status_code, YearlyValue.objects.get().value) == (409, 12)


def test_where_nothing_was_entered_there_is_nothing_to_take_back(client, indicator, planner):
    client.force_login(planner)

    assert 'name="remove"' not in client.get(value_form(indicator)).content.decode()
