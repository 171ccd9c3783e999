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
    """A row cannot be stored; `field`: the column at fault, `value`: its cell."""

    def __init__(self, name, value, reason):
        super().__init__(reason)
        self.field, self.value, self.reason = name, value, reason


def in_both_languages(text, english=""):
    """{ja, en} of a cell: with an English column beside it the cell is Japanese, else its letters decide."""
    if english or has_japanese(text):
        return {"ja": text, "en": english}
    return {"ja": "" if any(map(str.isalpha, text)) else text, "en": text}


def name_of(thing):
    """The name in the file; empty for a level without a name."""
    return thing.names.get("ja") or thing.names.get("en") or ""


def meant_by(name, cell, meanings):
    """The meaning of a cell in a column of fixed words, {word: meaning}; raises RefusedError for any other word."""
    word = word_of(cell)
    if word not in meanings:
        raise RefusedError(name, cell, _("“%(cell)s” is none of the words for this column.") % {"cell": cell[:80]})
    return meanings[word]


def note_statements(there, said, row):
    """Note a row's statements in {name: (value, row)}; yields the new names. Raises RefusedError where rows disagree."""
    for name, value in said.items():
        known, other = there.get(name, (value, row))
        if known != value:
            raise RefusedError(name, str(value), _("Row %(row)d says “%(value)s”.") % {"row": other, "value": known})
        if name not in there:
            there[name] = (value, row)
            yield name


@contextmanager
def noted_statements(sayings, row):
    """Context: note what a row states, and forget it again where the row is refused; raises RefusedError where rows disagree.

    `sayings`: [(there, said)] as `note_statements` takes them, for its measure, commitment and indicator.
    """
    added = []
    try:
        for there, said in sayings:
            added.extend((there, name) for name in note_statements(there, said, row))
        yield
    except RefusedError:
        for there, name in added:
            del there[name]
        raise


def default_comparator(direction, kind):
    """For a sheet that has only a direction."""
    return str(usual_comparator(direction, kind))


@dataclass(eq=False)
class Level:
    """A strategy, standard or measure, by name and by code; without `pk` it is not stored yet."""

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
    place_count: int = 0
    sheet_values: dict = field(default_factory=dict)  # what the sheet says of its offices

    def add(self, branch):
        """After the others if it has no order yet."""
        branch.parent = self
        branch.order = branch.order or self.last_order + 1
        self.last_order = max(self.last_order, branch.order)
        for key in {key_of(name) for name in branch.names.values() if name} or {""}:
            self.by_name.setdefault(key, []).append(branch)
        if branch.code:
            self.by_code[branch.code] = branch
        return branch

    def child(self, level, text, *, code="", english=""):
        """By code or name; a new one where there is none."""
        found = [self.by_code[code]] if code in self.by_code else []
        found = found or [one for one in self.by_name.get(key_of(text), []) if not code or not one.code]
        found = found or ([self.by_code[text]] if text in self.by_code else [])
        if len(found) > 1:
            raise RefusedError(
                level, text, _("There are %(count)d of this name here: write the code.") % {"count": len(found)}
            )
        return found[0] if found else self.add(Level(level, in_both_languages(text, english), code))

    def add_place(self, place):
        self.place_count += 1
        place.order = self.place_count
        for key in place.series.keys:
            self.places.setdefault(key, []).append(place)

    def path(self):
        return [*(self.parent.path() if self.parent else []), self]


