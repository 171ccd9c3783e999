"""Where a sheet goes: the institution and the plan, found by slug or made."""

import re
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.sheets.rows.report import Remark
from indicators.sheets.rows.slots import in_both_languages
from indicators.sheets.vocabulary import half_width
from plans.database.row_locks import lock_imports
from plans.fiscal_years import fiscal_year_of
from plans.models import Institution, Plan, PlanState
from plans.sheets.limits import UnreadableError

SPAN = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*(?:年度?)?\s*[-–~〜―]\s*((?:19|20)[0-9]{2})(?![0-9])")

FIGURE_YEARS = """
    SELECT min(fiscal_year), max(fiscal_year), max(fiscal_year) FILTER (WHERE kind = 'target')
    FROM staged_figure WHERE kind <> 'baseline'
"""


def find_institution(request, report):
    """Locked, so that imports into it go one after the other; made if requested. Raises UnreadableError."""
    found = Institution.objects.filter(slug=request.institution).first()
    if found is not None:
        lock_imports(found.pk)
        return found
    if not request.create:
        raise UnreadableError(_("There is no institution “%(slug)s”.") % {"slug": request.institution})
    made = _save(
        Institution(slug=request.institution, **_names(request.institution_name or _words_of(request.institution)))
    )
    said = {
        "slug": made.slug,
        "name": made.name,
        "month": date_format(date(2000, made.fiscal_year_start_month, 1), "F"),
    }
    report.created.append(_("institution %(slug)s, “%(name)s”, with fiscal years from %(month)s") % said)
    return made


def find_plan(request, institution):
    """An unsaved plan where a missing one is to be made; raises UnreadableError."""
    found = Plan.objects.filter(slug=request.plan).select_related("institution").first()
    if found is None and not request.create:
        raise UnreadableError(_("There is no plan “%(slug)s”.") % {"slug": request.plan})
    if found is not None and found.institution_id != institution.pk:
        raise UnreadableError(
            _("The plan “%(plan)s” belongs to the institution “%(institution)s”.")
            % {"plan": request.plan, "institution": found.institution.slug}
        )
    state = PlanState.ACTIVE if request.publish else PlanState.DRAFT
    return found or Plan(slug=request.plan, institution=institution, state=state)


def create_plan(cursor, plan_index, row_reader, request, report):
    plan = plan_index.plan
    name = request.plan_name or next((name for name in row_reader.plan_names if name), request.plan)
    for column, text in _names(name).items():
        setattr(plan, column, text)
    plan.first_fiscal_year, plan.last_fiscal_year, why = _years(cursor, name, plan.institution, report)
    plan.source_url = row_reader.only_source
    plan_index.root.pk = _save(plan).pk
    said = {
        "slug": plan.slug,
        "name": name,
        "first": plan.first_fiscal_year,
        "last": plan.last_fiscal_year,
        "why": why,
        "state": PlanState(plan.state).label,
    }
    report.created.append(_("plan %(slug)s, “%(name)s”, FY%(first)d–%(last)d (%(why)s), state: %(state)s") % said)


def _years(cursor, name, institution, report):
    """(first, last, why) of a new plan: those of its name, unless its figures end before; else the years of its figures."""
    cursor.execute(FIGURE_YEARS)
    first, last, last_target = cursor.fetchone()
    span = SPAN.search(half_width(name))
    if span and int(span[1]) <= int(span[2]):
        return _years_of_name(int(span[1]), int(span[2]), last, last_target)
    if first is not None:
        return first, last, _("the years of its figures")
    this = fiscal_year_of(today_at(institution), institution.fiscal_year_start_month)
    reason = _("The file names no years; the plan was given FY%(year)d. Set its years.") % {"year": this}
    report.warnings.append(Remark(0, "plan", name, reason))
    return this, this, _("the present year")


def _years_of_name(first, last, last_figure, last_target):
    """“2020–2025” often means the five years up to spring 2025: without any figure of its last year it ends with its figures.

    A plan under way without targets ends before its name says only where a single year is missing.
    """
    is_within = last_figure is not None and first <= last_figure < last
    if is_within and (last_target is not None or last_figure == last - 1):
        years = {"first": first, "last": last, "figure": last_figure}
        why = _("its name says %(first)d–%(last)d, and no figure is later than FY%(figure)d")
        return first, last_figure, why % years
    return first, last, _("as its name says")


def today_at(institution):
    return settings.CLOCK(institution.time_zone)


def _words_of(slug):
    """A name from a slug until there is a better one: tokyo-tech is Tokyo Tech."""
    return " ".join(word.capitalize() for word in slug.replace("_", "-").split("-") if word) or slug


def _names(name):
    return {f"name_{language}": text for language, text in in_both_languages(name).items()}


def _save(row):
    try:
        row.clean_fields()
    except ValidationError as problem:
        raise UnreadableError(
            _("“%(slug)s” cannot be made: %(why)s") % {"slug": row.slug, "why": " ".join(problem.messages)}
        ) from None
    row.save()
    return row
