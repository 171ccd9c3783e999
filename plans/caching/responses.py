"""Whole responses to readers who are not signed in, given again as long as nothing has changed: one query, no view.

A view offers its response with `keep(…)`. What it printed may depend on the address, the language, the day and the data, and on
nothing else of the request: requests with other cookies than the language's, with credentials or from htmx go to the view.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from plans.access.throttling import PerMinute
from plans.caching.store import BoundedCache, weight_of
from plans.database.data_version import data_version
from plans.database.transactions import NO_ANSWER

RESPONSES = BoundedCache(limit=settings.KEPT_ANSWERS)
SHAPING_HEADERS = ("HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING")
NOT_PLAIN = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")


@dataclass(frozen=True)
class Validity:
    """For how long a response holds: while the data have this version, and while it is these days in these time zones."""

    version: str
    days: tuple[tuple[str, date], ...]

    def holds(self):
        """Ask the clock and the database."""
        if any(settings.CLOCK(time_zone) != day for time_zone, day in self.days):
            return False
        try:
            version = data_version()
        except NO_ANSWER:
            return False  # the view says what is wrong
        return version is not None and version.everything == self.version


@dataclass(frozen=True)
class KeptResponse:
    """The headers and the bytes of a response."""

    validity: Validity
    headers: dict
    body: bytes

    def again(self, request):
        """The same response once more, or 304 for who has it."""
        response = HttpResponse(self.body, headers=self.headers)
        return get_conditional_response(request, etag=self.headers.get("ETag"), response=response)


def version_for(request):
    """The DataVersion under which a response may be kept; None for readers with an account, whose responses never are."""
    return None if request.user.is_authenticated else data_version()


def keep(response, *, version, days=None):
    """Offer a response: it may be given again until the data change, or a day ends that it depends on.

    `version` (DataVersion, None: it is not kept) was asked for before anything else was; `days`: {time zone: the day there}.
    """
    if version is not None:
        response.validity = Validity(version.everything, tuple((days or {}).items()))
    return response


class KeptResponses:
    """Stands outside of everything that looks at sessions and languages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_plain(request):
            return self.get_response(request)
        key = key_of(request)
        kept = RESPONSES.get(key)
        if kept is not None and kept.validity.holds() and may_ask(request):
            return kept.again(request)
        response = self.get_response(request)
        if response.status_code == 200 and hasattr(response, "validity") and not response.cookies:
            headers = dict(response.headers)
            weight = weight_of(key, headers, response.content)
            RESPONSES.put(key, KeptResponse(response.validity, headers, response.content), weight)
        return response


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
    """Whether the asker of the API has not asked too often yet; who has is refused where all are."""
    return not request.path_info.startswith("/api/") or PerMinute().lets_stranger(request)
