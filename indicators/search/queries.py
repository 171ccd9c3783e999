"""Search for institutions, plans and their levels, indicators and offices by code and name, in either language.

What contains every word is found; some of the words may stand in the name of the institution instead. Where nothing does, it is
what is spelt alike, and else what contains some of the words: one query for each kind. At most 1,000 rows of a kind are
looked at, so that a question that fits everything is answered as fast as any other.
"""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add, and_, or_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, models, transaction
from django.db.models import Count, F, Func, IntegerField, Q, TextField, Value, Window

from indicators.models import Indicator
from indicators.search.terms import SearchWords, letters_and_digits
from measures.models import Measure
from plans.models import Institution, Objective, Office, Plan, Standard, Strategy
from plans.text.search_text import Haystack

MOST = 1000  # rows of a kind that are ranked
MOST_NAMED = 20  # institutions that a word may name; one that names more, like "university", tells none apart
PAGE, FEW = 25, 5  # hits of one kind on its own page, and among others
ALIKE = 0.4  # the share of trigrams that makes a word similar: students and studnets have 0.44 in common
NAMES = ("code", "name_ja", "name_en")
WILDCARDS = re.compile(r"([\\%_])")


@dataclass(frozen=True)
class SearchedKind:
    """A kind of row: the columns that are searched, the order of its list, its joins, and the path to its institution."""

    model: type[models.Model]
    columns: tuple[str, ...]
    order: tuple[str, ...]
    above: tuple[str, ...]
    institution: str

    def rows(self, user):
        unnamed = Q(**{column: "" for column in self.columns if column[-3:] in ("_ja", "_en")})
        rows = self.model.objects.visible_to(user).exclude(unnamed)
        return rows.annotate(haystack=Haystack(*self.columns)).order_by()


SLUG_AND_NAMES = ("slug", *NAMES[1:])
KINDS = {
    "institution": SearchedKind(Institution, SLUG_AND_NAMES, ("slug",), (), "pk"),
    "plan": SearchedKind(
        Plan, SLUG_AND_NAMES, ("institution_id", "-first_fiscal_year", "slug"), ("institution",), "institution_id"
    ),
    "objective": SearchedKind(
        Objective, ("text_ja", "text_en"), ("plan_id", "order", "pk"), ("plan",), "plan__institution_id"
    ),
    "strategy": SearchedKind(Strategy, NAMES, ("plan_id", "order", "pk"), ("plan",), "plan__institution_id"),
    "standard": SearchedKind(
        Standard,
        NAMES,
        ("strategy__plan_id", "strategy__order", "strategy_id", "order", "pk"),
        ("strategy__plan",),
        "strategy__plan__institution_id",
    ),
    "measure": SearchedKind(
        Measure,
        NAMES,
        ("standard__strategy__plan_id", "standard__strategy__order", "standard__order", "standard_id", "order", "pk"),
        ("standard__strategy__plan",),
        "standard__strategy__plan__institution_id",
    ),
    "indicator": SearchedKind(
        Indicator, NAMES, ("institution_id", "code", "pk"), ("institution", "office"), "institution_id"
    ),
    "office": SearchedKind(
        Office, NAMES, ("institution_id", "order", "pk"), ("institution", "parent"), "institution_id"
    ),
}


