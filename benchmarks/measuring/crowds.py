"""Many clients at once: requests a second. The clients take their share of the same machine, so only the ratio counts."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from time import perf_counter

from benchmarks.measuring import client

PROCESSES, CLIENTS_IN_EACH, SECONDS = 2, 8, 4


def crowd(path):
    """A measurement: 16 clients ask Hoshin for a path, and after that the view that does nothing. An error ends it."""

    def measure(bench):
        asked = {"Hoshin": (bench.ours.port, path.format(**bench.sample)), "hello": (bench.peers.port, "/hello/")}
        return {who: requests_a_second(port, address) for who, (port, address) in asked.items()}

    return measure


def requests_a_second(port, path):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn) as pool:
        list(pool.map(some_clients, [port] * PROCESSES, [path] * PROCESSES, [0.3] * PROCESSES))  # awake and warm
        answered = sum(pool.map(some_clients, [port] * PROCESSES, [path] * PROCESSES, [SECONDS] * PROCESSES))
    return round(answered / SECONDS)


def some_clients(port, path, seconds):
    """The answers that this process's clients got."""
    with ThreadPoolExecutor(CLIENTS_IN_EACH) as clients:
        return sum(clients.map(lambda _: keep_asking(port, path, seconds), range(CLIENTS_IN_EACH)))


def keep_asking(port, path, seconds):
    answers, end = 0, perf_counter() + seconds
    while perf_counter() < end:
        client.get(port, path)
        answers += 1
    return answers
