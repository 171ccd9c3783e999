"""One request, one connection, nothing compressed: what a plain client asks, with as little of its own as possible."""

import json
import socket
from dataclasses import dataclass

CHUNK = 1 << 18


class UnexpectedAnswerError(Exception):
    """Not the status that was asked for: a benchmark of errors would look fast."""


@dataclass(frozen=True)
class Answer:
    """What came: status, headers by lower-case name, number of bytes and lines, and the body where it is one JSON text."""

    status: int
    headers: dict
    size: int
    lines: int
    body: bytes

    @property
    def rows(self):
        """How many records it tells: lines of a file, members of a JSON list or page."""
        kind = self.headers["content-type"].partition(";")[0]
        if kind != "application/json":
            return self.lines - (kind == "text/csv")
        told = json.loads(self.body)
        return len(told["results"] if isinstance(told, dict) else told)

    @property
    def next(self):
        """The address of the next page, without scheme and host; empty on the last."""
        address = json.loads(self.body[: self.body.index(b',"previous"')] + b"}")["next"]
        return "/" + address.split("/", 3)[3] if address else ""


def get(port, path, status=200, **headers):
    """GET a path from 127.0.0.1. Bodies of files are counted, not kept."""
    lines = [f"GET {path} HTTP/1.0", f"Host: 127.0.0.1:{port}", "Accept: */*"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=900) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = received(connection)
    if answer.status != status:
        raise UnexpectedAnswerError(f"{path}: {answer.status}, not {status}: {answer.body[:300]}")
    return answer


def received(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(CHUNK)
        if not chunk:
            raise UnexpectedAnswerError("The server hung up.")
        head += chunk
    head, _, body = head.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in rest)}
    keeps = headers.get("content-type", "").startswith("application/json")
    kept, size, lines = [body], len(body), body.count(b"\n")
    while chunk := connection.recv(CHUNK):
        size, lines = size + len(chunk), lines + chunk.count(b"\n")
        if keeps:
            kept.append(chunk)
    if size != int(headers.get("content-length", size)):
        raise UnexpectedAnswerError("The answer ended too early.")
    return Answer(int(first.split()[1]), headers, size, lines, b"".join(kept))
