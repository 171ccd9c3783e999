import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indicators.sheets.columns.mapping import Mapping
from indicators.sheets.importing import import_sheet
from indicators.sheets.rows.report import Report
from plans.sheets.limits import UnreadableError

MOST_LINES = 100
MOST_NAMED = 20  # rows of one cause


class Command(BaseCommand):
    help = "Load a sheet (CSV or XLSX) into a plan: all of it or nothing. docs/import-format.md says what it may hold."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--institution", required=True, metavar="SLUG")
        parser.add_argument("--plan", required=True, metavar="SLUG", help="where every row goes")
        parser.add_argument(
            "--plan-name", default="", metavar="TEXT", help="which of the file's plans, if it has several"
        )
        parser.add_argument("--create-plan", action="store_true", help="make the plan, and the institution, if missing")
        parser.add_argument(
            "--publish", action="store_true", help="a plan made by --create-plan is active, not a draft"
        )
        parser.add_argument(
            "--institution-name", default="", metavar="TEXT", help="what an institution made by --create-plan is called"
        )
        parser.add_argument("--dry-run", action="store_true", help="store nothing; say what would be stored")
        parser.add_argument("--partial", action="store_true", help="store the good rows and list the refused ones")
        parser.add_argument("--sheet", default="", metavar="NAME", help="which worksheet of a workbook")
        parser.add_argument("--header-row", type=int, metavar="N", help="the number of the row that is the header")
        parser.add_argument(
            "--ignore-unknown", action="store_true", help="leave columns unread that nobody knows; a warning names them"
        )
        parser.add_argument("--mapping", metavar="FILE", help="JSON: what unknown columns and names mean")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, **options):
        report = self._import(options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        for line in lines_of(report):
            self.stderr.write(line)
        if not options["json"]:
            self.stdout.write(summary_of(report))
        if report.is_refused:
            raise CommandError(report.error or _("Some rows have errors, so nothing was saved."), returncode=1)

    @staticmethod
    def _import(options):
        try:
            mapping = Mapping.from_file(options["mapping"]) if options["mapping"] else None
        except UnreadableError as problem:
            return Report(institution=options["institution"], plan=options["plan"], error=str(problem))
        return import_sheet(
            options["file"],
            institution=options["institution"],
            plan=options["plan"],
            plan_name=options["plan_name"],
            institution_name=options["institution_name"],
            sheet=options["sheet"],
            header_row=options["header_row"],
            ignore_unknown=options["ignore_unknown"],
            create=options["create_plan"],
            publish=options["publish"],
            dry_run=options["dry_run"],
            partial=options["partial"],
            mapping=mapping,
        )


def lines_of(report):
    made = _("To be made: %(name)s.") if report.dry_run else _("Made: %(name)s.")
    yield from (made % {"name": name} for name in report.created)
    yield from first([_("Warning, %(where)s") % {"where": about(remark)} for remark in report.warnings])
    yield from first([_("Skipped, %(where)s") % {"where": about(remark)} for remark in report.rows_skipped])
    yield from first([_("Rejected, %(where)s") % {"where": about(remark)} for remark in report.rows_refused])


def first(lines):
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield _("… and %(count)d more; --json lists them all.") % {"count": len(lines) - MOST_LINES}


def about(remark):
    if remark.row and remark.column:
        where = _("row %(row)d, %(column)s") % {"row": remark.row, "column": remark.column}
    else:
        where = remark.column or (_("row %(row)d") % {"row": remark.row} if remark.row else _("the file"))
    said = ": ".join(filter(None, (where, remark.value, remark.reason)))
    count = getattr(remark, "count", 1)
    if count == 1:
        return said
    rows = ", ".join(map(str, remark.rows[:MOST_NAMED])) + (", …" if len(remark.rows) > MOST_NAMED else "")
    return _("%(said)s (%(count)d times, in rows %(rows)s)") % {"said": said, "count": count, "rows": rows}


def summary_of(report):
    sums = {
        "read": report.rows_read,
        "stored": report.rows_stored,
        "unchanged": report.rows_unchanged,
        "refused": len(report.rows_refused),
        "skipped": len(report.rows_skipped),
    }
    if report.dry_run:
        said = _("%(read)d rows read; %(stored)d would be saved, %(unchanged)d unchanged, %(refused)d rejected.") % sums
    else:
        said = _("%(read)d rows read: %(stored)d saved, %(unchanged)d unchanged, %(refused)d rejected.") % sums
    if not report.rows_skipped:
        return said
    return " ".join((said, _("Skipped as no part of the table: %(skipped)d.") % sums))
