"""One yearly value by its address: to read, to enter, to change."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from indicators.api.value_bodies import (
    check_agreement,
    columns_for,
    columns_of_body,
    confirmation_conflict,
    doubts_as_json,
    fields_of,
)
from indicators.entry.actions import record_value, remove_value
from indicators.entry.locked_values import HiddenValue
from indicators.figure_rules.checks import NeedsConfirmation
from indicators.models import Breakdown, Indicator, ValueKind, YearlyValue
from indicators.serializers.figures import CheckedValueSerializer
from indicators.serializers.values import ConflictSerializer, ValueSerializer
from plans.access.permissions import may_record, require
from plans.fiscal_years import EARLIEST, LATEST, said_out_of_range
from plans.rest import revisions
from plans.rest.access import plans_of_token
from plans.rest.answers import RestView
from plans.rest.collection import record_response
from plans.rest.parameters import OF_ALL
from plans.rest.problems import PROBLEM_JSON, ConflictError
from plans.text.numbers import whole_number

WHICH = [
    OpenApiParameter("kind", str, enum=ValueKind.values, description="actual, unless said otherwise."),
    OpenApiParameter("breakdown", int, description="Id of the breakdown; without it the whole."),
]
LARGEST_NUMBER_STORED = 2**31 - 1
CONFLICT = (409, PROBLEM_JSON)
PRECONDITIONS = [
    OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="ETag of the record that you change."),
    OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="`*` to create a record."),
]

DELETING = [
    OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of the record."),
    OpenApiParameter("reason", str, description="Why it is taken back; kept in the history."),
]


def visible_indicators(request):
    """A token for some plans sees the indicators of these plans only."""
    indicators = Indicator.objects.visible_to(request.user).select_related("institution", "office", "scale")
    plans = plans_of_token(request)
    if plans is None:
        return indicators
    return indicators.filter(commitments__standard__strategy__plan__in=plans).distinct()


class ValueOfYear(RestView, APIView):
    """One yearly value of an indicator."""

    parameters = OF_ALL | {"kind", "breakdown"}
    may_be_empty = frozenset({"kind", "breakdown"})

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.indicator = get_object_or_404(visible_indicators(request), pk=kwargs["pk"])
        self.keys = {
            "indicator": self.indicator,
            "fiscal_year": kwargs["fiscal_year"],
            "kind": read_kind(request),
            "breakdown": read_breakdown(request, self.indicator),
        }

    def known_parameters(self):
        return self.parameters | ({"reason"} if self.request.method == "DELETE" else set())

    @property
    def columns(self):
        return columns_for(self.request.user, self.indicator)

    @extend_schema(operation_id="indicators_values_retrieve", responses=CheckedValueSerializer, parameters=WHICH)
    def get(self, request, pk, fiscal_year):
        """The record, with its ETag. What was odd about it and who confirmed that: for those who may record the value."""
        rows = YearlyValue.objects.visible_to(request.user).filter(**self.keys)
        return record_response(rows, self.columns)

    @extend_schema(
        operation_id="indicators_values_update",
        request=ValueSerializer,
        responses={200: CheckedValueSerializer, 201: CheckedValueSerializer, CONFLICT: ConflictSerializer},
        parameters=WHICH + PRECONDITIONS,
    )
    def put(self, request, pk, fiscal_year):
        """Enter or replace the value; a body equal to what is stored changes nothing, whatever the header.

        What is odd but possible (an actual of a year that has not begun, a share above 100 %, a jump against the year
        beside it, a year long before the plans) is 409 `needs_confirmation` until the body says `"confirm": true`.
        """
        require(may_record(request.user, self.indicator))
        if not EARLIEST <= fiscal_year <= LATEST:
            raise ValidationError({"fiscal_year": [said_out_of_range(fiscal_year)]})
        body = ValueSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        check_agreement(request.data, self.keys)
        row, what = self.store(columns_of_body(body.validated_data, self.indicator))
        rows = YearlyValue.objects.filter(pk=row.pk)
        return record_response(rows, self.columns, status=201 if what == "created" else 200)

    @extend_schema(operation_id="indicators_values_destroy", responses={204: None}, parameters=WHICH + DELETING)
    def delete(self, request, pk, fiscal_year):
        """Take the value back. The history keeps it, with who did it and why."""
        require(may_record(request.user, self.indicator))
        if fiscal_year > LARGEST_NUMBER_STORED:
            raise Http404
        said = {"reason": request.query_params.get("reason", ""), "precondition": self.check_headers}
        try:
            remove_value(by=request.user, **said, **self.keys)
        except (HiddenValue, YearlyValue.DoesNotExist) as missing:
            raise Http404 from missing
        return Response(status=204)

    def store(self, columns):
        """What `record_value` returns; raises Conflict."""
        try:
            return record_value(by=self.request.user, precondition=self.check_headers, **self.keys, **columns)
        except HiddenValue as hidden:
            raise ConflictError from hidden
        except NeedsConfirmation as asked:
            raise confirmation_conflict(doubts_as_json(asked.doubts)) from asked

    def check_headers(self, row):
        """Check the request's preconditions against the row, None for no row."""
        revisions.check(self.request, None if row is None else row.version, fields_of(row, self.columns))


def read_kind(request):
    kind = request.query_params.get("kind") or ValueKind.ACTUAL
    if kind not in ValueKind.values:
        raise ValidationError({"kind": [_("Must be one of: %(known)s.") % {"known": ", ".join(ValueKind.values)}]})
    return kind


def read_breakdown(request, indicator):
    """`?breakdown=`, None for the whole."""
    text = request.query_params.get("breakdown")
    if not text:
        return None
    pk = whole_number(text)
    if pk is None:
        raise ValidationError({"breakdown": [_("Must be the id of a breakdown.")]})
    visible = Breakdown.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=pk, institution=indicator.institution_id)
