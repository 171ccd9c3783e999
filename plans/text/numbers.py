"""Whole numbers out of an address, a form or a header."""

LARGEST_NUMBER = 2**63 - 1  # that a column holds
LONGEST = 19  # digits of it


def whole_number(text, top=LARGEST_NUMBER, *, least=0):
    """The number that a text of ASCII digits is; None for any other text or None, and for what is not from `least` to `top`."""
    if not text or len(text) > LONGEST or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    return number if least <= number <= top else None
