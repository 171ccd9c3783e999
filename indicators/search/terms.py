"""What somebody searches for: its words, and where they stand in a text. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from plans.text.search_text import fold, folded_characters, without_invisible_characters

LONGEST = 200  # characters of a question that are read
MOST_WORDS = 12
SHORTEST_GUESSED = 4  # letters of a word in which a typing mistake can be told from another word
GUESSED = re.compile(r"[a-z\u00e0-\u024f]+")
BETWEEN_DIGITS = re.compile(r"(?<=\d)(?=\D)|(?<=\D)(?=\d)")
SHORTEST_PIECE = 2  # Latin letters or digits: toeic730 is two words run together, b2 is one
LITTLE_WORDS = frozenset("a an and at by for from in of on or the to with".split())


def legible_question(question):
    """Legible, without needless spaces, cut to 200 characters."""
    return " ".join(without_invisible_characters(question).split())[:LONGEST].rstrip()


@dataclass(frozen=True)
class SearchWords:
    """The words of a question; a hit contains all of them."""

    question: str

    @property
    def text(self):
        return legible_question(self.question)

    @property
    def is_cut(self):
        """Whether part of the question is not read."""
        return (
            len(" ".join(without_invisible_characters(self.question).split())) > LONGEST
            or len(fold(self.text).split()) > MOST_WORDS
        )

    @cached_property
    def words(self):
        """The folded words, each once; little ones only where there are no others."""
        words = tuple(dict.fromkeys(fold(self.text).split()))[:MOST_WORDS]
        return tuple(word for word in words if word not in LITTLE_WORDS) or words

    @property
    def words_to_mark(self):
        return tuple(
            dict.fromkeys([*self.words, *(piece for word in self.words for piece in letters_and_digits(word))])
        )

    @property
    def phrase(self):
        return " ".join(fold(self.text).split()[:MOST_WORDS])

    @property
    def guessable_words(self):
        """Words that may be mistyped; all others must be contained as they are."""
        return tuple(word for word in self.words if len(word) >= SHORTEST_GUESSED and GUESSED.fullmatch(word))


def letters_and_digits(word):
    """The letters and the digits of a word that may be apart in a text; () for any other word."""
    found = BETWEEN_DIGITS.split(word)
    tells = all(len(piece) >= SHORTEST_PIECE or not piece.isascii() for piece in found)
    return tuple(found) if len(found) > 1 and tells else ()


def contains_any(text, words):
    folded = folded_characters(text)
    return any(word in folded for word in words)


def marked_pieces(text, words):
    """[(piece, whether it is one of the words)], together the whole text."""
    clusters = list(characters(text))
    hits = marks(clusters, words)
    found, start = [], 0
    for end in range(1, len(clusters) + 1):
        if end == len(clusters) or hits[end] != hits[start]:
            found.append(("".join(shown for shown, folded in clusters[start:end]), hits[start]))
            start = end
    return found


def marks(clusters, words):
    """For each cluster, whether it belongs to one of the words."""
    places = [index for index, (shown, folded) in enumerate(clusters) for character in folded]
    haystack = "".join(folded for shown, folded in clusters)
    hits = [False] * len(clusters)
    for word in words:
        for found in re.finditer(re.escape(word), haystack):
            for place in places[found.start() : found.end()]:
                hits[place] = True
    return hits


def characters(text):
    """(as printed, folded) for each character with its combining marks: half-width ｶﾞ is one."""
    cluster = ""
    for character in text:
        if cluster and not unicodedata.combining(unicodedata.normalize("NFKC", character)[0]):
            yield cluster, folded_characters(cluster)
            cluster = ""
        cluster += character
    if cluster:
        yield cluster, folded_characters(cluster)
