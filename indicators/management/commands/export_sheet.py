import io
import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indicators.sheets.exports.files import sheet_table
from indicators.sheets.exports.rows import Sheet
from plans.models import Plan
from plans.sheets.tables import csv_lines, write_xlsx


class Command(BaseCommand):
    help = "Write a plan as a sheet; reading it in again changes nothing. docs/import-format.md names the columns."

    def add_arguments(self, parser):
        parser.add_argument("--plan", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=("csv", "xlsx"), default="csv")
        parser.add_argument("--output", metavar="FILE", help="a file instead of stdout")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout: the columns and rows")

    def handle(self, *args, **options):
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(_("There is no plan “%(slug)s”.") % {"slug": options["plan"]})
        if options["output"]:
            self._to_file(plan, options)
        elif options["json"]:
            self.stdout.write(json.dumps(as_json(plan), ensure_ascii=False))
        else:
            self._to_stdout(plan, options["format"])

    def _to_file(self, plan, options):
        try:
            with open(options["output"], "wb") as file:
                if options["format"] == "xlsx":
                    file.write(workbook(plan))
                else:
                    file.writelines(line.encode() for line in csv_lines(sheet_table(plan)))
        except OSError as problem:
            raise CommandError(
                _("%(path)s cannot be written: %(why)s.") % {"path": options["output"], "why": problem.strerror}
            ) from None
        if options["json"]:
            self.stdout.write(json.dumps({"plan": plan.slug, "file": options["output"]}, ensure_ascii=False))

    def _to_stdout(self, plan, kind):
        stream = getattr(self.stdout, "buffer", None)
        if kind == "xlsx" and (stream is None or self.stdout.isatty()):
            raise CommandError(_("An XLSX goes to a file: give --output FILE, or redirect the output."))
        if kind == "xlsx":
            stream.write(workbook(plan))
            return
        for line in csv_lines(sheet_table(plan)):
            if stream is None:
                self.stdout.write(line, ending="")
            else:
                stream.write(line.encode())


def workbook(plan):
    file = io.BytesIO()
    write_xlsx(file, sheet_table(plan))
    return file.getvalue()


def as_json(plan):
    """{"columns", "rows"}; numbers as texts, to the last digit."""
    sheet = Sheet(plan)
    rows = [[f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row] for row in sheet.rows()]
    return {"plan": plan.slug, "columns": sheet.columns, "rows": rows}
