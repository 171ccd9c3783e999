import logging
import sys

import pytest
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest

from config.log import InOneLine, WithReference


def told(error):
    """What the log says of an error that ended a request."""
    try:
        raise error
    except type(error):
        record = logging.getLogger("django.request").makeRecord(
            "django.request", logging.ERROR, "f", 1, "%s: %s", ("Service Unavailable", "/100%/"), sys.exc_info()
        )
    assert InOneLine().filter(record)
    return logging.Formatter("%(message)s").format(record)


@pytest.mark.parametrize(
    "error, line",
    [
        (
            OperationalError("connection refused\n\tIs the server running?"),
            "Service Unavailable: /100%/ (OperationalError: connection refused)",
        ),
        (
            DisallowedHost("Invalid HTTP_HOST header"),
            "Service Unavailable: /100%/ (DisallowedHost: Invalid HTTP_HOST header)",
        ),
        (OSError(28, "No space left"), "Service Unavailable: /100%/ (OSError: [Errno 28] No space left)"),
    ],
)
def test_what_anybody_can_bring_about_is_one_line(error, line):
    assert told(error) == line


def test_what_nobody_foresaw_keeps_its_trace():
    assert "Traceback" in told(ZeroDivisionError("division"))


def test_an_error_is_logged_under_the_number_that_the_person_was_shown():
    request = HttpRequest()
    request.reference = "1a2b3c4d"
    record = logging.getLogger("django.request").makeRecord(
        "django.request", logging.ERROR, "f", 1, "%s: %s", ("Error", "/100%/"), None, extra={"request": request}
    )

    assert WithReference().filter(record)
    assert record.getMessage() == "Error: /100%/ (reference 1a2b3c4d)"


def test_the_handler_of_the_site_tells_so(settings):
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["in_one_line", "with_reference"]
