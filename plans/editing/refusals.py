"""Why something was not stored, in a sentence, with the status that HTTP has for it."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from plans.database.locks import is_locked, said_locked
from plans.database.transactions import is_busy, is_disk_full, said_busy, said_disk_full
from plans.editing.rows import StaleVersion


def refusal_of(error):
    """(status, sentence) for an error while storing; raises the error again where it is nothing that people can mend."""
    if isinstance(error, ValidationError):
        return HTTPStatus.OK, " ".join(error.messages)
    if isinstance(error, StaleVersion):
        return HTTPStatus.CONFLICT, str(error)
    if isinstance(error, IntegrityError):
        if is_locked(error):
            return HTTPStatus.LOCKED, _("%(why)s Nothing was saved.") % {"why": said_locked(error)}
        return HTTPStatus.OK, _("This clashes with another row. Nothing was saved.")
    if is_disk_full(error):
        return HTTPStatus.INSUFFICIENT_STORAGE, said_disk_full()
    if is_busy(error):
        return HTTPStatus.SERVICE_UNAVAILABLE, said_busy()
    raise error
