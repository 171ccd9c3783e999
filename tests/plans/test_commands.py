import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from plans.models import ApiToken
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def said(command, **options):
    out = StringIO()
    call_command(command, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_what_has_expired_is_removed_and_the_rest_stays():
    now = timezone.now()
    for hours in (-1, 1):
        Session.objects.create(session_key=f"key{hours}", expire_date=now + timedelta(hours=hours))
        token, _ = ApiToken.objects.create(user=UserFactory(), expiry=timedelta(hours=1))
        ApiToken.objects.filter(pk=token.pk).update(expiry=now + timedelta(hours=hours))

    first, second = (json.loads(said("run_due", json=True)) for _ in range(2))

    assert first == {"sessions": 1, "tokens": 1, "submissions": 0}
    assert second == {"sessions": 0, "tokens": 0, "submissions": 0}
    assert (Session.objects.count(), ApiToken.objects.count()) == (1, 1)


def test_rights_are_given_as_often_as_one_likes():
    assert said("grant_access") == said("grant_access") == ""


def test_a_role_that_does_everything_keeps_its_rights_and_is_told(settings):
    settings.APP_ROLE = settings.DATABASES["default"]["USER"]

    assert said("grant_access").endswith("history is not protected from the role that serves.\n")
