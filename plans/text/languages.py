"""Content in two languages: explicit columns `name_ja`, `name_en`, read through one descriptor `name`."""

import re

from django.utils.translation import get_language

LANGUAGES = ("ja", "en")
BETWEEN_LANGUAGES = " / "
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Wording(str):
    """A text together with the language it is really in; `is_fallback` when that is not the one asked for."""

    language: str
    is_fallback: bool

    def __new__(cls, text, language, *, is_fallback=False):
        wording = super().__new__(cls, text)
        wording.language = language
        wording.is_fallback = is_fallback
        return wording


def active_language() -> str:
    """`ja` or `en`: the language of the reader now."""
    language = (get_language() or "ja")[:2]
    return language if language in LANGUAGES else "en"


def wording(texts, language):
    """The text of `texts` ({language: text}) in `language`, else in the other one, marked as a fallback."""
    if texts[language]:
        return Wording(texts[language], language)
    for other in LANGUAGES:
        if texts[other]:
            return Wording(texts[other], other, is_fallback=True)
    return Wording("", language)


def by_language(text: str) -> dict[str, str]:
    """{language: text} of what was typed in one column: both where it says "日本語 / English", else by its letters."""
    halves = text.split(BETWEEN_LANGUAGES)
    found = {"ja" if JAPANESE.search(half) else "en": half for half in halves}
    return found if len(found) == len(halves) else {"ja" if JAPANESE.search(text) else "en": text}


def half_in_language(text, language):
    """What a text of one column says in `language` where both were typed, "日本語 / English"; any other text whole."""
    return by_language(text).get(language, text)


class InBothLanguages:
    """`name = InBothLanguages()` beside `name_ja`, `name_en` answers in the active language, else visibly in the other."""

    is_translated = True

    def __set_name__(self, owner, name):
        self.columns = {language: f"{name}_{language}" for language in LANGUAGES}

    def __get__(self, row, owner=None):
        if row is None:
            return self
        texts = {language: getattr(row, column) for language, column in self.columns.items()}
        return wording(texts, active_language())


class PersonName(InBothLanguages):
    """The name of a person, in the other language where the active one has none: nobody has to translate it."""

    is_translated = False

    def __get__(self, row, owner=None):
        name = super().__get__(row, owner)
        if row is not None:
            name.is_fallback = False
        return name


def in_japanese_only(text: str) -> str:
    """A text that only a Japanese sentence repeats; empty in English."""
    return text if active_language() == "ja" else ""
