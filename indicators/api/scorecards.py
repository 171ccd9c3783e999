"""A plan's scorecard in the API."""

from operator import attrgetter

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.views import APIView

from indicators.loading.as_of import AsOf, days_of
from indicators.loading.lines import latest_fiscal_year
from indicators.loading.lookups import cached_plan
from indicators.loading.moments import day_asked
from indicators.scorecards.record import reading_as_json, scorecard_record
from indicators.scorecards.scorecard import Scorecard
from indicators.serializers.scorecards import ScorecardSerializer
from plans.caching.bodies import CompressibleBody
from plans.caching.rights import reads_plan
from plans.caching.store import Validity, cached_or_built
from plans.caching.strangers import cache_for_strangers
from plans.database.data_version import data_version
from plans.rest.access import plans_of_token
from plans.rest.answers import RestView
from plans.rest.exact_json import json_bytes
from plans.rest.parameters import OF_ALL
from plans.text.numbers import whole_number


class PlanScorecard(RestView, APIView):
    """All readings of a plan in one fiscal year, counted by status, by strategy and standard."""

    parameters = OF_ALL | {"fiscal_year", "as_known_on"}

    @extend_schema(
        operation_id="plans_scorecard",
        responses=ScorecardSerializer,
        parameters=[
            OpenApiParameter("fiscal_year", int, description="Without it the latest year with a reported figure."),
            OpenApiParameter("as_known_on", OpenApiTypes.DATE, description="As it was known at the end of that day."),
        ],
    )
    def get(self, request, slug):
        version = data_version()
        plan = read_plan(request, slug, version)
        days, day = days_of([plan.institution]), day_of(request, plan)
        as_of = AsOf.with_finality(plan.institution, day)

        def build():
            if not as_of.is_now and not reads_plan(request.user, as_of.row(plan)):
                raise Http404
            year = read_year(request, plan, as_of)
            card = Scorecard.of(plan, year, user=request.user, as_of=as_of, version=version)
            return CompressibleBody(json_bytes(scorecard_record(card, reading_as_json)))

        body = cached_or_built(
            ("scorecard", slug, request.query_params.get("fiscal_year"), day, as_of.is_final),
            build,
            user=request.user,
            validity=Validity.of_everything(version, days),
            weigh=attrgetter("weight"),
        )
        response = body.response(request, "application/json")
        return cache_for_strangers(response, version=as_of.lasting(version), days=days)


def read_plan(request, slug, version):
    """Http404 unless the reader may see the plan and the token is for it."""
    plan = cached_plan(slug, user=request.user, version=version)
    ids = plans_of_token(request)
    if plan is None or (ids is not None and plan.pk not in ids):
        raise Http404
    return plan


def read_year(request, plan, as_of):
    text = request.query_params.get("fiscal_year")
    if not text:
        return latest_fiscal_year(plan, as_of)
    years, year = plan.fiscal_years, whole_number(text)
    if year not in years:
        message = _("Must be a fiscal year of the plan, from %(first)s to %(last)s.")
        raise ValidationError({"fiscal_year": [message % {"first": years[0], "last": years[-1]}]})
    return year


def day_of(request, plan):
    try:
        return day_asked(request, plan.institution)
    except BadRequest as error:
        raise ValidationError({"as_known_on": [str(error)]}) from error
