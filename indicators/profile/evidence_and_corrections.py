"""Closed years, evidence, authors and corrections of the figures of an indicator."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from indicators.loading.commitments import by_id, group_by
from indicators.loading.value_text import state_text, value_text
from indicators.models import Indicator, ValueEvidence, ValueKind, ValueState, YearlyValue
from measures.models import Evidence, Grade
from plans.access.permissions import is_member, may_edit, may_record
from plans.caching.rights import opened_to
from plans.database.events import event_model, until, with_earlier
from plans.models import ClosedYear, User, reads

FIGURES = ("state", "value", "numerator", "denominator", "published", "dated", "grade_id", "text")
PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class CorrectedFigure:
    """A change of a figure after it had been entered; `who` for members only."""

    fiscal_year: int
    before: str
    after: str
    parts: list
    when: datetime
    who: str
    why: str


class EvidenceAndCorrections:
    """Closed years, evidence and corrections of a series, as far as its reader may see them; names for members only."""

    def __init__(self, series):
        self.series, self.user = series, series.user
        institution = series.indicator.institution
        is_now = series.as_of.is_now
        self.is_member = self.user.is_authenticated and is_member(self.user, institution)
        self.may_record = is_now and self.user.is_authenticated and may_record(self.user, series.indicator)
        self.may_edit = is_now and self.user.is_authenticated and may_edit(self.user, institution)
        closed = series.as_of.rows(ClosedYear, institution=institution.pk)
        made_at = series.indicator.created_at
        self.closed_years = {
            row.fiscal_year for row in closed if row.created_at >= made_at
        }  # later ones bring their past
        self.events = [event for event in self._events() if self._may_read(event)]
        self._load_evidence()

    def _may_read(self, event):
        shown = {row.pk for row in self.series.actuals.values() if row.state != ValueState.WITHHELD}
        return event.row_id in shown and reads(self.user, event.institution_id, event.disclosure)

    def _events(self):
        whole = {"indicator": self.series.indicator.pk, "kind": ValueKind.ACTUAL, "breakdown": None}
        return event_model(YearlyValue).objects.filter(until(self.series.as_of.moment), **whole).order_by("pk")

    def _load_evidence(self):
        ids = [row.pk for row in self.series.actuals.values() if row.state != ValueState.WITHHELD]
        uses = self.series.as_of.rows(ValueEvidence, value__in=ids)
        visible = Evidence.objects.visible_to(self.user).filter(pk__in={use.evidence_id for use in uses})
        as_of = self.series.as_of
        documents = by_id(visible if as_of.is_now else as_of.rows(Evidence, id__in=list(by_id(visible))))
        self.evidence = group_by(uses, "value_id")
        for rows in self.evidence.values():
            rows[:] = [documents[use.evidence_id] for use in rows if use.evidence_id in documents]

    def evidence_of(self, value):
        return [] if value is None else self.evidence.get(value.pk, [])

    @cached_property
    def people(self):
        """{id: user} of those who entered, changed or approved a figure; empty for non-members."""
        if not self.is_member:
            return {}
        ids = {row.entered_by_id for row in self.series.actuals.values()} | {event.author_id for event in self.events}
        ids |= {row.confirmed_by_id for row in self.series.actuals.values()}
        ids |= {row.approved_by_id for rows in self.series.superseded.values() for row in rows}
        ids |= {row.approved_by_id for rows in self.series.targets.values() for row in rows}
        return by_id(User.objects.filter(pk__in=ids - {None}))

    def entered_by(self, value):
        """None for non-members."""
        return None if value is None else self.people.get(value.entered_by_id)

    def confirmed_by(self, value):
        """Who confirmed a doubtful value; None for non-members."""
        return None if value is None else self.people.get(value.confirmed_by_id)

    @cached_property
    def grades(self):
        scale = self.series.indicator.scale_id
        return {} if scale is None else by_id(Grade.objects.filter(scale=scale))

    @cached_property
    def corrections(self):
        """Newest first; none from a time when the indicator was closed to the reader."""
        found = list(self._changes())
        opened = opened_to(self.user, Indicator, self.series.indicator.pk) if found else None
        shown = [pair for pair in found if opened is None or pair[1].when >= opened]
        return sorted((self._correction(*pair) for pair in shown), key=lambda correction: correction.when, reverse=True)

    def _changes(self):
        """(event before, event after) of each change of figures."""
        for earlier, later in with_earlier(self.events):
            if later.what == "update" and earlier is not None and figure_columns(earlier) != figure_columns(later):
                yield earlier, later

    def _correction(self, earlier, later):
        then, now = earlier.row, later.row
        person = self.people.get(later.author_id)
        who = person.display_name if person else ""
        return CorrectedFigure(
            fiscal_year=now.fiscal_year,
            before=self._text_of(then),
            after=self._text_of(now),
            parts=[
                (name, getattr(then, name), getattr(now, name)) for name in PARTS if is_part_changed(then, now, name)
            ],
            when=later.when,
            who=who,
            why=later.why,
        )

    def _text_of(self, row):
        row.grade = self.grades.get(row.grade_id)
        return value_text(row, self.series.indicator) if row.state == ValueState.REPORTED else state_text(row.state)


def figure_columns(row):
    return [getattr(row, name) for name in FIGURES]


def is_part_changed(then, now, name):
    before, after = getattr(then, name), getattr(now, name)
    return before != after and before is not None and after is not None
