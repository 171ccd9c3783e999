import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.test import Client

from plans.access import throttling
from plans.models import ApiToken, Disclosure
from tests import factories
from tests.rest import API, ids, problem, send, token_header

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(institution):
    """A plan for the institution's staff."""
    return factories.PlanFactory(institution=institution, disclosure=Disclosure.STAFF)


def basic(key, name="anybody"):
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{key}".encode()).decode()}


def seen(client, headers):
    response = client.get(f"{API}plans/", headers=headers)
    return [plan["id"] for plan in response.json()["results"]] if response.status_code == 200 else response.status_code


def test_a_token_reads_what_its_user_reads(client, viewer, stranger, closed):
    assert seen(client, token_header(viewer)) == [closed.pk]
    assert seen(client, token_header(stranger)) == []
    assert seen(client, {}) == []


def test_a_token_is_the_password_of_http_basic(client, viewer, closed):
    _token, key = ApiToken.objects.create(viewer, None)

    assert seen(client, basic(key)) == [closed.pk]
    assert seen(client, basic(key, name="")) == [closed.pk]
    assert seen(client, {"Authorization": f"token {key}"}) == [closed.pk]


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token nonsense",
        "Token \xff\xfe",
        "Token a b",
        "Basic",
        "Basic !",
        "Basic " + base64.b64encode(b"anybody:wrong").decode(),
        "Basic " + base64.b64encode(b"\xff\xff").decode(),
    ],
)
def test_a_token_that_is_none_is_refused_even_where_everybody_reads(client, header):
    response = client.get(f"{API}plans/", headers={"Authorization": header})

    assert problem(response) == (401, None)
    assert response["WWW-Authenticate"] == 'Token realm="api"'


def test_expired_tokens_and_closed_accounts_are_refused(client, viewer):
    good = token_header(viewer)
    expired = token_header(viewer, expiry=timedelta(seconds=-1))

    before = [seen(client, good), seen(client, expired)]
    viewer.is_active = False
    viewer.save()

    assert (before, seen(client, good)) == ([[], 401], 401)


def test_the_session_of_a_page_works_too(client, viewer, closed):
    client.force_login(viewer)

    assert ids(client, "plans/") == [closed.pk]


def test_a_token_for_a_plan_that_was_deleted_sees_nothing_more(client, planner, institution):
    mine, _other = (factories.PlanFactory(institution=institution) for _ in range(2))
    client.defaults["HTTP_AUTHORIZATION"] = token_header(planner, mine)["Authorization"]

    mine.delete()

    assert ids(client, "plans/") == []


def test_a_token_for_some_plans_reads_these_and_what_belongs_to_them(client, planner, institution):
    mine, other = (factories.PlanFactory(institution=institution) for _ in range(2))
    rows = {}
    for plan in (other, mine):
        measure = factories.MeasureFactory(standard__strategy__plan=plan)
        commitment = factories.CommitmentFactory(measure=measure)
        rows = {
            "standards/": measure.standard_id,
            "measures/": measure.pk,
            "commitments/": commitment.pk,
            "indicators/": commitment.indicator_id,
            "targets/": factories.TargetFactory(commitment=commitment).pk,
            "yearly-values/": factories.YearlyValueFactory(indicator=commitment.indicator).pk,
        }
    client.defaults["HTTP_AUTHORIZATION"] = token_header(planner, mine)["Authorization"]

    assert {address: ids(client, address) for address in rows} == {address: [pk] for address, pk in rows.items()}
    assert client.get(f"{API}plans/{other.slug}/scorecard/").status_code == 404
    assert client.get(f"{API}plans/{mine.slug}/scorecard/").status_code == 200
    assert {row["commitment"] for row in client.get(f"{API}readings/").json()["results"]} == {rows["commitments/"]}


def test_a_read_only_token_writes_nothing(client, planner, institution):
    indicator = factories.IndicatorFactory(institution=institution)
    headers = token_header(planner, read_only=True) | {"If_None_Match": "*"}

    response = send(client, "put", f"indicators/{indicator.pk}/values/2024/", {"value": 1}, **headers)

    assert problem(response) == (403, None)


def test_writing_asks_for_a_sign_in(client):
    assert problem(send(client, "post", "yearly-values/bulk/", []))[0] == 401


def test_a_session_writes_with_the_csrf_token_only(planner, institution):
    client = Client(enforce_csrf_checks=True)
    client.force_login(planner)

    assert problem(send(client, "post", "yearly-values/bulk/", []))[0] == 403


def test_other_sites_may_read_what_is_public_or_asked_for_by_token(client, viewer):
    public = client.get(f"{API}plans/")
    by_token = client.get(f"{API}plans/", headers=token_header(viewer))
    asked_first = client.options(f"{API}plans/")
    client.force_login(viewer)
    by_cookie = client.get(f"{API}plans/")

    allowed = [r.get("Access-Control-Allow-Origin") for r in (public, by_token, asked_first, by_cookie)]
    assert allowed == ["*", "*", "*", None]
    assert "Authorization" in asked_first["Access-Control-Allow-Headers"]


def let_go(response):
    """Closes the file of a whole answer, as a server does at the end."""
    for close in response._resource_closers:
        close()


