"""A plan's scorecard in the API."""

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from indicators.moments import known_on
from indicators.queries import latest_fiscal_year
from indicators.scorecard import Scorecard
from indicators.scorecard_record import scorecard_record
from indicators.serializers.scorecards import ScorecardSerializer
from plans.models import Plan
from plans.rest.access import plans_of_token
from plans.rest.answers import Answers
from plans.rest.parameters import OF_ALL


class PlanScorecard(Answers, APIView):
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
        plans = Plan.objects.visible_to(request.user).select_related("institution")
        plan = get_object_or_404(of_token(plans, request), slug=slug)
        day = day_asked(request, plan)
        card = Scorecard.of(plan, year_asked(request, plan, day), user=request.user, known_on=day)
        return Response(scorecard_record(card))


def of_token(plans, request):
    """The plans that the token is for; all of them without a token or for a token without plans."""
    ids = plans_of_token(request)
    return plans if ids is None else plans.filter(pk__in=ids)


def year_asked(request, plan, day):
    text = request.query_params.get("fiscal_year")
    if not text:
        return latest_fiscal_year(plan, day)
    years = plan.fiscal_years
    if not (text.isascii() and text.isdigit() and int(text[:9]) in years):
        message = _("Must be a fiscal year of the plan, from %(first)s to %(last)s.")
        raise ValidationError({"fiscal_year": [message % {"first": years[0], "last": years[-1]}]})
    return int(text)


def day_asked(request, plan):
    try:
        return known_on(request, plan.institution)
    except BadRequest as error:
        raise ValidationError({"as_known_on": [str(error)]}) from error
