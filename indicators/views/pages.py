"""What several pages share: the plan asked for, and a page or only the part of it that changes."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from plans.models import Plan


def visible_plan(request, slug):
    """The plan that the reader asked for; one that is not there or not open to the reader is not found."""
    plans = Plan.objects.visible_to(request.user).select_related("institution", "contact_office")
    return get_object_or_404(plans, slug=slug)


def year_of(plan, fiscal_year):
    """The fiscal year asked for, which is one of the plan's."""
    if fiscal_year not in plan.fiscal_years:
        raise Http404
    return fiscal_year


def level_names(plan):
    """The plan's own words for its levels, else the usual ones."""
    return {
        "strategy": own_word(plan.strategy_label) or _("Strategy"),
        "standard": own_word(plan.standard_label) or _("Standard"),
        "measure": own_word(plan.measure_label) or _("Measure"),
    }


def own_word(label):
    """The plan's word, unless it is only there in the other language."""
    return "" if label.is_fallback else str(label)


def render_page(request, page, fragment, context):
    """The page, or for a partial update its fragment: the same address, the same context."""
    response = render(request, fragment if request.htmx else page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
