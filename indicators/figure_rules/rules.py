"""What a figure may be, and what about it is odd: the one rule behind page, admin, sheet and API. Pure: no database, no web.

What is wrong is refused everywhere. What is odd but possible is a doubt: asked, confirmed by a person, and remembered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.figure_rules.plausibility import is_jump, is_more_than_the_whole
from indicators.models.figure_kinds import FIGURES, FIGURES_OF, LIMIT
from indicators.readings.figures import round_half_up
from indicators.readings.wording.units import number_text
from plans.fiscal_years import EARLIEST, LATEST, fiscal_year_label

PARTS = ("numerator", "denominator")
CANNOT_COMPUTE = "cannot_compute"
AMOUNTS = ("number", "ratio")
NOTHING = (None, "")
AS_A_WHOLE = "__all__"  # where no single column is at fault
DOUBTS = {
    "far_past": gettext_lazy("long before its plans"),
    "year_not_begun": gettext_lazy("entered before the year began"),
    "above_whole": gettext_lazy("above 100%"),
    "jump": gettext_lazy("far from the year beside it"),
}
LABELS = {
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "value": gettext_lazy("Value"),
}
YEARS_AROUND = 20  # before and after the plans of an indicator


class FigureKind(NamedTuple):
    """What the rule needs to know of an indicator.

    `factor`: what numerator / denominator is multiplied by; `is_share`: its numerator is part of its denominator.
    """

    kind: str
    is_percentage: bool = False
    is_share: bool = False
    factor: Decimal = Decimal(1)
    scale: int | None = None


class FigureEntry(NamedTuple):
    """What is to be stored of a figure; grades by their ids, `grade_scale` is the scale that the grade is on."""

    state: str = "reported"
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    published: Decimal | None = None
    dated: date | None = None
    grade: int | None = None
    grade_scale: int | None = None
    text: str = ""

    @property
    def has_parts(self) -> bool:
        """Whether both parts are there and can be divided."""
        return self.numerator is not None and self.denominator is not None and self.denominator != 0

    def amount(self, kind: FigureKind) -> Decimal | None:
        """The number that it comes to: of both parts the quotient, times the factor."""
        if self.numerator is None or self.denominator is None or self.denominator == 0:
            return self.value
        return self.numerator * kind.factor / self.denominator


@dataclass(frozen=True)
class Years:
    """Where the year of a figure lies: the present one, the first and last of the indicator's plans (None without any)."""

    present: int
    first: int | None = None
    last: int | None = None

    @property
    def latest(self) -> int:
        """The last fiscal year for which a figure is stored."""
        return min(LATEST, (self.present if self.last is None else self.last) + YEARS_AROUND)


class Doubt(NamedTuple):
    """Something odd: a code that stays, the column it is about, and a sentence for the reader."""

    code: str
    field: str
    sentence: str


def faults(entry: FigureEntry, kind: FigureKind) -> dict[str, str]:
    """{column, or AS_A_WHOLE: what is wrong}; empty for a figure that fits the kind of the indicator and its own state."""
    given = [name for name in FIGURES if getattr(entry, name) not in NOTHING]
    fitting = FIGURES_OF[kind.kind]
    wrong = {name: _("This kind of indicator has no such figure.") for name in given if name not in fitting}
    given = [name for name in given if name in fitting]
    if entry.state != "reported":
        return wrong | unreported(entry, given)
    return wrong | faults_of_report(entry, given, kind)


def emptied(state: str) -> dict[str, str | None]:
    """{column: what it holds when empty} of the figures that a state other than reported does not have.

    What cannot be calculated may keep its parts.
    """
    names = [name for name in FIGURES if name not in PARTS or state != CANNOT_COMPUTE]
    return {name: "" if name == "text" else None for name in names}


def unreported(entry: FigureEntry, given: list[str]) -> dict[str, str]:
    """A state that says why there is no figure has none beside it."""
    said = _("With this state there is no figure: empty the field, or choose “reported”.")
    return dict.fromkeys((name for name in given if name in emptied(entry.state)), said)


