import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from plans.models import ApiToken
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_key_is_printed_once_and_kept_as_a_digest(capsys, planner):
    call_command("create_token", user=planner.username, json=True)

    key = json.loads(capsys.readouterr().out)["token"]
    token = ApiToken.objects.get()
    assert (token.user, token.read_only, token.expiry) == (planner, False, None)
    assert key not in (token.digest, token.token_key)


def test_without_json_the_key_stands_alone(capsys, planner):
    call_command("create_token", user=planner.username)

    assert len(capsys.readouterr().out.split()) == 1


def test_a_token_may_be_read_only_short_lived_and_for_one_plan(planner):
    plan = factories.PlanFactory()

    call_command("create_token", "--read-only", "--expires=7", "--name=BI", user=planner.username, plan=[plan.slug])

    token = ApiToken.objects.get()
    assert (token.read_only, token.name, list(token.plans.all())) == (True, "BI", [plan])
    assert timedelta(days=6) < token.expiry - timezone.now() <= timedelta(days=7)


@pytest.mark.parametrize(
    "options, named",
    [({"user": "nobody"}, "nobody"), ({"user": "sato", "plan": ["no-plan"]}, "no-plan")],
)
def test_unknown_users_and_plans_are_named(options, named):
    factories.UserFactory(username="sato")

    with pytest.raises(CommandError, match=named):
        call_command("create_token", **options)

    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("days", ["0", "-1", "soon"])
def test_days_are_a_number_of_at_least_one(planner, days):
    with pytest.raises(CommandError, match="expires"):
        call_command("create_token", f"--user={planner.username}", f"--expires={days}")
