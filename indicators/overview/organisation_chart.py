"""The chart of an institution's offices on a day: a tree, with what each office leads and owns. Few queries, whatever its size."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from indicators.loading.commitments import by_id
from indicators.loading.lines import in_order
from indicators.models import Indicator, IndicatorStatus
from measures.models import DROPPED, Responsibility, ResponsibilityRole
from plans.models import Office, OfficeAdministration


@dataclass(eq=False)
class ChartedOffice:
    """An office in the chart, with those below it. `level` is 1 at the top; `measures` it leads, `indicators` it owns."""

    office: Office
    level: int
    is_ended: bool
    branches: list["ChartedOffice"] = field(default_factory=list)
    administers: list[Office] = field(default_factory=list)
    administered_by: list[Office] = field(default_factory=list)
    measures: int = 0
    indicators: int = 0

    @property
    def is_open(self):
        """Whether the offices below are shown at once: down to the third level."""
        return self.level <= 2

    @property
    def size(self):
        """How many offices stand below, on all levels."""
        return sum(1 + branch.size for branch in self.branches)


@dataclass(frozen=True, eq=False)
class Executive:
    """A person in charge: (office, number of measures) of those that answer to the person."""

    person: str
    offices: list


class Chart:
    """An institution's offices on a day: those in force, and greyed those that had ended. What begins later is left out.

    `as_of`: whose records are read; what the offices lead and own is told of today only.
    """

    def __init__(self, as_of, day: date | None = None, *, user=None):
        self.as_of, self.day, self.user = as_of, day or as_of.today, user
        self.institution = as_of.institution
        self.offices = by_id(in_order(as_of.rows(Office, institution=self.institution.pk)))
        for office in self.offices.values():
            office.institution = self.institution
            office.parent = self.offices.get(office.parent_id)
            office.successor = self.offices.get(office.successor_id)
        self.shown = {pk: office for pk, office in self.offices.items() if not begins_after(office, self.day)}
        self.branches = {}
        self.roots = self._roots()

    def _roots(self):
        """The offices that stand under none; a ring of offices under each other is opened at its first."""
        below = defaultdict(list)
        for office in self.shown.values():
            below[office.parent_id if office.parent_id in self.shown else None].append(office)
        roots = [self._grown(office, below) for office in below[None]]
        rings = (office for office in self.shown.values() if office.pk not in self.branches)
        return [*roots, *(self._grown(office, below) for office in rings if office.pk not in self.branches)]

    def _grown(self, root, below):
        """The branch of an office with all below it, level by level."""
        first = self._branch(root, 1)
        growing = [first]
        while growing:
            branch = growing.pop(0)
            for office in below[branch.office.pk]:
                if office.pk not in self.branches:
                    branch.branches.append(self._branch(office, branch.level + 1))
            growing += branch.branches
        return first

    def _branch(self, office, level):
        ended = office.valid_to is not None and office.valid_to < self.day
        return self.branches.setdefault(office.pk, ChartedOffice(office, level, ended))

    def add_relations(self):
        """Say of each branch whom it administers and by whom it is administered."""
        both = {"office__in": list(self.shown), "administered__in": list(self.shown)}
        for row in self.as_of.rows(OfficeAdministration, **both):
            self.branches[row.office_id].administers.append(self.shown[row.administered_id])
            self.branches[row.administered_id].administered_by.append(self.shown[row.office_id])

    def add_counts(self):
        """Count for each branch the measures that it leads and the indicators that it owns, as far as the reader sees them."""
        led = Responsibility.objects.visible_to(self.user).filter(role=ResponsibilityRole.LEAD)
        led = led.exclude(measure__status__in=DROPPED)
        owned = Indicator.objects.visible_to(self.user).filter(status=IndicatorStatus.ACTIVE)
        for name, rows in (("measures", led), ("indicators", owned)):
            counted = rows.filter(office__in=list(self.shown)).order_by().values_list("office").annotate(Count("pk"))
            for pk, count in counted:
                setattr(self.branches[pk], name, count)

    def executives(self):
        """The persons in charge of measures, each with the offices that lead them."""
        rows = Responsibility.objects.visible_to(self.user).filter(role=ResponsibilityRole.EXECUTIVE)
        rows = rows.filter(office__in=list(self.shown)).exclude(person="").exclude(measure__status__in=DROPPED)
        found = defaultdict(list)
        counted = rows.order_by("person", "office__order", "office").values_list("person", "office")
        for person, office, count in counted.annotate(Count("pk")):
            found[person].append((self.shown[office], count))
        return [Executive(person, offices) for person, offices in found.items()]

    def above(self, office):
        """The offices above an office, from the top down."""
        path, seen = [], {office.pk}
        step = self.offices.get(office.parent_id)
        while step is not None and step.pk not in seen:
            path.insert(0, step)
            seen.add(step.pk)
            step = self.offices.get(step.parent_id)
        return path

    def beside(self, office):
        """The offices under the same one, itself among them; none beside one that stands under none."""
        if office.parent_id not in self.branches:
            return []
        return [branch.office for branch in self.branches[office.parent_id].branches]

    def below(self, office):
        """The branches right below an office."""
        return self.branches[office.pk].branches if office.pk in self.branches else []

    def before(self, office):
        """The offices whose successor it is."""
        return [row for row in self.offices.values() if row.successor_id == office.pk]


def begins_after(office, day):
    return office.valid_from is not None and office.valid_from > day
