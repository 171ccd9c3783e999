"""`./run`: serve, test, manage, bench, stop. Everything here happens with the dependencies installed."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from config import environment
from config.postgres import OwnServer

USAGE = "./run [serve | test ARGS | manage ARGS | bench ARGS | stop]"
OF_TESTS_ALONE = ("HOSHIN_DEMO", "HOSHIN_TODAY", "HTTPS", "HOST", "ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "LANGUAGE_CODE", "TIME_ZONE")


def main(arguments):
    """Run one command of `./run`; the answer is its exit code."""
    command, *rest = arguments or ["serve"]
    commands = {"serve": serve, "test": test, "manage": manage, "bench": bench, "stop": stop}
    if command not in commands:
        raise environment.Refusal(f"“{command}” is not a command of ./run; use {USAGE}.")
    return commands[command](rest)


def serve(arguments):
    """Serve until stopped."""
    raise NotImplementedError


def manage(arguments):
    """manage.py with the database up."""
    with database():
        return call(environment.ROOT / "manage.py", *arguments)


def bench(arguments):
    """The benchmarks, with the database up."""
    with database():
        return call("-m", "benchmarks", *arguments)


def test(arguments):
    """pytest on a PostgreSQL that is thrown away afterwards."""
    for name in OF_TESTS_ALONE:
        os.environ.pop(name, None)
    os.chdir(environment.ROOT)
    with tempfile.TemporaryDirectory(prefix="hoshin-test-") as folder, throw_away_database(Path(folder)):
        return call("-m", "pytest", "-c", environment.ROOT / "pyproject.toml", *arguments)


def stop(arguments):
    """Stop the PostgreSQL that `./run` started."""
    stopped = OwnServer(environment.data_folder()).stop()
    print("PostgreSQL is stopped." if stopped else "No PostgreSQL of ./run is running.")
    return 0


@contextmanager
def database():
    """The database, up for as long as the block runs, and its URLs in the environment."""
    if environment.text("DATABASE_URL"):
        yield
        return
    server = OwnServer(environment.data_folder())
    tell(*server.start())
    yield


@contextmanager
def throw_away_database(folder):
    os.environ["HOSHIN_DATA"] = str(folder)
    if environment.text("DATABASE_URL"):
        yield
        return
    server = OwnServer(folder, lasting=False)
    tell(*server.start())
    try:
        yield
    finally:
        server.remove()


def tell(app, owner):
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = app, owner


def call(*command):
    """Run Python on something and wait for it; Ctrl-C is for the child, we only tidy up after it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with subprocess.Popen([sys.executable, *map(str, command)], preexec_fn=heed_interrupts) as child:
            return child.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def heed_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OSError as error:
        raise environment.Refusal(f"{error.filename or 'Hoshin'}: {error.strerror}.") from None
