from datetime import date, timedelta

import pytest

from measures.models import Milestone
from measures.timeline import StepState, span_text, steps, summary

TODAY = date(2026, 5, 15)
DAY = timedelta(days=1)


def milestone(due=None, **dates):
    return Milestone(name_en="Step", due_on=due, **dates)


def says(*milestones):
    return [(step.state, step.words) for step in steps(milestones, TODAY)]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (milestone(TODAY, done_on=TODAY), (StepState.DONE, "Done on time, 15 May 2026")),
        (milestone(TODAY - 6 * DAY, done_on=TODAY), (StepState.DONE, "Done 6 days late, 15 May 2026")),
        (milestone(None, done_on=TODAY), (StepState.DONE, "Done on 15 May 2026")),
        (milestone(TODAY - DAY), (StepState.LATE, "Overdue by 1 day")),
        (milestone(TODAY), (StepState.NEXT, "Due today")),
        (milestone(TODAY + 20 * DAY), (StepState.NEXT, "Due in 2 weeks")),
        (milestone(TODAY - DAY, cancelled_on=TODAY), (StepState.CANCELLED, "Cancelled on 15 May 2026")),
        (milestone(None), (StepState.PLANNED, "Planned, no date set")),
    ],
)
def test_a_step_says_how_it_stands(step, words):
    assert says(step) == [words]


def test_only_the_first_step_ahead_is_the_next_one():
    ahead = [milestone(TODAY + 100 * DAY), milestone(TODAY + 50 * DAY), milestone(TODAY + 70 * DAY, done_on=TODAY)]

    assert [state for state, words in says(*ahead)] == [StepState.NEXT, StepState.DONE, StepState.PLANNED]


def test_steps_without_a_day_come_last():
    undated, dated = milestone(None), milestone(TODAY)

    assert [step.milestone for step in steps([undated, dated], TODAY)] == [dated, undated]


def test_the_summary_leaves_cancelled_steps_out():
    listed = [milestone(TODAY, done_on=TODAY), milestone(TODAY - DAY), milestone(TODAY, cancelled_on=TODAY)]

    assert summary(steps(listed, TODAY)) == "1 of 2 done, 1 late"
    assert summary(steps(listed[:1], TODAY)) == "1 of 1 done"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "0 days"), (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (59, "8 weeks"), (60, "2 months")],
)
def test_days_are_said_as_people_say_them(days, words):
    assert span_text(days) == words
