"""Replays the diaries into the database, each entry under the name of its writer and stamped with its own day.

Only the owner of the database may set its stamps (`plans/database/stamps.py`).
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from indicators.demo.content import diaries
from indicators.demo.step_context import StepContext
from indicators.demo.steps import STEPS
from plans.database.history import recording
from plans.database.stamps import fixed_clock
from plans.models import Institution, User

EVENING = time(18, 0)  # when the entries of a day are taken to have been made


def load_diaries():
    """{institution's slug: days replayed, 0 where it is there already}."""
    return {slug: replay_diary(slug, entries) for slug, entries in diaries().items()}


@transaction.atomic
def replay_diary(slug, entries):
    """All of an institution's diary or nothing; returns how many days were replayed."""
    if Institution.objects.filter(slug=slug, plans__isnull=False).exists():
        return 0
    for entry in entries:
        replay_day(slug, entry)
    call_command("set_stamps")
    return len(entries)


def replay_day(slug, entry):
    """Write a day's steps under its writer's name and reason, stamped with its evening."""
    by = User.objects.get(username=entry.by) if entry.by else None
    for verb, rows in entry.steps:
        institution = Institution.objects.filter(slug=slug).first()
        fixed_clock(datetime.combine(entry.day, EVENING, zone_of(institution)))
        with recording(by=by, reason=entry.reason):
            STEPS[verb](StepContext(institution, by, entry.reason, entry.folder), rows)


def zone_of(institution):
    return ZoneInfo(settings.TIME_ZONE if institution is None else institution.time_zone)
