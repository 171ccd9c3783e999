"""What a year must bring from here to reach the final target, and what the years so far have brought, in one sentence."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.readings.reading import Reading
from indicators.readings.terms import CommitmentTerms, Comparator
from indicators.readings.wording.printing import aim_text, amount_text, gap_text, unit_of
from indicators.readings.wording.units import RANKS, is_money, is_percent, number_text
from plans.fiscal_years import fiscal_year_label
from plans.text.languages import active_language

FACTORS_AND_POINTS = ("倍", "点", "times as many", "points")

# By what changes (a share or rank rises, an amount grows) and which way, the change that is needed.
NEEDED = {
    ("share", 1): pgettext_lazy("change of a share", "up %(change)s"),
    ("share", -1): pgettext_lazy("change of a share", "down %(change)s"),
    ("amount", 1): pgettext_lazy("change of an amount", "up %(change)s"),
    ("amount", -1): pgettext_lazy("change of an amount", "down %(change)s"),
    ("rank", 1): pgettext_lazy("change of a rank", "down %(change)s"),
    ("rank", -1): pgettext_lazy("change of a rank", "up %(change)s"),
}
AS_BEFORE = pgettext_lazy("the same way as so far", "%(needed)s a year (so far %(averaged)s)")
THE_OTHER_WAY = pgettext_lazy("not the way so far", "%(needed)s a year (so far %(averaged)s)")
FROM_NOTHING = gettext_lazy("%(needed)s a year (so far no change)")
# Translators: what the years so far brought, the same way as is needed; Japanese names the way in the rest of the sentence only.
AS_NEEDED = {
    ("share", 1): pgettext_lazy("so far, a share, as needed", "up %(change)s"),
    ("share", -1): pgettext_lazy("so far, a share, as needed", "down %(change)s"),
    ("amount", 1): pgettext_lazy("so far, an amount, as needed", "up %(change)s"),
    ("amount", -1): pgettext_lazy("so far, an amount, as needed", "down %(change)s"),
    ("rank", 1): pgettext_lazy("so far, a rank, as needed", "down %(change)s"),
    ("rank", -1): pgettext_lazy("so far, a rank, as needed", "up %(change)s"),
}


def explain_speed(reading: Reading) -> str:
    """The sentence for a Reading that is short of its target and still has years to go; else empty."""
    final, year = reading.terms.final, reading.terms.final_year
    if reading.progress.word is None or not reading.progress.needed_per_year or final is None or year is None:
        return ""
    named = {
        "target": aim_text(reading.terms, final),
        "year": fiscal_year_label(year),
        "speed": speed_text(reading),
    }
    return _("To reach %(target)s by %(year)s: %(speed)s.") % named


def speed_text(reading: Reading) -> str:
    """The change a year that is needed, and the one so far: down 3.5 cases a year (so far up 0.3); empty where none is."""
    terms, needed, averaged = reading.terms, reading.progress.needed_per_year, reading.progress.averaged_per_year
    if needed is None:
        return ""
    kind, more = kind_of_change(terms.comparator, terms.unit), decimals_for(terms, needed, averaged)
    named = {"needed": NEEDED[kind, way(needed)] % {"change": size_text(terms, needed, more)}}
    if not averaged:
        return FROM_NOTHING % named
    is_as_needed = way(needed) == way(averaged)
    words = AS_NEEDED if is_as_needed else NEEDED
    named["averaged"] = words[kind, way(averaged)] % {"change": size_so_far(terms, averaged, more)}
    return (AS_BEFORE if is_as_needed else THE_OTHER_WAY) % named


def way(change: Decimal) -> int:
    return 1 if change > 0 else -1


def kind_of_change(comparator: str, unit: str) -> str:
    """Whether a figure is a rank, a share that rises and falls, or an amount that grows."""
    if comparator == Comparator.REACH_RANK or unit in RANKS:
        return "rank"
    return "share" if is_percent(unit) or unit in FACTORS_AND_POINTS else "amount"


def size_text(terms: CommitmentTerms, change: Decimal, more: int) -> str:
    """The size of a change with its unit."""
    counts = not is_percent(unit_of(terms)) and terms.comparator != Comparator.REACH_RANK
    return amount_text(terms, abs(change), more) if counts else gap_text(terms, abs(change), more)


def size_so_far(terms: CommitmentTerms, change: Decimal, more: int) -> str:
    """The size of the second change; English names its unit no second time."""
    return gap_text(terms, abs(change), more, with_unit=active_language() == "ja" or is_money(unit_of(terms)))


def decimals_for(terms: CommitmentTerms, needed: Decimal, averaged: Decimal | None) -> int:
    """How many more decimals than the indicator's: at least one decimal, one more where a change would print 0."""
    if terms.decimals is None:
        return 0
    least = max(1 - terms.decimals, 0)
    vanishes = any(change and is_nothing(change, terms.decimals + least) for change in (needed, averaged))
    return least + 1 if vanishes else least


def is_nothing(change: Decimal, decimals: int) -> bool:
    return not number_text(change, decimals).strip("−0.")
