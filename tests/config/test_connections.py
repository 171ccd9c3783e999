"""A real server on a port of its own, asked by real clients."""

import http.client
import json
import socket
import threading
import time
from contextlib import ExitStack, closing, contextmanager

import pytest
from waitress import wasyncore

from config import connections, web

THREADS = 3
HELD = 30  # seconds that whoever is kept waiting would wait; a busy machine makes nobody wait half as long


class Site:
    """A small site that says what reached it; `hold` keeps whoever asks /wait waiting."""

    def __init__(self):
        self.hold, self.waiting = threading.Event(), threading.Semaphore(0)

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if environ[connections.BUSY]:
            return self.say(start_response, "503 Service Unavailable", b"busy")
        if path == "/wait":
            self.waiting.release()
            environ[connections.TURN].asking(self.hold.wait, HELD)
        if path == "/work":
            self.waiting.release()
            self.hold.wait(HELD)
        if path in ("/cut", "/long"):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return self.stream(is_cut=path == "/cut")
        names = ("SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR", "wsgi.url_scheme", "HTTP_X_FORWARDED_FOR")
        said = {name: environ.get(name) for name in names} | {"body": len(environ["wsgi.input"].read())}
        return self.say(start_response, "200 OK", json.dumps(said).encode())

    def say(self, start_response, status, body):
        start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    def stream(self, *, is_cut):
        for _ in range(3):
            yield b"row\n" * 1000
        if is_cut:
            raise RuntimeError("canceling statement due to statement timeout")


@contextmanager
def serving(site, **options):
    with closing(web.open_listener("127.0.0.1", 0)) as listener:
        server = connections.Server(site, listener, **{"threads": THREADS, **options})
        runs = threading.Thread(target=server.run)
        runs.start()
        try:
            yield server
        finally:
            site.hold.set()
            server.stop()
            runs.join(10)
            server.finish(3)
            for lane in (server.task_dispatcher.database, server.task_dispatcher.quick):
                lane.set_thread_count(0)
            wasyncore.close_all(server._map)


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def port(site):
    with serving(site) as server:
        yield int(server.effective_port)


def ask(port, path, method="GET", body=None, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2 * HELD)) as client:
        client.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = client.getresponse()
        return response.status, response.read(), response.headers


def begin(port, text):
    """A socket on which a part of a request was sent."""
    client = socket.create_connection(("127.0.0.1", port), timeout=2 * HELD)
    client.sendall(text)
    return client


@contextmanager
def many(count, port, text):
    """So many sockets on each of which a part of a request was sent."""
    with ExitStack() as stack:
        yield [stack.enter_context(begin(port, text)) for _ in range(count)]


def half(path="/", length=1000):
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\nus".encode()


def test_bodies_that_stop_half_way_keep_nobody_waiting(port, monkeypatch):
    monkeypatch.setattr(connections, "GRACE", HELD)
    with many(10, port, half()):
        begun = time.monotonic()
        answered = [ask(port, path)[0] for path in ("/", "/healthz")]

    assert answered == [200, 200] and time.monotonic() - begun < HELD / 2


@pytest.mark.parametrize("sent", [half(), half("/api/v1/plans/"), b"GET / HTTP/1.1\r\nHos"])
def test_who_sends_too_slowly_is_told_so_and_left(port, monkeypatch, sent):
    monkeypatch.setattr(connections, "GRACE", 0.5)
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.5)

    with begin(port, sent) as client:
        said = b"".join(iter(lambda: client.recv(4096), b""))

    assert said.split(b" ")[1] == b"408" and b"Connection: close" in said


def test_a_body_that_drips_is_not_waited_for_to_its_end(port, monkeypatch):
    monkeypatch.setattr(connections, "GRACE", 1)

    with begin(port, half()) as client:
        begun = time.monotonic()
        with pytest.raises(OSError):  # noqa: PT011  whichever the system says
            while time.monotonic() < begun + HELD:
                client.sendall(b"x")
                time.sleep(0.2)


