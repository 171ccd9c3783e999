"""The offices of a measure as one thing that people edit: who leads and supports, how often that was changed, and since when."""

from dataclasses import dataclass, replace
from functools import cached_property

from measures.models import Measure, Responsibility
from plans.history import as_row, event_model


@dataclass(frozen=True, eq=False)
class Team:
    """The responsibilities of a measure, in order. `version`: how many changes of them the history holds."""

    measure: Measure
    rows: tuple[Responsibility, ...]
    version: int

    @cached_property
    def pk(self):
        return self.measure.pk

    @classmethod
    def of(cls, measure):
        """The team as it is now."""
        rows = Responsibility.objects.filter(measure=measure).select_related("office").order_by("order", "pk")
        return cls(measure, tuple(rows), events_of(measure).count())


def events_of(measure):
    return event_model(Responsibility).objects.filter(measure=measure.pk).order_by("pgh_id")


def versions_since(team, seen):
    """[(team at a version, the event that led to it)] from the version that was seen on; empty for an unknown version."""
    if not 0 <= seen <= team.version:
        return []
    versions, rows = [(replace(team, rows=(), version=0), None)], {}
    for number, event in enumerate(events_of(team.measure), start=1):
        rows.pop(event.pgh_obj_id, None)
        if event.pgh_label != "delete":
            rows[event.pgh_obj_id] = as_row(Responsibility, event)
        versions.append((replace(team, rows=tuple(sorted(rows.values(), key=place)), version=number), event))
    return versions[seen:]


def place(row):
    return row.order, row.pk
