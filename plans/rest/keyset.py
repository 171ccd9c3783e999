"""Pages by keyset: a page starts after a row, not after a number of rows, so that page 1,000 costs what page 1 costs."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from plans.rest.columns import DAY, MOMENT, NUMBER, TRUTH

LARGEST = 10**20


def parse_number(text):
    """A number that a column could hold."""
    value = Decimal(text)
    if not value.is_finite() or abs(value) > LARGEST:
        raise ValueError(text)
    return value


def parse_text(text):
    """A text that a column could hold."""
    if not isinstance(text, str) or "\x00" in text:
        raise ValueError(text)
    return text


FROM_TEXT = {
    NUMBER: parse_number,
    DAY: date.fromisoformat,
    MOMENT: datetime.fromisoformat,
    TRUTH: lambda text: text == "True",
}


@dataclass(frozen=True)
class Term:
    """One thing to order by. Rows without a value come last, in both directions."""

    alias: str
    expression: object
    kind: str = NUMBER
    descending: bool = False
    nullable: bool = False

    def order(self, backwards):
        key = F(self.alias)
        if self.descending != backwards:
            return key.desc(nulls_last=True) if self.nullable and not backwards else key.desc()
        return key.asc(nulls_first=True) if self.nullable and backwards else key.asc()

    def same(self, value):
        return Q(**{f"{self.alias}__isnull": True}) if value is None else Q(**{self.alias: value})

    def beyond(self, value, backwards):
        """Q for the rows strictly after a value, or before it; None where there can be none."""
        if value is None:
            return Q(**{f"{self.alias}__isnull": False}) if backwards else None
        after = Q(**{f"{self.alias}__{'lt' if self.descending != backwards else 'gt'}": value})
        return after | Q(**{f"{self.alias}__isnull": True}) if self.nullable and not backwards else after

    def index_bound(self, value, backwards):
        """Q that every later row meets, with which an index finds the place at once."""
        if value is None or (self.nullable and not backwards):
            return Q()
        return Q(**{f"{self.alias}__{'lte' if self.descending != backwards else 'gte'}": value})

    def read(self, text):
        return None if text is None else FROM_TEXT.get(self.kind, parse_text)(text)


def terms_by(*paths, nullable=()):
    """Terms for whole-number columns, by their paths from the model: the order in which a collection comes by itself."""
    return [Term(f"key_{n}", F(path), nullable=path in nullable) for n, path in enumerate(paths)]


def ordering_terms(text, columns, usual):
    """The terms of `?ordering=name,-updated_at`, ended by the id; without it the usual ones."""
    if not text:
        return usual
    asked = parse_ordering(text, columns)
    asked += [] if "id" in (order.name for order in asked) else [Order("id", descending=False)]
    return [term(n, order, columns) for n, order in enumerate(asked)]


class Order(NamedTuple):
    """A column to order by."""

    name: str
    descending: bool


def parse_ordering(text, columns):
    """[Order] of a text like `name,-updated_at`; an unknown column is a bad request."""
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name.removeprefix("-") not in columns]
    if unknown:
        raise ValidationError({"ordering": [_("Cannot order by: %(names)s.") % {"names": ", ".join(unknown)}]})
    return [Order(name.removeprefix("-"), name.startswith("-")) for name in names]


def term(n, order, columns):
    column = columns[order.name]
    nullable = column.name not in {"id", "version", "updated_at"}
    return Term(f"key_{n}", column.expression, column.kind, order.descending, nullable)


@dataclass(frozen=True)
class Cursor:
    """A place between two rows: the keys of the row before it (or after it: `backwards`), or the last deletion told."""

    keys: tuple = ()
    backwards: bool = False
    deletion: int | None = None

    def text(self, ordering):
        """The opaque text that stands in an address; it holds for one ordering."""
        keys = [key if key is None else key_text(key) for key in self.keys]
        told = json.dumps([ordering, keys, self.backwards, self.deletion])
        return base64.urlsafe_b64encode(told.encode()).decode()

    @classmethod
    def of(cls, text, ordering, terms):
        """The cursor in an address; anything else than one of ours for this ordering is a bad request."""
        try:
            return cls(*cursor_parts(text, ordering, terms))
        except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
            raise no_cursor() from error


def no_cursor():
    return ValidationError({"cursor": [_("This is no cursor of this list.")]})


def cursor_parts(text, ordering, terms):
    """(keys, backwards, deletion) out of a cursor's text; raises what reading something else raises."""
    made_for, keys, backwards, deletion = json.loads(base64.urlsafe_b64decode(text.encode()))
    if made_for != ordering:
        raise ValueError(made_for)
    if deletion is not None:
        return (), False, int(deletion)
    return tuple(term.read(key) for term, key in zip(terms, keys, strict=True)), bool(backwards), None


def key_text(key):
    return key.isoformat() if isinstance(key, date) else str(key)


def annotate_terms(queryset, terms):
    """The queryset with each term under its alias."""
    return queryset.annotate(**{term.alias: term.expression for term in terms})


def after(queryset, terms, cursor):
    """The rows after the cursor, nearest first (before it, where it looks backwards)."""
    backwards = cursor is not None and cursor.backwards
    if cursor is not None and cursor.keys:
        queryset = queryset.filter(*beyond(terms, cursor))
    return queryset.order_by(*[term.order(backwards) for term in terms])


def beyond(terms, cursor):
    places, same = Q(pk__in=[]), Q()
    for term, value in zip(terms, cursor.keys, strict=True):
        place = term.beyond(value, cursor.backwards)
        if place is not None:
            places |= same & place
        same &= term.same(value)
    return terms[0].index_bound(cursor.keys[0], cursor.backwards), places


def reverse_cursor(cursor):
    """The same place, looking the other way."""
    return replace(cursor, backwards=not cursor.backwards)
