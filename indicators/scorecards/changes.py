"""What has changed on a scorecard since a day: readings whose status is not what was known then."""

from dataclasses import dataclass
from datetime import date

from indicators.loading.as_of import AsOf, end_of_day
from indicators.loading.lines import PlanRows, ReadingWithRows
from indicators.readings.statuses import TO_COME, WORST_FIRST, Gap, count_moves
from indicators.scorecards.change_causes import Causes
from plans.models import ClosedYear

FIRST_CHANGES = 8
NOT_YET = (*TO_COME, Gap.NOT_ASKED)


@dataclass(frozen=True, eq=False)
class ReadingChange:
    """A reading and its earlier state; `causes` are for members only."""

    line: ReadingWithRows
    then: ReadingWithRows
    causes: list

    @property
    def is_worse(self):
        return severity(self.line) < severity(self.then)

    @property
    def is_of_another_year(self):
        """Whether the year had no figure then, so that the year before is compared."""
        return self.then.fiscal_year != self.line.fiscal_year

    @property
    def explanation(self):
        return "" if self.causes else self.line.explanation


@dataclass(frozen=True)
class ReadingChanges:
    """All changes since a day, the worst first; `new`: how many readings there were none of then."""

    since: date
    changes: list
    new: int

    @property
    def moves(self):
        return count_moves((change.then.status, change.line.status) for change in self.changes)

    @property
    def first(self):
        return self.changes[:FIRST_CHANGES]

    @property
    def rest(self):
        return self.changes[FIRST_CHANGES:]


def default_since(as_of):
    """The last closing of a year, else a year ago."""
    evening = end_of_day(as_of.today, as_of.institution)
    closings = ClosedYear.objects.filter(institution=as_of.institution, created_at__lt=evening)
    closed = closings.order_by("-created_at").values_list("created_at", flat=True).first()
    return year_before(as_of.today) if closed is None else closed.astimezone(evening.tzinfo).date()


def year_before(day):
    """28 February for a leap day."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if is_leap_day else day.replace(year=day.year - 1)


def changes_since(card, since, *, user):
    then = readings_then(card, since, user)
    pairs = [(line, then[line.commitment.pk]) for line in card.lines if line.commitment.pk in then]
    changed = [(line, old) for line, old in pairs if line.status != old.status and not is_still_due(line, old)]
    causes = Causes(card, since, user, [line for line, _old in changed])
    changes = [ReadingChange(line, old, causes.of(line, old)) for line, old in changed]
    changes.sort(key=lambda change: (not change.is_worse, change.line.reading.sort_key))
    return ReadingChanges(since, changes, len(card.lines) - len(pairs))


def is_still_due(line, then):
    """Whether the year's figure is still to come, so that the year before shows no change."""
    return line.reading.reason in NOT_YET and then.fiscal_year != line.fiscal_year


def readings_then(card, since, user):
    """{commitment id: its reading as known then}; of the year before where the year's figure was not available yet."""
    rows = PlanRows(card.plan, user=user, as_of=AsOf.on(card.as_of.institution, since))
    then = {line.commitment.pk: line for line in rows.lines(card.fiscal_year)}
    if card.fiscal_year - 1 in card.plan.fiscal_years:
        for line in rows.lines(card.fiscal_year - 1):
            if then[line.commitment.pk].reading.reason in NOT_YET:
                then[line.commitment.pk] = line
    return then


def severity(line):
    return WORST_FIRST[line.status, line.reading.is_late]
