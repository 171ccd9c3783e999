"""The whole import in one transaction: open, recognise, read, compare, write, report."""

from dataclasses import dataclass

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from indicators.sheets.columns.layouts import choose_table
from indicators.sheets.columns.mapping import Mapping
from indicators.sheets.columns.sheet_figures import sheet_figures
from indicators.sheets.files.reading import open_sheet
from indicators.sheets.rows import staging
from indicators.sheets.rows.contents import contents_of
from indicators.sheets.rows.destination import create_plan, find_institution, find_plan, today_at
from indicators.sheets.rows.details import OFFICES
from indicators.sheets.rows.plan_index import PlanIndex
from indicators.sheets.rows.report import Remark, Report, group_remarks
from indicators.sheets.rows.row_reader import RowReader
from indicators.sheets.storing import figures
from indicators.sheets.storing.closings import keep_years_open, refuse_closed_years
from indicators.sheets.storing.doubts import note_doubts
from indicators.sheets.storing.figure_doubts import check_figures
from indicators.sheets.storing.structure import known_breakdowns, write_breakdowns, write_structure
from indicators.sheets.vocabulary import key_of
from plans.database.history import recording
from plans.database.locks import is_locked, said_locked
from plans.database.transactions import NO_ANSWER, allow_time, is_busy, is_duplicate
from plans.sheets.limits import UnreadableError, join_quoted

WAITS_FOR_IMPORTS = 60  # seconds until whoever imports into the same institution must be done


@dataclass(frozen=True)
class ImportRequest:
    institution: str
    plan: str
    plan_name: str
    institution_name: str
    create: bool
    publish: bool
    by: object
    reason: str


def import_sheet(
    source,
    *,
    institution,
    plan,
    by=None,
    create=False,
    publish=False,
    dry_run=False,
    partial=False,
    mapping=None,
    plan_name="",
    institution_name="",
    sheet="",
    header_row=None,
    ignore_unknown=False,
    name="",
    reason="",
):
    """Load a CSV or XLSX into a plan; returns a Report. The caller checks the permission.

    `source`: a path or an open binary file (`name` is what messages call it). `institution`, `plan`: slugs; with
    `create` missing ones are made, the plan as a draft unless `publish`, the institution under `institution_name` or a name
    from its slug. `mapping`: a Mapping, or the dict of one; `sheet`, `header_row` and `ignore_unknown` go before what it says
    of them. All or nothing, unless `partial`; nothing at all in a `dry_run`.
    """
    report = Report(institution=institution, plan=plan, dry_run=dry_run, partial=partial)
    try:
        mapping = mapping if isinstance(mapping, Mapping) else Mapping.of(mapping)
        mapping = mapping.with_choices(sheet=sheet, header_row=header_row, ignore_unknown=ignore_unknown)
        with open_sheet(source, name) as opened, transaction.atomic():
            reason = reason or _("Import of %(file)s") % {"file": opened.name or _("a file")}
            request = ImportRequest(institution, plan, plan_name, institution_name, create, publish, by, reason)
            _load(opened, request, mapping, report)
            if dry_run or report.is_refused:
                transaction.set_rollback(True)
    except UnreadableError as problem:
        _give_up(report, str(problem), getattr(problem, "columns", []))
    except (IntegrityError, DataError) as problem:
        _give_up(report, _why_not_stored(problem))
    except NO_ANSWER as problem:
        _give_up(report, _why_no_answer(problem))
    return _with_sums(report)


