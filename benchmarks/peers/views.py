"""What Hoshin is measured beside: a view that does nothing, one with one SELECT, and a viewset as most people write it."""

import csv

from django.http import HttpResponse, JsonResponse
from django.urls import include, path
from django_filters import rest_framework as filters
from rest_framework.decorators import action
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import SimpleRouter
from rest_framework.serializers import CharField, ModelSerializer, SlugRelatedField
from rest_framework.viewsets import ModelViewSet

from indicators.models import YearlyValue
from plans.models import Plan


def hello(request):
    return HttpResponse("hello")


def one_select(request, slug):
    return JsonResponse(Plan.objects.values("id", "slug", "name_ja", "name_en", "state").get(slug=slug))


class ValueSerializer(ModelSerializer):
    """The columns of Hoshin's `yearly-values`."""

    institution = SlugRelatedField("slug", read_only=True)
    indicator_code = CharField(source="indicator.code")
    indicator_name = CharField(source="indicator.name_ja")
    unit = CharField(source="indicator.unit_ja")
    grade = SlugRelatedField("code", read_only=True)

    class Meta:
        model = YearlyValue
        fields = (
            *("id", "institution", "indicator", "indicator_code", "indicator_name", "unit", "fiscal_year", "kind"),
            *("breakdown", "state", "value", "numerator", "denominator", "as_of", "as_of_precision"),
            *("is_provisional", "note", "version", "updated_at"),
            *("published", "dated", "grade", "text", "disclosure", "source_url"),
        )


class ValueFilter(filters.FilterSet):
    plan = filters.CharFilter("indicator__commitments__standard__strategy__plan__slug", distinct=True)
    standard = filters.NumberFilter("indicator__commitments__standard", distinct=True)

    class Meta:
        model = YearlyValue
        fields = ("indicator", "fiscal_year")


class Values(ModelViewSet):
    """All that match at once, as JSON or CSV."""

    queryset = YearlyValue.objects.select_related("indicator", "institution", "grade").order_by(
        "indicator", "fiscal_year", "id"
    )
    serializer_class = ValueSerializer
    filterset_class = ValueFilter

    @action(detail=False)
    def csv(self, request):
        response = HttpResponse(content_type="text/csv")
        writer = csv.writer(response)
        writer.writerow(ValueSerializer.Meta.fields)
        writer.writerows(map(cells, self.filter_queryset(self.queryset)))
        return response


def cells(row):
    """A value as a line of CSV."""
    return (
        *(row.id, row.institution.slug, row.indicator_id, row.indicator.code, row.indicator.name_ja),
        *(row.indicator.unit_ja, row.fiscal_year, row.kind, row.breakdown_id, row.state, row.value),
        *(row.numerator, row.denominator, row.as_of, row.as_of_precision, row.is_provisional, row.note, row.version),
        *(row.updated_at, row.published, row.dated, row.grade and row.grade.code, row.text, row.disclosure),
        row.source_url,
    )


class NumberedPages(PageNumberPagination):
    page_size = 100


class PagedValues(Values):
    pagination_class = NumberedPages


router = SimpleRouter()
router.register("values", Values, "values")
router.register("paged-values", PagedValues, "paged-values")

urlpatterns = [
    path("healthz", hello),
    path("hello/", hello),
    path("one-select/<slug:slug>/", one_select),
    path("", include(router.urls)),
]
