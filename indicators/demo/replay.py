"""Replays the diaries into the database, each entry under the name of its writer and dated back to its own day."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from indicators.demo.content import diaries
from indicators.demo.dating import date_back
from indicators.demo.pen import Pen
from indicators.demo.steps import STEPS
from plans.history import recorded
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
    return len(entries)


def replay(slug, entry):
    """One day: its steps, under its writer's name and reason, dated back to that day's evening."""
    by = User.objects.get(username=entry.by) if entry.by else None
    for verb, rows in entry.steps:
        institution = Institution.objects.filter(slug=slug).first()
        with recorded(by=by, reason=entry.reason):
            STEPS[verb](Pen(institution, by, entry.reason, entry.folder), rows)
    zone = ZoneInfo(Institution.objects.get(slug=slug).time_zone)
    date_back(datetime.combine(entry.day, EVENING, zone))
