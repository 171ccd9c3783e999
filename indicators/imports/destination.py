"""Where a sheet goes: the institution and the plan, found by slug or made."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.imports.places import in_both_languages
from indicators.imports.report import Remark
from indicators.vocabulary import half_width
from plans.fiscal_years import fiscal_year_of
from plans.models import Institution, Plan, PlanState
from plans.row_locks import lock_imports
from plans.sheets.limits import UnreadableError

SPAN = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*(?:年度?)?\s*[-–~〜―]\s*((?:19|20)[0-9]{2})(?![0-9])")


def find_institution(wish, report):
    """The institution, into which imports go one after the other; made where that was asked for."""
    found = Institution.objects.filter(slug=wish.institution).first()
    if found is not None:
        lock_imports(found.pk)
        return found
    if not wish.create:
        raise UnreadableError(_("There is no institution “%(slug)s”.") % {"slug": wish.institution})
    report.created.append(_("institution %(slug)s") % {"slug": wish.institution})
    return _saved(Institution(slug=wish.institution, **_names(wish.institution)))


def find_plan(wish, institution):
    """The plan; where it is missing and to be made, one that is not saved yet."""
    found = Plan.objects.filter(slug=wish.plan).select_related("institution").first()
    if found is None and not wish.create:
        raise UnreadableError(_("There is no plan “%(slug)s”.") % {"slug": wish.plan})
    if found is not None and found.institution_id != institution.pk:
        raise UnreadableError(
            _("The plan “%(plan)s” belongs to the institution “%(institution)s”.")
            % {"plan": wish.plan, "institution": found.institution.slug}
        )
    state = PlanState.ACTIVE if wish.publish else PlanState.DRAFT
    return found or Plan(slug=wish.plan, institution=institution, state=state)


def create_plan(cursor, outline, intake, wish, report):
    """Save the new plan, named and dated by what the sheet says."""
    plan = outline.plan
    name = wish.plan_name or next((name for name in intake.plan_names if name), wish.plan)
    for column, text in _names(name).items():
        setattr(plan, column, text)
    cursor.execute("SELECT min(fiscal_year), max(fiscal_year) FROM staged_figure WHERE kind <> 'baseline'")
    first, last = cursor.fetchone()
    span = SPAN.search(half_width(name))
    if span and int(span[1]) <= int(span[2]):
        first, last = int(span[1]), int(span[2])
    if first is None:
        first = last = fiscal_year_of(today_at(plan.institution), plan.institution.fiscal_year_start_month)
        reason = _("The sheet names no years; the plan was given FY%(year)d. Set its years.") % {"year": first}
        report.warnings.append(Remark(0, "plan", name, reason))
    plan.first_fiscal_year, plan.last_fiscal_year = first, last
    plan.source_url = intake.only_source
    outline.root.pk = _saved(plan).pk
    report.created.append(_("plan %(slug)s") % {"slug": plan.slug})


def today_at(institution):
    """What day it is there."""
    return settings.CLOCK(institution.time_zone)


def _names(name):
    return {f"name_{language}": text for language, text in in_both_languages(name).items()}


def _saved(row):
    try:
        row.clean_fields()
    except ValidationError as problem:
        raise UnreadableError(
            _("“%(slug)s” cannot be made: %(why)s") % {"slug": row.slug, "why": " ".join(problem.messages)}
        ) from None
    row.save()
    return row
