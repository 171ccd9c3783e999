"""gunicorn's worker with threads, which has a readable page for an address that is too long to be read."""

from contextlib import suppress

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from config.environment import ROOT

PAGE = (ROOT / "templates" / "414.html").read_bytes()
TOO_LONG = b"\r\n".join(
    (
        b"HTTP/1.1 414 URI Too Long",
        b"Connection: close",
        b"Content-Type: text/html; charset=utf-8",
        b"Content-Security-Policy: default-src 'none'; style-src 'self'",
        b"X-Content-Type-Options: nosniff",
        b"Content-Length: %d" % len(PAGE),
        b"",
        PAGE,
    )
)


class Worker(ThreadWorker):
    """Answers what never reaches Django: an address longer than the server reads."""

    def handle_error(self, req, client, addr, exc):
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        with suppress(OSError):  # whoever asked may have gone
            write_nonblock(client, TOO_LONG)
