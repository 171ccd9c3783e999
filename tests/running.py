"""./run as a person calls it: real processes, a data folder and a port of their own."""

import shutil
import subprocess
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from config import environment
from config.launcher import processes, tables
from config.launcher.postgres import OwnServer

RUN = environment.ROOT / "run"
PATIENCE = 300


def surroundings(folder, **variables):
    """What a bare shell has, and our own folder."""
    bare = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "HOSHIN_DATA": str(folder / "var"),
        "HOSHIN_DEMO": "0",
    }
    return bare | variables


def run(*arguments, folder, program=RUN, **variables):
    return subprocess.run(
        [program, *arguments],
        env=surroundings(folder, **variables),
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def give_tables(folder):
    """Empty tables for a ./run that is no test of migrating; where none are at hand it migrates."""
    made = tables.as_sql(environment.data_folder())
    with OwnServer(folder / "var").running():
        tables.give(folder / "var", made)


@contextmanager
def serving(folder, port, **variables):
    """A ./run that serves; what it printed so far is in folder/out."""
    with (
        open(folder / "out", "w") as out,
        subprocess.Popen(
            [RUN],
            env=surroundings(folder, PORT=str(port), **variables),
            cwd="/",
            stdout=out,
            stderr=out,
            start_new_session=True,
        ) as process,
    ):
        try:
            wait_until_ready(process, port)
            processes.wait_while(lambda: "Hoshin is on" not in (folder / "out").read_text(), 10)
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_until_ready(process, port):
    processes.wait_while(lambda: process.poll() is None and not is_ready(port), PATIENCE)
    assert is_ready(port)


def is_ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


@contextmanager
def open_folder():
    """A folder that the server's user can enter; pytest's own are closed to it."""
    path = Path(tempfile.mkdtemp(prefix="hoshin-pytest-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)
