"""Many who write at once: programs, large sheets, and a planner who closes and reopens the year they write in.

Nothing may be answered with 500, no deadlock may stand in PostgreSQL's log, probes must be answered within a second, and all that
was accepted must be stored: each write carries a note of its own, which the history must have.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import django

from benchmarks.measuring.serving import web
from config import environment

PROGRAMS, IMPORTERS = 8, 2
INDICATORS, YEARS = 2500, range(2018, 2026)  # 20,000 rows
WRITTEN_BY_PROGRAMS = 40  # indicators, so that they meet each other and the sheets
CLOSED = 2025
SLUG = "writers"
HEADER = ("strategy", "standard", "measure", "indicator", "unit", "fiscal_year", "kind", "value", "note")
LONGEST_PROBE = 1  # seconds


class Crowd:
    """Everybody at once, until the time is over; what they were answered, and what was accepted."""

    def __init__(self, port, seconds):
        self.port, self.end = port, time.monotonic() + seconds
        self.lock = threading.Lock()
        self.answers = {"programs": Counter(), "planner": Counter(), "imports": Counter(), "probes": Counter()}
        self.accepted, self.faults, self.longest_probe = set(), [], 0.0

    @property
    def goes_on(self):
        return time.monotonic() < self.end

    def note(self, who, status, told="", accepted=()):
        with self.lock:
            self.answers[who][status] += 1
            self.accepted.update(accepted)
            if status in {500, "lost"}:
                self.faults.append(f"{who}: {status}: {told[:300]}")

    def ask(self, who, method, path, body=None, **headers):
        """(status, body, headers) of a request on a connection of its own; "lost" where there was no whole answer."""
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as client:
                client.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
                response = client.getresponse()
                return response.status, response.read(), response.headers
        except (HTTPException, OSError) as error:
            return "lost", repr(error).encode(), {}

    def probe(self):
        while self.goes_on:
            begun = time.monotonic()
            status, told, _headers = self.ask("probes", "GET", "/healthz")
            self.longest_probe = max(self.longest_probe, time.monotonic() - begun)
            self.note("probes", status, told.decode())
            time.sleep(0.1)


class Program:
    """Changes figures through the API, one by one and now and then twenty at once, in whatever order."""

    def __init__(self, crowd, number, token, indicators):
        self.crowd, self.number, self.indicators = crowd, number, indicators
        self.random, self.written = random.Random(number), 0  # noqa: S311  no secret
        self.headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}

    def run(self):
        while self.crowd.goes_on:
            self.write_many() if self.random.random() < 0.1 else self.write_one()

    def next_note(self):
        self.written += 1
        return f"program {self.number}, write {self.written}"

    def figure(self, value):
        return (value or 1000) + self.random.choice((-1, 1))

    def write_one(self):
        path = f"/api/v1/indicators/{self.random.choice(self.indicators)}/values/{self.random.choice((2023, 2024, CLOSED))}/"
        status, told, headers = self.crowd.ask("programs", "GET", path, **self.headers)
        if status != 200:
            self.crowd.note("programs", status, told.decode())
            return
        note = self.next_note()
        body = json.dumps({"value": self.figure(json.loads(told)["value"]), "note": note})
        status, told, _headers = self.crowd.ask(
            "programs", "PUT", path, body, **self.headers, If_Match=headers["ETag"].removeprefix("W/")
        )
        self.crowd.note("programs", status, told.decode(), [note] if status in (200, 201) else [])

    def write_many(self):
        year = self.random.choice((2022, CLOSED))
        path = f"/api/v1/yearly-values/?institution={SLUG}&fiscal_year={year}&kind=actual&page_size=1000&fields=indicator,value,version"
        status, told, _headers = self.crowd.ask("programs", "GET", path, **self.headers)
        if status != 200:
            self.crowd.note("programs", status, told.decode())
            return
        there = {
            row["indicator"]: row for row in json.loads(told)["results"] if row["indicator"] in set(self.indicators)
        }
        rows = [row | {"fiscal_year": year, "kind": "actual", "note": self.next_note()} for row in there.values()]
        rows = self.random.sample(rows, min(20, len(rows)))
        for row in rows:
            row["value"] = self.figure(row["value"])
        status, told, _headers = self.crowd.ask(
            "programs", "POST", "/api/v1/yearly-values/bulk/", json.dumps(rows), **self.headers
        )
        self.crowd.note("programs", status, told.decode(), [row["note"] for row in rows] if status == 200 else [])


def close_and_reopen(crowd, session):
    """The planner's page, each second: what it offers is done."""
    number, path = 0, f"/institutions/{SLUG}/years/{CLOSED}/?lang=en"
    secret = "x" * 32
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={secret}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    what = "close"
    while crowd.goes_on:
        begun, number = time.monotonic(), number + 1
        note = f"planner, {what} {number}"
        form = {"csrfmiddlewaretoken": secret, "reason": note, "what": what, "accepted": "on"}
        status, told, answered = crowd.ask("planner", "POST", path, urlencode(form), **headers)
        is_done = status == 302 and answered["Location"].endswith("/years/")
        crowd.note("planner", status, told.decode(), [note] if is_done else [])
        if is_done:
            what = "reopen" if what == "close" else "close"
        time.sleep(max(0, 1 - (time.monotonic() - begun)))


