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
from plans.database.history import event_model
from plans.editing.authors import authors
from plans.models import ClosedYear, Plan, Standard, Strategy

AT_MOST = 6
EVENTS_READ = 200  # of each kind; a step that reaches further back says "or more"


@dataclass
class Activity:
    """What one person (or nobody: the system) did on a day for a reason. `counts`: {model: how many rows}."""

    day: date
    context: dict
    last: datetime
    counts: dict = field(default_factory=dict)
    is_cut: bool = False
    who: str = ""

    @property
    def why(self):
        return self.context.get("reason", "")

    @property
    def kinds(self):
        """(what, how many) for each kind of row."""
        return [(model._meta.verbose_name_plural, len(rows)) for model, rows in self.counts.items()]


def latest_steps(institution, *, user, at_most=AT_MOST):
    """The newest steps of an institution, as far as the reader may see what they were about."""
    steps, zone = {}, ZoneInfo(institution.time_zone)
    for model, events in told(institution, user):
        newest = list(
            events.order_by("-pgh_id").values_list("pgh_obj_id", "pgh_created_at", "pgh_context")[:EVENTS_READ]
        )
        for number, (pk, when, context) in enumerate(newest, start=1):
            step = step_of(steps, when.astimezone(zone), context or {})
            step.counts.setdefault(model, set()).add(pk)
            step.is_cut |= number == EVENTS_READ
    return named(sorted(steps.values(), key=lambda step: step.last, reverse=True)[:at_most])


def named(steps):
    """The steps with what each person is called."""
    for step, who in zip(steps, authors(step.context for step in steps), strict=True):
        step.who = who
    return steps


def step_of(steps, when, context):
    key = when.date(), context.get("user_name", ""), context.get("reason", "")
    step = steps.setdefault(key, Activity(when.date(), context, when))
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
        (Plan, events(Plan).filter(pgh_obj_id__in=plans)),
        (ClosedYear, events(ClosedYear).filter(institution=institution.pk)),
    ]


def events(model):
    return event_model(model).objects
