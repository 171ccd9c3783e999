"""What several pages share: the plan asked for, and a page or only the part of it that changes."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from indicators.loading.as_of import AsOf
from indicators.loading.moments import as_of_asked
from indicators.models import Indicator
from plans.caching.rights import reads_plan
from plans.caching.store import Validity, cached_or_built
from plans.database.data_version import DataVersion
from plans.models import Plan, Reader, reads


class HtmxRequest(HttpRequest):
    """A request that has been through django-htmx."""

    htmx: HtmxDetails


PLAN = 10_000  # bytes of a plan with its institution and office


def visible_plan(request: HttpRequest, slug: str) -> Plan:
    """The plan that the reader asked for; one that is not there or not open to the reader is not found."""
    return get_object_or_404(readable_plans(request.user), slug=slug)


def readable_plans(user: Reader) -> QuerySet[Plan]:
    return Plan.objects.visible_to(user).select_related("institution", "contact_office")


def cached_plan(slug: str, *, user: Reader, version: DataVersion | None) -> Plan | None:
    """The plan with this slug and its institution, None where the user may see none; others read the same row."""
    return cached_or_built(
        ("plan", slug),
        lambda: readable_plans(user).filter(slug=slug).first(),
        user=user,
        validity=Validity.of_all_but_figures(version),
        weigh=lambda _plan: PLAN,
    )


def as_of_plan(request: HttpRequest, plan: Plan) -> AsOf:
    """What `?as_known_on=` asks of a plan; a day on which the plan was closed to the reader is not found."""
    as_of = as_of_asked(request, plan.institution)
    if not as_of.is_now and not reads_plan(request.user, as_of.row(plan)):
        raise Http404
    return as_of


def as_of_indicator(request: HttpRequest, indicator: Indicator) -> AsOf:
    """What `?as_known_on=` asks of an indicator; a day on which it was closed to the reader is not found."""
    as_of = as_of_asked(request, indicator.institution)
    then = as_of.row(indicator)
    if not reads(request.user, then.institution_id, then.disclosure):
        raise Http404
    return as_of


def year_of(plan: Plan, fiscal_year: int) -> int:
    """The fiscal year asked for, which is one of the plan's."""
    if fiscal_year not in plan.fiscal_years:
        raise Http404
    return fiscal_year


def render_page(request: HtmxRequest, page: str, fragment: str, context: dict[str, object]) -> HttpResponse:
    """The page, or for a partial update its fragment: the same address, the same context."""
    response = render(request, fragment if request.htmx else page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