def import_on(crowd, number, folder):
    """`import_sheet` again and again: 20,000 rows that all change, every second sheet in the opposite order."""
    load = 0
    while crowd.goes_on:
        load += 1
        note = f"sheet {number}, load {load}"
        path = folder / f"sheet-{number}.csv"
        years = YEARS if number else YEARS[:-1]  # one importer keeps out of the year that is closed now and then
        write_sheet(path, note, value=1000 + load % 2 + number, years=years, reverse=bool(number))
        status, report = imported(path)
        crowd.note("imports", status, str(report), [note] if status == "stored" else [])


def write_sheet(path, note, *, value, years, reverse=False):
    rows = [
        (f"S{n % 4}", f"T{n % 22}", f"M{n % 99}", f"Indicator {n}", "kWh", year, "actual", value, note)
        for n in range(INDICATORS)
        for year in years
    ]
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *(reversed(rows) if reverse else rows)])


def imported(path, *options):
    """("stored" | "refused" | "lost", the report) of an import in a process of its own."""
    command = [sys.executable, environment.ROOT / "manage.py", "import_sheet", path, "--institution", SLUG]
    done = subprocess.run([*command, "--plan", SLUG, "--json", *options], capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return "lost", done.stderr[-300:]
    return ("stored" if report["rows_stored"] and done.returncode == 0 else "refused"), {
        name: told if not isinstance(told, list) else told[:2] for name, told in report.items()
    }


def people():
    """{"tokens": of the programs, "session": of the planner, "indicators": that the programs write}."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415  not before set-up
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from indicators.models import Indicator  # noqa: PLC0415
    from plans.models import ApiToken, Institution, Membership, User  # noqa: PLC0415

    institution = Institution.objects.get(slug=SLUG)
    users = [User.objects.create(username=f"program{n}", email=f"p{n}@example.ac.jp") for n in range(PROGRAMS + 1)]
    Membership.objects.bulk_create(Membership(user=user, institution=institution, role="planner") for user in users)
    session = SessionStore()
    session[SESSION_KEY] = str(users[-1].pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = users[-1].get_session_auth_hash()
    session.create()
    indicators = Indicator.objects.filter(institution=institution).order_by("pk").values_list("pk", flat=True)
    return {
        "tokens": [ApiToken.objects.create(user, None, read_only=False)[1] for user in users[:-1]],
        "session": session.session_key,
        "indicators": list(indicators[:WRITTEN_BY_PROGRAMS]),
    }


def measure(connection, log, seconds):
    """The figures of a run on an empty database; `connection`: the owner's; `log`: PostgreSQL's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sheet(folder / "first.csv", "first", value=1000, years=YEARS)
        status, report = imported(folder / "first.csv", "--create-plan", "--publish")
        if status != "stored":
            raise environment.Refusal(f"The first sheet was not stored: {report}")
        who = people()
        with web("config.settings") as site:
            crowd = Crowd(site.port, seconds)
            programs = [Program(crowd, n, token, who["indicators"]) for n, token in enumerate(who["tokens"])]
            work = [program.run for program in programs]
            work += [lambda: close_and_reopen(crowd, who["session"]), crowd.probe]
            work += [lambda number=number: import_on(crowd, number, folder) for number in range(IMPORTERS)]
            threads = [threading.Thread(target=one) for one in work]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    return figures(crowd, seconds, stored_notes(connection), log.read_text(errors="replace").count("deadlock detected"))


def stored_notes(connection):
    """The notes that the history has, of figures, and the reasons of closings."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT note FROM indicators_yearlyvalueevent")
        notes = {note for (note,) in cursor}
        cursor.execute("SELECT pgh_context->>'reason' FROM plans_closedyearevent")
        return notes | {reason for (reason,) in cursor}


def figures(crowd, seconds, stored, deadlocks):
    return {
        "seconds": seconds,
        "answers": {who: dict(sorted(counts.items(), key=str)) for who, counts in crowd.answers.items()},
        "accepted": len(crowd.accepted),
        "accepted and not stored": sorted(crowd.accepted - stored)[:10],
        "longest probe, ms": round(crowd.longest_probe * 1000),
        "deadlocks": deadlocks,
        "faults": crowd.faults[:10],
    }


def is_good(told):
    """Whether everybody got something done, and nothing went wrong."""
    done = {"programs": 200, "planner": 302, "imports": "stored", "probes": 200}
    if not all(told["answers"][who].get(status) for who, status in done.items()):
        return False
    return not (told["accepted and not stored"] or told["deadlocks"] or told["faults"]) and (
        told["longest probe, ms"] < LONGEST_PROBE * 1000
    )
