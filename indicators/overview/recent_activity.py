"""Recent activity in an institution: by whom, when and why, read from the newest events of the history.

All that one person did on one day for one reason is one activity. A fixed number of queries, each for a few newest rows.
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
EVENTS_READ = 200  # of each kind; an activity that reaches further back says "or more"


@dataclass
class Activity:
    """What one person (or the system) did on a day for a reason. `counts`: {model: ids of rows}; `is_cut`: there may be more."""

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
        """[(name of the kind, number)]."""
        return [(model._meta.verbose_name_plural, len(rows)) for model, rows in self.counts.items()]


def recent_activity(institution, *, user, at_most=AT_MOST):
    activities, zone = {}, ZoneInfo(institution.time_zone)
    for model, events in visible_events(institution, user):
        for number, event in enumerate(brief(events.order_by("-pk"))[:EVENTS_READ], start=1):
            activity = activity_of(activities, event, event.when.astimezone(zone))
            activity.counts.setdefault(model, set()).add(event.row_id)
            activity.is_cut |= number == EVENTS_READ
    return set_authors(sorted(activities.values(), key=lambda activity: activity.last, reverse=True)[:at_most])


def activity_of(activities, event, when):
    key = when.date(), event.user_name, event.why
    activity = activities.setdefault(key, Activity(when.date(), event.author_id, event.user_name, event.why, when))
    activity.last = max(activity.last, when)
    return activity


def visible_events(institution, user):
    """[(model, its events that the reader may see)]."""
    plans = Plan.objects.visible_to(user).filter(institution=institution)
    commitments = Commitment.objects.visible_to(user).filter(standard__strategy__plan__in=plans)
    figures = {"institution": institution.pk, "indicator__in": Indicator.objects.visible_to(user)}
    reports = {"institution": institution.pk, "measure__standard__strategy__plan__in": plans}
    return [
        (YearlyValue, events_of(YearlyValue).filter(open_then_and_now(YearlyValue, user), **figures)),
        (Target, events_of(Target).filter(commitment__in=commitments)),
        (ProgressReport, events_of(ProgressReport).filter(open_then_and_now(ProgressReport, user), **reports)),
        (Milestone, events_of(Milestone).filter(measure__standard__strategy__plan__in=plans)),
        (Measure, events_of(Measure).filter(standard__strategy__plan__in=plans)),
        (Standard, events_of(Standard).filter(strategy__plan__in=plans)),
        (Strategy, events_of(Strategy).filter(plan__in=plans)),
        (Plan, events_of(Plan).filter(of_rows(plans))),
        (ClosedYear, events_of(ClosedYear).filter(institution=institution.pk)),
    ]


def events_of(model):
    return event_model(model).objects