def test_a_body_that_comes_steadily_is_read_whole(port, monkeypatch):
    monkeypatch.setattr(connections, "GRACE", 1)

    with begin(port, f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {12 * 40_960}\r\n\r\n".encode()) as client:
        for _ in range(12):
            client.sendall(b"x" * 40_960)
            time.sleep(0.2)
        said = read(client)

    assert b" 200 OK" in said and b'"body": 491520' in said


def test_a_body_beyond_the_limit_is_refused_before_it_is_sent(port):
    with begin(port, half("/api/v1/plans/", length=connections.LARGEST_BODY + 1)) as client:
        said = b"".join(iter(lambda: client.recv(4096), b""))

    assert b" 413 " in said.splitlines()[0] and b"application/problem+json" in said


def test_whoever_sends_a_body_beyond_the_limit_all_the_same_reads_why_not(port):
    with begin(port, half(length=connections.LARGEST_BODY + 1)) as client:
        for _ in range(20):
            client.sendall(b"x" * 100_000)
        said = b"".join(iter(lambda: client.recv(4096), b""))

    assert b" 413 " in said.splitlines()[0] and "大きすぎます".encode() in said


@pytest.mark.parametrize(
    "path, kind", [("/search/?q=", "text/html; charset=utf-8"), ("/api/v1/?q=", "application/problem+json")]
)
@pytest.mark.parametrize("length", [9_000, 100_000])
def test_an_address_too_long_to_be_read_is_refused_in_words(port, path, kind, length):
    status, body, headers = ask(port, path + "x" * length)

    assert (status, headers["Content-Type"]) == (414, kind)
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'self'"
    assert "アドレスが長すぎます".encode() in body or json.loads(body)["status"] == 414


def test_a_stream_that_is_cut_never_looks_complete(port):
    assert len(ask(port, "/long")[1]) == 12_000
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        ask(port, "/cut")


def test_a_cut_stream_is_a_broken_connection_for_old_clients_too(port):
    with begin(port, b"GET /cut HTTP/1.0\r\n\r\n") as client, pytest.raises(ConnectionResetError):
        while client.recv(65_536):
            time.sleep(0.05)


def test_when_all_threads_for_the_database_wait_probes_are_answered_and_the_rest_is_refused_soon(
    site, port, monkeypatch
):
    monkeypatch.setattr(connections, "ASKING_SECONDS", 0.5)
    with many(THREADS - 1, port, b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n") as stuck:
        for _ in stuck:
            assert site.waiting.acquire(timeout=HELD)

        begun = time.monotonic()
        assert ask(port, "/healthz")[0] == 200
        assert ask(port, "/plans/")[:2] == (503, b"busy")
        assert ask(port, "/plans/")[0] == 503
        assert time.monotonic() - begun < HELD / 2
        site.hold.set()

        assert [client.recv(4096)[9:12] for client in stuck] == [b"200"] * len(stuck)
        assert ask(port, "/plans/")[0] == 200


@pytest.mark.parametrize("limit, seconds, status", [(HELD, 2.5, 200), (0.5, HELD, 503)])
def test_threads_that_merely_work_are_waited_for_but_not_for_ever(site, port, monkeypatch, limit, seconds, status):
    monkeypatch.setattr(connections, "ASKING_SECONDS", 0.2)
    monkeypatch.setattr(connections, "STUCK_SECONDS", limit)
    done = threading.Timer(seconds, site.hold.set)
    with many(THREADS - 1, port, b"GET /work HTTP/1.1\r\nHost: x\r\n\r\n") as busy:
        for _ in busy:
            assert site.waiting.acquire(timeout=HELD)
        done.start()

        answered = ask(port, "/plans/")[0]
        done.cancel()
        site.hold.set()

        assert answered == status
        assert [client.recv(4096)[9:12] for client in busy] == [b"200"] * len(busy)


def test_many_at_once_wait_their_turn_and_are_not_refused(site, port):
    answered = []
    askers = [threading.Thread(target=lambda: answered.append(ask(port, "/")[0])) for _ in range(40)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert answered == [200] * 40


FORGED = {
    "SCRIPT_NAME": "/evil",
    "PATH_INFO": "/evil",
    "X_Forwarded_For": "203.0.113.9",
    "X_Forwarded_Proto": "https",
    "Forwarded": "for=203.0.113.9;proto=https",
}


def forged(port):
    return begin_and_read(port, "".join(f"{name}: {value}\r\n" for name, value in FORGED.items()))


def begin_and_read(port, headers):
    with begin(port, f"GET /plans/ HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode()) as client:
        return json.loads(read(client).rpartition(b"\r\n\r\n")[2])


def read(client):
    """An answer of the site, which ends with its JSON."""
    said = b""
    while not said.endswith(b"}"):
        said += client.recv(4096)
    return said


def test_nobody_is_believed_about_addresses_and_schemes(port):
    said = forged(port)

    assert (said["SCRIPT_NAME"], said["PATH_INFO"]) == ("", "/plans/")
    assert (said["REMOTE_ADDR"], said["wsgi.url_scheme"]) == ("127.0.0.1", "http")


@pytest.mark.parametrize(
    "proxy, address, scheme", [("127.0.0.1", "203.0.113.9", "https"), ("192.0.2.1", "127.0.0.1", "http")]
)
def test_a_proxy_that_was_named_is_believed_about_who_asks_and_how(site, proxy, address, scheme):
    with serving(site, trusted_proxy=proxy) as server:
        told = "X-Forwarded-For: 198.51.100.7, 203.0.113.9\r\nX-Forwarded-Proto: https\r\nSCRIPT-NAME: /evil\r\n"
        said = begin_and_read(int(server.effective_port), told)

    assert (said["REMOTE_ADDR"], said["wsgi.url_scheme"], said["SCRIPT_NAME"]) == (address, scheme, "")


def test_idle_connections_make_room_for_others(site, monkeypatch):
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 20)
    with serving(site) as server, many(30, int(server.effective_port), b""):
        assert ask(int(server.effective_port), "/")[0] == 200


def test_who_asked_before_the_end_is_answered(site):
    with serving(site) as server:
        port = int(server.effective_port)
        waits = begin(port, b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        assert site.waiting.acquire(timeout=HELD)
        server.stop()
        time.sleep(0.2)
        site.hold.set()
    with waits:
        assert b"200 OK" in waits.recv(4096)
    with pytest.raises(OSError):  # noqa: PT011  nobody listens any more
        socket.create_connection(("127.0.0.1", port), timeout=1)
