from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.planning.untranslated import (
    TO_PLAN,
    counts_of_missing_texts,
    edit_page_of,
    kinds,
    missing_texts_of,
    page_of,
    rows_lacking_texts,
)
from plans.access.permissions import may_edit
from plans.models import Plan
from plans.text.languages import LANGUAGES
from plans.views.lookups import institution_for_members

PAGE_SIZE = 50


@login_required
def untranslated_texts(request, slug):
    institution = institution_for_members(request, slug)
    plans = {plan.pk: plan for plan in Plan.objects.visible_to(request.user).filter(institution=institution)}
    model, plan, language = read_filters(request, plans)
    found = [
        count for count in counts_of_missing_texts(institution, request.user) if plan is None or count.plan == plan.pk
    ]
    context = {
        "institution": institution,
        "counts": [(count, plans.get(count.plan)) for count in found],
        "total": {language: sum(getattr(count, language) for count in found) for language in LANGUAGES},
        "kind": model,
        "plan": plan,
        "page": page_of_rows(request, institution, model, plan, language) if model else None,
        "language": language,
        "is_planner": may_edit(request.user, institution),
    }
    return render(request, "indicators/planning/untranslated.html", context)


def read_filters(request, plans):
    """(model, plan, language) of `?kind=&plan=&language=`, each None or empty without its parameter."""
    kind, slug, language = (request.GET.get(name, "") for name in ("kind", "plan", "language"))
    if kind and kind not in kinds():
        raise BadRequest(_("“kind” names nothing that has texts in two languages."))
    if language and language not in LANGUAGES:
        raise BadRequest(_("“language” must be ja or en."))
    plan = next((plan for plan in plans.values() if plan.slug == slug), None)
    if slug and (plan is None or (kind and kind not in TO_PLAN)):
        raise BadRequest(_("“plan” names no plan with such rows."))
    return kinds().get(kind), plan, language


def page_of_rows(request, institution, model, plan, language):
    """A page of (missing texts, page, form) of each row."""
    rows = rows_lacking_texts(model, institution, request.user, language).order_by("pk")
    if plan is not None:
        rows = rows.filter(**{TO_PLAN[model._meta.label_lower]: plan.pk})
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = [(missing_texts_of(row), page_of(row), edit_page_of(row)) for row in page.object_list]
    return page
