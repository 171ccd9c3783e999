"""When a figure is asked for, and why there is none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from indicators.readings.statuses import Status
from indicators.readings.terms import Actual
from indicators.readings.wording.explanations import explain
from tests.indicators.readings.plain_readings import LATE_TARGET, RISING, expected_number, read, terms

ASKED = replace(LATE_TARGET, months_to_report=2)


@pytest.mark.parametrize("state", ["not_collected", "cannot_compute", "withheld"])
def test_a_missing_figure_says_why(state):
    reading = read(LATE_TARGET, 2023, Actual(state=state))

    assert (reading.status, reading.reason, reading.figures.state) == (Status.NO_DATA, state, state)


@pytest.mark.parametrize(
    ("today", "due_on", "reason"),
    [
        (date(2024, 5, 31), None, "not_yet_due"),
        (date(2024, 6, 1), None, "overdue"),
        (date(2024, 5, 29), date(2024, 5, 29), "not_yet_due"),
        (date(2024, 5, 30), date(2024, 5, 29), "overdue"),
        (None, date(2024, 5, 29), "not_yet_due"),
    ],
)
def test_a_missing_row_is_overdue_the_day_after_it_was_due(today, due_on, reason):
    reading = read(ASKED, 2023, today=today, due_on=due_on)

    assert (reading.status, reading.reason, reading.figures.state) == (Status.NO_DATA, reason, reason)


@pytest.mark.parametrize(
    ("months", "today", "due"),
    [(0, date(2024, 3, 31), date(2024, 3, 31)), (3, date(2024, 6, 30), date(2024, 6, 30))],
)
def test_the_institution_says_how_long_after_the_year_a_figure_is_due(months, today, due):
    what = replace(LATE_TARGET, months_to_report=months)

    assert read(what, 2023, today=today).figures.due_day(2023) == due
    assert read(what, 2023, today=today).reason == "not_yet_due"
    assert read(what, 2023, today=today + timedelta(days=1)).reason == "overdue"


@pytest.mark.parametrize(
    ("today", "reason", "is_to_come"),
    [
        (None, "not_entered", True),
        (date(2024, 3, 31), "not_entered", True),
        (date(2024, 4, 1), "not_published", False),
        (date(2034, 4, 1), "not_published", False),
    ],
)
def test_where_nobody_asks_a_figure_is_never_late(today, reason, is_to_come):
    reading = read(LATE_TARGET, 2023, today=today)

    assert (reading.status, reading.reason, reading.figures.state) == (Status.NO_DATA, reason, reason)
    assert (reading.is_to_come, reading.is_late, reading.figures.due_day(2023)) == (is_to_come, False, None)
    assert explain(reading).long


def test_a_request_asks_also_where_the_institution_does_not():
    reading = read(LATE_TARGET, 2023, today=date(2024, 5, 30), due_on=date(2024, 5, 29))

    assert (reading.reason, reading.is_late) == ("overdue", True)


@pytest.mark.parametrize(("what", "reason"), [(ASKED, "closed_unanswered"), (LATE_TARGET, "not_published")])
def test_a_closed_year_without_an_answer_was_not_answered_only_if_somebody_was_asked(what, reason):
    reading = read(what, 2023, today=date(2025, 1, 1), closings={2023: date(2024, 9, 30)})

    assert (reading.reason, reading.is_late) == (reason, reason == "closed_unanswered")
    assert reading.sort_key[0] == (2 if reading.is_late else 4)


@pytest.mark.parametrize("trajectory", ["none", "line", "steps"])
@pytest.mark.parametrize("comparator", ["at_least", "maintain"])
def test_nothing_is_asked_after_the_last_target(trajectory, comparator):
    what = terms(comparator, {2023: 30}, trajectory=trajectory, months_to_report=2)
    silent = read(what, 2025, today=date(2034, 1, 1))

    assert (silent.status, silent.reason, silent.expectation, silent.figures.due_day(2025)) == (
        Status.NOT_JUDGED, "not_asked", None, None,
    )  # fmt: skip
    assert read(what, 2025, 20).expectation.number == 30
    assert read(what, 2025, 20).expectation.basis == "after"
    asked = read(what, 2025, today=date(2034, 1, 1), due_on=date(2026, 5, 31))
    assert (asked.status, asked.reason, expected_number(asked)) == (Status.NO_DATA, "overdue", 30)


@pytest.mark.parametrize("state", ["not_collected", "cannot_compute", "withheld"])
def test_an_answer_without_a_figure_expects_nothing_after_the_last_target(state):
    reading = read(ASKED, 2025, Actual(state=state))

    assert (reading.status, reading.reason, reading.expectation) == (Status.NO_DATA, state, None)


def test_a_year_without_row_and_promise_is_not_judged():
    for year, today in ((2020, date(2024, 1, 1)), (2022, date(2024, 1, 1)), (2022, None)):
        reading = read(ASKED, year, today=today)
        assert (reading.status, reading.reason) == (Status.NOT_JUDGED, "not_asked")


@pytest.mark.parametrize("withdrawn", ["cancelled", "merged"])
def test_nothing_is_asked_of_what_is_no_longer_pursued(withdrawn):
    for what in (replace(ASKED, withdrawn=withdrawn), replace(RISING, months_to_report=2, withdrawn=withdrawn)):
        silent = read(what, 2023, today=date(2034, 1, 1))

        assert (silent.figures.state, silent.figures.due_day(2023), silent.status, silent.reason) == (
            "not_asked", None, Status.NOT_JUDGED, withdrawn,
        )  # fmt: skip


def test_the_baseline_year_and_years_before_the_plan_are_not_asked_for():
    what = replace(RISING, months_to_report=2, plan_starts=2023)

    assert [read(what, year, today=date(2034, 1, 1)).figures.state for year in (2020, 2021, 2022, 2023)] == [
        "not_asked", "not_asked", "not_asked", "overdue",
    ]  # fmt: skip


def test_a_total_needs_each_year_from_the_plans_first_to_its_last_target():
    what = terms(targets={2025: 60}, promise="total", plan_starts=2022, months_to_report=2)
    states = [read(what, year, today=date(2034, 1, 1)).figures.state for year in range(2021, 2028)]

    assert states == ["not_asked", *["overdue"] * 4, "not_asked", "not_asked"]
    assert read(what, 2027, today=date(2034, 1, 1)).status is Status.NOT_JUDGED
