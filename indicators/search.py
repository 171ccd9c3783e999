"""Finding plans, what stands in them, indicators and offices by code and name, in either language: one query for each kind.

What contains every word is found; only where nothing does, what is spelt alike. At most 1,000 rows of a kind are looked
at, so that a question that fits everything is answered as fast as any other.
"""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add, or_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, models, transaction
from django.db.models import Count, F, Func, IntegerField, Q, TextField, Value, Window

from indicators.models import Indicator
from indicators.search_terms import Terms
from measures.models import Measure
from plans.folding import Haystack
from plans.models import Objective, Office, Plan, Standard, Strategy

MOST = 1000  # rows of a kind that are ranked
PAGE, FEW = 25, 5  # hits of one kind on its own page, and among others
ALIKE = 0.4  # the share of trigrams that makes a word similar: students and studnets have 0.44 in common
NAMES = ("code", "name_ja", "name_en")
WILDCARDS = re.compile(r"([\\%_])")


@dataclass(frozen=True)
class Sought:
    """A kind of row: the columns that are searched, the order of its list, and what it hangs on."""

    model: type[models.Model]
    columns: tuple[str, ...]
    order: tuple[str, ...]
    above: tuple[str, ...]

    def rows(self, user):
        """The rows that a reader may see; levels without a name are shown nowhere."""
        unnamed = Q(**{column: "" for column in self.columns if column[-3:] in ("_ja", "_en")})
        rows = self.model.objects.visible_to(user).exclude(unnamed)
        return rows.annotate(haystack=Haystack(*self.columns)).order_by()


KINDS = {
    "plan": Sought(Plan, ("slug", *NAMES[1:]), ("institution_id", "-first_fiscal_year", "slug"), ("institution",)),
    "objective": Sought(Objective, ("text_ja", "text_en"), ("plan_id", "order", "pk"), ("plan",)),
    "strategy": Sought(Strategy, NAMES, ("plan_id", "order", "pk"), ("plan",)),
    "standard": Sought(
        Standard, NAMES, ("strategy__plan_id", "strategy__order", "strategy_id", "order", "pk"), ("strategy__plan",)
    ),
    "measure": Sought(
        Measure,
        NAMES,
        ("standard__strategy__plan_id", "standard__strategy__order", "standard__order", "standard_id", "order", "pk"),
        ("standard__strategy__plan",),
    ),
    "indicator": Sought(Indicator, NAMES, ("institution_id", "code", "pk"), ("institution", "office")),
    "office": Sought(Office, NAMES, ("institution_id", "order", "pk"), ("institution", "parent")),
}


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many, and the rows of this page, best first. Their `closeness` is 0 to 4."""

    kind: str
    total: int
    rows: tuple = ()

    @property
    def is_more(self):
        """Whether only the first rows were looked at."""
        return self.total > MOST

    @property
    def count(self):
        return min(self.total, MOST)

    @property
    def pages(self):
        return max(1, -(-self.count // PAGE))

    @property
    def closeness(self):
        """How close the best row is to what was asked for."""
        return min((row.closeness for row in self.rows), default=len(KINDS))


class Search:
    """A question put to one kind (`page` of its hits) or to all of them (the best few of each), for a reader.

    Without words a kind is listed in its usual order; without words and kind the kinds are only counted.
    """

    def __init__(self, terms: Terms, *, user, kind="", page=1):
        self.terms, self.user, self.kind, self.page = terms, user, kind, page

    @cached_property
    def is_guess(self):
        """Whether nothing contains the words, so that what is spelt alike is shown."""
        return bool(self.terms.guessed) and not any(group.total for group in self._containing)

    @cached_property
    def groups(self):
        """{kind: Group}, the kind with the best hit first."""
        groups = self._spelt_alike() if self.is_guess else self._containing
        return {group.kind: group for group in sorted(groups, key=lambda group: group.closeness)}

    @property
    def total(self):
        """Hits of all kinds together, as far as they were counted."""
        return sum(group.count for group in self.groups.values())

    @cached_property
    def _containing(self):
        return [self._group(kind, self._contains, closeness(self.terms.phrase)) for kind in KINDS]

    def _spelt_alike(self):
        likeness = reduce(add, [TrigramWordSimilarity(word, F("haystack")) for word in self.terms.guessed])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [ALIKE])
            return [self._group(kind, self._is_alike, -likeness) for kind in KINDS]

    def _contains(self, word):
        return Q(haystack__contains=word)

    def _is_alike(self, word):
        alike = Q(haystack__trigram_word_similar=word)
        return self._contains(word) | alike if word in self.terms.guessed else self._contains(word)

    def _group(self, kind, fits, distance):
        sought = KINDS[kind]
        candidates = self._candidates(sought, fits)
        if self.kind != kind and (self.kind or not self.terms.words):
            return Group(kind, candidates.count())
        first, end = (0, FEW) if self.kind == "" else ((self.page - 1) * PAGE, self.page * PAGE)
        rows = (
            sought.model.objects.filter(pk__in=candidates)
            .select_related(*sought.above)
            .alias(haystack=Haystack(*sought.columns))
            .annotate(closeness=distance, total=Window(Count("pk")))
            .order_by("closeness", *sought.order)[min(first, MOST) : min(end, MOST)]
        )
        return Group(kind, rows[0].total if rows else 0, tuple(rows))

    def _candidates(self, sought, fits):
        """Ids of at most so many rows; the ones that are called so are always among them, and lists are in order."""
        rows = sought.rows(self.user)
        if not self.terms.words:
            return rows.order_by(*sought.order).values("pk")[: MOST + 1]
        called = reduce(or_, [Q(**{f"{column}__in": usual_spellings(self.terms.asked)}) for column in sought.columns])
        fitting = rows.filter(*map(fits, self.terms.words)).values("pk")
        return fitting[: MOST + 1].union(rows.filter(called).values("pk")[:MOST])


def usual_spellings(text):
    """The text as it may stand in a column, compared there without folding: thousands of names are gone through at once."""
    return {text, text.upper(), text.lower(), text.capitalize()}


class Closeness(Func):
    """How many of some patterns a haystack is not like. It is folded once for all of them."""

    template = (
        "(SELECT count(*) FROM (SELECT %(expressions)s OFFSET 0) AS row (folded, patterns), unnest(patterns) AS pattern"
        " WHERE folded NOT LIKE pattern)"
    )
    output_field = IntegerField()


def closeness(phrase):
    """0 for the very code, 1 the very name, 2 what starts so, 3 what holds the words together, 4 what holds them."""
    if not phrase:
        return Value(0)
    text = WILDCARDS.sub(r"\\\1", phrase)
    patterns = [f"\n{text}\n%", f"%\n{text}\n%", f"%\n{text}%", f"%{text}%"]
    return Closeness(F("haystack"), Value(patterns, ArrayField(TextField())))
