"""What programs for sheets make of a file that they open: texts stay texts, columns are wide enough to be read."""

FORMULA_SIGNS = "=+-@\t\n\r＝＋－＠"  # with one of which a text begins that they run as a formula, also in full width
COLUMN_WIDTH = 18  # characters
BOM = "\ufeff"  # by which they know that a CSV file is UTF-8

_BEGINNINGS = tuple(FORMULA_SIGNS)


class Echo:
    """What csv writes to, for files that are sent line by line: it hands the line back."""

    def write(self, line):
        return line


def harmless(text):
    """A text that no program runs: one that looks like a formula has an apostrophe in front."""
    return f"'{text}" if text.startswith(_BEGINNINGS) else text
