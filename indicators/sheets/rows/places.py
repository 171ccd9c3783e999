"""What the rows of a sheet speak of: branches of the plan, indicators, and indicators promised at a branch."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from indicators.readings.terms import usual_comparator
from indicators.sheets.numerals import fits
from indicators.sheets.vocabulary import has_japanese, key_of, word_of

COLUMN_OF = {"key": "is_key"}  # of a commitment
FITTING = {
    "up": {"at_least", "more_than", "equal", "grade_at_least", "yes_by"},
    "down": {"at_most", "less_than", "equal", "reach_rank"},
    "keep": {"maintain", "equal", "range"},
    "range": {"range"},
    "none": {""},
}


class RefusedError(ValueError):
    """A row cannot be stored; `field` is the column at fault and `value` what it says."""

    def __init__(self, name, value, reason):
        super().__init__(reason)
        self.field, self.value, self.reason = name, value, reason


def in_both_languages(text, english=""):
    """{ja, en} of a cell: with an English column beside it the cell is Japanese, else its letters say."""
    if english or has_japanese(text):
        return {"ja": text, "en": english}
    return {"ja": "" if any(map(str.isalpha, text)) else text, "en": text}


def name_of(thing):
    """What a branch or an indicator is called in the file; empty for one without a name."""
    return thing.names.get("ja") or thing.names.get("en") or ""


def meant_by(name, cell, meanings):
    """What a cell means in a column of fixed words, {word: meaning}; raises RefusedError for any other word."""
    word = word_of(cell)
    if word not in meanings:
        raise RefusedError(name, cell, _("“%(cell)s” is none of the words for this column.") % {"cell": cell[:80]})
    return meanings[word]


def kept(there, said, row):
    """Keeps what a row says in a dict of {name: (value, row)}; the names that are new. Rows that disagree are refused."""
    for name, value in said.items():
        known, other = there.get(name, (value, row))
        if known != value:
            raise RefusedError(name, str(value), _("Row %(row)d says “%(value)s”.") % {"row": other, "value": known})
        if name not in there:
            there[name] = (value, row)
            yield name


@contextmanager
def keeping(sayings, row):
    """Context: what a row says is kept, and forgotten again where the row is refused; one that disagrees with others is.

    `sayings`: (where it is kept, what it says) as of `kept`, for its measure, commitment and indicator.
    """
    added = []
    try:
        for there, said in sayings:
            added.extend((there, name) for name in kept(there, said, row))
        yield
    except RefusedError:
        for there, name in added:
            del there[name]
        raise


def default_comparator(direction, kind):
    """How an indicator of this kind is compared where a sheet says only its direction."""
    return str(usual_comparator(direction, kind))


@dataclass(eq=False)
class Level:
    """A strategy, standard or measure, by name and by code; without `pk` it is not in the database yet."""

    level: str
    names: dict = field(default_factory=dict)
    code: str = ""
    pk: int | None = None
    parent: "Level | None" = None
    order: int = 0
    last_order: int = 0  # of the branches below
    by_name: dict = field(default_factory=dict)
    by_code: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)  # name of an indicator → places here
    settled: int = 0
    said: dict = field(default_factory=dict)  # what the sheet says of its offices

    def add(self, branch):
        """Put a branch below this one, after the others if it has no order yet."""
        branch.parent = self
        branch.order = branch.order or self.last_order + 1
        self.last_order = max(self.last_order, branch.order)
        for key in {key_of(name) for name in branch.names.values() if name} or {""}:
            self.by_name.setdefault(key, []).append(branch)
        if branch.code:
            self.by_code[branch.code] = branch
        return branch

    def child(self, level, text, *, code="", english=""):
        """The branch below that a row names, by code or name; a new one where there is none."""
        found = [self.by_code[code]] if code in self.by_code else []
        found = found or [one for one in self.by_name.get(key_of(text), []) if not code or not one.code]
        found = found or ([self.by_code[text]] if text in self.by_code else [])
        if len(found) > 1:
            raise RefusedError(
                level, text, _("There are %(count)d of this name here: write the code.") % {"count": len(found)}
            )
        return found[0] if found else self.add(Level(level, in_both_languages(text, english), code))

    def settle(self, place):
        """Put an indicator's place here."""
        self.settled += 1
        place.order = self.settled
        for key in place.series.keys:
            self.places.setdefault(key, []).append(place)

    def path(self):
        """The branches above and then itself, from the top."""
        return [*(self.parent.path() if self.parent else []), self]


