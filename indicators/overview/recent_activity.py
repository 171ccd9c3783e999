"""What was done lately in an institution: by whom, when and why, read from the newest events of the history.

    latest_steps(institution, user=request.user)

Everything that one person did on one day for one reason is one step. A fixed number of queries, each for a few newest rows.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from indicators.models import Commitment, Indicator, Target, YearlyValue
from measures.models import Measure, Milestone, ProgressReport
from plans.caching.rights import open_then_and_now
from plans.database.events import brief, event_model, of_rows, set_authors
from plans.models import ClosedYear, Plan, Standard, Strategy

AT_MOST = 6
EVENTS_READ = 200  # of each kind; a step that reaches further back says "or more"


@dataclass
class Activity:
    """What one person (or nobody: the system) did on a day for a reason. `counts`: {model: how many rows}."""

    day: date
    author_id: int | None
    user_name: str
    why: str
    last: datetime
    counts: dict = field(default_factory=dict)
    is_cut: bool = False
    who: str = ""

    @property
    def kinds(self):
        """(what, how many) for each kind of row."""
        return [(model._meta.verbose_name_plural, len(rows)) for model, rows in self.counts.items()]


def latest_steps(institution, *, user, at_most=AT_MOST):
    """The newest steps of an institution, as far as the reader may see what they were about."""
    steps, zone = {}, ZoneInfo(institution.time_zone)
    for model, events in told(institution, user):
        for number, event in enumerate(brief(events.order_by("-pk"))[:EVENTS_READ], start=1):
            step = step_of(steps, event, event.when.astimezone(zone))
            step.counts.setdefault(model, set()).add(event.row_id)
            step.is_cut |= number == EVENTS_READ
    return set_authors(sorted(steps.values(), key=lambda step: step.last, reverse=True)[:at_most])


def step_of(steps, event, when):
    key = when.date(), event.user_name, event.why
    step = steps.setdefault(key, Activity(when.date(), event.author_id, event.user_name, event.why, when))
    step.last = max(step.last, when)
    return step


def told(institution, user):
    """(model, events that the reader may know of) for every kind of row that is told."""
    plans = Plan.objects.visible_to(user).filter(institution=institution)
    commitments = Commitment.objects.visible_to(user).filter(standard__strategy__plan__in=plans)
    figures = {"institution": institution.pk, "indicator__in": Indicator.objects.visible_to(user)}
    reports = {"institution": institution.pk, "measure__standard__strategy__plan__in": plans}
    return [
        (YearlyValue, events(YearlyValue).filter(open_then_and_now(YearlyValue, user), **figures)),
        (Target, events(Target).filter(commitment__in=commitments)),
        (ProgressReport, events(ProgressReport).filter(open_then_and_now(ProgressReport, user), **reports)),
        (Milestone, events(Milestone).filter(measure__standard__strategy__plan__in=plans)),
        (Measure, events(Measure).filter(standard__strategy__plan__in=plans)),
        (Standard, events(Standard).filter(strategy__plan__in=plans)),
        (Strategy, events(Strategy).filter(plan__in=plans)),
        (Plan, events(Plan).filter(of_rows(plans))),
        (ClosedYear, events(ClosedYear).filter(institution=institution.pk)),
    ]


def events(model):
    return event_model(model).objects
