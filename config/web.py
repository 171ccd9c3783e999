"""The web: some processes that share one listening socket, each with its threads; started by `./run`, stopped by a signal."""

import argparse
import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress

from config import environment
from config.connections import Server
from config.launcher import processes
from config.wsgi import application

FINISHING = 5  # seconds that requests under way have when we are asked to stop
PAUSE = 1  # seconds at least between two starts of a process that ended


def main(arguments):
    given = parse_arguments(arguments)
    listener = open_listener(given.host, given.port)
    processes.heed_signals()
    running = {}
    try:
        keep_up(running, given.processes, lambda: answer(listener, given.threads))
    except processes.Stopped:
        pass
    finally:
        processes.heed_signals(signal.SIG_IGN)
        listener.close()
        end(running)


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="python -m config.web", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    return parser.parse_args(arguments)


def open_listener(host, port):
    """A socket on which all processes wait for clients."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen(1024)
    listener.setblocking(False)
    return listener


def keep_up(running, count, work):
    """Start as many processes as there should be, and a new one for each that ends."""
    while True:
        while len(running) < count:
            start_process(running, work)
        ended, _status = os.waitpid(-1, 0)
        age = time.monotonic() - running.pop(ended, 0)
        time.sleep(max(0, PAUSE - age))


def start_process(running, work):
    """A process of its own that works; nobody can ask us to stop before we have noted it."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, processes.STOPPING)
    process = os.fork()
    if process:
        running[process] = time.monotonic()
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        return
    code = 1
    try:
        processes.die_with_parent()
        processes.heed_signals(signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        work()
        code = 0
    except Exception:  # noqa: BLE001  whatever it is, we end here, where nobody else would tell
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def answer(listener, threads):
    """Answer requests until somebody asks us to stop, and those that have come by then."""
    server = Server(application, listener, threads=threads, trusted_proxy=environment.trusted_proxy())
    processes.heed_signals(lambda *_: server.stop())
    server.run()
    server.finish(FINISHING)


def end(running):
    for process in running:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
    for process in running:
        with suppress(ChildProcessError):
            os.waitpid(process, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
