"""In which order tests run, and which stay together: no worker waits for tables, nor at the end for a long test."""

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

# Places whose tests share something that takes long to make: a served demo, a site, a server, a loaded demo, a description.
TOGETHER = (
    *("tests/browser/", "tests/config/launcher/test_run.py", "tests/config/launcher/test_postgres.py"),
    *("tests/indicators/test_demo.py", "tests/doors/test_schema.py"),
)
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def place_of(nodeid):
    """The place whose tests a test stays together with, or None."""
    return next((place for place in TOGETHER if nodeid.startswith(place)), None)


def needs_database(item):
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(item.fixturenames)


def turn(item):
    """What tests are sorted by: those without a database come first, for its tables are being made; then the long ones."""
    place = place_of(item.nodeid)
    is_long = place is not None or item.get_closest_marker("slow") is not None
    return needs_database(item), not is_long, TOGETHER.index(place) if place else len(TOGETHER)


def workers_by_default(config):
    """A worker for each core for the whole suite; None where somebody chose, looks on or wants a part of it only.

    A worker is asked the same, and has no workers of its own.
    """
    if hasattr(config, "workerinput"):
        return None
    chosen = config.option
    looks_on = chosen.usepdb or chosen.capture == "no" or chosen.collectonly
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen.keyword
    return "auto" if whole and not looks_on and (os.cpu_count() or 1) > 1 else None


class TestByTest(LoadScopeScheduling):
    """Parallel workers take test by test, in the order of the collection; of places with something to share all tests."""

    def __init__(self, config, log=None):
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid):
        return place_of(nodeid) or nodeid

    def mark_test_complete(self, node, item_index, duration=0):
        """Forgets a test that is done: what a worker ever had would else be counted after each test."""
        nodeid = self.registered_collections[node][item_index]
        work, scope = self.assigned_work[node], self._split_scope(nodeid)
        del work[scope][nodeid]
        if not work[scope]:
            del work[scope]
        self._reschedule(node)
