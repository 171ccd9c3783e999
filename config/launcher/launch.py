"""`./run`: serve, test, manage, bench, stop. Here all dependencies are installed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path

from config import environment
from config.environment import Refusal
from config.launcher import prepare, processes, serving, tables
from config.launcher.postgres import OwnServer

USAGE = "./run [serve | test ARGS | manage ARGS | bench ARGS | stop]"
NOT_FOR_TESTS = {
    *(
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "DEBUG",
        "EMAIL_FROM",
        "EMAIL_URL",
        "HOSHIN_DEMO",
        "HOSHIN_DEMO_PUBLIC",
        "HOSHIN_TODAY",
    ),
    *("HOST", "HTTPS", "LANGUAGE_CODE", "PORT", "SECRET_KEY", "THROTTLE_ANON", "THROTTLE_TOKEN", "TIME_ZONE"),
    "TRUSTED_PROXY",
}
WITHOUT_TABLES = {
    *(
        "check",
        "collectstatic",
        "dbshell",
        "help",
        "makemigrations",
        "migrate",
        "showmigrations",
        "spectacular",
        "sqlmigrate",
    )
}


def main(arguments):
    """Run one command of `./run`; the answer is its exit code."""
    command, *rest = arguments or ["serve"]
    commands = {"serve": serve, "test": test, "manage": manage, "bench": bench, "stop": stop}
    if command not in commands:
        raise Refusal(f"“{command}” is not a command of ./run; use {USAGE}.")
    processes.heed_signals()
    return commands[command](rest)


def serve(arguments):
    """Serve until stopped."""
    environment.note_signs()
    data, demo = environment.data_folder(), environment.demo()
    host, port = environment.host(demo=demo), environment.whole_number("PORT", 8000, top=65535)
    environment.secret_key(data, host=host, demo=demo)
    try:
        with serving.alone(data, serving.address_of(host, port)):
            serving.check_address(host, port)
            with database() as server:
                prepare.everything(data, demo=demo)
                return serving.serve(host, port, server=server, greet=lambda: greet(data, host, port, demo))
    except processes.Stopped:
        print("\nHoshin has stopped.")
        return 0


def greet(data, host, port, demo):
    """Say where Hoshin is, and who can sign in."""
    lines = [f"Hoshin is on {serving.address_of(host, port)}/ (Ctrl-C stops it)."]
    if environment.flag("HOSHIN_DEMO", default=True) and not demo:
        lines.append(environment.why_no_demo())
    if not prepare.has_accounts(data):
        lines.append("There is no account yet; make the first one in another terminal: ./run manage createsuperuser")
    elif demo:
        lines.append(
            "Demo accounts: planner, reporter, approver, evaluator, executive, viewer; their password is hoshin-demo."
        )
    if (
        environment.flag("HTTPS", default=False)
        and host not in environment.LOOPBACK
        and not environment.text("TRUSTED_PROXY")
    ):
        lines.append(
            "A proxy on this machine ends TLS; if it stands elsewhere, name its address: TRUSTED_PROXY=192.0.2.1."
        )
    print("\n".join(lines), flush=True)


def manage(arguments):
    """manage.py with the database up, and with its tables there if the command may want them."""
    environment.note_signs()
    prepare.translations()
    with database():
        if arguments and arguments[0] not in WITHOUT_TABLES and not arguments[0].startswith("-"):
            prepare.first_schema(environment.data_folder())
        return call(environment.ROOT / "manage.py", *arguments)


def bench(arguments):
    """The benchmarks, which bring a PostgreSQL of their own up and throw it away."""
    prepare.translations()
    return call("-m", "benchmarks", *arguments)


def test(arguments):
    """Run pytest on a PostgreSQL that is thrown away afterwards."""
    for name in NOT_FOR_TESTS:
        os.environ.pop(name, None)
    prepare.translations()
    remove_leftovers()
    store = environment.data_folder() / "tables"
    with tempfile.TemporaryDirectory(prefix="hoshin-test-") as folder:
        Path(folder).chmod(0o711)  # the server's user has to pass; what is secret in it is 0600
        os.environ["HOSHIN_DATA"] = folder
        with database(lasting=False) as server, tables.making_template(folder, store) if server else nullcontext():
            os.chdir(environment.ROOT)
            return call("-m", "pytest", "-c", environment.ROOT / "pyproject.toml", *arguments)


def stop(arguments):
    """Stop a Hoshin that serves, and the PostgreSQL that `./run` started."""
    data = environment.data_folder()
    served = serving.stop(data)
    stopped = OwnServer(data).stop()
    print("Hoshin is stopped." if served or stopped else f"Nothing of ./run is running on {data}.")
    return 0


@contextmanager
def database(*, lasting=True):
    """The database, up for as long as the block runs and its URLs in the environment; our own server, or None."""
    data = environment.data_folder()
    os.environ["HOSHIN_DATA"] = str(data)
    if environment.text("DATABASE_URL"):
        yield None
        return
    server = OwnServer(data, lasting=lasting)
    try:
        with server.running() as (app, owner):
            os.environ |= {"DATABASE_URL": app, "DATABASE_OWNER_URL": owner}
            yield server
    finally:
        if not lasting:
            server.remove()


def remove_leftovers():
    """Remove the servers of test runs that were killed: those on whose folder nobody has a hand any more."""
    for users in Path(tempfile.gettempdir()).glob("hoshin-test-*/postgres.users"):
        if not os.access(users, os.W_OK):  # another user's
            continue
        with open(users, "a") as file:
            if processes.locks_alone(file):
                OwnServer(users.parent).remove()
                shutil.rmtree(users.parent)


def call(*command):
    """Run Python on something and wait for it. Ctrl-C goes to the child by itself; we tidy up after it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with subprocess.Popen([sys.executable, *map(str, command)], preexec_fn=heed_interrupts) as child:
        try:
            return child.wait()
        except processes.Stopped:
            child.terminate()
            raise


def heed_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except processes.Stopped:
        sys.exit(128 + signal.SIGTERM)
    except OSError as error:
        raise Refusal(
            f"{error.filename or 'Hoshin'}: {error.strerror}; mend that, or set HOSHIN_DATA elsewhere."
        ) from None
