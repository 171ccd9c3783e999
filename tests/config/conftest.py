import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.postgres import OwnServer


@contextmanager
def open_folder():
    """A folder that the server's user can enter; pytest's own are closed to it."""
    path = Path(tempfile.mkdtemp(prefix="hoshin-pytest-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


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