def test_other_sites_read_also_what_has_not_changed_and_where_an_address_leads(client):
    indicator = factories.IndicatorFactory()
    address = f"{API}plans/"
    for known in (address, f"{address}?format=csv", f"/indicators/{indicator.pk}/figure.json"):
        whole = client.get(known)
        let_go(whole)
        unchanged = client.get(known, headers={"If-None-Match": whole["ETag"]})
        assert (unchanged.status_code, unchanged.get("Access-Control-Allow-Origin")) == (304, "*"), known
        assert "ETag" in unchanged["Access-Control-Expose-Headers"]

    for other, status in ((address.rstrip("/"), 301), (f"{address}?nope=1", 400), (f"{API}nothing/", 404)):
        response = client.get(other)
        assert (response.status_code, response.get("Access-Control-Allow-Origin")) == (status, "*"), other


def test_only_what_is_for_programs_may_be_read_by_other_sites(client):
    assert [client.get(page).get("Access-Control-Allow-Origin") for page in ("/", "/plans/", "/accounts/login/")] == [
        None
    ] * 3


@pytest.mark.parametrize("address", ["plans/", "plans/p/", "plans/?format=csv", "readings/", "plans/p/scorecard/"])
def test_head_says_what_get_says(client, address):
    factories.PlanFactory(slug="p")

    whole, head = client.get(API + address), client.head(API + address)
    body = head.getvalue() if head.streaming else head.content
    let_go(whole)
    let_go(head)

    assert (head.status_code, body) == (200, b"")
    ignored = {"Content-Length"}
    assert {name: text for name, text in head.items() if name not in ignored} == {
        name: text for name, text in whole.items() if name not in ignored
    }
    assert client.head(API + address, headers={"If-None-Match": head["ETag"]}).status_code == 304


def test_bearer_is_another_name_of_token_and_other_schemes_are_told_so(client, viewer):
    institution = viewer.memberships.get().institution
    factories.PlanFactory(slug="staff", institution=institution, disclosure="staff")
    key = token_header(viewer)["Authorization"].removeprefix("Token ")

    seen = [
        [
            plan["slug"]
            for plan in client.get(f"{API}plans/", headers={"Authorization": f"{scheme} {key}"}).json()["results"]
        ]
        for scheme in ("Token", "Bearer", "bearer")
    ]
    digest = client.get(f"{API}plans/", headers={"Authorization": f"Digest {key}"})
    bare = client.get(f"{API}plans/", headers={"Authorization": key})

    assert seen == [["staff"]] * 3
    assert (problem(digest)[0], problem(bare)[0]) == (401, 401)


def test_answers_for_one_reader_are_not_for_shared_caches(client, viewer):
    public = client.get(f"{API}plans/")
    own = client.get(f"{API}plans/", headers=token_header(viewer))

    assert (public["Cache-Control"], own["Cache-Control"]) == ("no-cache", "no-cache, private")
    assert {"Authorization", "Accept-Language"} <= set(public["Vary"].split(", "))


@pytest.fixture
def _no_requests_yet(settings, tmp_path):
    settings.REQUESTS_COUNTED = tmp_path / "requests"


@pytest.mark.usefixtures("_no_requests_yet")
def test_too_many_requests_from_an_address_have_to_wait(client, settings, viewer):
    settings.THROTTLE_ANON, settings.THROTTLE_TOKEN = 2, 3
    header = token_header(viewer)

    anonymous = [client.get(f"{API}plans/") for _ in range(3)]
    elsewhere = client.get(f"{API}plans/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "192.0.2.9"})
    by_token = [client.get(f"{API}plans/", headers=header).status_code for _ in range(4)]

    assert [r.status_code for r in anonymous] == [200, 200, 429]
    assert problem(anonymous[2]) == (429, None)
    assert 1 <= int(anonymous[2]["Retry-After"]) <= 60
    assert elsewhere.status_code == 200
    assert by_token == [200, 200, 200, 429]


@pytest.mark.usefixtures("_no_requests_yet")
def test_an_address_is_what_the_connection_says(client, settings):
    settings.THROTTLE_ANON = 1

    answers = [client.get(f"{API}plans/", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(2)]

    assert answers == [200, 429]


@pytest.mark.usefixtures("_no_requests_yet")
def test_requests_at_the_same_time_are_all_counted(settings):
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: throttling.count_request("address:192.0.2.1", 1), range(400)))

    assert max(numbers) == 400 and throttling.count_request("address:192.0.2.1", 1) == 401
    assert throttling.count_request("address:192.0.2.1", 3) == 1
    assert [folder.name for folder in settings.REQUESTS_COUNTED.iterdir()] == ["3"]


@pytest.mark.usefixtures("_no_requests_yet")
def test_where_nothing_can_be_counted_everybody_is_let_through(client, settings, tmp_path):
    settings.THROTTLE_ANON = 1
    (tmp_path / "file").write_text("no folder")
    settings.REQUESTS_COUNTED = tmp_path / "file" / "requests"

    assert [client.get(f"{API}plans/").status_code for _ in range(3)] == [200] * 3
