"""What the machine says about processes, ports and locks between them."""

import ctypes
import fcntl
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

PR_SET_PDEATHSIG = 1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or a closed terminal."""


def ask_to_stop(*_):
    raise Stopped


def heed_signals(handler=ask_to_stop):
    """Let the handler answer whoever asks us to stop from here on."""
    for number in STOPPING:
        signal.signal(number, handler)


def is_server(pid, data):
    """Whether process `pid` is a live PostgreSQL on the folder `data`: neither a zombie nor a stranger with its number."""
    state, command = describe(pid)
    return state not in {None, "Z"} and str(data) in command


def is_zombie(pid):
    return describe(pid)[0] == "Z"


def describe(pid):
    """(state letter, command as a list) of a process, or (None, []) when there is none."""
    if not Path("/proc/self/stat").exists():
        return describe_without_proc(pid)
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state, Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return None, []


def describe_without_proc(pid):
    said = subprocess.run(["ps", "-o", "state=,command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, command = said.stdout.strip().partition(" ")
    return (state[:1], command.split()) if state else (None, [])


def working_in(folder):
    """Live processes whose working folder is `folder`: a server's children, which may outlive it for a moment."""
    folder = Path(folder).resolve()
    return [path.name for path in Path("/proc").glob("[0-9]*") if works_in(path, folder) and not is_zombie(path.name)]


def works_in(process, folder):
    try:
        return (process / "cwd").readlink() == folder
    except OSError:
        return False


def wait_while(condition, seconds):
    """Wait for a condition to end, but no longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while condition() and time.monotonic() < deadline:
        time.sleep(0.1)


@contextmanager
def file_lock(path):
    """One at a time, across processes; whoever comes second waits."""
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def die_with_parent():
    """Linux: should our parent be killed outright, the system ends this process, too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def locks_alone(file):
    """Try to be the only one with a lock on an open file, without waiting."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def why_not_listen(host, port):
    """None when a server may listen on host:port, else the system's reason."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
