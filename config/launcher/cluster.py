"""One PostgreSQL server of our own: made, started, stopped. Only on 127.0.0.1, only with passwords."""

import locale
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from config.environment import Refusal, full_disk
from config.launcher import binaries, processes

ALWAYS = (
    "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100 -c shared_buffers=64MB "
    "-c timezone=UTC -c logging_collector=off "
    "-c random_page_cost=1.1"  # rows lie in memory or on SSD: with the default a plan among a thousand scans all indicators
)
THROW_AWAY = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
PATIENCE = 120  # seconds: recovery after a crash may take its time
BURIAL = 4  # seconds that a dead server may wait for its parent to notice


class Cluster:
    """A data folder `place/data` and the server on it. The server's user must be able to enter `place`."""

    def __init__(self, place, *, lasting=True):
        self.place = Path(place).resolve()
        self.data = self.place / "data"
        self.log = self.place / "log"
        self.lasting = lasting

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

    @property
    def programs(self):
        """The folder of programs to use: an existing data folder keeps its major."""
        folder = binaries.find(self.major)
        if folder is None:
            raise Refusal(
                f"The data in {self.data} are of PostgreSQL {self.major}, and there is no PostgreSQL {self.major} here. "
                f"Install it (apt-get install postgresql-{self.major}), set PG_BIN to the folder of its programs, or set "
                "HOSHIN_DATA to a new folder."
            )
        return binaries.within_reach(folder, self.place)

    def make(self, password):
        """A new data folder, whose superuser is `postgres`. An interrupted making leaves nothing half-made behind."""
        self.place.mkdir(parents=True, exist_ok=True)
        give_to_server(self.place)
        half = self.place / f"half-{os.getpid()}"
        with secret_file(self.place, password) as file:
            made, said = self._run("initdb", "-D", half, "-U", "postgres", f"--pwfile={file}", *self._shape())
        if not made:
            shutil.rmtree(half, ignore_errors=True)
            raise Refusal(failure("PostgreSQL's data folder could not be made", said, self.place))
        half.rename(self.data)

    def _shape(self):
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        provider = builtin if binaries.version(self.programs)[0] >= 17 else []
        return (
            "-E",
            "UTF8",
            f"--locale={utf8_locale()}",
            *provider,
            "--auth=scram-sha-256",
            "--no-instructions",
            "--no-sync",
        )

    def start(self, port):
        """Start the server unless it runs; answers the port it listens on, a free one when `port` is taken or 0."""
        if self.is_running:
            return self.port
        self._clear_stale_pid()
        if port == 0 or processes.why_not_listen("127.0.0.1", port):
            port = processes.free_port()
        options = f"{ALWAYS}{'' if self.lasting else THROW_AWAY} -p {port}"
        started, said = self._run(
            "pg_ctl", "-D", self.data, "-w", "-t", PATIENCE, "-l", self.log, "-o", options, "start"
        )
        if not started:
            raise Refusal(failure("PostgreSQL did not start", said + self._end_of_log(), self.place))
        return port

    def stop(self):
        """Stop the server and wait until it is gone; True when there was one."""
        if not self.is_running:
            return False
        stopped, said = self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "-t", PATIENCE, "stop")
        if not stopped and self.is_running:
            raise Refusal(failure("PostgreSQL did not stop", said, self.place))
        return True

    def remove(self):
        """Stop the server and delete everything it had."""
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    @property
    def is_running(self):
        pid = self.pid
        return pid is not None and processes.is_server(pid, self.data)

    @property
    def pid(self):
        """The process number that the server left in its data folder, whether or not it still lives; else None."""
        lines = self._pid_file_lines()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    @property
    def port(self):
        return int(self._pid_file_lines()[3])

    def _pid_file_lines(self):
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _clear_stale_pid(self):
        """pg_ctl takes a dead server that nobody has buried yet for a living one: wait for it, then drop its file."""
        pid = self.pid
        if pid is None:
            return
        processes.wait_while(lambda: processes.is_zombie(pid), BURIAL)
        processes.wait_while(lambda: processes.working_in(self.data), PATIENCE)
        if processes.working_in(self.data):
            raise Refusal(f"Processes of a PostgreSQL that died still work in {self.data}; end them, then try again.")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _run(self, program, *arguments):
        """Run one of PostgreSQL's programs as the server's user; (whether it went well, what it said)."""
        command = [str(part) for part in (self.programs / program, *arguments)]
        # Not a pipe: the server inherits it, and reading it would never end.
        with tempfile.TemporaryFile("w+", errors="replace") as said:
            with subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                start_new_session=True,  # Ctrl-C is for `./run`, which then stops the server in order
                **binaries.server_user(),
            ) as process:
                code = process.wait()
            said.seek(0)
            return code == 0, said.read()

    def _end_of_log(self):
        try:
            return self.log.read_text(errors="replace")[-3000:]
        except FileNotFoundError:
            return ""


def failure(what, said, place):
    """One sentence about a server that would not; a full disk has its own."""
    if full := full_disk(what, said, place):
        return full
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it said nothing"]
    telling = [line for line in lines if "FATAL" in line or "error:" in line]
    log = place / "log"
    return f"{what}: {(telling or lines[:1])[-1].rstrip('.')}." + (f" Its log is {log}." if log.exists() else "")


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
    raise Refusal("This machine has no UTF-8 locale, without which Japanese cannot be searched; install C.UTF-8.")


def give_to_server(path):
    """Let the server's user own a path, and nobody else enter it."""
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
    give_to_server(Path(name))
    try:
        yield name
    finally:
        Path(name).unlink()
