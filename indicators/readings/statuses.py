"""The six words a reading can say, their order, and how they are counted. Which one applies is decided in reading.py."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(StrEnum):
    """What a reading says; the value is the code used in URLs, the API and CSS."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"
    NOT_JUDGED = "not_judged"

    @property
    def label(self) -> Promise:
        """The word on screen, in the active language."""
        return LABELS[self]

    @property
    def status(self) -> "Status":
        """Itself, as a Mark has one."""
        return self


LABELS = {
    Status.ACHIEVED: pgettext_lazy("status", "Achieved"),
    Status.ON_TRACK: pgettext_lazy("status", "On track"),
    Status.AT_RISK: pgettext_lazy("status", "At risk"),
    Status.OFF_TRACK: pgettext_lazy("status", "Off track"),
    Status.NO_DATA: pgettext_lazy("status", "No data"),
    Status.NOT_JUDGED: pgettext_lazy("status", "Not judged"),
}


class Gap(StrEnum):
    """Why a year has no row. Overdue, closed unanswered and not yet due exist only where somebody was asked."""

    OVERDUE = "overdue"
    CLOSED_UNANSWERED = "closed_unanswered"
    NOT_YET_DUE = "not_yet_due"
    NOT_PUBLISHED = "not_published"
    NOT_ENTERED = "not_entered"
    NOT_ASKED = "not_asked"


LATE = frozenset({Gap.OVERDUE, Gap.CLOSED_UNANSWERED})
TO_COME = frozenset({Gap.NOT_YET_DUE, Gap.NOT_ENTERED})


class Mark(StrEnum):
    """What a reading is shown and counted as: its status, where no data is told in two parts, not due yet and missing."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NOT_DUE = "not_due"
    MISSING = "missing"
    NOT_JUDGED = "not_judged"

    @classmethod
    def of(cls, status: Status, *, is_to_come: bool) -> "Mark":
        """The mark of a status; `is_to_come`: whether a missing figure is not due yet."""
        if status is Status.NO_DATA:
            return cls.NOT_DUE if is_to_come else cls.MISSING
        return cls(status.value)

    @property
    def status(self) -> Status:
        """The status behind it."""
        return Status.NO_DATA if self in (Mark.NOT_DUE, Mark.MISSING) else Status(self.value)

    @property
    def label(self) -> Promise:
        """The word on screen, in the active language."""
        return NOT_DUE_YET if self is Mark.NOT_DUE else LABELS[self.status]


NOT_DUE_YET = pgettext_lazy("status", "Not due yet")


class Word(StrEnum):
    """How the speed so far compares with the speed still needed."""

    MAINTAIN = "maintain"
    ACCELERATE = "accelerate"
    REVERSE = "reverse"

    @property
    def label(self) -> Promise:
        """The word on screen, in the active language."""
        return WORD_LABELS[self]


WORD_LABELS = {
    Word.MAINTAIN: _("on course"),
    Word.ACCELERATE: _("must go faster"),
    Word.REVERSE: _("moving away"),
}

# Place in a list, worst first; a missing figure is worse once it is overdue.
WORST_FIRST = {
    (Status.OFF_TRACK, False): 0,
    (Status.AT_RISK, False): 1,
    (Status.NO_DATA, True): 2,
    (Status.ON_TRACK, False): 3,
    (Status.NO_DATA, False): 4,
    (Status.NOT_JUDGED, False): 5,
    (Status.ACHIEVED, False): 6,
}


BETTER_AND_BETTER = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.ACHIEVED)


class Moves(NamedTuple):
    """How many readings have a better or a worse status than before; only what was judged both times is compared."""

    better: int
    worse: int


def count_moves(pairs: Iterable[tuple[Status, Status]]) -> Moves:
    """How many of the pairs (status before, status now) are a step up, and how many a step down."""
    judged = [tuple(map(BETTER_AND_BETTER.index, pair)) for pair in pairs if set(pair) <= set(BETTER_AND_BETTER)]
    return Moves(sum(now > before for before, now in judged), sum(now < before for before, now in judged))


def count_marks(marks: Iterable[Mark]) -> dict[Mark, int]:
    """How many there are of each mark, all seven present, in the order of Mark."""
    counts = dict.fromkeys(Mark, 0)
    for mark in marks:
        counts[mark] += 1
    return counts


def count_statuses(statuses: Iterable[str]) -> dict[Status, int]:
    """How many there are of each status, all six present, in the order of Status. Counts only: never an average."""
    counts = dict.fromkeys(Status, 0)
    for status in statuses:
        counts[Status(status)] += 1
    return counts
