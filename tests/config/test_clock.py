from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from config import clock


def test_the_clock_stands_where_it_was_set(settings):
    settings.HOSHIN_TODAY = date(2024, 2, 29)

    assert clock.today() == date(2024, 2, 29)
    assert clock.now().date() == date(2024, 2, 29)


def test_without_a_setting_it_is_today_in_the_zone_asked_about(settings):
    settings.HOSHIN_TODAY = None
    ahead, behind = clock.today("Pacific/Kiritimati"), clock.today("Pacific/Niue")  # 25 hours apart

    assert (ahead - behind).days in {1, 2}
    assert clock.today() == (datetime.now(UTC) + timedelta(hours=9)).date()


def test_now_is_a_moment_with_a_zone(settings):
    settings.HOSHIN_TODAY = None

    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_apps_reach_the_clock_through_settings():
    assert settings.CLOCK is clock.today
