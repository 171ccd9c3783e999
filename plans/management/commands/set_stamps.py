from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from plans.database.history import last_event
from plans.database.stamps import follow_clock, stay_on


class Command(BaseCommand):
    help = "Let the database's stamps follow its clock, or in a demonstration the day of HOSHIN_TODAY; run it as the owner."

    @transaction.atomic
    def handle(self, *args, **options):
        if not settings.HOSHIN_DEMO or settings.HOSHIN_TODAY is None:
            follow_clock()
        elif not stay_on(settings.HOSHIN_TODAY, settings.TIME_ZONE, last=last_event()):
            self.stderr.write(
                "History goes on after HOSHIN_TODAY already; stamps are never dated back and stay as they are."
            )
