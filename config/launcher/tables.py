"""The empty tables that tests start from: migrated once, stored as SQL, and made anew when what they come from changes.

A process of its own makes them, so that tests which need no database run meanwhile; the others wait for it.
"""

import ast
import fcntl
import os
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2

from config import environment
from config.launcher import postgres, prepare, processes

TEMPLATE, UNFINISHED = "hoshin_tables", "hoshin_unfinished"
STORED = 5  # the versions of some branches
FOR_PSQL = ("\\restrict", "\\unrestrict")  # commands in a dump that are not SQL
ALSO = ("requirements.lock", "config/settings.py", "tests/settings.py", "config/launcher/tables.py")


@contextmanager
def making_template(data, store):
    """Make the template on the server under `data` while the block runs; a tests' process waits with `when_made`."""
    command = [sys.executable, "-m", "config.launcher.tables", data, store]
    with open(lock_of(data), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        maker = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # what is wrong with a migration is seen when the tests migrate by themselves
            pass_fds=[lock.fileno()],  # it holds the lock for as long as it lives
            start_new_session=True,
            preexec_fn=processes.die_with_parent,
        )
    try:
        yield
    finally:
        maker.kill()
        maker.wait()


def when_made(data):
    """The database to copy, as soon as it is there; None where none is made, or could not be."""
    try:
        with open(lock_of(data)) as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
    except FileNotFoundError:
        return None
    return TEMPLATE if exists(OwnerServer(data), TEMPLATE) else None


def as_sql(data):
    """The tables as SQL for another server, as soon as they are made; None where they are not."""
    return sql_of(data).read_text() if when_made(data) else None


def give(data, made):
    """Lets a first start on the server under `data`, which is up, find tables; without any it migrates."""
    if made is not None:
        OwnerServer(data).execute(made)


def sql_of(data):
    return Path(data) / "tables.sql"


def lock_of(data):
    return Path(data) / "tables.lock"


class OwnerServer:
    """The server under `data`, as the role that owns databases."""

    def __init__(self, data):
        self.own = postgres.OwnServer(data)

    def url(self, database=postgres.DATABASE):
        return postgres.url(postgres.OWNER, self.own.state, database)

    def execute(self, query, database=postgres.DATABASE):
        """Run SQL outside of any transaction; its rows, where it has some."""
        with closing(postgres.connect(self.url(database))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall() if cursor.description else []


def exists(server, database):
    return (database,) in server.execute("SELECT datname FROM pg_database")


def make(server, store):
    """Make the template: from what is stored, else by migrating, which is then stored."""
    file = Path(store) / f"{mark(server)}.sql"
    try:
        tables = file.read_text()
    except OSError:  # there is none, or it is closed to us
        tables = dump_migrated(server)
        keep(file, tables)
    sql_of(server.own.data).write_text(tables)
    try:
        fill(server, tables)
    except psycopg2.Error:  # nothing that a next run should trip over
        file.unlink(missing_ok=True)
        raise


def mark(server):
    """A fingerprint of all that decides how the tables look."""
    version = server.execute("SHOW server_version")[0][0]
    return prepare.mark_of([*sources(), *(environment.ROOT / name for name in ALSO)], version)


def sources():
    """The migrations, and the modules of ours that they import, directly or not."""
    found, ahead = (
        set(),
        [path for app in prepare.APPS for path in (environment.ROOT / app / "migrations").glob("*.py")],
    )
    while ahead:
        path = ahead.pop()
        if path not in found:
            found.add(path)
            ahead += filter(None, map(module, imported_by(path)))
    return found


def imported_by(path):
    """Every name that might be a module's: `from a import b` is `a` and `a.b`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module(name):
    """The file of a module of ours, or None."""
    path = environment.ROOT.joinpath(*name.split(".")).with_suffix(".py")
    return path if path.exists() else None


def dump_migrated(server):
    """The tables as SQL, of an empty database that was migrated."""
    recreate_database(server)
    url = server.url(UNFINISHED)
    surroundings = {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "-v0"],
        env=os.environ | surroundings,
        check=True,
        preexec_fn=processes.die_with_parent,
    )
    dump = [server.own.cluster.programs / "pg_dump", "--inserts", "--dbname", url]
    said = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    return "".join(line for line in said.splitlines(keepends=True) if not line.startswith(FOR_PSQL))


def fill(server, tables):
    """The template with these tables; it has its name only when it is whole."""
    recreate_database(server)
    server.execute(tables, UNFINISHED)
    server.execute(f"ALTER DATABASE {UNFINISHED} RENAME TO {TEMPLATE}")


def recreate_database(server):
    server.execute(f"DROP DATABASE IF EXISTS {UNFINISHED}")
    server.execute(f"CREATE DATABASE {UNFINISHED}")


def keep(file, tables):
    """Store the tables whole or not at all, and drop what was used longest ago; a folder closed to us stays as it is."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}")
        half.write_text(tables)
        half.replace(file)
        for old in sorted(file.parent.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-STORED]:
            old.unlink()


if __name__ == "__main__":
    make(OwnerServer(sys.argv[1]), sys.argv[2])
