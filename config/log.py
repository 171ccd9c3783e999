"""What is told on standard error: a trace for what nobody foresaw, one line for what anybody can bring about."""

from django.core.exceptions import SuspiciousOperation

from plans.database.transactions import is_disk_full, is_unavailable


class InOneLine:
    """Tells an error of a strange request, or of a database or disk that fails, without its trace."""

    def filter(self, record):
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, SuspiciousOperation) or is_unavailable(error) or is_disk_full(error):
            said, line = str(error).strip().partition("\n")[0], record.getMessage()
            record.msg, record.args = "%s", (line if said in line else f"{line} ({type(error).__name__}: {said})",)
            record.exc_info = record.exc_text = None
        return True


class WithReference:
    """Tells with the error the number that the person was shown (`plans.views.errors`)."""

    def filter(self, record):
        reference = getattr(getattr(record, "request", None), "reference", "")
        if reference:
            record.msg, record.args = "%s (reference %s)", (record.getMessage(), reference)
        return True
