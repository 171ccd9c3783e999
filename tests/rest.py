"""What tests of the REST API say again and again."""

import json

from plans.models import ApiToken

API = "/api/v1/"


def results(client, address, **params):
    """The records of the first page, or a failure that shows what came instead."""
    response = client.get(API + address, params)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def ids(client, address, **params):
    return [record["id"] for record in results(client, address, **params)]


def walk(client, address, direction="next"):
    """The pages of a list from an address on, each as its results."""
    while address:
        page = client.get(address).json()
        yield page["results"]
        address = page[direction]


def token_header(user, *plans, read_only=False, expiry=None):
    """The header of a new token for a user."""
    token, key = ApiToken.objects.create(user, expiry, read_only=read_only)
    token.limit_to(plans)
    return {"Authorization": f"Token {key}"}


def send(client, method, address, body, **headers):
    """A request with a JSON body, given as what it says or as the very text."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client, method)(API + address, text, content_type="application/json", headers=headers)


def problem(response):
    """(status, errors) of a problem; everything answers in problem JSON."""
    assert response["Content-Type"] == "application/problem+json", response.content
    body = response.json()
    assert body["status"] == response.status_code
    return response.status_code, body.get("errors")
