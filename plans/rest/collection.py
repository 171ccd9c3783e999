"""A read-only REST collection: pages of records by keyset, single records with ETags, and whole answers."""

from functools import reduce
from operator import and_

from django.db.models import Q
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from plans.caching.strangers import cache_for_strangers, version_for
from plans.filters import filter_containing
from plans.rest.access import plans_of_token
from plans.rest.answers import RestView
from plans.rest.columns import columns_for
from plans.rest.deletions import DELETED_AT, Deletions, padded_columns
from plans.rest.exact_json import ExactJSONRenderer, PrintedJSON
from plans.rest.formats import WHOLE
from plans.rest.keyset import after, annotate_terms, ordering_terms, terms_by
from plans.rest.pages import KeysetPages, Page
from plans.rest.parameters import OF_ALL, OF_LISTS, chosen_columns, flag, orderable
from plans.rest.revisions import etag
from plans.rest.sql_text import JsonRecord
from plans.rest.whole_answers import StoredRows, whole_answer


class Filters(DjangoFilterBackend):
    """The view's FilterSet, of which only the filters that the address names are made: a third of a short answer's work."""

    def get_filterset_kwargs(self, request, queryset, view):
        return super().get_filterset_kwargs(request, queryset, view) | {"only_asked": True}


class TextSearch(BaseFilterBackend):
    """`?search=`: rows in which one of the view's `search_fields` contains the text, in either language."""

    def filter_queryset(self, request, queryset, view):
        text = request.query_params.get("search", "").strip()
        if "\x00" in text:
            raise ValidationError({"search": [_("Null characters are not allowed.")]})
        return filter_containing(queryset, view.search_fields, text) if text else queryset


class ListView(RestView, GenericViewSet):
    """Something that comes in pages or whole. `plan_path`: the way from a row to its plans."""

    list_parameters = OF_LISTS
    pagination_class = KeysetPages
    filter_backends = (Filters, TextSearch)
    search_fields = ()
    plan_path = "plan"

    def get_queryset(self):
        return self.visible_rows(self.queryset.model, self.plan_path)

    def visible_rows(self, model, plan_path):
        """The rows of a model that the asker may see; a token for some plans sees those of these plans only."""
        rows, plans = model.objects.visible_to(self.request.user), plans_of_token(self.request)
        if plans is None:
            return rows
        return rows.filter(pk__in=model.objects.filter(**{f"{plan_path}__in": plans}).values("pk"))

    def get_renderers(self):
        return [renderer() for renderer in (ExactJSONRenderer, *(WHOLE if self.action == "list" else ()))]

    def known_parameters(self):
        return (
            self.list_parameters | set(self.filterset_class.base_filters) if self.action == "list" else self.parameters
        )

    def repeatable_parameters(self):
        return self.filterset_class.repeatable() if self.action == "list" else frozenset()

    def refuse_unknown_names(self, *, found=()):
        """Refuse filters that name what there is not. Rows that were `found` prove that a single value names something."""
        asked = self.filterset_class(self.request.query_params, request=self.request, only_asked=True)
        if asked.is_valid() and (not found or asked.asks_for_several):
            errors = asked.unknown_names()
            if errors:
                raise ValidationError(errors)


class Collection(ListView):
    """A collection of records of one model, as `serializer_class` describes them.

    `usual_order`: keyset terms of the order without `?ordering=`. `read_with`: the ways from a row to the plan and the
    indicator that one must be able to read, too, to read it.
    """

    parameters = OF_ALL | {"fields"}
    lookup_value_converter = "int"
    usual_order = terms_by("id")
    read_with = ()

    @property
    def queryset(self):
        return self.serializer_class.Meta.model.objects.none()

    def list(self, request, *args, **kwargs):
        version = version_for(request) if "cursor" not in request.query_params else None  # who walks on asks once
        columns = columns_for(self.visible_rows, self.serializer_class)
        terms = ordering_terms(request.query_params.get("ordering"), orderable(columns), self.usual_order)
        columns = chosen_columns(request, columns)
        rows, gone = self.filter_queryset(self.get_queryset()), self.deletions()
        page = Page(request, rows, columns, terms, gone)
        if request.accepted_renderer.format == "json":
            self.refuse_unknown_names(found=page.rows_from_cursor)
            return cache_for_strangers(Response(page.body()), version=version)
        if page.cursor.keys or page.cursor.deletion is not None:
            raise ValidationError({"cursor": [_("A full download has no pages.")]})
        self.refuse_unknown_names()
        return self.whole_answer(in_order(rows, terms), columns, gone)

    def whole_answer(self, rows, columns, gone):
        columns = list(columns.values())
        parts = [StoredRows(rows, columns)]
        if gone is not None:
            parts = [StoredRows(rows, [*columns, DELETED_AT]), StoredRows(gone, padded_columns([*columns, DELETED_AT]))]
        return whole_answer(self.request, parts, self.basename)

    def deletions(self):
        """Rows deleted since `?updated_since=`, where `?include_deleted=1` asks for them; else None."""
        if not flag(self.request, "include_deleted"):
            return None
        asked = self.filterset_class(self.request.query_params, request=self.request).form
        since = asked.cleaned_data.get("updated_since") if asked.is_valid() else None
        if since is None:
            raise ValidationError(
                {"include_deleted": [_("Deletions are told since a moment: send updated_since, too.")]}
            )
        return self.visible_deletions(Deletions(self.request.user, since=since)).order_by("pk")

    def visible_deletions(self, deletions):
        """The deletions that the asker may know of: those of rows that the asker would have been given."""
        model, plans = self.queryset.model, plans_of_token(self.request)
        told = deletions.of(model).filter(self.above(deletions))
        if plans is None:
            return told
        of_token = Deletions(self.request.user, plans=plans)
        return told.filter(of_token.leads(model, self.plan_path))

    def above(self, deletions):
        """Q for the deletions whose rows stood below nothing that is closed to the asker."""
        ways = (deletions.leads(self.queryset.model, path) for path in self.read_with)
        return reduce(and_, ways, Q())

    def retrieve(self, request, *args, **kwargs):
        columns = chosen_columns(request, columns_for(self.visible_rows, self.serializer_class))
        rows = self.get_queryset().filter(**{self.lookup_field: kwargs[self.lookup_field]})
        return record_response(rows, columns)


def in_order(rows, terms):
    return after(annotate_terms(rows, terms), terms, None)


def record_of(rows, columns):
    """(the one row of a queryset as JSON text, its version), or None."""
    found = rows.order_by().annotate(json_text=JsonRecord(columns.values())).values_list("json_text", "version")
    return next(iter(found[:1]), None)


def record_response(rows, columns, status=200):
    """The one row of a queryset as a response with its ETag; 404 without a row."""
    found = record_of(rows, columns)
    if found is None:
        raise NotFound
    text, version = found
    return Response(PrintedJSON(text), status=status, headers={"ETag": etag(version, text)})
