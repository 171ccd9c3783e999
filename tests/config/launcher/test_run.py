"""./run as a person calls it: real processes, a data folder and a port of their own."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from config.launcher import processes
from config.launcher.postgres import OwnServer
from tests.running import PATIENCE, RUN, is_ready, open_folder, run, serving, surroundings

NOWHERE = "postgresql://hoshin:verysecret@127.0.0.1:1/hoshin"


def seconds_of_work():
    """Processor time of the processes that we started and that have ended: a busy machine does not change it much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def left_behind(folder):
    """Live processes that have to do with the folder: its server, and whatever was started with its HOSHIN_DATA."""
    found = [path.name for path in Path("/proc").glob("[0-9]*") if concerns(path, folder)]
    return [processes.describe(process)[1] for process in found if not processes.is_zombie(process)]


def concerns(process, folder):
    try:
        return str(folder / "var").encode() in (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    except OSError:
        return False


def test_without_a_python_of_use_a_sentence_says_what_to_install(folder):
    bare = folder / "bare"
    (bare / "config").mkdir(parents=True)
    shutil.copy(RUN, bare)

    done = run("manage", "check", folder=folder, program=bare / "run", PYTHON="/bin/false")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Hoshin needs Python 3.11 or newer, and none was found; install it (apt-get install -y python3 python3-venv).\n"
    )


@pytest.mark.parametrize(
    "arguments, variables, sentence",
    [
        (
            ["sevre"],
            {},
            "“sevre” is not a command of ./run; use ./run [serve | test ARGS | manage ARGS | bench ARGS | stop].",
        ),
        (["serve"], {"PORT": "http"}, "PORT is “http”; set it to a whole number from 0 to 65535."),
        (
            ["serve"],
            {"HOST": "0.0.0.0"},
            "SECRET_KEY is missing; a site that others can reach needs one: set it to 50 or more random characters.",
        ),
        (
            ["serve"],
            {"PG_BIN": "/nowhere"},
            "PG_BIN is “/nowhere”, but no PostgreSQL 15 or newer runs from that folder; correct it or unset it.",
        ),
        (
            ["serve"],
            {"DATABASE_URL": NOWHERE},
            (
                "The database hoshin at 127.0.0.1:1 cannot be reached (Connection refused); "
                "check DATABASE_URL and that the server runs."
            ),
        ),
        (
            ["serve"],
            {"HOSHIN_DATA": "/proc/hoshin"},
            "/proc/hoshin: No such file or directory; mend that, or set HOSHIN_DATA elsewhere.",
        ),
    ],
)
def test_what_an_operator_got_wrong_is_one_sentence(folder, arguments, variables, sentence):
    done = run(*arguments, folder=folder, **({"PORT": "0"} | variables))

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")


def test_a_taken_port_is_named_before_anything_is_started(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        done = run(folder=folder, PORT=str(port))

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use); stop what uses it, or choose another: PORT=8001 ./run.\n"
    )
    assert not (folder / "var" / "postgres.json").exists()


def test_stop_with_nothing_running_says_so(folder):
    done = run("stop", folder=folder)

    assert (done.returncode, done.stdout) == (0, f"Nothing of ./run is running on {folder / 'var'}.\n")


@pytest.mark.slow
def test_manage_brings_the_database_up_and_leaves_nothing_running(folder):
    done = run("manage", "check", "--database", "default", folder=folder)

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr
    assert left_behind(folder) == []


@pytest.mark.slow
def test_manage_makes_the_tables_where_there_are_none(folder):
    done = run("manage", "run_due", "--json", folder=folder)

    assert (done.returncode, done.stdout[0]) == (0, "{"), done.stderr


@pytest.fixture(scope="module")
def site():
    """A folder from which Hoshin has served once."""
    with open_folder() as folder:
        with serving(folder, processes.free_port()) as first:
            first.terminate()
            assert first.wait(PATIENCE) == 0
        yield folder


@pytest.mark.slow
def test_a_start_says_where_it_is_and_ctrl_c_leaves_nothing_behind(site):
    port = processes.free_port()
    with serving(site, port) as process:
        process.send_signal(signal.SIGINT)
        code = process.wait(PATIENCE)

    assert code == 0
    assert (site / "out").read_text() == (
        f"Hoshin is on http://127.0.0.1:{port}/ (Ctrl-C stops it).\n"
        "There is no account yet; make the first one in another terminal: ./run manage createsuperuser\n"
        "\nHoshin has stopped.\n"
    )
    assert left_behind(site) == []


