"""Rules on grades: what a rule proposes, what a set of grades adds up to, and what a grade asks for. Pure; the scale is data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

JUDGED, CANNOT_JUDGE, CANCELLED = "judged", "cannot_judge", "cancelled"


class GradeOfScale(Protocol):
    """Such as the model's Grade. `kind`: judged, cannot_judge, cancelled; `rank`: higher is better, None unless judged."""

    @property
    def code(self) -> str: ...

    @property
    def rank(self) -> int | None: ...

    @property
    def kind(self) -> str: ...

    @property
    def needs_evidence(self) -> bool: ...

    @property
    def needs_countermeasure(self) -> bool: ...


G = TypeVar("G", bound=GradeOfScale)


@dataclass(frozen=True)
class Threshold:
    """A grade is proposed from this share of the way on; 1 is the target itself. None: the grade for all that is left."""

    code: str
    from_share: Decimal | None = None


@dataclass(frozen=True)
class RollUp:
    """`code` for the parent if at least this share of its judged children have this rank or better; by default every child."""

    code: str
    rank: int | None = None
    share: Decimal = Decimal(1)


@dataclass(frozen=True)
class Summary:
    """How grades are distributed, best first. Cancelled, not judgeable and not yet graded are counted apart; nothing is averaged."""

    counts: dict[str, int] = field(default_factory=dict)
    cannot_judge: int = 0
    cancelled: int = 0
    ungraded: int = 0

    @property
    def judged(self) -> int:
        """How many carry a judgement."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Requirements:
    """What must accompany a grade."""

    reason: bool = True
    evidence: bool = False
    countermeasure: bool = False


def best_first(scale: Iterable[G]) -> list[G]:
    """The judging grades of a scale, best first."""
    ranked = [(grade.rank, grade) for grade in scale if grade.kind == JUDGED and grade.rank is not None]
    return [grade for _rank, grade in sorted(ranked, key=itemgetter(0), reverse=True)]


def propose_by_share(share: Decimal | None, thresholds: Sequence[Threshold], scale: Iterable[G]) -> G | None:
    """The grade whose threshold a progress or pace reaches: the highest one. No share: "cannot judge", if the scale has it."""
    grades = {grade.code: grade for grade in scale}
    if share is None:
        return next((grade for grade in grades.values() if grade.kind == CANNOT_JUDGE), None)
    reached = [
        step for step in thresholds if step.code in grades and (step.from_share is None or share >= step.from_share)
    ]
    highest = max(reached, key=lambda step: (step.from_share is not None, step.from_share), default=None)
    return None if highest is None else grades[highest.code]


def propose_by_status(status: str, codes: Mapping[str, str], scale: Iterable[G]) -> G | None:
    """The grade that a reading's status stands for, by a table of the plan ({"on_track": "Ⅲ", …}); None where it names none."""
    return next((grade for grade in scale if grade.code == codes.get(status)), None)


def summarise(grades: Iterable[G | None], scale: Iterable[G] = ()) -> Summary:
    """The distribution of grades (None: not graded yet). With a scale, its unused grades are there with 0."""
    given = list(grades)
    known = [grade for grade in given if grade is not None]
    steps = best_first({grade.code: grade for grade in [*scale, *known]}.values())
    judged = [grade.code for grade in known if grade.kind == JUDGED]
    return Summary(
        counts={step.code: judged.count(step.code) for step in steps},
        cannot_judge=sum(grade.kind == CANNOT_JUDGE for grade in known),
        cancelled=sum(grade.kind == CANCELLED for grade in known),
        ungraded=len(given) - len(known),
    )


def roll_up(grades: Iterable[GradeOfScale | None], rules: Sequence[RollUp]) -> str | None:
    """The code of the first rule that holds for the judged children ("A only if every child is Ⅲ or better").

    Cancelled and not judgeable children do not count. None while a child is not graded, with nothing judged, or where no rule holds.
    """
    given = list(grades)
    judged = [grade for grade in given if grade is not None and grade.kind == JUDGED]
    ranks = [grade.rank for grade in judged if grade.rank is not None]
    if None in given or not ranks:
        return None
    return next((rule.code for rule in rules if _reached(rule, ranks)), None)


def _reached(rule: RollUp, ranks: list[int]) -> bool:
    return rule.rank is None or sum(rank >= rule.rank for rank in ranks) >= rule.share * len(ranks)


def requirements(grade: GradeOfScale, scale: Iterable[GradeOfScale]) -> Requirements:
    """Every grade needs a reason; the best needs evidence, the worst a countermeasure.

    A scale may ask more of single grades (`needs_evidence`, `needs_countermeasure`). Its only grade counts as best.
    """
    steps = best_first(scale)
    best, worst = (steps[0].code, steps[-1].code) if steps else ("", "")
    return Requirements(
        reason=True,
        evidence=grade.needs_evidence or grade.code == best,
        countermeasure=grade.needs_countermeasure or (grade.code == worst and worst != best),
    )


def missing(
    grade: GradeOfScale, scale: Iterable[GradeOfScale], *, reason: str, evidence: int, countermeasure: str
) -> list[str]:
    """What a grade still lacks, as sentences: text of the reason, number of pieces of evidence, text of the countermeasure."""
    needs = requirements(grade, scale)
    lacking = (
        (_("A grade needs its reason."), needs.reason and not reason.strip()),
        (_("This grade needs evidence."), needs.evidence and evidence == 0),
        (_("This grade needs a countermeasure."), needs.countermeasure and not countermeasure.strip()),
    )
    return [str(sentence) for sentence, lacks in lacking if lacks]
