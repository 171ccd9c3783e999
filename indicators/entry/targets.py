"""The target of a commitment in one fiscal year as one thing that people edit: what is in force, and every decision so far."""

from dataclasses import dataclass, replace

from indicators.models import Commitment, Comparator, Kind, Target
from plans.database.events import event_model, rows_after_each

FIGURES_OF = {Kind.DATE: ("due_on",), Kind.YES_NO: ("value", "due_on"), Kind.GRADE: ("grade",), Kind.TEXT: ()}


def figures_of(commitment):
    """The columns that hold the number of a commitment's targets."""
    if commitment.compared_by == Comparator.RANGE:
        return ("low", "high")
    return FIGURES_OF.get(commitment.indicator.kind, ("value",))


@dataclass(frozen=True, eq=False)
class Aim:
    """What a commitment aims at in a year; `target`: the row in force, None without. `version`: how many changes there were."""

    commitment: Commitment
    fiscal_year: int
    target: Target | None
    version: int

    @property
    def pk(self):
        return self.commitment.pk

    @classmethod
    def of(cls, commitment, fiscal_year):
        """The aim as it is now."""
        targets = Target.objects.current().filter(commitment=commitment, fiscal_year=fiscal_year)
        target = targets.select_related("grade", "approved_by").first()
        return cls(commitment, fiscal_year, target, events_of(commitment, fiscal_year).count())

    def versions(self):
        """[(the aim at a version, the event that led to it)] from version 0, that of no target, up to the present one."""
        return [
            (replace(self, target=in_force(rows), version=number), event)
            for number, (rows, event) in enumerate(rows_after_each(events_of(self.commitment, self.fiscal_year)))
        ]


def events_of(commitment, fiscal_year):
    return event_model(Target).objects.filter(commitment=commitment.pk, fiscal_year=fiscal_year)


def in_force(rows):
    """The newest of some targets by their ids that is not superseded; None without one."""
    current = [row for row in rows.values() if row.superseded_at is None]
    return max(current, key=lambda row: row.pk, default=None)
