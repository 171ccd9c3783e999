"""`./run`: the web and the background worker, kept up until Ctrl-C, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from config import environment
from config.environment import Refusal
from config.launcher import processes

PAUSE = 10  # seconds at least from one start of the worker to the next
GRACE = 8  # seconds that a process has to finish what it is doing
OPENING_LIMIT = 60  # seconds until the web must answer
THREADS = 8
WORKER = (environment.ROOT / "manage.py", "run_due", "--every", "60")


@contextmanager
def alone(data, address):
    """Hold the data folder as the one Hoshin that serves from it; a second one is told where the first is."""
    data.mkdir(parents=True, exist_ok=True)
    with open(data / "serving", "a+") as file:
        if not processes.locks_alone(file):
            file.seek(0)
            raise Refusal(
                f"Hoshin is already serving from {data}: {file.read().strip() or 'it is starting'}. "
                "Stop it with ./run stop, or start another one with HOSHIN_DATA and PORT of its own."
            )
        file.truncate(0)
        print(f"{address} (process {os.getpid()})", file=file, flush=True)
        yield
        file.truncate(0)


def stop(data):
    """End the Hoshin that serves from `data` and wait for it; True when there was one."""
    try:
        file = open(data / "serving", "r+")  # noqa: SIM115  closed below
    except FileNotFoundError:
        return False
    with file:
        if processes.locks_alone(file):
            return False
        os.kill(int(file.read().rpartition("(process ")[2].strip(" )\n")), signal.SIGTERM)
        processes.wait_while(lambda: not processes.locks_alone(file), 3 * GRACE)
        return True


def check_address(host, port):
    """Refuse an address that cannot be served on, before anything is started."""
    error = processes.why_not_listen(host, port)
    if error is not None:
        raise Refusal(
            f"Port {port} on {host} cannot be used ({error.strerror}); stop what uses it, or choose another: PORT=8001 ./run."
        )


def address_of(host, port):
    """The address to open in a browser on this machine."""
    named = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  not bound here
    return f"http://[{named}]:{port}" if ":" in named else f"http://{named}:{port}"


def web_command(host, port):
    """Two processes or as many as there are cores up to four, each with eight threads."""
    count = min(4, max(2, os.cpu_count() or 2))
    return ("-m", "config.web", "--host", host, "--port", port, "--processes", count, "--threads", THREADS)


class ProcessGroup:
    """Processes that we started, and end."""

    def __init__(self):
        self.running = []

    def start(self, *command):
        process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # what went wrong is told on standard error
            env={name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"},
            start_new_session=True,  # Ctrl-C reaches us only; we end them in order
            preexec_fn=processes.die_with_parent,
        )
        self.running.append(process)
        return process

    def end(self):
        """Ask all to end, wait, and end those by force that would not. No signal tears this apart."""
        processes.heed_signals(signal.SIG_IGN)
        for process in self.running:
            process.terminate()
        processes.wait_while(lambda: any(process.poll() is None for process in self.running), GRACE)
        for process in self.running:
            process.kill()
            process.wait()


def serve(host, port, *, server, greet):
    """Start web and worker and keep them up; answers the exit code of a web that ended by itself."""
    ours = ProcessGroup()
    try:
        web = ours.start(*web_command(host, port))
        wait_for_answer(web, address_of(host, port))
        greet()
        keep_up(ours, web, server)
        return web.returncode or 1
    finally:
        ours.end()


def keep_up(ours, web, server):
    """Look after PostgreSQL and the worker for as long as the web runs."""
    worker, due = None, 0
    while web.poll() is None:
        if server is not None and not server.cluster.is_running:
            print("PostgreSQL has ended; starting it again.", file=sys.stderr, flush=True)
            server.start()
        if time.monotonic() > due and (worker is None or worker.poll() is not None):
            worker, due = ours.start(*WORKER), time.monotonic() + PAUSE
        time.sleep(1)


def wait_for_answer(web, address):
    deadline = time.monotonic() + OPENING_LIMIT
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise Refusal("The web server did not start, see above; mend that, then start again.")
        if answers(address):
            return
        time.sleep(0.05)
    raise Refusal(f"The web server did not answer on {address} within {OPENING_LIMIT} seconds.")


def answers(address):
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{address}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