def faults_of_report(entry: FigureEntry, given: list[str], kind: FigureKind) -> dict[str, str]:
    """A report has a figure, a ratio both parts or none, a yes or no is 1 or 0, a grade is one of the scale."""
    if entry.denominator == 0:
        return {"denominator": _("With a denominator of 0 the value cannot be calculated: say so in the state.")}
    missing = [name for name in PARTS if name not in given]
    if len(missing) == 1:
        return {missing[0]: _("A ratio needs both parts.")}
    amount = entry.amount(kind)
    if entry.has_parts and amount is not None and abs(amount) >= LIMIT:
        return {"numerator": _("The ratio comes to more than 20 digits: check both parts.")}
    if not set(given) - {"published"}:
        return {AS_A_WHOLE: _("A reported value needs a figure. If it is really zero, write 0.")}
    if kind.kind == "yes_no" and entry.value not in (None, 0, 1):
        return {"value": _("Write 1 for yes and 0 for no.")}
    if entry.grade is not None and entry.grade_scale != kind.scale:
        return {"grade": _("This grade is not on the indicator's scale.")}
    return {}


def year_fault(fiscal_year: int, years: Years) -> str:
    """Why no figure of this year is stored; empty where it may be."""
    if fiscal_year < EARLIEST:
        return _("There are no fiscal years before %(year)s.") % {"year": fiscal_year_label(EARLIEST)}
    if fiscal_year > years.latest:
        return _("This is too far ahead: the last year for which a figure can be saved is %(year)s.") % {
            "year": fiscal_year_label(years.latest)
        }
    return ""


def doubts(
    entry: FigureEntry,
    kind: FigureKind,
    *,
    fiscal_year: int,
    is_actual: bool,
    years: Years,
    beside: tuple[int, FigureEntry] | None,
) -> list[Doubt]:
    """What a person should look at again before this figure is stored.

    `beside`: (fiscal year, figure) of the reported actual next to it: of the year before, else of the year after.
    """
    found = []
    if years.first is not None and fiscal_year < years.first - YEARS_AROUND:
        named = {"count": YEARS_AROUND, "year": fiscal_year_label(years.first)}
        sentence = _("This is more than %(count)s years before the first year of its plans, %(year)s.") % named
        found.append(Doubt("far_past", "fiscal_year", sentence))
    if entry.state != "reported":
        return found
    if is_actual and fiscal_year > years.present:
        found.append(Doubt("year_not_begun", "fiscal_year", _("This fiscal year has not begun yet.")))
    if is_above_the_whole(entry, kind) and (kind.is_share or beside is None or not is_above_the_whole(beside[1], kind)):
        field = "numerator" if entry.has_parts else "value"
        found.append(Doubt("above_whole", field, _("The ratio is above 100%.")))
    if kind.kind in AMOUNTS and beside is not None:
        found += jumps(entry, kind, beside[1], is_last_year=beside[0] < fiscal_year, year=beside[0])
    return found


def is_above_the_whole(entry: FigureEntry, kind: FigureKind) -> bool:
    """Whether a share, or a ratio in per cent, is more than all."""
    if not (kind.is_share or (kind.is_percentage and kind.kind == "ratio")):
        return False
    if entry.has_parts:
        return is_more_than_the_whole(entry.numerator, entry.denominator)
    return entry.value is not None and entry.value > kind.factor


def jumps(
    entry: FigureEntry, kind: FigureKind, other: FigureEntry, *, is_last_year: bool, year: int
) -> Iterator[Doubt]:
    """The numbers that are far from those beside them: part by part where both years have parts, else what they come to."""
    if entry.has_parts and other.has_parts:
        pairs = [(name, getattr(other, name), getattr(entry, name)) for name in PARTS]
    else:
        pairs = [("value", other.amount(kind), entry.amount(kind))]
    for field, before, now in pairs:
        if is_jump(before, now):
            yield Doubt("jump", field, jump_in_words(str(LABELS[field]), before, now, None if is_last_year else year))


def jump_in_words(label: str, before: Decimal, now: Decimal, year: int | None) -> str:
    """How far a number is from the one beside it; `year` is None where that is last year's."""
    named = {"field": label, "now": number_text(now, None), "before": number_text(before, None)}
    if year is not None:
        return _("%(field)s: %(now)s, but %(before)s in %(year)s.") % (named | {"year": fiscal_year_label(year)})
    if now > before > 0:
        times = number_text(round_half_up(now / before, 1), None)
        return _("%(field)s: %(now)s is %(times)s times last year's %(before)s.") % (named | {"times": times})
    return _("%(field)s: %(now)s, but %(before)s last year.") % named


def doubts_in_words(codes: Iterable[str]) -> list[str]:
    """What was odd about a stored figure, from the codes that were kept."""
    return [str(DOUBTS.get(code, code)) for code in codes]
