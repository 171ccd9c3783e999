import logging

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from plans import api
from tests.rest import API, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(monkeypatch):
    """Makes the list of offices fail with an error."""

    def break_with(error):
        def fail(self, request, *args, **kwargs):
            raise error

        monkeypatch.setattr(api.Offices, "list", fail)

    return break_with


@pytest.mark.parametrize(
    "error, status", [(OperationalError("no connection"), 503), (ZeroDivisionError("secret"), 500)]
)
def test_what_is_our_fault_is_a_problem_too_and_tells_nothing(broken, error, status):
    broken(error)

    response = Client(raise_request_exception=False).get(f"{API}offices/")

    assert problem(response) == (status, None)
    assert str(error) not in response.content.decode()


def test_what_nobody_foresaw_stands_in_the_log_with_its_trace(broken, caplog):
    broken(ZeroDivisionError("division"))

    with caplog.at_level(logging.ERROR, "django.request"):
        Client(raise_request_exception=False).get(f"{API}offices/")

    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_a_constraint_that_nobody_foresaw_is_our_fault(broken):
    broken(IntegrityError("check"))

    assert Client(raise_request_exception=False).get(f"{API}offices/").status_code == 500


def test_a_problem_has_type_title_status_and_detail(client):
    assert client.get(f"{API}offices/0/").json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Not found.",
    }


def test_messages_come_in_the_language_asked_for(client):
    assert client.get(f"{API}offices/0/?lang=ja").json()["detail"] == "見つかりませんでした。"
