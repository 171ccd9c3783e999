import pytest

from config.launcher.postgres import OwnServer
from tests.running import open_folder


@pytest.fixture
def folder():
    with open_folder() as path:
        yield path


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of its own, apart from the one that the tests' database is in."""
    with open_folder() as path:
        yield from started(OwnServer(path, lasting=False))


def started(own):
    own.start()
    yield own
    own.remove()
