"""Whole transactions: each has its time, and one that the database gave up for others' sake is done again."""

import errno
import random
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg2 import errorcodes

P, T = ParamSpec("P"), TypeVar("T")
LONG = 600  # seconds of imports, closings and whole answers; pages and the API have those of the connection
TRIES = 4
RETRY_AFTER = 5  # seconds until it is worth while to ask again
ALLOW = """
    SELECT set_config('statement_timeout', %(statement)s, true),
        set_config('idle_in_transaction_session_timeout', %(statement)s, true),
        set_config('lock_timeout', coalesce(%(lock)s, current_setting('lock_timeout')), true)
"""
NO_ANSWER = (OperationalError, InterfaceError)  # what is raised while the database is away, or has no time
GIVEN_UP = {errorcodes.DEADLOCK_DETECTED, errorcodes.SERIALIZATION_FAILURE}
WAITED_TOO_LONG = {errorcodes.LOCK_NOT_AVAILABLE, errorcodes.QUERY_CANCELED}


def in_one_transaction(verb: Callable[P, T]) -> Callable[P, T]:
    """Decorator for a verb: all that it does is stored, or nothing.

    On its own it is done again, a few times, after a deadlock or a serialization failure; inside another transaction,
    which then is the whole one, it is not.
    """

    @wraps(verb)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        for pause in pauses():
            try:
                with transaction.atomic():
                    return verb(*args, **kwargs)
            except OperationalError as error:
                if pause is None or connection.in_atomic_block or code_of(error) not in GIVEN_UP:
                    raise
                time.sleep(pause)
        raise AssertionError("the last try answers or raises")

    return whole


def pauses():
    """How long to wait after each try, differently for each writer; None after the last."""
    return [*(random.uniform(0, 0.05 * 2**number) for number in range(TRIES - 1)), None]  # noqa: S311


def allow_time(statement=LONG, lock=None):
    """Give the open transaction so many seconds for each statement and pause, and for each lock; the next has the usual ones."""
    with connection.cursor() as cursor:
        cursor.execute(ALLOW, {"statement": f"{statement}s", "lock": lock and f"{lock}s"})


def code_of(error):
    """The SQLSTATE of a database error; None where the database did not say one."""
    return getattr(error.__cause__, "pgcode", None)


def is_duplicate(error):
    """Whether the database refused a second row of what there may be only one of."""
    return code_of(error) == errorcodes.UNIQUE_VIOLATION


def is_unavailable(error):
    """Whether an error means that the database cannot answer now, and may soon."""
    if isinstance(error, NO_ANSWER):
        return True
    return isinstance(error, Error) and code_of(error) == errorcodes.IDLE_IN_TRANSACTION_SESSION_TIMEOUT


def is_busy(error):
    """Whether the database answers, but not in time, or not to all who want the same; what was asked is undone."""
    return isinstance(error, OperationalError) and code_of(error) in GIVEN_UP | WAITED_TOO_LONG


def said_busy():
    """What people are told who may try again, in the reader's language."""
    return _("Someone is changing the same data right now. Nothing was saved; send it again in a few seconds.")


def said_disk_full():
    return _("There is no space left on the disk of this site. Nothing was saved; tell the site administrator.")


def is_disk_full(error):
    """Whether there is no place left for files, or for the database's."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, OperationalError) and code_of(error) == errorcodes.DISK_FULL


@contextmanager
def long_transaction():
    """A transaction for what takes its time."""
    with transaction.atomic():
        allow_time()
        yield


def in_long_transaction(lines):
    """The lines of a stream; the transaction is open for as long as they are read."""
    with long_transaction():
        yield from lines
