import os
from types import SimpleNamespace

import pytest

from config import environment
from tests.suite import order


class Item(SimpleNamespace):
    """As much of a collected test as is looked at."""

    fixturenames = ()
    marks = ()

    def get_closest_marker(self, name):
        return name if name in self.marks else None


def test_tests_without_a_database_come_first_and_long_ones_before_the_rest():
    items = [
        Item(nodeid="a page", fixturenames=["client", "db"]),
        Item(nodeid="a crawl", marks=["django_db", "slow"]),
        Item(nodeid="tests/indicators/test_demo.py::a", fixturenames=["demo", "django_db_setup"]),
        Item(nodeid="a formula"),
        Item(nodeid="an installation", marks=["slow"]),
        Item(nodeid="tests/browser/test_pages.py::a"),
    ]

    assert [item.nodeid for item in sorted(items, key=order.turn)] == [
        "tests/browser/test_pages.py::a",
        "an installation",
        "a formula",
        "tests/indicators/test_demo.py::a",
        "a crawl",
        "a page",
    ]


def test_every_place_whose_tests_stay_together_is_there():
    assert [place for place in order.TOGETHER if not (environment.ROOT / place).exists()] == []


def test_a_worker_has_no_workers(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    config = config_of()
    assert order.workers_by_default(config) == "auto"

    config.workerinput = {"workerid": "gw0"}

    assert order.workers_by_default(config) is None


def config_of(*, source=pytest.Config.ArgsSource.TESTPATHS, **options):
    usual = {"usepdb": False, "capture": "fd", "collectonly": False, "keyword": ""}
    return SimpleNamespace(args_source=source, option=SimpleNamespace(**(usual | options)))


@pytest.mark.parametrize(
    "config, workers",
    [
        (config_of(), "auto"),
        (config_of(source=pytest.Config.ArgsSource.ARGS), None),
        (config_of(keyword="grades"), None),
        (config_of(usepdb=True), None),
        (config_of(capture="no"), None),
        (config_of(collectonly=True), None),
    ],
    ids=["all", "a place", "a word", "in a debugger", "looking on", "a list"],
)
def test_the_whole_suite_has_a_worker_for_each_core(monkeypatch, config, workers):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert order.workers_by_default(config) == workers

    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert order.workers_by_default(config) is None


class Worker:
    """A worker that notes what it is given and whether there is more to come."""

    def __init__(self):
        self.given, self.shutting_down = [], False
        self.gateway = SimpleNamespace(id="a worker")

    def send_runtest_some(self, indices):
        self.given += indices

    def shutdown(self):
        self.shutting_down = True


@pytest.fixture
def scheduled():
    """(the scheduler of two workers, they themselves) for tests of a shared place and single ones."""
    shared = "tests/doors/test_schema.py"
    tests = [f"{shared}::a", *(f"tests/single.py::{name}" for name in "bcdef"), f"{shared}::g"]
    option = SimpleNamespace(loadscopereorder=True, tx=["popen"] * 2, px=[])
    config = SimpleNamespace(option=option, getvalue=lambda name: getattr(option, name))
    scheduler, workers = order.TestByTest(config), [Worker(), Worker()]
    for worker in workers:
        scheduler.add_node(worker)
    for worker in workers:
        scheduler.add_node_collection(worker, tests)
    scheduler.schedule()
    return scheduler, workers


def test_workers_take_test_by_test_in_order_and_of_a_shared_place_all(scheduled):
    scheduler, (one, other) = scheduled
    assert (one.given, other.given) == ([0, 6, 2], [1, 3])

    scheduler.mark_test_complete(other, 1)
    scheduler.mark_test_complete(other, 3)

    assert (one.given, other.given) == ([0, 6, 2], [1, 3, 4, 5])


def test_what_is_done_is_forgotten_and_a_worker_that_dies_leaves_the_rest_to_the_other(scheduled):
    scheduler, (one, other) = scheduled
    scheduler.mark_test_complete(one, 0)

    assert scheduler.remove_node(one) == "tests/doors/test_schema.py::g"
    for done in range(6):
        scheduler.mark_test_complete(other, other.given[done])

    assert other.given == [1, 3, 5, 6, 2, 4]
    assert other.shutting_down
    assert not scheduler.has_pending
