"""The collection of readings: computed rows, paged by commitment and fiscal year, or in any order that is asked for."""

from itertools import islice
from operator import attrgetter

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from indicators.filters import ReadingFilter
from indicators.loading.flat_rows import Narrowing, reading_rows
from indicators.models import Commitment
from indicators.serializers.readings import ReadingSerializer
from plans.rest.collection import ListView
from plans.rest.columns import columns_of
from plans.rest.keyset import Cursor, no_cursor, parse_ordering, reverse_cursor, terms_by
from plans.rest.pages import link
from plans.rest.parameters import OF_LISTS, chosen_columns, orderable, page_size
from plans.rest.whole_answers import ComputedRows, whole_answer

PLACE = terms_by("commitment", "fiscal_year")
RANK = terms_by("commitment", "fiscal_year", "number")


class Readings(ListView):
    """What indicators say, one row for each commitment and fiscal year of its plan; statuses are computed when asked."""

    serializer_class = ReadingSerializer
    filterset_class = ReadingFilter
    queryset = Commitment.objects.none()
    filter_backends = (DjangoFilterBackend,)
    plan_path = "standard__strategy__plan"
    list_parameters = OF_LISTS - {"include_deleted"}

    def list(self, request, *args, **kwargs):
        every = columns_of(ReadingSerializer)
        columns, order = chosen_columns(request, every), read_order(request, orderable(every))
        commitments = self.filter_queryset(self.get_queryset())
        page = (OrderedReadingPage if order else ReadingPage)(request, commitments, self.narrowing(), order)
        if request.accepted_renderer.format == "json":
            self.refuse_unknown_names(found=page.fetched_rows)
            return Response(page.body(columns))
        if page.cursor.keys:
            raise ValidationError({"cursor": [_("A full download has no pages.")]})
        self.refuse_unknown_names()
        return whole_answer(request, [ComputedRows(page.every_row(), columns.values())], self.basename)

    def narrowing(self):
        form = ReadingFilter(self.request.query_params, self.queryset, request=self.request).form
        form.is_valid()
        return Narrowing.of(form.cleaned_data)


def read_order(request, columns):
    """`?ordering=-pace,indicator_code` as [(path to a row's cell, whether it descends)]; [] without it."""
    text = request.query_params.get("ordering")
    return [(columns[name].source, descending) for name, descending in parse_ordering(text, columns)] if text else []


class ReadingPage:
    """A page of readings by commitment and fiscal year."""

    keys = PLACE

    def __init__(self, request, commitments, narrowing, order=()):
        self.request, self.commitments, self.narrowing, self.order = request, commitments, narrowing, order
        self.size = page_size(request)
        text = request.query_params.get("cursor")
        self.cursor = self.read_cursor(text) if text else Cursor()

    def read_cursor(self, text):
        cursor = Cursor.of(text, self.request.query_params.get("ordering", ""), self.keys)
        if not cursor.keys or None in cursor.keys:  # a place among deletions, or one that no row has
            raise no_cursor()
        return cursor

    def body(self, columns):
        """{"next", "previous", "results"}."""
        cells = {name: attrgetter(column.source) for name, column in columns.items()}
        results = [{name: cell(row) for name, cell in cells.items()} for row in self.rows]
        return {"next": self.next, "previous": self.previous, "results": results}

    def every_row(self):
        return self.rows_from(None)

    def rows_from(self, place, *, backwards=False):
        return reading_rows(self.commitments, self.narrowing, user=self.request.user, place=place, backwards=backwards)

    @cached_property
    def fetched_rows(self):
        """The rows from the cursor on, one more than the page holds."""
        place = tuple(int(key) for key in self.cursor.keys) or None
        return list(islice(self.rows_from(place, backwards=self.cursor.backwards), self.size + 1))

    @property
    def rows(self):
        rows = self.fetched_rows[: self.size]
        return rows[::-1] if self.cursor.backwards else rows

    @property
    def next(self):
        if not self.cursor.backwards and len(self.fetched_rows) <= self.size:
            return None
        return self.link(self.place_of(self.rows[-1])) if self.rows else link(self.request, reverse_cursor(self.cursor))

    @property
    def previous(self):
        if not self.rows or not self.cursor.keys or (self.cursor.backwards and len(self.fetched_rows) <= self.size):
            return None
        return self.link(self.place_of(self.rows[0]), backwards=True)

    def link(self, place, *, backwards=False):
        return link(self.request, Cursor(place, backwards))

    def place_of(self, row):
        return row.line.commitment.pk, row.line.fiscal_year


class OrderedReadingPage(ReadingPage):
    """A page in another order. A status is not stored, so all readings are computed for each page."""

    keys = RANK

    @cached_property
    def every_row_in_order(self):
        """Rows without a value in an ordering's column come last in both directions."""
        rows = list(self.rows_from(None))
        for path, descending in reversed(self.order):
            cell = attrgetter(path)
            known = [row for row in rows if cell(row) is not None]
            rows = sorted(known, key=cell, reverse=descending) + [row for row in rows if cell(row) is None]
        return rows

    def every_row(self):
        return self.every_row_in_order

    @cached_property
    def numbers(self):
        """{(commitment, fiscal year): its number in the order}."""
        return {
            super(OrderedReadingPage, self).place_of(row): number for number, row in enumerate(self.every_row_in_order)
        }

    @cached_property
    def fetched_rows(self):
        """The rows after the cursor's row, or after its number if the row is gone; one more than the page holds."""
        if not self.cursor.keys:
            return self.every_row_in_order[: self.size + 1]
        commitment, year, number = map(int, self.cursor.keys)
        number = self.numbers.get((commitment, year), number)
        if self.cursor.backwards:
            return self.every_row_in_order[max(0, number - self.size - 1) : number][::-1]
        return self.every_row_in_order[number + 1 : number + self.size + 2]

    def place_of(self, row):
        place = super().place_of(row)
        return *place, self.numbers[place]
