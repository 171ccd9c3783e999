import pytest
from django.db import connection, connections

from config import health


@pytest.fixture(autouse=True)
def forgotten():
    """Each test meets a process that has not looked at its migrations yet."""
    health.find_all_migrations.cache_clear()
    yield
    health.find_all_migrations.cache_clear()


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_costs_one_select_once_the_migrations_are_known(client, db, django_assert_num_queries):
    assert client.get("/readyz").json() == {"status": "ok"}

    with django_assert_num_queries(1):
        response = client.get("/readyz")

    assert response.status_code == 200


def test_readyz_says_that_migrations_are_missing_until_they_are_there(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    missing = client.get("/readyz")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('sessions', '0001_initial', now())")
    complete = client.get("/readyz")

    assert missing.status_code == 503
    assert missing.json() == {"status": "unavailable", "reason": "Migrations are missing: run migrate."}
    assert complete.status_code == 200


def test_readyz_says_that_the_database_is_away(client, django_db_blocker, monkeypatch):
    nowhere = connections["default"].copy()
    nowhere.settings_dict = nowhere.settings_dict | {"HOST": "127.0.0.1", "PORT": "1"}
    monkeypatch.setattr(health, "connection", nowhere)

    with django_db_blocker.unblock():
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": "The database does not answer."}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_come_by_address_over_plain_http_and_are_never_cached(client, db, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get(path, headers={"host": "10.1.2.3:8000"})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_only_look(client, path):
    assert client.post(path).status_code == 405


def test_readyz_tells_of_a_full_disk_and_still_serves(client, db, monkeypatch):
    monkeypatch.setattr(health, "ROOM", 10**18)

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "degraded",
        "reason": "The disk of HOSHIN_DATA is full: files are refused.",
    }


def test_a_static_file_that_is_not_there_costs_nothing(client, db, django_assert_num_queries):
    client.cookies["sessionid"] = "abc"

    with django_assert_num_queries(0):
        response = client.get("/static/css/nothing.css")

    assert (response.status_code, response["Content-Type"]) == (404, "text/plain")
