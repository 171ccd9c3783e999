"""How much a sheet may hold. Beyond it a file is refused before it is read."""

from django.utils.translation import gettext as _

LARGEST_FILE = 50_000_000  # bytes
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
MOST_BLANK_ROWS = 20_000  # that a workbook holds, with formats and nothing else; rows that it leaves out do not count
LARGEST_UNPACKED = 500_000_000  # bytes that a zip declares
LARGEST_RATIO = 20  # declared bytes to bytes of the file
LARGEST_DIRECTORY = 200_000  # bytes of a zip's own table of contents


def join_quoted(names):
    """Names in a row, in the quotation marks of the reader's language."""
    return ", ".join(_("“%(name)s”") % {"name": name} for name in names)


class UnreadableError(ValueError):
    """The file as a whole cannot be imported; the message is the one sentence that says why."""


class UnknownColumnsError(UnreadableError):
    """The header has columns that nobody knows; `columns` names them, for a mapping."""

    def __init__(self, columns):
        shown = {"columns": join_quoted(columns[:20])}
        super().__init__(_("Columns not recognised: %(columns)s. Ignore them or choose a field.") % shown)
        self.columns = list(columns)
