import io
import json

import pytest
from django.core.management import call_command
from django.utils import translation

from config.api import COLLECTIONS
from tests.rest import API

READING = {"400", "401", "403", "404", "429"}
WRITING = READING | {"409", "412", "415", "423", "428"}


@pytest.fixture(scope="module")
def schema():
    out = io.StringIO()
    with translation.override("en"):
        call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    return json.loads(out.getvalue())


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_description_is_openapi_3_1_without_a_warning(schema):
    assert schema["openapi"] == "3.1.1"


def test_every_collection_is_described(schema):
    assert {f"{API}{name}/" for name in COLLECTIONS} <= schema["paths"].keys()


def test_every_operation_says_which_problems_it_may_answer_with(schema):
    missing = {
        (path, method): (READING if method == "get" else WRITING) - operation["responses"].keys()
        for path, method, operation in operations(schema)
    }

    assert {key: statuses for key, statuses in missing.items() if statuses} == {}


def test_every_problem_is_problem_json(schema):
    kinds = {
        (status, *answer["content"])
        for _path, _method, operation in operations(schema)
        for status, answer in operation["responses"].items()
        if status >= "400"
    }

    assert kinds == {(status, "application/problem+json") for status in WRITING}


def test_lists_say_their_formats_and_all_parameters(schema):
    operation = schema["paths"][f"{API}yearly-values/"]["get"]

    assert set(operation["responses"]["200"]["content"]) == {
        "application/json",
        "text/csv",
        "application/x-ndjson",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    assert [p["name"] for p in operation["parameters"]] == sorted(
        "breakdown cursor fields fiscal_year fiscal_year__gte fiscal_year__lte format include_deleted indicator "
        "institution kind lang measure office ordering page_size plan search standard state strategy updated_since".split()
    )


def test_a_token_or_a_password_or_nothing_is_enough_to_read(schema):
    reading = schema["paths"][f"{API}plans/"]["get"]["security"]
    writing = schema["paths"][f"{API}yearly-values/bulk/"]["post"]["security"]

    assert reading == [{"token": []}, {"basic": []}, {"cookieAuth": []}, {}]
    assert writing == reading[:-1]


@pytest.mark.django_db
def test_the_schema_is_served_as_yaml_and_json(client, schema):
    as_json = client.get(f"{API}schema/?format=json&lang=en")
    as_yaml = client.get(f"{API}schema/")

    assert as_json.json() == schema
    assert as_yaml.content.startswith(b"openapi: 3.1.1")


@pytest.mark.django_db
def test_the_docs_run_no_inline_script_and_ask_no_other_site(client):
    response = client.get(f"{API}docs/")
    page = response.content.decode()

    assert page.count("<script") == page.count('<script src="/')
    assert "http" not in page.replace("http-equiv", "")
    assert "script-src" not in response["Content-Security-Policy"]
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert client.get(f"{API}docs/?script=")["Content-Type"] == "application/javascript"