@dataclass(eq=False)
class IndicatorSlot:
    """An indicator, known (`pk`) or new."""

    no: int
    names: dict
    units: dict
    code: str = ""
    kind: str = "number"
    pk: int | None = None
    scale: int | None = None
    decimals: int = 0
    direction: str = ""
    office: int | None = None
    disclosure: str = "public"
    said: dict = field(default_factory=dict)  # what the sheet says: owner office, definition, decimals, disclosure
    is_share: bool = False
    has_parts: bool = False
    factor: Decimal | None = None
    factor_row: int = 0  # the first one whose value says how often the quotient of its parts counts
    seen_decimals: int = 0
    counters: set = field(default_factory=set)
    least: Decimal | None = None  # of its figures in the file, 0 apart
    most: Decimal | None = None
    counted: tuple = ()  # the first counting word, and its row

    @cached_property
    def keys(self):
        """The names under which it is found."""
        return {key_of(name) for name in self.names.values() if name}

    @property
    def unit(self):
        """The unit of measurement as sheets write it."""
        return self.units["ja"] or self.units["en"]

    @property
    def becomes_ratio(self):
        """Whether it was taken for a number until its figures came with their parts."""
        return self.has_parts and self.kind == "number"

    @property
    def may_be_a_share(self):
        """Whether it can have a numerator that is part of its denominator."""
        return self.kind == "ratio" or self.becomes_ratio or (self.kind == "number" and self.is_percentage)

    @property
    def is_percentage(self):
        """Whether its figures are per cent."""
        return "%" in self.units.values() or (not self.unit and self.counters == {"%"})

    @property
    def ratio_factor(self):
        """What the quotient of both parts is multiplied by."""
        return Decimal(100 if self.is_percentage else 1) if self.factor is None else self.factor

    def says(self, name):
        """What the sheet says of the indicator, or None."""
        return self.said[name][0] if name in self.said else None

    @property
    def columns(self):
        """The indicator's columns that a sheet may say, as they should be after the import."""
        owner, decimals, is_share = (self.says(name) for name in ("owner_office", "decimals", "numerator_is_part"))
        return {
            "office_id": self.office if owner is None else owner.ids[0],
            "decimals": self.decimals if decimals is None else decimals,
            "disclosure": self.says("disclosure") or self.disclosure,
            "numerator_is_part": self.is_share if is_share is None else is_share,
        }

    @property
    def changed_columns(self):
        """Whether one of these columns is to be another one."""
        had = {"office_id": self.office, "decimals": self.decimals, "disclosure": self.disclosure}
        return self.columns != had | {"numerator_is_part": self.is_share}

    def learn_factor(self, factor, row):
        """Take the factor that a row's value and parts say; answers whether it is the indicator's own now."""
        if self.pk is None and not self.factor_row and factor != self.ratio_factor:
            self.factor = factor
        self.factor_row = self.factor_row or row
        return self.ratio_factor == factor

    def is_in(self, unit):
        """Whether a row's unit is this one; a unit that is not written fits any."""
        mine = {key_of(name) for name in self.units.values() if name}
        return not unit or not mine or key_of(unit) in mine

    def see(self, figure, decimals=None):
        """Remember how many decimals its figures are printed with: as many as they carry, or as their cells' formats show."""
        if figure.value:
            self.least = min(filter(None, (self.least, abs(figure.value))))
            self.most = max(self.most or 0, abs(figure.value))
        if figure.value is not None:
            carried = max(0, -figure.value.as_tuple().exponent)
            self.seen_decimals = max(self.seen_decimals, carried if decimals is None else min(decimals, carried))

    def count(self, counter, cell, row):
        """Remember by which word its figures are counted; where no unit is written two that differ are refused."""
        if not counter:
            return
        if not self.unit and self.counted and not fits(counter, self.counted[0]):
            names = {"cell": cell[:80], "row": self.counted[1], "unit": self.counted[0]}
            raise RefusedError("value", cell, _("“%(cell)s” counts something else than row %(row)d, %(unit)s.") % names)
        self.counted = self.counted or (counter, row)
        self.counters.add(counter)

    def take(self, unit):
        """A new indicator learns its unit from the first row that says it; it must fit the figures before."""
        if self.pk is not None or self.unit or not unit:
            return
        if self.counted and not fits(self.counted[0], unit):
            names = {"row": self.counted[1], "unit": self.counted[0]}
            raise RefusedError("unit", unit, _("Row %(row)d counts in %(unit)s.") % names)
        self.units = in_both_languages(unit)

    def take_from_figures(self):
        """Where no row says the unit, the figures may: 年6回, 8回."""
        if self.counted:
            self.take(self.counted[0])


@dataclass(eq=False)
class CommitmentSlot:
    """An indicator at a branch, that is a commitment; or a branch alone (`series` is None)."""

    no: int
    branch: Level
    series: IndicatorSlot | None = None
    pk: int | None = None
    row: int = 0  # the first one that speaks of it
    order: int = 0
    had: dict = field(
        default_factory=dict
    )  # what the database holds: comparator, tolerance, trajectory, promise, is_key
    said: dict = field(default_factory=dict)  # what the sheet says: the same, and direction
    worded: str = ""  # the comparator in the words of a target's cell
    worded_in: int = 0  # the row of that cell
    has_targets: bool = False

    def word(self, comparator, cell, row):
        """Keep the comparator that a target's cell words; it must fit what else is said."""
        direction = self.says("direction")
        if self.says("comparator") is None and direction not in {None, "none"} and comparator not in FITTING[direction]:
            reason = _("The words say another direction than “%(direction)s”.") % {"direction": direction}
            raise RefusedError("value", cell, reason)
        if self.worded not in {"", comparator}:
            raise RefusedError("value", cell, _("Row %(row)d is compared in another way.") % {"row": self.worded_in})
        self.worded, self.worded_in = comparator, self.worded_in or row

    def says(self, name):
        """What the sheet says of the commitment, or None."""
        return self.said[name][0] if name in self.said else None

    @property
    def comparator(self):
        """The column's, else the cells', else the known one where it fits the direction, else the direction's own."""
        direction, known = self.says("direction"), self.had.get("comparator")
        if self.says("comparator") is not None:
            return self.says("comparator")
        if self.worded:
            return self.worded
        if direction is None or known in FITTING[direction]:
            return known or ""
        return default_comparator(direction, self.series.kind)

    @property
    def promised(self):
        """The commitment's columns as they should be after the import."""
        stated = {COLUMN_OF.get(name, name): value for name, (value, _row) in self.said.items() if name != "direction"}
        return self.had | stated | {"comparator": self.comparator}

    @property
    def is_new(self):
        """Whether the database lacks the commitment, or the branch where there is no indicator."""
        return (self.branch if self.series is None else self).pk is None

    @property
    def is_changed(self):
        """Whether the commitment in the database must be changed."""
        return self.pk is not None and any(self.had[name] != value for name, value in self.promised.items())