def _load(opened, request, mapping, report):
    allow_time(lock=WAITS_FOR_IMPORTS)
    report.sheets = list(filter(None, opened.tables))
    table, layout = choose_table(opened, mapping)
    report.sheet, report.header_row, report.columns = layout.sheet, layout.last_header_row, layout.meanings
    if layout.ignored:
        reason = _("These columns are not known; they were not read, as was asked for.")
        report.warnings.append(Remark(0, "", ", ".join(layout.ignored), reason))
    institution = find_institution(request, report)
    plan = find_plan(request, institution)
    plan_index = PlanIndex(institution, plan, mapping)
    row_reader = RowReader(plan_index, layout, mapping, report, start_month=institution.fiscal_year_start_month)
    if not {*layout.columns, *layout.defaults}.isdisjoint(OFFICES):
        plan_index.details.load_offices()
    with recording(by=request.by, reason=request.reason), connection.cursor() as cursor:
        staging.fill(cursor, row_reader.read_rows(sheet_figures(table, layout), request.plan_name))
        report.plans = list(filter(None, row_reader.plan_names))
        _refuse_several_plans(row_reader, request)
        if not report.rows_read:
            raise UnreadableError(_("The file has no rows below its header."))
        staging.refuse_points(cursor, report)
        staging.compare_rows(cursor, report)
        keep_years_open(cursor, institution)
        breakdowns = known_breakdowns(institution, row_reader.breakdowns)
        figures.find_stored(cursor, plan_index, breakdowns)
        refuse_closed_years(cursor, institution, report)
        check_figures(cursor, plan_index, layout, report)
        first = staging.first_rows(cursor, row_reader.definitions)
        places = [plan_index.places[no] for no in first]
        note_doubts(plan_index, row_reader, places, report)
        report.contents = contents_of(cursor, places)
        if not report.is_refused:
            _store(cursor, plan_index, row_reader, request, report, first, breakdowns)


def _store(cursor, plan_index, row_reader, request, report, first, breakdowns):
    if plan_index.plan.pk is None:
        create_plan(cursor, plan_index, row_reader, request, report)
    places = [plan_index.places[no] for no in first]
    new = {place for place in places if place.is_new}
    changed = {place for place in places if place.is_changed}
    details = plan_index.details.changes(places, row_reader.layout, report)
    fresh = new | changed | details.places(places)
    baselines = figures.new_baselines(cursor, places)
    write_structure(plan_index, places, baselines)
    plan_index.details.write(details)
    figures.decide(cursor, plan_index, new, write_breakdowns(plan_index.institution, row_reader.breakdowns, breakdowns))
    figures.write(
        cursor,
        report,
        institution=plan_index.institution.pk,
        by=None if request.by is None else request.by.pk,
        decided_on=today_at(plan_index.institution),
        reason=request.reason,
    )
    report.rows_stored = figures.count_stored(cursor, [first[place.no] for place in fresh])


def _refuse_several_plans(row_reader, request):
    names = {key_of(name): name for name in row_reader.plan_names if name}
    listed = join_quoted(names.values())
    if request.plan_name and names and key_of(request.plan_name) not in names:
        raise UnreadableError(_("The file has no plan of that name. It has: %(plans)s.") % {"plans": listed})
    if not request.plan_name and len(names) > 1:
        raise UnreadableError(_("The file has several plans; choose one by its name: %(plans)s.") % {"plans": listed})


def _why_not_stored(problem):
    if is_locked(problem):
        return _("%(why)s Nothing was saved.") % {"why": said_locked(problem)}
    if is_duplicate(problem):
        return _("Someone changed the same figures during the import; nothing was saved. Try again.")
    return _("The database rejected a figure: %(why)s") % {"why": str(problem).splitlines()[0]}


def _why_no_answer(problem):
    if is_busy(problem):
        return _("Others are writing the same rows, or the import took too long. Nothing was saved; try again later.")
    why = str(problem).strip().partition("\n")[0]
    return _("The database stopped answering, and nothing was saved: %(why)s") % {"why": why}


def _give_up(report, error, columns=()):
    report.error, report.unknown_columns = error, list(columns)
    report.rows_read, report.rows_stored = 0, 0
    report.rows_refused, report.rows_skipped, report.warnings, report.created, report.cells = [], [], [], [], []
    report.contents = None


def _with_sums(report):
    """What was neither stored nor refused is unchanged."""
    report.rows_refused.sort(key=lambda remark: remark.row)
    report.warnings = group_remarks(report.warnings)
    if report.is_refused:
        report.rows_stored = 0
        report.created = []
    report.rows_unchanged = report.rows_read - report.rows_stored - len(report.rows_refused) - len(report.rows_skipped)
    return report
