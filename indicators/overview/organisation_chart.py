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
    """`level` is 1 at the top; `measures`: how many it leads, `indicators`: how many it owns."""

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
        """Whether the offices below are unfolded: down to the third level."""
        return self.level <= 2

    @property
    def size(self):
        return sum(1 + branch.size for branch in self.branches)


@dataclass(frozen=True, eq=False)
class Executive:
    """A person in charge; `offices`: [(office, number of measures)]."""

    person: str
    offices: list


class OrganisationChart:
    """An institution's offices on a day: those in force, and greyed those that had ended. Later ones are left out.

    `as_of`: whose records are read; what the offices lead and own is counted for today only.
    """

    def __init__(self, as_of, day: date | None = None, *, user=None):
        self.as_of, self.day, self.user = as_of, day or as_of.today, user
        self.institution = as_of.institution
        self.offices = by_id(in_order(as_of.rows(Office, institution=self.institution.pk)))
        for office in self.offices.values():
            office.institution = self.institution
            office.parent = self.offices.get(office.parent_id)
            office.successor = self.offices.get(office.successor_id)
        self.visible_offices = {pk: office for pk, office in self.offices.items() if not begins_after(office, self.day)}
        self.branches = {}
        self.roots = self._build_roots()

    def _build_roots(self):
        """The offices without one above; a ring of offices under each other begins at its first."""
        below = defaultdict(list)
        for office in self.visible_offices.values():
            below[office.parent_id if office.parent_id in self.visible_offices else None].append(office)
        roots = [self._grow_branch(office, below) for office in below[None]]
        rings = (office for office in self.visible_offices.values() if office.pk not in self.branches)
        return [*roots, *(self._grow_branch(office, below) for office in rings if office.pk not in self.branches)]

    def _grow_branch(self, root, below):
        first = self._add_branch(root, 1)
        growing = [first]
        while growing:
            branch = growing.pop(0)
            for office in below[branch.office.pk]:
                if office.pk not in self.branches:
                    branch.branches.append(self._add_branch(office, branch.level + 1))
            growing += branch.branches
        return first

    def _add_branch(self, office, level):
        ended = office.valid_to is not None and office.valid_to < self.day
        return self.branches.setdefault(office.pk, ChartedOffice(office, level, ended))

    def add_relations(self):
        """Fill in `administers` and `administered_by`."""
        both = {"office__in": list(self.visible_offices), "administered__in": list(self.visible_offices)}
        for row in self.as_of.rows(OfficeAdministration, **both):
            self.branches[row.office_id].administers.append(self.visible_offices[row.administered_id])
            self.branches[row.administered_id].administered_by.append(self.visible_offices[row.office_id])

    def add_counts(self):
        """Fill in `measures` and `indicators`, as far as the reader may see them."""
        led = Responsibility.objects.visible_to(self.user).filter(role=ResponsibilityRole.LEAD)
        led = led.exclude(measure__status__in=DROPPED)
        owned = Indicator.objects.visible_to(self.user).filter(status=IndicatorStatus.ACTIVE)
        for name, rows in (("measures", led), ("indicators", owned)):
            counted = (
                rows.filter(office__in=list(self.visible_offices))
                .order_by()
                .values_list("office")
                .annotate(Count("pk"))
            )
            for pk, count in counted:
                setattr(self.branches[pk], name, count)

    def executives(self):
        rows = Responsibility.objects.visible_to(self.user).filter(role=ResponsibilityRole.EXECUTIVE)
        rows = (
            rows.filter(office__in=list(self.visible_offices)).exclude(person="").exclude(measure__status__in=DROPPED)
        )
        found = defaultdict(list)
        counted = rows.order_by("person", "office__order", "office").values_list("person", "office")
        for person, office, count in counted.annotate(Count("pk")):
            found[person].append((self.visible_offices[office], count))
        return [Executive(person, offices) for person, offices in found.items()]

    def above(self, office):
        path, seen = [], {office.pk}
        step = self.offices.get(office.parent_id)
        while step is not None and step.pk not in seen:
            path.insert(0, step)
            seen.add(step.pk)
            step = self.offices.get(step.parent_id)
        return path

    def beside(self, office):
        """The offices under the same one, itself among them; none for a root."""
        if office.parent_id not in self.branches:
            return []
        return [branch.office for branch in self.branches[office.parent_id].branches]

    def below(self, office):
        return self.branches[office.pk].branches if office.pk in self.branches else []

    def before(self, office):
        return [row for row in self.offices.values() if row.successor_id == office.pk]


def begins_after(office, day):
    return office.valid_from is not None and office.valid_from > day
