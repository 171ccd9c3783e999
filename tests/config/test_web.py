"""The web as `./run` starts it: processes that share a port."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.launcher import processes, serving

pytestmark = pytest.mark.slow


@contextmanager
def web(stderr=subprocess.DEVNULL, **variables):
    port = processes.free_port()
    command = [sys.executable, *map(str, serving.web_command("127.0.0.1", port))]
    with subprocess.Popen(command, env=os.environ | variables, stderr=stderr) as process:
        try:
            serving.wait_for_answer(process, serving.address_of("127.0.0.1", port))
            yield process, port
        finally:
            process.terminate()
            try:
                process.wait(20)
            finally:
                process.kill()  # its own processes go with it


def get(port, path="/healthz"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return response.status


def children(process):
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def test_a_process_that_is_killed_is_replaced_and_hardly_missed():
    with web() as (process, port):
        first = children(process)
        os.kill(int(first[0]), signal.SIGKILL)

        assert {get(port) for _ in range(20)} == {200}
        processes.wait_while(lambda: first[0] in children(process) or len(children(process)) < len(first), 10)
        assert len(children(process)) == len(first) and children(process) != first


def test_asked_to_stop_it_stops_soon_and_leaves_nobody_behind():
    with web() as (process, port):
        workers = children(process)
        begun = time.monotonic()
        process.terminate()
        process.wait(20)

    assert time.monotonic() - begun < serving.GRACE  # later `./run` would end it by force
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []
    with pytest.raises(OSError):  # noqa: PT011  nobody listens
        get(port)


def test_clients_that_ask_while_it_stops_are_answered_or_not_let_in_and_never_cut_off():
    outcomes = []

    def ask_on():
        while True:
            try:
                outcomes.append(get(port, "/accounts/login/"))
            except OSError as error:
                outcomes.append(type(getattr(error, "reason", error)).__name__)
                return

    with web() as (process, port):
        askers = [threading.Thread(target=ask_on) for _ in range(4)]
        for asker in askers:
            asker.start()
        processes.wait_while(lambda: len(outcomes) < 8, 20)
        process.terminate()
        for asker in askers:
            asker.join(20)

    assert set(outcomes) == {200, "ConnectionRefusedError"}


def test_killed_outright_it_takes_its_processes_along():
    with web() as (process, _port):
        workers = children(process)
        process.kill()
        process.wait()

        processes.wait_while(lambda: any(Path(f"/proc/{pid}").exists() for pid in workers), 10)
        assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []


def test_a_process_that_breaks_says_why():
    breaks = "import os; from config import web; web.start_process({}, lambda: 1 / 0); os.wait()"

    said = subprocess.run([sys.executable, "-c", breaks], capture_output=True, text=True, check=True, timeout=60)

    assert said.stderr.splitlines()[-1] == "ZeroDivisionError: division by zero"
