"""How the steps of a measure stand on a day: done, late, next, planned, cancelled. Pure; a milestone is anything with its dates."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

WEEK, MONTH = 7, 30


class StepState(StrEnum):
    """How a step stands; `next` is the first one that lies ahead."""

    DONE = "done"
    LATE = "late"
    NEXT = "next"
    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, eq=False)
class TimelineStep:
    """A milestone as it stands on a day. `days_late`: days past its day, negative before it; None where it has no day."""

    milestone: object
    state: StepState
    days_late: int | None

    @property
    def day(self):
        """The day under which it is listed: when it is due, else when it was done or cancelled; None without any."""
        return self.milestone.due_on or self.milestone.done_on or self.milestone.cancelled_on

    @property
    def words(self):
        """How it stands, as a phrase in the active language."""
        return SAYS[self.state](self)


def steps(milestones, today: date) -> list[TimelineStep]:
    """The steps by their days, those without a day last."""
    dated = sorted(milestones, key=lambda m: (first_day(m) is None, first_day(m) or today, m.order, m.pk))
    ahead = (m for m in dated if is_open(m) and m.due_on is not None and m.due_on >= today)
    following = next(ahead, None)
    return [step(milestone, today, is_next=milestone is following) for milestone in dated]


def step(milestone, today: date, *, is_next=False) -> TimelineStep:
    state = state_of(milestone, today)
    judged_on = milestone.done_on or today
    late = None if milestone.due_on is None else (judged_on - milestone.due_on).days
    return TimelineStep(milestone, StepState.NEXT if is_next and state is StepState.PLANNED else state, late)


def state_of(milestone, today: date) -> StepState:
    if milestone.done_on is not None:
        return StepState.DONE
    if milestone.cancelled_on is not None:
        return StepState.CANCELLED
    is_late = milestone.due_on is not None and milestone.due_on < today
    return StepState.LATE if is_late else StepState.PLANNED


def is_open(milestone):
    return milestone.done_on is None and milestone.cancelled_on is None


def first_day(milestone):
    return milestone.due_on or milestone.done_on or milestone.cancelled_on


def step_counts(listed: list[TimelineStep]) -> dict[str, int]:
    """How many steps there are in `all`, how many are `done` and how many `late`; cancelled ones do not count."""
    states = Counter(step.state for step in listed)
    counted = sum(states.values()) - states[StepState.CANCELLED]
    return {"all": counted, "done": states[StepState.DONE], "late": states[StepState.LATE]}


def summary(listed: list[TimelineStep]) -> str:
    """How many of the steps are done and how many are late, in words."""
    counts = step_counts(listed)
    done = _("%(done)d of %(all)d done") % counts
    if not counts["late"]:
        return done
    return _("%(done)s, %(late)d late") % {"done": done, "late": counts["late"]}


def span_text(days: int) -> str:
    """A number of days as people say it: days, from two weeks on weeks, from two months on months."""
    if days < 2 * WEEK:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if days < 2 * MONTH:
        return ngettext("%(count)d week", "%(count)d weeks", days // WEEK) % {"count": days // WEEK}
    return ngettext("%(count)d month", "%(count)d months", days // MONTH) % {"count": days // MONTH}


def done_words(done: TimelineStep):
    day = date_format(done.milestone.done_on, "DATE_FORMAT")
    if done.days_late is None:
        return _("Done on %(day)s") % {"day": day}
    if done.days_late <= 0:
        return _("Done on time, %(day)s") % {"day": day}
    return _("Done %(span)s late, %(day)s") % {"span": span_text(done.days_late), "day": day}


def late_words(late: TimelineStep):
    return _("Overdue by %(span)s") % {"span": span_text(late.days_late)}


def next_words(following: TimelineStep):
    if following.days_late == 0:
        return _("Due today")
    return _("Due in %(span)s") % {"span": span_text(-following.days_late)}


def planned_words(planned: TimelineStep):
    return _("Planned, no date set") if planned.days_late is None else pgettext("milestone", "Planned")


def cancelled_words(cancelled: TimelineStep):
    return _("Cancelled on %(day)s") % {"day": date_format(cancelled.milestone.cancelled_on, "DATE_FORMAT")}


SAYS = {
    StepState.DONE: done_words,
    StepState.LATE: late_words,
    StepState.NEXT: next_words,
    StepState.PLANNED: planned_words,
    StepState.CANCELLED: cancelled_words,
}
