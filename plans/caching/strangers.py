"""Whole responses to readers who are not signed in, given again as long as nothing has changed: one query, no view.

A view offers its response with `cache_for_strangers(…)`. What it printed may depend on the address, the language, the day and the data,
and on nothing else of the request: requests with other cookies than the language's, with credentials or from htmx go to the view.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from plans.access.throttling import PerMinute
from plans.caching.store import CACHE, Validity, weight_of
from plans.database.data_version import data_version
from plans.database.transactions import NO_ANSWER

SHAPING_HEADERS = ("HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING")
NOT_PLAIN = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")


@dataclass(frozen=True)
class CachedResponse:
    """The headers and the bytes of a response."""

    headers: dict
    body: bytes

    def to(self, request):
        """The same response once more, or 304 for a client that has it."""
        response = HttpResponse(self.body, headers=self.headers)
        return get_conditional_response(request, etag=self.headers.get("ETag"), response=response)


def version_for(request):
    """The DataVersion under which a response may be kept; None for readers with an account, whose responses never are."""
    return None if request.user.is_authenticated else data_version()


def cache_for_strangers(response, *, version, days=None):
    """Offer a response: it may be given again until the data change, or a day ends that it depends on.

    `version` (DataVersion, None: it is not kept) was asked for before anything else was; `days`: {time zone: the day there}.
    """
    response.validity = Validity.of_everything(version, days)
    return response


class CachedResponses:
    """Middleware outside of everything that looks at sessions and languages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_plain(request):
            return self.get_response(request)
        key = key_of(request)
        entry = CACHE.get(key)
        if entry is not None and entry.validity.holds(present_version()) and may_ask(request):
            return entry.thing.to(request)
        response = self.get_response(request)
        validity = getattr(response, "validity", None)
        if validity is not None and response.status_code == 200 and not response.cookies:
            headers = dict(response.headers)
            weight = weight_of(key, headers, response.content)
            CACHE.put(key, CachedResponse(headers, response.content), validity, weight)
        return response


def present_version():
    """The version of all data; None where the database does not answer, which the view reports."""
    try:
        version = data_version()
    except NO_ANSWER:
        return None
    return None if version is None else version.everything


def is_plain(request):
    """Whether nothing but the address and the language can matter, and somebody else may ask the same."""
    if request.method != "GET" or any(name in request.META for name in NOT_PLAIN) or "search" in request.GET:
        return False
    return request.COOKIES.keys() <= {settings.LANGUAGE_COOKIE_NAME}


def key_of(request):
    """All that a stranger's response can depend on. Links are made with the script's name, so it is part of the key."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    address = request.META.get("SCRIPT_NAME"), request.path_info, request.META.get("QUERY_STRING")
    return request.scheme, *address, language, *(request.META.get(name) for name in SHAPING_HEADERS)


def may_ask(request):
    """Whether the asker of the API has not asked too often yet; others are refused where all are."""
    return not request.path_info.startswith("/api/") or PerMinute().lets_stranger(request)
