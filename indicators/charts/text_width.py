"""The width of texts in charts, estimated without a font; where they are cut and wrapped. Pure."""

import unicodedata
from decimal import Decimal

from plans.text.languages import active_language

NARROW_LETTER = 0.57
POWERS = {
    "ja": ((12, "兆"), (8, "億"), (4, "万")),
    "en": ((12, " tn"), (9, " bn"), (6, " M")),
}
SHORTENED_FROM = Decimal(10) ** 6


def width_of(text, size):
    """Approximate width in pixels at a letter size; Japanese letters are as wide as high."""
    return sum(size if unicodedata.east_asian_width(letter) in "WF" else size * NARROW_LETTER for letter in text)


def clip_text(text, width, size):
    """The text, cut with an ellipsis where it would be wider than `width`."""
    if width_of(text, size) <= width:
        return text
    kept = text
    while kept and width_of(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrap_text(text, width, size, most=3):
    """Up to `most` lines no wider than `width`; the last one is cut with an ellipsis."""
    lines, line = [], ""
    for piece in unbreakable_pieces(text):
        if line and width_of(f"{line}{piece}".rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines = [*lines, line.rstrip()] if line else lines
    if len(lines) > most:
        lines = [*lines[: most - 1], "".join(lines[most - 1 :])]
    return [clip_text(line, width, size) for line in lines]


def unbreakable_pieces(text):
    """A line may end after a space, and between Japanese letters."""
    piece = ""
    for letter in text:
        piece += letter
        if letter == " " or unicodedata.east_asian_width(letter) in "WF":
            yield piece
            piece = ""
    if piece:
        yield piece


def short_number(number):
    """A number for an axis: thousands separated, no needless zeros; from a million on in millions, in Japanese 万, 億, 兆."""
    if not number:
        return "0"
    if abs(number) >= SHORTENED_FROM:
        power, name = next(step for step in POWERS[active_language()] if abs(number) >= Decimal(10) ** step[0])
        return with_true_minus(f"{(number.scaleb(-power)).normalize():,f}{name}")
    return with_true_minus(f"{number.normalize():,f}")


def with_true_minus(printed):
    return printed.replace("-", "−")
