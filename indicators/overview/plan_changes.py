"""What changed in a plan's texts and targets since it was entered, read from the events that the database wrote.

    changes_of_plan(plan, card.lines, user=request.user)

A fixed number of queries, whatever the length of the history. What was added on the day on which the plan itself was entered
is its first wording, not a change.
"""

from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import F, Q, Window
from django.db.models.functions import Lag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.loading.value_text import target_text
from indicators.models import Target
from measures.models import Measure, MeasureStatus
from plans.caching.rights import reads_plan
from plans.database.events import ADDED, CHANGED, DELETED, ROW, Event, after, event_model, set_authors, until
from plans.fiscal_years import fiscal_year_label
from plans.levels import level_names
from plans.models import Objective, Plan, PlanState, Standard, Strategy

AT_MOST = 6
TEXTS = {
    "name": gettext_lazy("name"),
    "text": pgettext_lazy("objective", "text"),
    "vision": gettext_lazy("vision"),
    "description": gettext_lazy("description"),
}
STATES = {Plan: ("state", PlanState), Measure: ("status", MeasureStatus)}
NUMBERS = ("value", "low", "high", "due_on", "grade_id", "printed")


@dataclass(frozen=True)
class PlanChange:
    """`before` or `after` may be empty; `place`: the fragment of the plan page, empty for none."""

    what: str
    before: str
    after: str
    event: Event
    why: str
    place: str = ""

    @property
    def when(self):
        return self.event.when

    @property
    def who(self):
        return self.event.who


def changes_of_plan(plan, lines, *, user, moment=None, at_most=AT_MOST):
    """Newest first. `lines`: readings of the commitments whose targets the reader may see.

    `moment`: leave out what was recorded later. What was written while the plan was closed to the user is left out, too.
    """
    history = PlanHistory(plan, user, moment, at_most)
    found = [*history.plan_changes(), *history.level_changes(), *history.target_changes(lines)]
    last = sorted(found, key=lambda change: change.when, reverse=True)[:at_most]
    set_authors(change.event for change in last)
    return last


