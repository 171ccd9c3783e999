import json
import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from plans.database.data_version import fold_changes
from plans.database.transactions import NO_ANSWER, long_transaction
from plans.models import ApiToken, Submission

A_DAY = timedelta(days=1)


def delete_expired():
    """Remove sessions, API tokens and keys of forms whose time is over; {"sessions": n, "tokens": n, "submissions": n}."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    tokens = ApiToken.objects.filter(expiry__lt=now)
    count = tokens.count()
    tokens.delete()
    submissions, _ = Submission.objects.filter(sent_at__lt=now - A_DAY).delete()
    return {"sessions": sessions, "tokens": count, "submissions": submissions}


def do_what_is_due():
    """Everything once; what was removed, by name."""
    with long_transaction():
        fold_changes()
    with long_transaction():
        return delete_expired()


class Command(BaseCommand):
    help = "Do whatever is due by now; safe to run as often as one likes."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever, with this pause")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, every, **options):
        self.report(do_what_is_due(), options["json"])
        while every is not None:
            time.sleep(every)
            self.once_more()

    def once_more(self):
        """The next round; a database that is away is tried again at the one after."""
        try:
            do_what_is_due()
        except NO_ANSWER as error:
            self.stderr.write(f"The database did not answer: {str(error).strip()}")
            connection.close()

    def report(self, done, as_json):
        if as_json:
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(", ".join(f"{name}: {count} removed" for name, count in done.items()))
