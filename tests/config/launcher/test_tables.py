import fcntl
import os
import threading

import psycopg2
import pytest

from config import environment
from config.launcher import prepare, tables

TABLE = "CREATE TABLE public.promise (id integer);"


@pytest.fixture
def owner(server):
    """The server as tables are made on it, without any."""
    owner = tables.OwnerServer(server.data)
    yield owner
    for name in (tables.TEMPLATE, tables.UNFINISHED):
        owner.execute(f"DROP DATABASE IF EXISTS {name}")


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small Hoshin: one migration, which imports two modules, one by way of the other."""
    files = {
        "plans/migrations/0001_promise.py": "import plans.database.triggers\n",
        "plans/database/triggers.py": "from plans.text import search_text, languages\n",
        "plans/text/search_text.py": "SQL = 'a'\n",
        "plans/views.py": "import plans.database.triggers\n",
    } | dict.fromkeys(tables.ALSO, "")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name, changes",
    [
        ("plans/migrations/0001_promise.py", True),
        ("plans/migrations/0002_more.py", True),
        ("plans/database/triggers.py", True),
        ("plans/text/search_text.py", True),
        ("requirements.lock", True),
        ("config/settings.py", True),
        ("plans/views.py", False),
    ],
)
def test_what_the_tables_come_from_and_nothing_else_makes_others(house, owner, name, changes):
    before = tables.mark(owner)

    with open(house / name, "a") as file:
        file.write("# changed\n")

    assert (tables.mark(owner) != before) is changes


def test_whatever_a_migration_imports_of_ours_counts():
    names = {str(path.relative_to(environment.ROOT)) for path in tables.sources()}

    assert {"plans/migrations/0001_promise.py", "plans/database/triggers.py", "plans/text/search_text.py"} <= names
    assert {name.partition("/")[0] for name in names} == {*prepare.APPS}


def test_stored_tables_are_not_migrated_again(house, owner, tmp_path):
    tables.keep(tmp_path / f"{tables.mark(owner)}.sql", TABLE)

    tables.make(owner, tmp_path)

    assert owner.execute("SELECT count(*) FROM promise", tables.TEMPLATE) == [(0,)]
    tables.lock_of(owner.own.data).touch()
    assert tables.as_sql(owner.own.data) == TABLE
    assert not tables.exists(owner, tables.UNFINISHED)


def test_stored_tables_that_are_no_sql_are_forgotten(house, owner, tmp_path):
    file = tmp_path / f"{tables.mark(owner)}.sql"
    tables.keep(file, f"{TABLE} CREATE TA")

    with pytest.raises(psycopg2.errors.SyntaxError):
        tables.make(owner, tmp_path)

    assert not file.exists()
    assert not tables.exists(owner, tables.TEMPLATE)


def test_tables_of_a_few_branches_are_stored(tmp_path):
    for age in range(tables.STORED + 2, 0, -1):
        file = tmp_path / "store" / f"{age}.sql"
        tables.keep(file, TABLE)
        os.utime(file, (1000 - age, 1000 - age))

    assert {path.name for path in (tmp_path / "store").iterdir()} == {f"{n}.sql" for n in range(1, tables.STORED + 1)}


def test_where_nothing_can_be_stored_nothing_is_wrong(tmp_path):
    (tmp_path / "store").write_text("a file")

    tables.keep(tmp_path / "store" / "1.sql", TABLE)

    assert (tmp_path / "store").read_text() == "a file"


def test_tests_wait_for_whoever_makes_the_tables(owner, server):
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(tables.when_made(server.data)))
    with open(tables.lock_of(server.data), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting.start()
        tables.fill(owner, TABLE)
        assert answers == []
    waiting.join()

    assert answers == [tables.TEMPLATE]


def test_tests_migrate_by_themselves_where_nobody_makes_tables_or_that_failed(owner, server, folder):
    assert tables.when_made(folder) is None

    tables.lock_of(server.data).touch()
    assert tables.when_made(server.data) is None
    assert tables.as_sql(server.data) is None


def test_a_maker_lives_no_longer_than_the_tests(owner, server, folder):
    with (
        tables.making_template(server.data, folder),
        open(tables.lock_of(server.data)) as lock,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)

    with open(tables.lock_of(server.data)) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    assert not tables.exists(owner, tables.TEMPLATE)
