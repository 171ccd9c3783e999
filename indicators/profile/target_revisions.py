"""Revised targets: valid until when, why, by whom; and the reading of the year by the earlier ones."""

from dataclasses import dataclass, replace

from indicators.loading.commitments import terms_until
from indicators.loading.lines import ReadingWithRows
from indicators.models import Target
from indicators.readings.reading import Reading


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
    then = terms_until(target.superseded_at, line.reading.terms, targets)
    reading = Reading(replace(line.reading.figures, terms=then))
    return Revision(target, line, reading, people.get(target.approved_by_id))
