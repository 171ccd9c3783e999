"""One page of a collection: records printed by the database, and the addresses of the pages before and after."""

from django.utils.functional import cached_property
from rest_framework.pagination import BasePagination
from rest_framework.utils.urls import replace_query_param

from plans.rest.deletions import GONE
from plans.rest.exact_json import PrintedJSON
from plans.rest.keyset import Cursor, after, annotate_terms, reverse_cursor
from plans.rest.parameters import page_size
from plans.rest.sql_text import JsonRecord


class KeysetPages(BasePagination):
    """How the schema describes a page; the pages themselves are made by Page."""

    def get_paginated_response_schema(self, schema):
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}


class Page:
    """The rows of a queryset that one request gets, in the order of the terms; after the last of them the deletions."""

    def __init__(self, request, queryset, columns, terms, gone=None):
        self.request, self.terms, self.gone = request, terms, gone
        self.size = page_size(request)
        self.ordering = request.query_params.get("ordering", "")
        text = request.query_params.get("cursor")
        self.cursor = Cursor.of(text, self.ordering, terms) if text else Cursor()
        self.queryset = annotate_terms(queryset, terms).annotate(json_text=JsonRecord(columns.values()))

    def body(self):
        """{"next", "previous", "results"}."""
        return {"next": self.next, "previous": self.previous, "results": self.results}

    @cached_property
    def rows_from_cursor(self):
        """Rows from the cursor on, one more than the page holds: (JSON text, keys)."""
        if self.cursor.deletion is not None:
            return []
        rows = after(self.queryset, self.terms, self.cursor)
        aliases = [term.alias for term in self.terms]
        return [(row[0], row[1:]) for row in rows.values_list("json_text", *aliases)[: self.size + 1]]

    @property
    def rows(self):
        """The page's rows, in the order of the list whichever way the cursor looks."""
        rows = self.rows_from_cursor[: self.size]
        return rows[::-1] if self.cursor.backwards else rows

    @property
    def goes_on(self):
        return len(self.rows_from_cursor) > self.size

    @cached_property
    def deletions(self):
        """Deletions that fill the rest of the last page, one more than fit."""
        if self.gone is None or self.goes_on or self.cursor.backwards:
            return []
        later = self.gone.filter(pk__gt=self.cursor.deletion or 0)
        room = self.size - len(self.rows)
        return list(later.annotate(json_text=JsonRecord(GONE)).values_list("json_text", "pk")[: room + 1])

    @property
    def results(self):
        deletions = self.deletions[: self.size - len(self.rows)]
        return [PrintedJSON(text) for text, _ in [*self.rows, *deletions]]

    @property
    def next(self):
        if self.cursor.backwards or self.goes_on:
            return (
                link(self.request, Cursor(self.rows[-1][1]))
                if self.rows
                else link(self.request, reverse_cursor(self.cursor))
            )
        if len(self.deletions) > self.size - len(self.rows):
            told = self.deletions[: self.size - len(self.rows)]
            return link(self.request, Cursor(deletion=told[-1][1] if told else self.cursor.deletion or 0))
        return None

    @property
    def previous(self):
        if not self.rows or (self.cursor.backwards and not self.goes_on):
            return None
        return link(self.request, Cursor(self.rows[0][1], backwards=True)) if self.cursor.keys else None


def link(request, cursor):
    """The address of the page at a cursor."""
    ordering = request.query_params.get("ordering", "")
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor.text(ordering))
