from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.search.hits import hits_by_kind
from indicators.search.queries import KINDS, Search
from indicators.search.terms import SearchWords
from plans.text.numbers import whole_number

LAST_PAGE = 10_000


def search(request):
    kind, page = read_kind(request), read_page(request)
    terms = SearchWords(request.GET.get("q", ""))
    asked = Search(terms, user=request.user, kind=kind, page=page)
    if kind and page > asked.groups[kind].pages:
        raise Http404
    found = hits_by_kind(asked.groups, request.user)
    context = {
        "terms": terms,
        "search": asked,
        "kind": kind,
        "group": asked.groups.get(kind),
        "groups": [(group, found[name]) for name, group in asked.groups.items() if found[name]],
        "tabs": [(name, asked.groups[name]) for name in KINDS],
    }
    return render(request, "indicators/search/search.html", context)


def read_kind(request):
    """`?kind=`, empty for all kinds."""
    kind = request.GET.get("kind", "")
    if kind not in ("", *KINDS):
        raise BadRequest(_("“kind” must be one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    return kind


def read_page(request):
    """`?page=`, the first one without it."""
    text = request.GET.get("page", "1")
    page = whole_number(text, LAST_PAGE, least=1)
    if page is None:
        raise BadRequest(_("“page” must be a number from 1 up."))
    return page
