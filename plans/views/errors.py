"""What is said when something cannot be answered."""

import errno
import secrets
import sys
from http import HTTPStatus

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from plans.database.transactions import RETRY_AFTER, is_disk_full, is_unavailable
from plans.rest.problems import DiskFull, TooLarge, Unavailable, problem_handler, silent_problem

ALONE = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
MOST_TYPED = 1_000_000  # characters that are shown again


def bad_request(request, exception):
    """400 with the reason, where it is ours to tell; 413 for too much at once."""
    if isinstance(exception, RequestDataTooBig):
        return standalone_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TooLarge())
    ours = isinstance(exception, BadRequest) and str(exception)
    reason = ours or _("Something in the address or the form is not what this site expects.")
    return render(request, "400.html", {"reason": reason}, status=400)


def error_page(request):
    """What nobody caught: 503 where the database does not answer, 507 where the disk is full, else 500."""
    error = sys.exception()
    if is_disk_full(error):
        return standalone_page(request, HTTPStatus.INSUFFICIENT_STORAGE, DiskFull())
    if is_unavailable(error):
        return unavailable(request)
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return bad_request(request, BadRequest(_("The name of the file is too long.")))
    request.reference = secrets.token_hex(4)
    return silent_problem() if asks_api(request) else server_error_page(request.reference)


def server_error_page(reference):
    """500, with the number under which the log tells what happened. Asks nothing of anything."""
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request):
    """503, with what was typed, ready to be sent again. Asks nothing of the database."""
    response = standalone_page(request, HTTPStatus.SERVICE_UNAVAILABLE, Unavailable(), **unsaved_form(request))
    response["Retry-After"] = RETRY_AFTER
    return response


def standalone_page(request, status, problem, **context):
    """A page in both languages that needs nothing else, or for the API a problem."""
    if asks_api(request):
        return problem_handler(problem, {"request": request})
    page = render_to_string(f"{status.value}.html", context)
    headers = {"Content-Security-Policy": ALONE, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return HttpResponse(page, status=status, headers=headers)


def asks_api(request):
    return request.path_info.startswith("/api/")


def unsaved_form(request):
    """The page and the fields of a form that was sent to it; without files, and nothing of a form with passwords."""
    address = {"address": request.get_full_path()}
    if request.method != "POST":
        return address
    if len(request.META.get("CONTENT_LENGTH") or "") > 7:  # a file, which takes its time to be parted from the rest
        return address | {"is_sent": True}
    try:
        fields, files = list(request.POST.lists()), bool(request.FILES)
    except (SuspiciousOperation, BadRequest, MultiPartParserError, OSError):  # what cannot be read is not shown
        return address | {"is_sent": True}
    pairs = [(name, value) for name, values in fields for value in values]
    if any("password" in name for name, _value in pairs) or sum(len(value) for _name, value in pairs) > MOST_TYPED:
        return address | {"is_sent": True}
    return address | {"is_sent": True, "fields": pairs, "has_files": files}
