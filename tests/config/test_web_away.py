"""The web while its database is away, and when it is back."""

import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing, contextmanager, suppress

import pytest
from django.conf import settings
from django.db import connections

from tests.config.test_web import web
from tests.factories import PlanFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Line:
    """A way to the test database that can be cut and mended."""

    def __init__(self, host, port):
        self.there, self.ends, self.is_up = (host or "127.0.0.1", int(port or 5432)), [], True
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                if not self.is_up:
                    client.close()
                    continue
                server = socket.create_connection(self.there)
                self.ends += [client, server]
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=pass_on, args=(one, other), daemon=True).start()

    def cut(self):
        self.is_up = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends = []

    def mend(self):
        self.is_up = True

    def close(self):
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept
        self.listener.close()
        self.cut()


def pass_on(one, other):
    with suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def site(folder):
    """(its port, the line to its database, its log so far)."""
    database = settings.DATABASES["default"] | {"NAME": connections["default"].settings_dict["NAME"]}
    line = Line(database["HOST"], database["PORT"])
    who = f"{urllib.parse.quote(database['USER'])}:{urllib.parse.quote(database['PASSWORD'])}"
    address = f"postgresql://{who}@127.0.0.1:{line.port}/{database['NAME']}"
    variables = {"DATABASE_URL": address, "DATABASE_OWNER_URL": address, "HOSHIN_DATA": str(folder)}
    with closing(line), open(folder / "log", "w+") as log, web(stderr=log, **variables) as (_process, port):
        yield port, line, (folder / "log").read_text


def ask(port, path, data=None, **headers):
    """(status, text, headers)."""
    body = None if data is None else urllib.parse.urlencode(data).encode()
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310  our own site
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(), answer.headers


def test_pages_and_programs_are_told_while_the_database_is_away_and_served_when_it_is_back(tmp_path):
    plan = PlanFactory(disclosure="public")
    pages = ["/", "/plans/", f"/plans/{plan.slug}/", "/search/?q=a", "/accounts/login/?next=/admin/"]
    programs = ["/api/v1/plans/", f"/api/v1/plans/{plan.slug}/scorecard/", "/api/v1/yearly-values/?format=csv"]
    with site(tmp_path) as (port, line, log):
        assert {ask(port, path)[0] for path in pages[:3]} == {200}

        line.cut()
        told = {path: ask(port, path, Cookie="sessionid=abc") for path in pages[:4]}
        problems = {path: ask(port, path) for path in programs}
        sent = ask(port, "/accounts/login/", {"username": "me", "password": "open sesame", "csrfmiddlewaretoken": "x"})

        assert {path: answer[0] for path, answer in told.items()} == dict.fromkeys(told, 503)
        assert all("応答がありません" in answer[1] and answer[2]["Retry-After"] == "5" for answer in told.values())
        assert {path: answer[0] for path, answer in problems.items()} == dict.fromkeys(programs, 503)
        assert {answer[2]["Content-Type"] for answer in problems.values()} == {"application/problem+json"}
        assert sent[0] in (403, 503) and "sesame" not in sent[1]
        assert ask(port, "/healthz")[0] == 200 and ask(port, "/readyz")[0] == 503

        line.mend()
        assert {ask(port, path)[0] for path in pages for _ in range(6)} == {200}
        assert "Traceback" not in log()
