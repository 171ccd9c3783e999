"""Replays the diaries into the database, each entry under the name of its writer and stamped with its own day.

Only the owner of the database may set its stamps (`plans/database/stamps.py`).
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from indicators.demo.content import diaries
from indicators.demo.pen import Pen
from indicators.demo.steps import STEPS
from plans.database.history import recorded
from plans.database.stamps import stand_still
from plans.models import Institution, User

EVENING = time(18, 0)  # when the entries of a day are taken to have been made


def load():
    """Tell every diary that has not been told yet; {institution's slug: entries replayed, 0 where it is there already}."""
    return {slug: tell(slug, entries) for slug, entries in diaries().items()}


@transaction.atomic
def tell(slug, entries):
    """Replay one institution's diary, all of it or nothing; answers how many entries were replayed."""
    if Institution.objects.filter(slug=slug, plans__isnull=False).exists():
        return 0
    for entry in entries:
        replay(slug, entry)
    call_command("set_stamps")
    return len(entries)


def replay(slug, entry):
    """One day: its steps, under its writer's name and reason, stamped with that day's evening."""
    by = User.objects.get(username=entry.by) if entry.by else None
    for verb, rows in entry.steps:
        institution = Institution.objects.filter(slug=slug).first()
        stand_still(datetime.combine(entry.day, EVENING, zone_of(institution)))
        with recorded(by=by, reason=entry.reason):
            STEPS[verb](Pen(institution, by, entry.reason, entry.folder), rows)


def zone_of(institution):
    """The zone of a diary's days; before its first step has made the institution that of the installation."""
    return ZoneInfo(settings.TIME_ZONE if institution is None else institution.time_zone)
