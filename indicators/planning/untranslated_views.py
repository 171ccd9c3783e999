from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.planning.untranslated import TO_PLAN, counts, edit_page_of, kinds, lacking, missing_in, page_of
from plans.access.permissions import may_edit
from plans.models import Plan
from plans.text.languages import LANGUAGES
from plans.views.lookups import institution_for_members

A_PAGE = 50


@login_required
def untranslated(request, slug):
    """What lacks Japanese or English in an institution: counts by kind and plan, and the rows of the kind asked for."""
    institution = institution_for_members(request, slug)
    plans = {plan.pk: plan for plan in Plan.objects.visible_to(request.user).filter(institution=institution)}
    model, plan, language = asked(request, plans)
    found = [count for count in counts(institution, request.user) if plan is None or count.plan == plan.pk]
    context = {
        "institution": institution,
        "counts": [(count, plans.get(count.plan)) for count in found],
        "total": {language: sum(getattr(count, language) for count in found) for language in LANGUAGES},
        "kind": model,
        "plan": plan,
        "page": rows_asked_for(request, institution, model, plan, language) if model else None,
        "language": language,
        "is_planner": may_edit(request.user, institution),
    }
    return render(request, "indicators/planning/untranslated.html", context)


def asked(request, plans):
    """(model, plan, language) of `?kind=&plan=&language=`, each None or empty where it is not asked for."""
    kind, slug, language = (request.GET.get(name, "") for name in ("kind", "plan", "language"))
    if kind and kind not in kinds():
        raise BadRequest(_("“kind” names nothing that has texts in two languages."))
    if language and language not in LANGUAGES:
        raise BadRequest(_("“language” must be ja or en."))
    plan = next((plan for plan in plans.values() if plan.slug == slug), None)
    if slug and (plan is None or (kind and kind not in TO_PLAN)):
        raise BadRequest(_("“plan” names no plan with such rows."))
    return kinds().get(kind), plan, language


def rows_asked_for(request, institution, model, plan, language):
    """A page of the rows that lack something, each with what it lacks and where to mend it."""
    rows = lacking(model, institution, request.user, language).order_by("pk")
    if plan is not None:
        rows = rows.filter(**{TO_PLAN[model._meta.label_lower]: plan.pk})
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [(missing_in(row), page_of(row), edit_page_of(row)) for row in page.object_list]
    return page
