"""The web's connections, on waitress: a request is read whole, in its time, before it takes a thread; probes never wait."""

import json
import socket
import struct
import threading
import time
from contextlib import contextmanager, suppress
from http import HTTPStatus

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error

from config.environment import ROOT

LONGEST_ADDRESS = 8190
LARGEST_HEADERS = 65_536
LARGEST_BODY = 60_000_000  # a file of 50 MB and what stands around it
HEADER_SECONDS = 15
BODY_SECONDS = 600
GRACE, LEAST_SPEED = 10, 4096  # a body comes at least this fast (bytes a second), but for its first seconds
READER_SECONDS = 30  # without taking anything of an answer
IDLE_SECONDS = 75  # between two requests
LEAVING_SECONDS = 2  # for what somebody still sends who has been refused
LINGER = 1  # seconds in which a server that stops still takes requests that are under way to it
MOST_CONNECTIONS = 1000
# Who comes is refused when all threads for the database have waited for one answer of it for so long, or when for so long
# none of them got done, whatever it is that they do.
ASKING_SECONDS = 2
STUCK_SECONDS = 15
BUSY = "hoshin.busy"  # in a request's environ: only say that it cannot be answered now
TURN = "hoshin.turn"  # in a request's environ: the Turn, which wants to know when the database is asked


class AddressTooLong(Error):
    code, reason = 414, "URI Too Long"


class TooSlow(Error):
    code, reason = 408, "Request Timeout"


class Request(HTTPRequestParser):
    """A request while it is read."""

    is_refused = False
    first_line = b""

    def __init__(self, adj):
        super().__init__(adj)
        self.begun = time.time()

    def received(self, data):
        consumed = super().received(data)
        if self.error is None and self.has_long_address:
            self.error, self.completed = AddressTooLong(f"an address may have {LONGEST_ADDRESS} characters"), True
        return consumed

    @property
    def line(self):
        """The first line, as far as it has come."""
        return self.first_line or self.header_plus.partition(b"\r\n")[0]

    @property
    def has_long_address(self):
        return len(self.line) > LONGEST_ADDRESS

    @property
    def asks_api(self):
        return b" /api/" in self.line[:20]

    def is_late(self, now):
        """Whether the rest need not be waited for."""
        spent = now - self.begun
        if not self.headers_finished:
            return spent > HEADER_SECONDS
        return spent > min(BODY_SECONDS, GRACE + self.body_bytes_received / LEAST_SPEED)


class AnswerTask(WSGITask):
    def get_environment(self):
        if self.channel.server.is_stopping:
            self.request.headers["CONNECTION"] = "close"
        environ = super().get_environment()
        environ |= {BUSY: self.request.is_refused, TURN: self.channel.turn}
        return environ

    def execute(self):
        try:
            super().execute()
        except BaseException:
            if self.wrote_header:
                self.channel.break_off()
            raise


