import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from indicators.demo import replay


class Command(BaseCommand):
    help = "Load the demonstration: three real plans and a fictional university with its history. Twice: no change."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        if settings.WHY_NO_DEMO:
            raise CommandError(settings.WHY_NO_DEMO)
        loaded = replay.load_diaries()
        if options["json"]:
            self.stdout.write(json.dumps({"entries": loaded, "changed": any(loaded.values())}))
            return
        for institution, count in loaded.items():
            self.stdout.write(f"{institution}: {count} diary entries" if count else f"{institution}: already there")
