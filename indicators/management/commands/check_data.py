import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from indicators.loading.data_quality import findings


class Command(BaseCommand):
    help = "Say what is not right in the data, one finding a line; finding something is no failure."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        found = findings()
        if options["json"]:
            self.stdout.write(json.dumps({"findings": [asdict(finding) for finding in found]}, ensure_ascii=False))
            return
        for finding in found:
            self.stdout.write(str(finding))