@pytest.mark.slow
def test_a_second_run_beside_a_running_one_says_so(site):
    port = processes.free_port()
    with serving(site, port) as first:
        second = run(folder=site, PORT=str(processes.free_port()))
        still_there = is_ready(port)

    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"Hoshin is already serving from {site / 'var'}: http://127.0.0.1:{port} (process {first.pid}). "
        "Stop it with ./run stop, or start another one with HOSHIN_DATA and PORT of its own.\n"
    )
    assert still_there


@pytest.mark.slow
def test_a_server_that_is_killed_comes_back_while_the_web_goes_on(site):
    port = processes.free_port()
    with serving(site, port):
        os.kill(OwnServer(site / "var").cluster.pid, signal.SIGKILL)
        processes.wait_while(lambda: is_ready(port), 5)
        processes.wait_while(lambda: not is_ready(port), 30)
        came_back = is_ready(port)

    assert came_back
    assert "PostgreSQL has ended; starting it again.\n" in (site / "out").read_text()


@pytest.mark.slow
def test_the_next_start_takes_three_seconds_of_work_at_most_and_does_nothing_twice(site):
    prepared = (site / "var" / "prepared.json").read_text()
    collected = (site / "var" / "static").stat().st_mtime_ns

    before = seconds_of_work()
    with serving(site, processes.free_port()):
        pass

    assert seconds_of_work() - before < 3
    assert (site / "var" / "prepared.json").read_text() == prepared
    assert (site / "var" / "static").stat().st_mtime_ns == collected


@pytest.mark.slow
def test_stop_ends_a_serving_hoshin_and_its_postgresql(site):
    with serving(site, processes.free_port()) as process:
        stopped = run("stop", folder=site)
        code = process.wait(PATIENCE)

    assert (stopped.stdout, code) == ("Hoshin is stopped.\n", 0)
    assert left_behind(site) == []


@pytest.mark.slow
def test_killed_outright_it_takes_web_and_worker_along_and_stop_ends_the_rest(site):
    with serving(site, processes.free_port()) as process:
        process.kill()
        process.wait()
    processes.wait_while(lambda: "config.web" in str(left_behind(site)), 20)
    assert "config.web" not in str(left_behind(site))

    stopped = run("stop", folder=site)

    assert stopped.stdout == "Hoshin is stopped.\n"
    processes.wait_while(lambda: left_behind(site), 10)
    assert left_behind(site) == []


@pytest.mark.slow
def test_a_test_run_that_is_ended_leaves_nothing_behind(folder):
    place = folder / "tmp"
    place.mkdir()
    place.chmod(0o711)
    (place / "test_wait.py").write_text("import time\n\ndef test_wait():\n    time.sleep(60)\n")
    variables = surroundings(folder, TMPDIR=str(place))

    with subprocess.Popen([RUN, "test", place / "test_wait.py"], env=variables, stdout=subprocess.DEVNULL) as process:
        processes.wait_while(lambda: not list(place.glob("hoshin-test-*/postgres/data/postmaster.pid")), PATIENCE)
        time.sleep(2)
        process.terminate()
        code = process.wait(PATIENCE)

    assert code == 128 + signal.SIGTERM
    assert [path.name for path in place.iterdir() if path.name.startswith("hoshin-test-")] == []


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what another user may")
def test_an_ordinary_user_can_run_it(folder):
    tree = folder / "tree"
    tree.mkdir()
    listed = subprocess.run(
        ["git", "-C", RUN.parent, "ls-files", "-coz", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(RUN.parent / name, tree / name)
    (tree / ".venv").symlink_to(RUN.parent / ".venv")
    home = folder / "home"
    home.mkdir(mode=0o700)
    shutil.chown(home, "nobody")
    if subprocess.run(["test", "-x", tree / ".venv/bin/python"], user="nobody", check=False).returncode != 0:
        pytest.skip("this environment is closed to other users")

    done = subprocess.run(
        [tree / "run", "manage", "check", "--database", "default"],
        env=surroundings(home),
        cwd="/",
        user="nobody",
        group="nogroup",
        extra_groups=[],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr
    assert (home / "var" / "postgres" / "data").is_dir()
