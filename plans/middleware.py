from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.middleware.http import ConditionalGetMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

KEPT_FOR = 365 * 24 * 60 * 60


class LanguageMiddleware(LocaleMiddleware):
    """The language of an answer: `?lang=`, else the cookie that the last `?lang=` of a page left, else the browser's.

    Works without scripts: the language switch is a plain link. The API takes the parameter, too, but keeps no cookie.
    """

    def process_request(self, request):
        super().process_request(request)
        request.chosen_language = chosen_language(request)
        if request.chosen_language is not None:
            translation.activate(request.chosen_language)
            request.LANGUAGE_CODE = request.chosen_language

    def process_response(self, request, response):
        response = super().process_response(request, response)
        chosen = getattr(request, "chosen_language", None)
        if chosen is not None and response.get("Content-Type", "").startswith("text/html"):
            keep_language(response, chosen)
        return response


class CleanAddresses:
    """Sends on to the address without the parameters that a filter form left empty, which ask for nothing.

    The API reads its parameters itself; lists of the administration write their own addresses.
    """

    left_alone = ("/api/", "/admin/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if request.method in ("GET", "HEAD") and ("=&" in query or query.endswith("=")):
            kept = "&".join(part for part in query.split("&") if part and not is_empty(part))
            if kept != query and not request.path_info.startswith(self.left_alone):
                path = escape_leading_slashes(escape_uri_path(request.path))
                return HttpResponseRedirect(f"{path}?{kept}" if kept else path)
        return self.get_response(request)


def is_empty(part):
    """Whether a part of a query is a name without a value."""
    name, equals, value = part.partition("=")
    return bool(name and equals) and not value


class PublicReading:
    """Lets pages of other sites read what strangers or tokens may read: answers of the API and figures of charts.

    It stands outside of all that makes an answer a redirect or a 304, so that these can be read, too. Who is signed in by
    cookie is left out: no other site reads with a person's cookies.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_for_programs(request) and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Retry-After, Content-Disposition"
        return response


def is_for_programs(request):
    """Whether the address is one of the API, or of a chart's figure, and the method only reads."""
    reads = request.method in {"GET", "HEAD", "OPTIONS"}
    return reads and (request.path_info.startswith("/api/") or request.path_info.endswith("/figure.json"))


class ConditionalReads(ConditionalGetMiddleware):
    """Tags and 304s for HEAD as for GET, of which it says the headers."""

    def process_response(self, request, response):
        if request.method != "HEAD":
            return super().process_response(request, response)
        request.method = "GET"
        try:
            return super().process_response(request, response)
        finally:
            request.method = "HEAD"


class PrivateAnswers:
    """Answers to somebody who is signed in, by cookie or by token, are nobody else's: no shared cache keeps them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if has_credentials(request) and request.user.is_authenticated:
            patch_cache_control(response, private=True)
        return response


def has_credentials(request):
    """Whether a request could be somebody's; strangers' sessions need not be opened to know that they are strangers."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META


def chosen_language(request):
    """The language asked for in the address, None without one. Another one than ours is a bad request."""
    language = request.GET.get("lang")
    if language is None or language in dict(settings.LANGUAGES):
        return language
    if request.path_info.startswith("/api/"):
        return None
    raise BadRequest(_("“lang” must be one of: %(languages)s.") % {"languages": ", ".join(dict(settings.LANGUAGES))})


def keep_language(response, language):
    """Remembers the reader's language in the cookie that Django's own switch uses."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=KEPT_FOR, samesite="Lax")