class RefusalTask(ErrorTask):
    """The answer to what never reaches Django: a problem for programs, a page for people."""

    def execute(self):
        self.channel.refuses = True
        error = self.request.error
        kind, body = refusal(error, is_program=self.request.asks_api)
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [
            ("Content-Type", kind),
            ("Content-Security-Policy", "default-src 'none'; style-src 'self'"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def refusal(error, *, is_program):
    """(content type, body)."""
    page = ROOT / "templates" / f"{error.code}.html"
    if page.exists() and not is_program:
        return "text/html; charset=utf-8", page.read_bytes()
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(error.code).phrase,
        "status": error.code,
        "detail": error.body,
    }
    return "application/problem+json", json.dumps(problem).encode()


class Connection(HTTPChannel):
    """One client. All but `service` runs in the thread that reads and writes for everybody."""

    parser_class, task_class, error_task_class = Request, AnswerTask, RefusalTask
    turn = None  # at the database, while the request has one
    refuses = False  # the answer was given before all was read
    leaves_at = None  # what still comes is thrown away until then, so that the refusal is read

    def look_after(self, now):
        """Refuse who sends too slowly; leave who reads nothing, or has asked nothing for long."""
        silent = now - self.last_activity
        if self.leaves_at is not None:
            self.will_close = now > self.leaves_at
        elif self.total_outbufs_len:
            if silent > READER_SECONDS:
                self.handle_close()
        elif not self.requests and self.request is not None:
            if self.request.is_late(now):
                self.give_up()
        elif not self.requests and silent > IDLE_SECONDS:
            self.will_close = True

    @property
    def is_idle(self):
        return not self.requests and self.request is None and not self.total_outbufs_len

    def give_up(self):
        with self.requests_lock:
            late, self.request = self.request, None
            late.error, late.completed = TooSlow("the request came too slowly"), True
            self.requests.append(late)
            self.server.add_task(self)

    def break_off(self):
        """Let the connection end as broken, not as done: who reads until its end must not take a part for the whole."""
        with suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def readable(self):
        return self.leaves_at is not None or super().readable()

    def handle_read(self):
        if self.leaves_at is None:
            super().handle_read()
        elif not self.recv(self.adj.recv_bytes):
            self.handle_close()

    def handle_write(self):
        if self.refuses and self.close_when_flushed and self.leaves_at is None:
            self._flush_exception(self._flush_some)
            if not self.total_outbufs_len and not self.will_close:
                self.leave()
        else:
            super().handle_write()

    def leave(self):
        self.close_when_flushed = False
        self.leaves_at = time.time() + LEAVING_SECONDS
        self.socket.shutdown(socket.SHUT_WR)


class Lanes:
    """Threads: one for what asks nothing of the database, all others for the rest. One more never waits for a thread.

    When all others wait for the database, whoever waits for them and whoever comes is told so by the one.
    """

    def __init__(self, threads):
        self.most = threads - 1
        self.lock = threading.Lock()
        self.at_work, self.moved = set(), time.monotonic()
        self.database, self.quick = lane(self.most), lane(1)

    def add_task(self, connection):
        request = connection.requests[0]
        if request.error or request.path == "/healthz" or request.path.startswith("/static/"):
            self.quick.add_task(connection)
        elif self.is_stuck():
            self.refuse(connection)
        else:
            self.database.add_task(Turn(self, connection))

    def is_stuck(self):
        now = time.monotonic()
        with self.lock:
            if len(self.at_work) < self.most:
                return False
            all_ask = all(now - (turn.asks_since or now) > ASKING_SECONDS for turn in self.at_work)
        return all_ask or now - self.moved > STUCK_SECONDS

    def refuse(self, connection):
        connection.requests[0].is_refused, connection.turn = True, None
        self.quick.add_task(connection)

    def refuse_waiting(self):
        """All who wait for a thread, when none will be free soon."""
        if not self.is_stuck():
            return
        with self.database.lock:
            turns = list(self.database.queue)
            self.database.queue.clear()
        for turn in turns:
            self.refuse(turn.connection)

    @contextmanager
    def working(self, turn):
        with self.lock:
            self.at_work.add(turn)
            self.moved = time.monotonic()
        try:
            yield
        finally:
            with self.lock:
                self.at_work.remove(turn)
                self.moved = time.monotonic()


def lane(count):
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(count)
    return threads


class Turn:
    """A connection's place in the queue for the database."""

    asks_since = None  # moment since which an answer of the database is waited for

    def __init__(self, lanes, connection):
        self.lanes, self.connection = lanes, connection

    def service(self):
        self.connection.turn = self
        with self.lanes.working(self):
            self.connection.service()

    def asking(self, execute, *query):
        """For Django's `execute_wrapper`: take note of the time that the database takes."""
        self.asks_since = time.monotonic()
        try:
            return execute(*query)
        finally:
            self.asks_since = None

    def cancel(self):
        self.connection.cancel()


class Server(TcpWSGIServer):
    """Answers what comes in on a listening socket, which it may share with other processes."""

    channel_class = Connection
    is_stopping = False

    def __init__(self, application, listener, *, threads, trusted_proxy=""):
        adjustments = Adjustments(
            sockets=[listener],
            threads=threads,
            ident="Hoshin",
            max_request_header_size=LARGEST_HEADERS,
            max_request_body_size=LARGEST_BODY,
            outbuf_high_watermark=128_000_000,  # of which all but the first megabyte lies in a file
            cleanup_interval=1,
            connection_limit=MOST_CONNECTIONS,
            clear_untrusted_proxy_headers=False,  # nobody believes them, but whether there are any may be asked
            log_socket_errors=False,
            **from_proxy(trusted_proxy),
        )
        place = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            application,
            {},
            _sock=listener,
            dispatcher=Lanes(threads),
            adj=adjustments,
            bind_socket=False,
            sockinfo=place,
        )

    def maintenance(self, now):
        connections = list(self.active_channels.values())
        for connection in connections:
            connection.look_after(now)
        self.make_room(connections)
        self.task_dispatcher.refuse_waiting()

    def make_room(self, connections):
        """When hardly anybody more can be let in, those have to go who ask nothing, or have been silent the longest."""
        if len(connections) > MOST_CONNECTIONS * 8 // 10:
            silent = [one for one in connections if not one.requests and not one.total_outbufs_len]
            for connection in sorted(silent, key=lambda one: one.last_activity)[: MOST_CONNECTIONS // 2]:
                connection.will_close = True

    def run(self):
        """Until `stop` is called, by a signal; answers that are under way by then are given."""
        while not self.is_stopping:
            wasyncore.poll2(1, self._map)

    def stop(self):
        self.is_stopping = True
        self.pull_trigger()

    def finish(self, seconds):
        """Take nobody new; answer those who have asked, for so long."""
        while self.takes_one():
            pass
        self.accepting = False
        self.del_channel()
        self.socket.close()
        begun = time.monotonic()
        while self.active_channels and time.monotonic() < begun + seconds:
            wasyncore.poll2(0.1, self._map)
            if time.monotonic() > begun + LINGER:
                for connection in list(self.active_channels.values()):
                    if connection.is_idle:
                        connection.will_close = True

    def takes_one(self):
        """Whether somebody was waiting to be let in."""
        before = len(self.active_channels)
        self.handle_accept()
        return len(self.active_channels) > before


def from_proxy(address):
    """Whose word counts on who asks, and how: the proxy's at that address ("*": of whoever asks), else nobody's."""
    if not address:
        return {}
    return {
        "trusted_proxy": address,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
