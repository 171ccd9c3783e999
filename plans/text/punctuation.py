"""The signs that part and bracket words, as the active language writes them: 国際課：3件（速報値）, office: 3 (provisional)."""

from plans.text.languages import active_language

COLONS = {"ja": "：", "en": ": "}
COMMAS = {"ja": "、", "en": ", "}
BRACKETS = {"ja": ("（", "）"), "en": (" (", ")")}


def colon() -> str:
    """Between a label and what it is about."""
    return COLONS[active_language()]


def comma() -> str:
    """Between the items of a list."""
    return COMMAS[active_language()]


def brackets() -> tuple[str, str]:
    """Before and behind what stands in brackets; in English with the space before it."""
    return BRACKETS[active_language()]


def join_label(*texts) -> str:
    """A label, what it is about, and so on: FY2025: 39.6%."""
    return colon().join(map(str, texts))


def join_list(texts) -> str:
    """Items in a row."""
    return comma().join(map(str, texts))


def in_brackets(text) -> str:
    """A remark behind a text."""
    before, behind = brackets()
    return f"{before}{text}{behind}"