class PlanHistory:
    """The events of one plan and its levels, up to a moment."""

    def __init__(self, plan, user, moment, at_most):
        self.plan, self.moment, self.at_most = plan, moment, at_most
        self.names = level_names(plan) | {"plan": _("Plan"), "objective": _("Objective")}
        self.own = list(plan.events.filter(until(moment)).order_by("pk"))
        self.first_day_ends = self._first_day_ends()
        self._leave_out_what_was_closed_to(user)

    def events(self, model, **conditions):
        return event_model(model).objects.filter(until(self.moment), **conditions)

    def _first_day_ends(self):
        zone = ZoneInfo(self.plan.institution.time_zone)
        begun = (self.own[0].when if self.own else self.plan.created_at).astimezone(zone)
        return datetime.combine(begun.date(), time.max, zone)

    def _leave_out_what_was_closed_to(self, user):
        """`own`: the plan's events since it was last opened to the user; `since`: Q for what was recorded after that."""
        closed = [number for number, event in enumerate(self.own, start=1) if not reads_plan(user, event)]
        self.own = self.own[max(closed, default=0) :]
        self.since = after(self.own[0].when) if closed and self.own else Q()

    def plan_changes(self):
        for earlier, later in pairwise(self.own):
            yield from self.differences(later, earlier.row)

    def level_changes(self):
        strategies = self.events(Strategy, plan=self.plan.pk)
        standards = self.events(Standard, strategy__in=strategies.values(ROW))
        measures = self.events(Measure, standard__in=standards.values(ROW))
        objectives = self.events(Objective, plan=self.plan.pk)
        levels = {Objective: objectives, Strategy: strategies, Standard: standards, Measure: measures}
        for model, events in levels.items():
            for event in self.changing_events(model, events):
                yield from self.changes_of_event(event)

    def changing_events(self, model, events):
        """The newest events after the first day that changed something, with the columns before as `before_…`."""
        before = {f"before_{name}": lag(name) for name in columns(model)}
        differs = Q()
        for name in columns(model):
            differs |= ~Q(**{name: F(f"before_{name}")})
        added_or_removed = (ADDED | DELETED) & after(self.first_day_ends) & self.since
        changed = CHANGED & differs & self.since  # in one condition, so that the window sees what was before
        events = events.annotate(**before).filter(changed | added_or_removed)
        return events.order_by("-pk")[: self.at_most]

    def changes_of_event(self, event):
        row = event.row
        if event.what == "update":
            then = type(row)(**{name: getattr(event, f"before_{name}") for name in columns(type(row))})
            yield from self.differences(event, then)
        elif event.is_deletion:
            what = _("%(level)s removed") % {"level": self.level(type(row))}
            yield self.build_change(event, what, title(row), "")
        else:
            what = _("%(level)s added") % {"level": self.level(type(row))}
            yield self.build_change(event, what, "", title(row), place_of(row))

    def differences(self, event, then):
        """One change for each text or state that differs from the row as it was before the event."""
        row, model = event.row, type(then)
        place = place_of(row)
        for name, label in TEXTS.items():
            if hasattr(model, name) and getattr(row, name) != getattr(then, name):
                words = {"level": self.level(model), "code": getattr(row, "code", ""), "text": label}
                what = _("%(level)s %(code)s: %(text)s") if words["code"] else _("%(level)s: %(text)s")
                yield self.build_change(event, what % words, getattr(then, name), getattr(row, name), place)
        column, words = STATES.get(model, ("", None))
        if column and getattr(row, column) != getattr(then, column):
            before, after = (str(words(getattr(one, column)).label) for one in (then, row))
            yield self.build_change(event, f"{self.level(model)} {title(row)}", before, after, place)

    def level(self, model):
        return self.names[model._meta.model_name]

    def target_changes(self, lines):
        by_id = {line.commitment.pk: line for line in lines}
        events = self.events(Target, commitment__in=list(by_id), superseded_at=None).exclude(DELETED)
        events = events.select_related("grade").order_by("-pk")
        newest = list(events.filter(self.since, after(self.first_day_ends))[: 2 * self.at_most])
        earlier = list(events.filter(commitment__in={event.commitment_id for event in newest}))
        for event in newest:
            before = next((row for row in earlier if is_before(row, event)), None)
            if before is None or numbers(before) != numbers(event):
                yield self.target_change(by_id[event.commitment_id], event, before)

    def target_change(self, line, event, before):
        words = {"year": fiscal_year_label(event.fiscal_year), "indicator": line.indicator.name}
        what = _("Target %(year)s, %(indicator)s") % words
        place = f"standard-{line.standard.pk}" if line.measure is None else f"measure-{line.measure.pk}"
        said = ["" if row is None else target_text(row, line.indicator) for row in (before, event)]
        return self.build_change(event, what, *said, place, why=event.reason)

    def build_change(self, event, what, before, after, place="", why=""):
        return PlanChange(what, before, after, event, why or event.why, place)


def title(row):
    return " ".join(filter(None, [getattr(row, "code", ""), str(row)]))


def place_of(row):
    return "" if isinstance(row, Plan | Objective) else f"{row._meta.model_name}-{row.pk}"


def columns(model):
    """The columns whose changes are listed: texts in both languages, and states."""
    texts = [f"{name}_{language}" for name in TEXTS if hasattr(model, name) for language in ("ja", "en")]
    return [*texts, STATES[model][0]] if model in STATES else texts


def lag(column):
    return Window(Lag(column), partition_by=[F(ROW)], order_by="pk")


def is_before(row, event):
    """Whether an event of a target came before another one for the same year of the same commitment."""
    same = (row.commitment_id, row.fiscal_year) == (event.commitment_id, event.fiscal_year)
    return same and row.pk < event.pk


def numbers(target):
    return [getattr(target, name) for name in NUMBERS]