@dataclass(frozen=True)
class HitsOfKind:
    """`total`: how many were found; `rows`: those of this page, best first, with a `closeness` of 0 to 4."""

    kind: str
    total: int
    rows: tuple = ()

    @property
    def is_more(self):
        """Whether only the first rows were ranked."""
        return self.total > MOST

    @property
    def count(self):
        return min(self.total, MOST)

    @property
    def pages(self):
        return max(1, -(-self.count // PAGE))

    @property
    def closeness(self):
        return min((row.closeness for row in self.rows), default=len(KINDS))


class Search:
    """A question put to one kind (`page` of its hits) or to all of them (the best few of each), for a reader.

    Without words a kind is listed in its usual order; without words and kind the kinds are only counted.
    """

    def __init__(self, terms: SearchWords, *, user, kind="", page=1):
        self.terms, self.user, self.kind, self.page = terms, user, kind, page

    @cached_property
    def is_guess(self):
        """Whether nothing contains the words, so that similar spellings are shown."""
        return bool(self.terms.guessable_words) and not are_any(self._containing) and are_any(self._spelt_alike)

    @cached_property
    def is_partial(self):
        """Whether nothing contains all words or similar spellings of them, so that rows with some of them are shown."""
        return len(self.terms.words) > 1 and not are_any(self._containing) and not self.is_guess

    @cached_property
    def groups(self):
        """{kind: HitsOfKind}, the kind with the best hit first."""
        groups = self._spelt_alike if self.is_guess else self._containing_some if self.is_partial else self._containing
        return {group.kind: group for group in sorted(groups, key=lambda group: group.closeness)}

    @property
    def total(self):
        return sum(group.count for group in self.groups.values())

    @cached_property
    def _containing(self):
        distance = closeness(self.terms.phrase)
        return [self._hits_of_kind(kind, self._every_word(KINDS[kind], self._contains), distance) for kind in KINDS]

    @cached_property
    def _containing_some(self):
        some = reduce(or_, map(self._contains, self.terms.words))
        missing = NotLike(F("haystack"), patterns([f"%{escape_wildcards(word)}%" for word in self.terms.words]))
        return [self._hits_of_kind(kind, some, missing) for kind in KINDS]

    @cached_property
    def _spelt_alike(self):
        likeness = reduce(add, [TrigramWordSimilarity(word, F("haystack")) for word in self.terms.guessable_words])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [ALIKE])
            return [
                self._hits_of_kind(kind, self._every_word(KINDS[kind], self._is_alike), -likeness) for kind in KINDS
            ]

    def _every_word(self, searched, fits):
        """Q for rows that every word matches: the row itself, or for some words, but never all, its institution."""
        of_institution = {word: Q(**{f"{searched.institution}__in": ids}) for word, ids in self._institutions.items()}
        every = reduce(and_, [fits(word) | of_institution.get(word, Q(pk__in=[])) for word in self.terms.words], Q())
        is_needed = of_institution.keys() >= set(self.terms.words) and self.terms.words
        return every & reduce(or_, map(fits, self.terms.words)) if is_needed else every

    @cached_property
    def _institutions(self):
        """{word: ids of institutions with that word}, for words that few institutions have."""
        rows = KINDS["institution"].rows(self.user)
        found = {}
        if len(self.terms.words) > 1:
            called = reduce(or_, map(self._contains, self.terms.words))
            texts = list(rows.filter(called).values_list("pk", "haystack")[:MOST])
            for word in self.terms.words:
                found[word] = [
                    pk for pk, text in texts if any(all(map(text.__contains__, way)) for way in spellings(word))
                ]
        return {word: ids for word, ids in found.items() if 0 < len(ids) <= MOST_NAMED}

    def _contains(self, word):
        return reduce(or_, [reduce(and_, [Q(haystack__contains=part) for part in way]) for way in spellings(word)])

    def _is_alike(self, word):
        alike = Q(haystack__trigram_word_similar=word)
        return self._contains(word) | alike if word in self.terms.guessable_words else self._contains(word)

    def _hits_of_kind(self, kind, fits, distance):
        searched = KINDS[kind]
        candidates = self._candidates(searched, fits)
        if self.kind != kind and (self.kind or not self.terms.words):
            return HitsOfKind(kind, candidates.count())
        first, end = (0, FEW) if self.kind == "" else ((self.page - 1) * PAGE, self.page * PAGE)
        rows = (
            searched.model.objects.filter(pk__in=candidates)
            .select_related(*searched.above)
            .alias(haystack=Haystack(*searched.columns))
            .annotate(closeness=distance, total=Window(Count("pk")))
            .order_by("closeness", *searched.order)[min(first, MOST) : min(end, MOST)]
        )
        return HitsOfKind(kind, rows[0].total if rows else 0, tuple(rows))

    def _candidates(self, searched, fits):
        """At most MOST + 1 ids; rows with exactly the words as name are always among them, and lists are in order."""
        rows = searched.rows(self.user)
        if not self.terms.words:
            return rows.order_by(*searched.order).values("pk")[: MOST + 1]
        called = reduce(or_, [Q(**{f"{column}__in": usual_spellings(self.terms.text)}) for column in searched.columns])
        fitting = rows.filter(fits).values("pk")
        return fitting[: MOST + 1].union(rows.filter(called).values("pk")[:MOST])


def are_any(groups):
    return any(group.total for group in groups)


def spellings(word):
    """A word as it is, and with its letters and digits apart."""
    return [(word,), *filter(None, [letters_and_digits(word)])]


def usual_spellings(text):
    """Compared without folding, which would go through thousands of names."""
    return {text, text.upper(), text.lower(), text.capitalize()}


class NotLike(Func):
    """How many of some patterns a haystack is not like. It is folded once for all of them."""

    template = (
        "(SELECT count(*) FROM (SELECT %(expressions)s OFFSET 0) AS row (folded, patterns), unnest(patterns) AS pattern"
        " WHERE folded NOT LIKE pattern)"
    )
    output_field = IntegerField()


def closeness(phrase):
    """0 for the very code, 1 the very name, 2 starts with the words, 3 contains them together, 4 contains them."""
    if not phrase:
        return Value(0)
    text = escape_wildcards(phrase)
    return NotLike(F("haystack"), patterns([f"\n{text}\n%", f"%\n{text}\n%", f"%\n{text}%", f"%{text}%"]))


def escape_wildcards(text):
    return WILDCARDS.sub(r"\\\1", text)


def patterns(texts):
    return Value(texts, ArrayField(TextField()))