@dataclass(eq=False)
class IndicatorSlot:
    """A stored indicator (`pk`) or a new one."""

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
    sheet_values: dict = field(
        default_factory=dict
    )  # what the sheet says: owner office, definition, decimals, disclosure
    is_share: bool = False
    has_parts: bool = False
    factor: Decimal | None = None
    factor_row: int = 0  # the first one whose value says how often the quotient of its parts counts
    seen_decimals: int = 0
    counters: set = field(default_factory=set)
    least: Decimal | None = None  # of its figures in the file, 0 apart
    most: Decimal | None = None
    first_counter: tuple = ()  # the first counting word, and its row

    @cached_property
    def keys(self):
        return {key_of(name) for name in self.names.values() if name}

    @property
    def unit(self):
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
        return "%" in self.units.values() or (not self.unit and self.counters == {"%"})

    @property
    def ratio_factor(self):
        """The factor of the quotient of both parts."""
        return Decimal(100 if self.is_percentage else 1) if self.factor is None else self.factor

    def sheet_value(self, name):
        """None where the sheet has none."""
        return self.sheet_values[name][0] if name in self.sheet_values else None

    @property
    def columns(self):
        """{column: value after the import}, of the columns that a sheet may change."""
        owner, decimals, is_share = (
            self.sheet_value(name) for name in ("owner_office", "decimals", "numerator_is_part")
        )
        return {
            "office_id": self.office if owner is None else owner.ids[0],
            "decimals": self.decimals if decimals is None else decimals,
            "disclosure": self.sheet_value("disclosure") or self.disclosure,
            "numerator_is_part": self.is_share if is_share is None else is_share,
        }

    @property
    def changed_columns(self):
        had = {"office_id": self.office, "decimals": self.decimals, "disclosure": self.disclosure}
        return self.columns != had | {"numerator_is_part": self.is_share}

    def learn_factor(self, factor, row):
        """Take the factor of a row's value and parts; returns whether it is the indicator's own now."""
        if self.pk is None and not self.factor_row and factor != self.ratio_factor:
            self.factor = factor
        self.factor_row = self.factor_row or row
        return self.ratio_factor == factor

    def is_in(self, unit):
        """Whether a row's unit is this one; a blank unit fits any."""
        mine = {key_of(name) for name in self.units.values() if name}
        return not unit or not mine or key_of(unit) in mine

    def note_decimals(self, figure, decimals=None):
        """As many as the figures carry, or as their cells' formats show."""
        if figure.value:
            self.least = min(filter(None, (self.least, abs(figure.value))))
            self.most = max(self.most or 0, abs(figure.value))
        if figure.value is not None:
            carried = max(0, -figure.value.as_tuple().exponent)
            self.seen_decimals = max(self.seen_decimals, carried if decimals is None else min(decimals, carried))

    def note_counter(self, counter, cell, row):
        """Note the word by which the figures are counted; raises RefusedError where no unit is written and two words differ."""
        if not counter:
            return
        if not self.unit and self.first_counter and not fits(counter, self.first_counter[0]):
            names = {"cell": cell[:80], "row": self.first_counter[1], "unit": self.first_counter[0]}
            raise RefusedError("value", cell, _("“%(cell)s” counts something else than row %(row)d, %(unit)s.") % names)
        self.first_counter = self.first_counter or (counter, row)
        self.counters.add(counter)

    def learn_unit(self, unit):
        """A new indicator takes the unit of the first row that has one; it must fit the figures before."""
        if self.pk is not None or self.unit or not unit:
            return
        if self.first_counter and not fits(self.first_counter[0], unit):
            names = {"row": self.first_counter[1], "unit": self.first_counter[0]}
            raise RefusedError("unit", unit, _("Row %(row)d counts in %(unit)s.") % names)
        self.units = in_both_languages(unit)

    def learn_unit_from_figures(self):
        """Where no row has the unit, the figures may: 年6回, 8回."""
        if self.first_counter:
            self.learn_unit(self.first_counter[0])


@dataclass(eq=False)
class CommitmentSlot:
    """An indicator at a level, that is a commitment; or a level alone (`series` is None)."""

    no: int
    branch: Level
    series: IndicatorSlot | None = None
    pk: int | None = None
    row: int = 0  # the first one that speaks of it
    order: int = 0
    stored_columns: dict = field(
        default_factory=dict
    )  # what the database holds: comparator, tolerance, trajectory, promise, is_key
    sheet_values: dict = field(default_factory=dict)  # what the sheet says: the same, and direction
    cell_comparator: str = ""  # the comparator in the words of a target's cell
    cell_comparator_row: int = 0  # the row of that cell
    has_targets: bool = False

    def note_comparator(self, comparator, cell, row):
        """Note the comparator worded in a target's cell; raises RefusedError where it contradicts others."""
        direction = self.sheet_value("direction")
        if (
            self.sheet_value("comparator") is None
            and direction not in {None, "none"}
            and comparator not in FITTING[direction]
        ):
            reason = _("The words say another direction than “%(direction)s”.") % {"direction": direction}
            raise RefusedError("value", cell, reason)
        if self.cell_comparator not in {"", comparator}:
            raise RefusedError(
                "value", cell, _("Row %(row)d is compared in another way.") % {"row": self.cell_comparator_row}
            )
        self.cell_comparator, self.cell_comparator_row = comparator, self.cell_comparator_row or row

    def sheet_value(self, name):
        """None where the sheet has none."""
        return self.sheet_values[name][0] if name in self.sheet_values else None

    @property
    def comparator(self):
        """The column's, else the cells', else the stored one where it fits the direction, else the direction's own."""
        direction, known = self.sheet_value("direction"), self.stored_columns.get("comparator")
        if self.sheet_value("comparator") is not None:
            return self.sheet_value("comparator")
        if self.cell_comparator:
            return self.cell_comparator
        if direction is None or known in FITTING[direction]:
            return known or ""
        return default_comparator(direction, self.series.kind)

    @property
    def columns_to_store(self):
        """{column: value after the import}."""
        stated = {
            COLUMN_OF.get(name, name): value for name, (value, _row) in self.sheet_values.items() if name != "direction"
        }
        return self.stored_columns | stated | {"comparator": self.comparator}

    @property
    def is_new(self):
        """Whether the commitment, or the level without an indicator, is not stored yet."""
        return (self.branch if self.series is None else self).pk is None

    @property
    def is_changed(self):
        return self.pk is not None and any(
            self.stored_columns[name] != value for name, value in self.columns_to_store.items()
        )
