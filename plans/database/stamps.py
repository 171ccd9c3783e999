"""The moment that the database stamps on rows and events: what the clock says at the statement, not when its transaction began.

One function of the database says it, `plans_stamp()`. Only its owner may replace it: then stamps stand still (so the
demonstration tells its diaries) or stay on the day of a demonstration. No setting of a session and no row of a table does that.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, models

CLOCK = "SELECT pg_catalog.clock_timestamp()"
STOPPED = "SELECT %(moment)s::timestamptz"
# The hours of the day run ever slower and never reach its end: however long it goes on, later stays later.
ON_A_DAY = """-- %(day)s
    SELECT %(begins)s::timestamptz + %(hours)s::interval * (1 - 1 / (1 +
        extract(epoch FROM pg_catalog.clock_timestamp() - %(since)s::timestamptz) / extract(epoch FROM %(hours)s::interval)
    ))::double precision
"""
FUNCTION = "CREATE OR REPLACE FUNCTION plans_stamp() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS %s"
PRESENT = "SELECT prosrc, pg_catalog.clock_timestamp() FROM pg_proc WHERE oid = 'plans_stamp()'::regprocedure"
MORNING = time(9, 0)


class Stamp(models.Func):
    """The stamp of now, as an expression: for defaults of columns, and for what is written beside them."""

    function = "plans_stamp"
    arity = 0
    output_field = models.DateTimeField()


def follow_clock():
    """From here on stamps say what the clock of the database says."""
    _say(CLOCK)


def fixed_clock(moment):
    """From here on every stamp is this moment, until the transaction is rolled back or another of these is called."""
    _say(STOPPED, moment=moment)


def stay_on(day, zone, *, last=None):
    """From here on stamps lie on this day, in order, from nine o'clock in the zone on; whether that can be.

    `last`, the latest moment stamped so far, is never gone behind: with one after the day nothing is changed.
    """
    zone = ZoneInfo(zone)
    begins, ends = datetime.combine(day, MORNING, zone), datetime.combine(day + timedelta(days=1), time.min, zone)
    body, now = _present()
    if body.startswith(f"-- '{day}'"):
        return True
    if last is not None and last >= ends:
        return False
    begins = max(begins, last or begins)
    _say(ON_A_DAY, day=str(day), begins=begins, hours=ends - begins, since=now)
    return True


def _present():
    """(what the function says, the present moment)."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT)
        return cursor.fetchone()


def _say(body, **values):
    with connection.cursor() as cursor:
        told = cursor.mogrify(body, values).decode()
        if told != _present()[0]:
            cursor.execute(FUNCTION, [told])
