"""Which database Hoshin uses: DATABASE_URL where given, else a PostgreSQL of its own under HOSHIN_DATA.

Two roles: `hoshin_owner` owns the database and changes its schema, `hoshin_app` serves. With DATABASE_URL alone
one role does both, and `check_data` says what is then not protected.
"""

import fcntl
import hashlib
import json
import os
import secrets
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from psycopg2 import sql

from config import environment
from config.launcher import binaries, processes
from config.launcher.cluster import Cluster

OWNER, APP, DATABASE = "hoshin_owner", "hoshin_app", "hoshin"
OWNER_COMMANDS = {
    "migrate",
    "makemigrations",
    "load_demo",
    "grant_access",
    "set_stamps",
    "flush",
    "dbshell",
    "createcachetable",
    "pgtrigger",
}
# Of each connection; imports, closings and whole answers take more time for themselves (`plans/database/transactions.py`).
INTERACTIVE = {
    "lock_timeout": "5s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}
COMMANDS = {
    "lock_timeout": "60s",
    "statement_timeout": "1h",
    "idle_in_transaction_session_timeout": "10min",
}
NOWHERE = f"postgresql://{APP}@127.0.0.1:1/{DATABASE}"


def url_for_this_command(data):
    """The URL that settings use: the owner's for commands that change the schema, the app's for all else.

    Without DATABASE_URL (manage.py called without `./run`) the server under `data` is assumed to run.
    """
    app, owner = known_urls(data)
    return owner if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS else app


def within_limits(database):
    """An entry of DATABASES whose connections keep nobody waiting for ever; what its URL says of `options` holds.

    Commands that change the schema take what they need.
    """
    command = sys.argv[1] if Path(sys.argv[0]).name == "manage.py" and len(sys.argv) > 1 else None
    if command in OWNER_COMMANDS:
        return database
    limits = INTERACTIVE if command in {None, "runserver"} else COMMANDS
    said = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options = database["OPTIONS"]
    return database | {"OPTIONS": options | {"options": f"{said} {options.get('options', '')}".strip()}}


def known_urls(data):
    """(the app's URL, the owner's), from the environment, else of our own server; nothing is started."""
    app = environment.text("DATABASE_URL")
    if app:
        return app, environment.text("DATABASE_OWNER_URL", app)
    state = OwnServer(data).state
    return (url(APP, state), url(OWNER, state)) if state else (NOWHERE, NOWHERE)


class OwnServer:
    """The PostgreSQL that Hoshin keeps for itself, and what it remembers of it: place, port and passwords."""

    def __init__(self, data, *, lasting=True):
        self.data = Path(data)
        self.file = self.data / "postgres.json"
        self.lasting = lasting

    @property
    def state(self):
        """{"place", "port", "passwords"}, or None before the first start."""
        try:
            return json.loads(self.file.read_text())
        except FileNotFoundError:
            return None

    @property
    def cluster(self):
        return Cluster(self.data / self.state["place"], lasting=self.lasting)

    @contextmanager
    def running(self):
        """The server, up for as long as the block runs: (the app's URL, the owner's). The last one out stops it."""
        self.data.mkdir(parents=True, exist_ok=True)
        with open(self.data / "postgres.users", "a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield self.start()
            finally:
                with self._lock():
                    if processes.locks_alone(users) and self.state:
                        self.cluster.stop()

    def start(self):
        """Bring the server up, made if need be; answers (the app's URL, the owner's). Safe to call side by side."""
        with self._lock():
            state = self.state or self._begin()
            if not self.cluster.is_made:
                state = self._keep(state | {"port": 0})
                self.cluster.make(state["passwords"]["postgres"])
            port = self.cluster.start(state["port"])
            if port != state["port"]:
                state = state | {"port": port}
                self._make_database(state)
                self._keep(state)
        return url(APP, state), url(OWNER, state)

    def stop(self):
        """Stop the server; True when it ran."""
        if self.state is None:
            return False
        with self._lock():
            return self.cluster.stop()

    def remove(self):
        """Stop the server and delete its folder."""
        if self.state:
            self.cluster.remove()

    def _lock(self):
        self.data.mkdir(parents=True, exist_ok=True)
        return processes.file_lock(self.data / "postgres.lock")

    def _begin(self):
        passwords = {role: secrets.token_urlsafe(24) for role in ("postgres", OWNER, APP)}
        return self._keep({"place": str(place_for(self.data)), "port": 0, "passwords": passwords})

    def _keep(self, state):
        environment.keep_private(self.file, json.dumps(state, indent=1))
        return state

    def _make_database(self, state):
        """Roles and database, where missing."""
        with closing(connect(url("postgres", state, "postgres"), str(self.file))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                make_role(cursor, OWNER, state["passwords"][OWNER], "CREATEDB")
                make_role(cursor, APP, state["passwords"][APP], "NOCREATEDB")
                cursor.execute(f"GRANT {APP} TO {OWNER}")  # so that the owner may try what the app may do
                make_database(cursor)


def url(role, state, database=DATABASE):
    return f"postgresql://{role}:{state['passwords'][role]}@127.0.0.1:{state['port']}/{database}"


def make_role(cursor, name, password, right):
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if cursor.fetchone() is None:
        order = sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}")
        cursor.execute(order.format(sql.Identifier(name), sql.SQL(right), sql.Literal(password)))


def make_database(cursor):
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
    if cursor.fetchone() is None:
        order = sql.SQL("CREATE DATABASE {} OWNER {}")
        cursor.execute(order.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def place_for(data):
    """A folder for the server: inside `data`, or outside when the server's user cannot enter there (a 0700 home)."""
    inside = data / "postgres"
    inside.mkdir(parents=True, exist_ok=True)
    if binaries.can_enter(inside):
        return inside.relative_to(data)
    inside.rmdir()
    name = "hoshin-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    for shelter in (Path("/var/lib"), Path(tempfile.gettempdir())):
        if shelter.is_dir() and os.access(shelter, os.W_OK) and binaries.can_enter(shelter):
            return shelter / name
    raise environment.Refusal(
        f"PostgreSQL cannot enter {data}; set HOSHIN_DATA to a folder open to other users, as /srv/hoshin."
    )


def connect(address, source="DATABASE_URL"):
    """A psycopg2 connection to a URL; a database that cannot be reached ends in a sentence without the password."""
    try:
        return psycopg2.connect(address, connect_timeout=10)
    except psycopg2.OperationalError as error:
        parts = environment.database(address, source)
        where = f"{parts['NAME']} at {parts['HOST'] or 'the local socket'}:{parts['PORT'] or 5432}"
        raise environment.Refusal(
            f"The database {where} cannot be reached ({reason_in(error)}); check {source} and that the server runs."
        ) from None


def reason_in(error):
    """The last clause of the driver's first line: `Connection refused`, `password authentication failed …`."""
    first = (str(error).strip().splitlines() or ["no answer"])[0]
    return first.rpartition("failed: ")[2].removeprefix("FATAL:").strip()


def inspect(connection):
    """Refuse a server that is too old, or in whose locale Japanese cannot be searched."""
    if connection.server_version < binaries.OLDEST * 10_000:
        raise environment.Refusal(
            f"Hoshin needs PostgreSQL {binaries.OLDEST} or newer; upgrade the server of DATABASE_URL."
        )
    if finds_japanese(connection) is False:
        raise environment.Refusal(
            "This database's locale makes search ignore Japanese; create it anew with LC_CTYPE C.UTF-8 (or another UTF-8 one)."
        )


def finds_japanese(connection):
    """Whether pg_trgm sees Japanese characters; None when that cannot be tried (no right to the extension)."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("SELECT show_trgm('戦略') <> '{}'")
            return cursor.fetchone()[0]
        except psycopg2.Error:
            return None
        finally:
            connection.rollback()  # whether the extension stays is for migrations to say
