"""Others hold what a writer needs: every door says so in time, and keeps what was typed."""

import json
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from indicators.models import YearlyValue
from plans.models import ClosedYear
from plans.views import errors
from tests.admin_pages import address, form_of
from tests.editing import sent
from tests.factories import IndicatorFactory, MembershipFactory, OfficeFactory, YearlyValueFactory
from tests.pages import body, words
from tests.rest import send

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def patient(transactional_db):
    """Our connection waits for a lock as long as one that serves does, but shorter."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@pytest.fixture
def value(patient):
    return YearlyValueFactory(value=5, fiscal_year=2025)


@pytest.fixture
def planner(value):
    return MembershipFactory(institution=value.institution).user


@pytest.fixture
def held(elsewhere):
    """Lets somebody else lock a row until the test ends."""

    def hold(row):
        elsewhere.cursor().execute(f"SELECT 1 FROM {row._meta.db_table} WHERE id = %s FOR UPDATE", [row.pk])  # noqa: S608

    return hold


def test_an_edit_page_keeps_what_was_written_and_says_why(client, value, planner, held):
    client.force_login(planner)
    held(value)

    answer = sent(client, f"/indicators/{value.indicator_id}/values/2025/edit/?lang=en", value="77", note="Recounted")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Someone is changing the same data right now. Nothing was saved" in words(answer)
    assert (answer.context["form"]["value"].value(), answer.context["form"]["note"].value()) == ("77", "Recounted")
    assert YearlyValue.objects.get().value == 5


def test_the_api_says_when_to_try_again(client, value, planner, held):
    client.force_login(planner)
    held(value)

    answer = send(
        client, "put", f"indicators/{value.indicator_id}/values/2025/", {"value": 77}, if_match=f'"{value.version}"'
    )

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert (answer["Content-Type"], answer.json()["title"]) == ("application/problem+json", "Service Unavailable")


def test_the_bulk_door_says_so_too(client, value, planner, held):
    client.force_login(planner)
    held(value)
    row = {
        "indicator": value.indicator_id,
        "fiscal_year": 2025,
        "kind": "actual",
        "value": 77,
        "version": value.version,
    }

    assert send(client, "post", "yearly-values/bulk/", [row]).status_code == 503


@pytest.fixture
def writers(value, elsewhere, monkeypatch):
    """Somebody enters figures of the year all the time; closings wait for a shorter time than they do."""
    monkeypatch.setattr("plans.actions.WAITS_FOR_WRITERS", 1)
    lock = "SELECT pg_advisory_xact_lock_shared(hashint8(%s), 2025)"
    elsewhere.cursor().execute(lock, [value.institution_id])


@pytest.mark.usefixtures("writers")
def test_closing_a_year_under_writers_keeps_its_reason(client, value, planner):
    client.force_login(planner)
    page = reverse("indicators:year", args=[value.institution.slug, 2025]) + "?lang=en"

    answer = client.post(page, {"reason": "Board of 20 June", "what": "close", "accepted": "on"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Others are entering figures of this year. Nothing was changed" in words(answer)
    assert answer.context["form"]["reason"].value() == "Board of 20 June"
    assert ClosedYear.objects.count() == 0


def test_the_admin_keeps_what_was_written(client, value, planner, held):
    office = OfficeFactory(institution=value.institution, name_en="Old")
    client.force_login(planner)
    form = form_of(client, address(type(office), "change", office.pk))
    held(office)

    answer = client.post(address(type(office), "change", office.pk) + "?lang=en", form | {"name_en": "New name"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Someone is changing the same data right now" in words(answer)
    assert "New name" in answer.content.decode()
    office.refresh_from_db()
    assert office.name_en == "Old"


def test_a_page_without_a_form_of_its_own_offers_to_send_the_same_again(client, value, planner, held, monkeypatch):
    member = MembershipFactory(institution=value.institution)
    client = Client(raise_request_exception=False)
    client.force_login(planner)
    held(value.institution)
    page = reverse("plans:member", args=[value.institution.slug, member.pk])

    answer = client.post(page, {"role": "viewer", "office": "", "reason": "Left <the> office", "version": "1"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    page = answer.content.decode()
    assert "Left &lt;the&gt; office</textarea>" in page and f'action="{answer.request["PATH_INFO"]}"' in page


def failed_with(error, method="get", path="/plans/", **data):
    request = getattr(RequestFactory(), method)(path, data)
    try:
        raise error
    except type(error):
        return errors.error_page(request)


def test_a_page_while_the_database_is_away_says_so_in_both_languages():
    answer = failed_with(OperationalError("connection refused"), path="/plans/?open=all")

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "does not answer just now" in page and "応答がありません" in page and 'href="/plans/?open=all"' in page
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_passwords_are_never_shown_again():
    answer = failed_with(OperationalError("gone"), "post", "/accounts/login/", username="me", password="open sesame")

    assert answer.status_code == 503 and "sesame" not in answer.content.decode()


def test_a_program_is_told_in_its_own_way():
    answer = failed_with(OperationalError("gone"), path="/api/v1/plans/")

    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert json.loads(answer.content)["status"] == 503


@pytest.mark.parametrize(
    "path, kind", [("/plans/", "text/html; charset=utf-8"), ("/api/v1/", "application/problem+json")]
)
def test_a_full_disk_is_no_riddle(path, kind):
    answer = failed_with(OSError(28, "No space left on device"), "post", path)

    assert (answer.status_code, answer["Content-Type"]) == (507, kind)


@pytest.mark.parametrize("path", ["/plans/", "/api/v1/plans/"])
def test_what_nobody_foresaw_is_an_error_of_ours_and_tells_nothing(path):
    answer = failed_with(ZeroDivisionError("secret"), path=path)

    assert answer.status_code == 500 and b"secret" not in answer.content


def test_a_page_that_failed_has_a_number_in_both_languages():
    answer = body(failed_with(ZeroDivisionError("secret"), path="/plans/"))

    [reference] = set(re.findall(r"[0-9a-f]{8}", answer.split("<main", 1)[1]))
    assert f"Nothing was saved. Try again later (reference {reference})." in answer
    assert f"入力内容は保存されていません。時間をおいて、もう一度お試しください（番号{reference}）。" in answer


@pytest.mark.django_db
@pytest.mark.parametrize("path, kind", [("/plans/", "text/html"), ("/api/v1/plans/", "application/problem+json")])
def test_whom_the_server_has_no_thread_for_is_told_without_asking_the_database(
    client, path, kind, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = client.get(path, **{"hoshin.busy": True})

    assert (answer.status_code, answer["Retry-After"]) == (503, "5") and answer["Content-Type"].startswith(kind)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data", "multipart/form-data; boundary=é", "application/x-www-form-urlencoded; charset=cp932"],
)
def test_a_broken_form_is_refused_like_any_other_where_there_is_no_thread(client, kind, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.post("/plans/", b"a=1", content_type=kind, **{"hoshin.busy": True})

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


@pytest.mark.django_db
def test_too_much_at_once_is_413(client):
    indicator = IndicatorFactory()
    client.force_login(MembershipFactory(institution=indicator.institution).user)
    body = json.dumps({"value": 1, "note": "x" * 3_000_000})

    answer = send(client, "put", f"indicators/{indicator.pk}/values/2025/", body, if_none_match="*")
    page = client.post(f"/indicators/{indicator.pk}/values/2025/edit/", {"note": "x" * 3_000_000})

    assert (answer.status_code, answer.json()["title"]) == (413, "Request Entity Too Large")
    assert page.status_code == 413
