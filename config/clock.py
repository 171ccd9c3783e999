"""What day it is. Apps may not import config, so they ask `settings.CLOCK(zone)`, which is `today` below."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def today(zone=None):
    """The day it is for Hoshin: HOSHIN_TODAY where set, else today in `zone` (a name; TIME_ZONE without one)."""
    if settings.HOSHIN_TODAY is not None:
        return settings.HOSHIN_TODAY
    return timezone.now().astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()


def now(zone=None):
    """The moment it is, aware: the present time of day on the day `today` says."""
    local = timezone.now().astimezone(ZoneInfo(zone or settings.TIME_ZONE))
    return datetime.combine(today(zone), local.timetz())
