"""One PostgreSQL server of our own: made, started, stopped. Only on 127.0.0.1, only with passwords."""

import fcntl
import locale
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from config import binaries, environment

ALWAYS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100 -c shared_buffers=64MB -c timezone=UTC"
THROW_AWAY = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
PATIENCE = 120  # seconds: recovery after a crash may take its time


class Cluster:
    """A data folder `place/data` and the server on it. `place` must be a folder that the server's user can enter."""

    def __init__(self, place, *, lasting=True):
        self.place = Path(place)
        self.data = self.place / "data"
        self.log = self.place / "log"
        self.lasting = lasting

    @property
    def programs(self):
        """The folder of programs: an existing data folder keeps its major."""
        major = self.major
        folder = binaries.find(major)
        if folder is None:
            raise environment.Refusal(
                f"The data in {self.data} are of PostgreSQL {major}, and no PostgreSQL {major} was found here. Install it "
                f"(apt-get install postgresql-{major}) or set PG_BIN to its programs; or set HOSHIN_DATA to a new folder."
            )
        return binaries.within_reach(folder, self.place)

    @property
    def major(self):
        """The data folder's major, or None before there is one."""
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    @property
    def is_made(self):
        return self.major is not None

    def make(self, password):
        """A new data folder, whose superuser is `postgres`. An interrupted making leaves nothing half-made behind."""
        self.place.mkdir(parents=True, exist_ok=True)
        own(self.place)
        half = self.place / f"half-{os.getpid()}"
        programs = self.programs
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.version(programs)[0] >= 17 else []
        with secret_file(self.place, password) as file:
            made, said = self._run(
                programs / "initdb", "-D", half, "-U", "postgres", "-E", "UTF8", f"--locale={utf8_locale()}", *provider,
                "--auth=scram-sha-256", f"--pwfile={file}", "--no-instructions", "--no-sync",
            )  # fmt: skip
        if not made:
            shutil.rmtree(half, ignore_errors=True)
            raise environment.Refusal(failure("PostgreSQL's data folder could not be made", said, self.place))
        half.rename(self.data)

    def start(self, port):
        """Start the server unless it runs; answers the port it listens on, a free one when `port` is taken."""
        if self.is_running:
            return self.port
        self._clear_stale_pid()
        port = port if port and is_free(port) else free_port()
        options = f"{ALWAYS} -p {port}" + ("" if self.lasting else THROW_AWAY)
        started, said = self._run(
            self.programs / "pg_ctl", "-D", self.data, "-w", "-t", PATIENCE, "-l", self.log, "-o", options, "start"
        )
        if not started:
            raise environment.Refusal(failure("PostgreSQL did not start", said + self._end_of_log(), self.place))
        return port

    def stop(self):
        """Stop the server and wait for it; True when there was one."""
        if not self.is_running:
            return False
        stopped, said = self._run(self.programs / "pg_ctl", "-D", self.data, "-w", "-m", "fast", "-t", PATIENCE, "stop")
        if not stopped and self.is_running:
            raise environment.Refusal(failure("PostgreSQL did not stop", said, self.place))
        return True

    def remove(self):
        """Stop the server and delete everything it had."""
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    @property
    def port(self):
        return int((self.data / "postmaster.pid").read_text().splitlines()[3])

    @property
    def is_running(self):
        """True only for a live server on this very folder: neither a zombie nor a stranger with a reused number."""
        pid = self._pid()
        return pid is not None and is_server(pid, self.data)

    def _pid(self):
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _clear_stale_pid(self):
        """pg_ctl takes a dead server that nobody has buried yet for a living one: wait for it, then drop its file."""
        pid = self._pid()
        if pid is None:
            return
        deadline = time.monotonic() + 4
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        while children_of(self.data) and time.monotonic() < deadline + 30:
            time.sleep(0.1)
        if not children_of(self.data):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _run(self, *command):
        """Run a program as the server's user; (whether it went well, what it said)."""
        # Not a pipe: the server inherits it, and reading it would never end.
        with tempfile.TemporaryFile("w+", errors="replace") as said:
            done = subprocess.run(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                cwd="/", env={"PATH": os.defpath, "LC_ALL": "C"}, check=False, **binaries.server_user(),
            )  # fmt: skip
            said.seek(0)
            return done.returncode == 0, said.read()

    def _end_of_log(self):
        try:
            return self.log.read_text(errors="replace")[-3000:]
        except FileNotFoundError:
            return ""


def is_server(pid, data):
    """Whether process `pid` is a live PostgreSQL on the folder `data`."""
    state, command = process(pid)
    return state not in {None, "Z"} and str(data) in command


def process(pid):
    """(state letter, command line) of a process, or (None, "") when there is none."""
    if not Path("/proc/self/stat").exists():
        return from_ps(pid)
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state, Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return None, ""


def from_ps(pid):
    """The same where there is no /proc, as on macOS."""
    said = subprocess.run(["ps", "-o", "state=,command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, command = said.stdout.strip().partition(" ")
    return (state[:1], command) if state else (None, "")


def children_of(data):
    """Live server processes that still work in the folder `data` after their parent died."""
    folders = [path for path in Path("/proc").glob("[0-9]*") if process(path.name)[0] not in {None, "Z"}]
    return [int(path.name) for path in folders if works_in(path, data)]


def works_in(process_folder, data):
    try:
        return os.readlink(process_folder / "cwd") == str(data)
    except OSError:
        return False


def failure(what, said, place):
    """One sentence about a server that would not: a full disk has its own."""
    if "No space left on device" in said:
        return f"{what}: the disk of {place} is full; free some space or set HOSHIN_DATA to a folder on another disk."
    lines = [line.strip() for line in said.splitlines() if "FATAL" in line or "ERROR" in line or "error:" in line]
    return f"{what}: {lines[-1] if lines else said.strip()[-300:]}. Its log is {place / 'log'}."


def utf8_locale():
    """A UTF-8 locale of this machine: under a plain C, pg_trgm drops every Japanese character."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "ja_JP.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, before)
        return name
    raise environment.Refusal("This machine has no UTF-8 locale, without which Japanese cannot be searched; install C.UTF-8.")


def own(path):
    """Give a path to the server's user, and to nobody else."""
    user = binaries.server_user()
    if user:
        os.chown(path, user["user"], user["group"])
    if path.is_dir():
        path.chmod(0o700)


@contextmanager
def secret_file(folder, content):
    """A file that only the server's user can read, for as long as the block runs."""
    descriptor, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    own(Path(name))
    try:
        yield name
    finally:
        os.unlink(name)


@contextmanager
def locked(path):
    """One at a time, across processes; whoever comes second waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_free(port):
    """Whether nothing listens on 127.0.0.1:port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
