"""What a text becomes before a program for sheets opens it: one that it would run as a formula has an apostrophe in front."""

from decimal import Decimal

FORMULA_SIGNS = tuple("=+-@\t\n\r＝＋－＠")  # with one of which a formula begins, also in full width

# The same in the database: {} stands for the text. A test holds both equal.
HARMLESS_SQL = f"""CASE WHEN ascii(ltrim({{}}, '''')) IN ({", ".join(str(ord(sign)) for sign in FORMULA_SIGNS)})
    THEN '''' || {{}} ELSE {{}} END"""


def harmless(text):
    """A text that no program runs. One that has apostrophes already gets one more, so that `unguarded` gives it back."""
    return f"'{text}" if is_formula(text) else text


def remove_guard(text):
    """The text that was made `harmless`."""
    return text[1:] if text.startswith("'") and is_formula(text) else text


def is_formula(text):
    """Whether a program would run a text, or would without the apostrophes in front of it."""
    return text.lstrip("'").startswith(FORMULA_SIGNS)


def csv_cell(cell):
    """A cell as CSV has it: texts harmless, numbers with their digits, yes and no as the database prints them."""
    if isinstance(cell, str):
        return harmless(str(cell))
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:f}" if isinstance(cell, Decimal) else cell
