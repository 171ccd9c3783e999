"""The offices of a measure as one thing that people edit: who leads and supports, how often that was changed, and since when."""

from dataclasses import dataclass, replace
from functools import cached_property

from measures.models import Measure, Responsibility
from plans.database.events import event_model, rows_after_each


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

    def match_rows(self, parts):
        """([(row, its columns)], [rows to take away]) for parts as `arrange_offices` takes them.

        An office that has the role already keeps its row, in whichever line it stands now, so that two may exchange their lines.
        """
        named = {row.pk: row for row in self.rows if row.pk in {pk for pk, _columns in parts}}
        held = {(row.office_id, row.role): row for row in named.values()}
        lines = [(pk, columns, held.get(key_of(columns))) for pk, columns in parts if columns is not None]
        free = {pk: row for pk, row in named.items() if row not in [row for _pk, _columns, row in lines]}
        is_moved = any(row is not None and row.pk != pk for pk, _columns, row in lines)
        kept = []
        for place, (pk, columns, row) in enumerate(lines):
            part = row or free.pop(pk, None) or Responsibility(measure=self.measure, order=place)
            kept.append((part, columns | {"order": place} if is_moved else columns))
        return kept, list(free.values())

    def versions(self):
        """[(the team at a version, the event that led to it)] from version 0, that of nobody, up to the present one."""
        return [
            (replace(self, rows=tuple(sorted(rows.values(), key=order_key)), version=number), event)
            for number, (rows, event) in enumerate(rows_after_each(events_of(self.measure)))
        ]


def events_of(measure):
    return event_model(Responsibility).objects.filter(measure=measure.pk)


def key_of(columns):
    return columns["office_id"], columns["role"]


def order_key(row):
    return row.order, row.pk
