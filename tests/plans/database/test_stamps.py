import time
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.models.functions import Now

from plans.database.history import last_event
from plans.database.stamps import Stamp, fixed_clock, follow_clock, stay_on
from plans.models import Institution
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db

TOKYO = "Asia/Tokyo"
DAY = date(2026, 5, 15)


def asked(expression):
    InstitutionFactory()
    return Institution.objects.annotate(moment=expression).values_list("moment", flat=True)[0]


def test_stamps_say_the_moment_of_the_statement_and_not_when_the_transaction_began():
    began = asked(TransactionNow())
    time.sleep(0.01)

    row = InstitutionFactory(name_en="A")
    Institution.objects.filter(pk=row.pk).update(name_en="B")
    row.refresh_from_db()
    first, second = row.events.order_by("pgh_id").values_list("pgh_created_at", flat=True)

    assert began + timedelta(milliseconds=10) <= row.created_at <= first <= row.updated_at <= second <= asked(Now())


def test_who_writes_cannot_change_when_a_row_was_made():
    row = InstitutionFactory()
    row.refresh_from_db()
    before = row.created_at

    Institution.objects.filter(pk=row.pk).update(created_at="2020-01-01T00:00Z")
    row.refresh_from_db()

    assert row.created_at == before


def test_the_rows_of_one_statement_share_one_stamp():
    Institution.objects.bulk_create([Institution(slug=slug, name_en=slug) for slug in "abc"])

    moments = [row.events.get().pgh_created_at for row in Institution.objects.all()]

    assert len(set(moments)) == 1


def test_in_a_demonstration_stamps_lie_on_its_day_and_in_order():
    assert stay_on(DAY, TOKYO)

    stamps = []
    for _ in range(3):
        stamps.append(asked(Stamp()))
        time.sleep(0.002)

    nine = datetime(2026, 5, 15, 9, tzinfo=ZoneInfo(TOKYO))
    assert stamps == sorted(set(stamps))
    assert nine <= stamps[0] < stamps[-1] < nine + timedelta(minutes=1)


def test_the_day_of_a_demonstration_never_ends():
    with connection.cursor() as cursor:
        assert stay_on(DAY, TOKYO)
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'plans_stamp'")
        (body,) = cursor.fetchone()
        in_ten_years = body.replace("clock_timestamp()", "clock_timestamp() + interval '10 years'")
        assert in_ten_years != body
        cursor.execute(in_ten_years.replace("pg_catalog.clock", "clock"))
        (late,) = cursor.fetchone()

    assert late.astimezone(ZoneInfo(TOKYO)).date() == DAY


def test_starting_again_on_the_same_day_goes_on_where_it_was():
    stay_on(DAY, TOKYO)
    before = asked(Stamp())

    assert stay_on(DAY, TOKYO)
    assert before < asked(Stamp())


def test_stamps_are_never_dated_back_behind_what_is_recorded():
    evening = datetime(2026, 5, 15, 18, tzinfo=ZoneInfo(TOKYO))
    fixed_clock(evening)
    InstitutionFactory()
    follow_clock()

    assert last_event() == evening
    assert not stay_on(date(2026, 5, 14), TOKYO, last=last_event())
    assert abs(asked(Stamp()) - asked(Now())) < timedelta(seconds=5)
    assert stay_on(DAY, TOKYO, last=evening)
    assert asked(Stamp()) >= evening


def said():
    err = StringIO()
    call_command("set_stamps", stderr=err)
    return err.getvalue()


def test_the_command_follows_the_one_clock_in_a_demonstration_only(settings):
    settings.HOSHIN_DEMO = True
    assert said() == ""
    shown = asked(Stamp()).astimezone(ZoneInfo(TOKYO)).date()

    settings.HOSHIN_DEMO = False
    assert said() == ""

    assert (shown, abs(asked(Stamp()) - asked(Now())) < timedelta(seconds=5)) == (DAY, True)


def test_the_command_says_when_history_goes_on_after_the_day(settings):
    settings.HOSHIN_DEMO = True
    InstitutionFactory()

    assert said() == "History goes on after HOSHIN_TODAY already; stamps are never dated back and stay as they are.\n"


def test_only_the_owner_may_set_stamps(as_app):
    with pytest.raises(ProgrammingError, match="permission denied"):
        fixed_clock(datetime(2020, 1, 1, tzinfo=ZoneInfo(TOKYO)))
