"""What must be in order before Hoshin serves, each done only when it is stale: translations, schema, demo, static files."""

import hashlib
import json
import os
import stat
import subprocess
import sys
from contextlib import closing

import psycopg2
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config import environment
from config.launcher import postgres

APPS = ("plans", "measures", "indicators")
PRIVATE = ("files", "outbox")  # folders in the data folder
NOTHING = "[]"  # what `applied` says of a database without tables
ONE_AT_A_TIME = 8_114_311  # the advisory lock of whoever migrates; any number that nobody else uses


def everything(data, *, demo):
    """Bring everything up to date; the database must be up and its URLs in the environment."""
    translations()
    close_to_others(data)
    done = read_prepared(data)
    done["schema"] = schema(data, done.get("schema"), demo=demo)
    done["static"] = static_files(done.get("static"))
    environment.keep_private(data / "prepared.json", json.dumps(done))


def close_to_others(data):
    """Let nobody but our own user read files and letters, also those of before."""
    for folder in [data / name for name in PRIVATE if (data / name).is_dir()]:
        for path in [folder, *folder.rglob("*")]:
            mode = 0o700 if path.is_dir() else 0o600
            if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) != mode:
                path.chmod(mode)


def read_prepared(data):
    """What was done last time, by name; empty at the first start."""
    try:
        return json.loads((data / "prepared.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}


def translations():
    """Compile every locale/*.po that is newer than its .mo."""
    for source in environment.ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if os.access(source.parent, os.W_OK):
            compile_words(source, target)
        else:
            say(f"{target} is missing or old, and you may not write it; some words will not be translated.")


def compile_words(source, target):
    half = target.with_suffix(f".{os.getpid()}")
    with open(source, "rb") as words, open(half, "wb") as compiled:
        write_mo(compiled, read_po(words))
    half.replace(target)


def static_files(last):
    """Gather the static files, unless they are those of `last`; answers their mark."""
    own = [path for path in (environment.ROOT / "static").rglob("*") if path.is_file()]
    mark = mark_of([environment.ROOT / "requirements.lock", *own])
    if mark != last:
        say("Gathering the static files …")
        manage("collectstatic", "--no-input", "--clear", "--ignore", "redoc", "-v0")
    return mark


def schema(data, last, *, demo):
    """Migrate, grant the app its rights and load the demo, unless code and database are those of `last`."""
    with owner_connection(data) as connection:
        if mark_of(schema_files(), state_of(connection, demo)) == last:
            return last
        postgres.inspect(connection)
        make_schema(connection)
        if demo and is_empty(connection):
            say("Loading the demo; that takes a minute or two, and only once …")
            manage("load_demo", "-v0")
            count_rows(connection)
        return mark_of(schema_files(), state_of(connection, demo))


def state_of(connection, demo):
    """What decides, besides the code, whether the database is as it should be."""
    return f"{demo}{environment.text('HOSHIN_TODAY')}{applied_migrations(connection)}"


def count_rows(connection):
    """Let PostgreSQL see what has been loaded: until it has, questions about the past take it minutes."""
    connection.cursor().execute("ANALYZE")
    connection.commit()


def first_schema(data):
    """Make the tables where there are none at all; a database that is merely behind is left to `migrate`."""
    with owner_connection(data) as connection:
        if applied_migrations(connection) == NOTHING:
            postgres.inspect(connection)
            make_schema(connection)


def make_schema(connection):
    """Migrate and grant; two that start at once on one database do it one after the other."""
    connection.cursor().execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    connection.commit()  # the lock is the session's; an open transaction would only be in the way
    say("Bringing the tables up to date …")
    manage("migrate", "--no-input", "-v0")
    manage("grant_access", "-v0")
    manage("set_stamps", "-v0")


def owner_connection(data):
    return closing(postgres.connect(postgres.known_urls(data)[1]))


def schema_files():
    migrations = [path for app in APPS for path in (environment.ROOT / app / "migrations").glob("*.py")]
    return [
        environment.ROOT / "requirements.lock",
        *migrations,
        *environment.ROOT.glob("plans/management/commands/grant_access.py"),
    ]


def applied_migrations(connection):
    """The migrations that the database has; none before the first."""
    rows = ask(connection, "SELECT app, name FROM django_migrations ORDER BY app, name")
    return json.dumps(rows)


def has_accounts(data):
    """Whether anybody can sign in yet."""
    with owner_connection(data) as connection:
        return not is_empty(connection)


def is_empty(connection):
    return not ask(connection, "SELECT 1 FROM plans_user LIMIT 1")


def ask(connection, query):
    """The rows of a query; none where its table is missing."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(query)
            return cursor.fetchall()
        except psycopg2.errors.UndefinedTable:
            return []
        finally:
            connection.rollback()


def mark_of(files, more=""):
    """A fingerprint of files (place and content) and of a text."""
    digest = hashlib.sha256(more.encode())
    for path in sorted(files):
        digest.update(str(path.relative_to(environment.ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def say(sentence):
    """Tell whoever waits what they wait for; standard output stays for results."""
    print(sentence, file=sys.stderr, flush=True)


def manage(*command):
    """Run a management command in a process of its own, out of reach of Ctrl-C; a failed one ends the start."""
    call = [sys.executable, environment.ROOT / "manage.py", *command]
    done = subprocess.run(call, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True, check=False)
    if done.returncode != 0:
        raise environment.Refusal(f"`./run manage {' '.join(command)}` failed, see above; mend that, then start again.")
