"""The collection of readings: computed rows, paged by commitment and fiscal year."""

from itertools import islice
from operator import attrgetter

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from indicators.filters import ReadingFilter
from indicators.models import Commitment
from indicators.reading_rows import Narrowing, reading_rows
from indicators.serializers.readings import ReadingSerializer
from plans.rest.collection import Listed
from plans.rest.columns import columns_of
from plans.rest.keyset import Cursor, by, turned
from plans.rest.pages import link
from plans.rest.parameters import OF_LISTS, chosen_columns, page_size
from plans.rest.whole_answers import ComputedRows, whole_answer

PLACE = by("commitment", "fiscal_year")


class Readings(Listed):
    """What indicators say, one row for each commitment and fiscal year of its plan; statuses are computed when asked."""

    serializer_class = ReadingSerializer
    filterset_class = ReadingFilter
    queryset = Commitment.objects.none()
    filter_backends = (DjangoFilterBackend,)
    plan_path = "standard__strategy__plan"
    list_parameters = OF_LISTS - {"ordering", "include_deleted"}

    def list(self, request, *args, **kwargs):
        columns = chosen_columns(request, columns_of(ReadingSerializer))
        commitments = self.filter_queryset(self.get_queryset())
        page = ReadingPage(request, commitments, self.narrowing())
        if request.accepted_renderer.format == "json":
            return Response(page.body(columns))
        if page.cursor.keys:
            raise ValidationError({"cursor": [_("A whole answer has no pages.")]})
        return whole_answer(request, [ComputedRows(page.rows_from(None), columns.values())], self.basename)

    def narrowing(self):
        form = ReadingFilter(self.request.query_params, self.queryset, request=self.request).form
        form.is_valid()
        return Narrowing(form.cleaned_data["fiscal_year"], form.cleaned_data["status"] or None)


class ReadingPage:
    """The readings that one request gets."""

    def __init__(self, request, commitments, narrowing):
        self.request, self.commitments, self.narrowing = request, commitments, narrowing
        self.size = page_size(request)
        text = request.query_params.get("cursor")
        self.cursor = Cursor.of(text, "", PLACE) if text else Cursor()

    def body(self, columns):
        """{"next", "previous", "results"}."""
        cells = {name: attrgetter(column.source) for name, column in columns.items()}
        results = [{name: cell(row) for name, cell in cells.items()} for row in self.rows]
        return {"next": self.next, "previous": self.previous, "results": results}

    def rows_from(self, place, *, backwards=False):
        return reading_rows(self.commitments, self.narrowing, user=self.request.user, place=place, backwards=backwards)

    @cached_property
    def found(self):
        """One row more than the page holds, from the cursor on."""
        place = tuple(int(key) for key in self.cursor.keys) or None
        return list(islice(self.rows_from(place, backwards=self.cursor.backwards), self.size + 1))

    @property
    def rows(self):
        rows = self.found[: self.size]
        return rows[::-1] if self.cursor.backwards else rows

    @property
    def next(self):
        if not self.cursor.backwards and len(self.found) <= self.size:
            return None
        return self.link(place_of(self.rows[-1])) if self.rows else link(self.request, turned(self.cursor))

    @property
    def previous(self):
        if not self.rows or not self.cursor.keys or (self.cursor.backwards and len(self.found) <= self.size):
            return None
        return self.link(place_of(self.rows[0]), backwards=True)

    def link(self, place, *, backwards=False):
        return link(self.request, Cursor(place, backwards))


def place_of(row):
    return row.line.commitment.pk, row.line.fiscal_year
