"""Errors as RFC 9457 problem JSON, with `errors` by field where fields are at fault."""

from http import HTTPStatus

from django.core.exceptions import NON_FIELD_ERRORS, BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.serializers import as_serializer_error
from rest_framework.views import exception_handler

from plans.database.locks import is_locked, said_locked
from plans.database.transactions import RETRY_AFTER, is_disk_full, is_duplicate, is_unavailable
from plans.rest.exact_json import json_bytes

PROBLEM_JSON = "application/problem+json"


class ConflictError(exceptions.APIException):
    """Another record is in the way. `members`: what the problem says besides, such as errors by row."""

    status_code = 409
    default_detail = _("There is such a record already.")
    default_code = "conflict"

    def __init__(self, detail=None, members=None):
        super().__init__(detail)
        self.members = members or {}


class PreconditionFailed(exceptions.APIException):
    """The record is not the one that the client saw. `current`: the record as it is now, its fields stand in the answer."""

    status_code = 412
    default_detail = _("The record has changed since you read it; this is how it is now.")
    default_code = "precondition_failed"

    def __init__(self, detail=None, current=None):
        super().__init__(detail)
        self.members = current or {}


class Locked(exceptions.APIException):
    status_code = 423
    default_detail = _("The fiscal year is closed: its figures are final.")
    default_code = "locked"


class PreconditionRequired(PreconditionFailed):
    """A write without a precondition."""

    status_code = 428
    default_detail = _(
        "Say what you are changing: send If-Match with the record's ETag, or If-None-Match: * to create it."
    )
    default_code = "precondition_required"


class Unavailable(exceptions.APIException):
    status_code = 503
    default_detail = _("The database does not answer just now; try again.")
    default_code = "unavailable"
    wait = RETRY_AFTER


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = _("What was sent is larger than 2.5 MB; send it in parts.")
    default_code = "too_large"


class DiskFull(exceptions.APIException):
    status_code = 507
    default_detail = _("There is no space left on the disk of this site; nothing was saved.")
    default_code = "disk_full"


def problem_handler(error, context):
    """The answer to an exception, JSON whatever was asked for. What nobody foresaw is told to the log as ever."""
    problem_known = http_error_of(error)
    response = exception_handler(problem_known, context)
    if response is None:
        return unexpected_error(error, context["request"])
    return problem_response(problem_known, response)


def unexpected_error(error, request):
    response = silent_problem()
    log_response("%s: %s", "Internal Server Error", request.path, response=response, request=request, exception=error)
    return response


def silent_problem():
    """A problem that tells nothing."""
    return problem_response(None, exception_handler(exceptions.APIException(), {}))


def problem_response(error, response):
    body = problem(error, response)
    headers = {**response.headers, "Content-Type": PROBLEM_JSON}
    return HttpResponse(json_bytes(body), status=response.status_code, headers=headers)


def http_error_of(error):
    """An error of a lower layer as what it means in HTTP."""
    if isinstance(error, ModelError):
        return exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, BadRequest):
        return exceptions.ParseError(str(error) or None)
    if isinstance(error, IntegrityError):
        return broken_constraint(error)
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError()
    if is_disk_full(error):
        return DiskFull()
    return Unavailable() if is_unavailable(error) else error


def broken_constraint(error):
    if is_locked(error):
        return Locked(said_locked(error))
    if is_duplicate(error):
        return ConflictError()
    return error


def problem(error, response):
    """The body: type, title, status, detail, and as the case may be errors and the current record."""
    body = {"type": "about:blank", "title": HTTPStatus(response.status_code).phrase, "status": response.status_code}
    if isinstance(error, exceptions.ValidationError):
        return body | {"detail": _("Some of what was sent is not valid."), "errors": by_field(response.data)}
    body["detail"] = response.data["detail"]
    return body | getattr(error, "members", {})


def by_field(data):
    """Messages by the name of the field; those about no field stand under non_field_errors."""
    if isinstance(data, list):
        return {"non_field_errors": data}
    return {("non_field_errors" if field == NON_FIELD_ERRORS else field): messages for field, messages in data.items()}
