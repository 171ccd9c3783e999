"""Revised targets: valid until when, why, by whom; and the reading of the year by the earlier ones."""

from dataclasses import dataclass

from indicators.loading.lines import ReadingWithRows
from indicators.models import Target
from indicators.readings.reading import Reading
from indicators.readings.target_paths import in_force_before, with_targets


@dataclass(frozen=True)
class Revision:
    """A current or superseded target, and the reading by the targets that were valid with it."""

    target: Target
    line: ReadingWithRows
    reading: Reading
    approved_by: object

    @property
    def is_current(self):
        return self.target.superseded_at is None


def revisions(series, people):
    """The targets of every commitment that was ever revised, the current ones first, then back in time."""
    found = []
    for line in series.lines:
        earlier = series.superseded[line.commitment.pk]
        if earlier:
            current = series.targets[line.commitment.pk]
            found += [Revision(row, line, line.reading, people.get(row.approved_by_id)) for row in current]
            found += [build_revision(line, row, [*current, *earlier], people) for row in reversed(earlier)]
    return found


def build_revision(line, target, targets, people):
    then = with_targets(line.reading.terms, in_force_before(target.superseded_at, targets))
    reading = Reading(
        terms=then,
        fiscal_year=line.fiscal_year,
        values=line.reading.values,
        today=line.reading.today,
        due_on=line.reading.due_on,
        closed=line.reading.closed,
    )
    return Revision(target, line, reading, people.get(target.approved_by_id))
