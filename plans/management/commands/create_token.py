import json
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from plans.models import ApiToken, Plan, User


def positive(text):
    """A whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


class Command(BaseCommand):
    help = "Make an API token for a user and print it, once: only its digest is kept."

    def add_arguments(self, parser):
        parser.add_argument("--user", required=True, metavar="NAME")
        parser.add_argument("--name", default="", help="what the token is for")
        parser.add_argument("--read-only", action="store_true")
        parser.add_argument("--expires", type=positive, metavar="DAYS", help="without it the token is good for ever")
        parser.add_argument(
            "--plan", action="append", default=[], metavar="SLUG", help="only this plan; may be repeated"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        user, plans = user_named(options["user"]), plans_named(options["plan"])
        expiry = None if options["expires"] is None else timedelta(days=options["expires"])
        token, key = ApiToken.objects.create(user, expiry, name=options["name"], read_only=options["read_only"])
        token.limit_to(plans)
        self.stdout.write(json.dumps({"token": key}) if options["json"] else key)


def user_named(name):
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user “{name}”.")
    return user


def plans_named(slugs):
    plans = list(Plan.objects.filter(slug__in=slugs))
    missing = set(slugs) - {plan.slug for plan in plans}
    if missing:
        raise CommandError(f"There is no plan “{', '.join(sorted(missing))}”.")
    return plans
