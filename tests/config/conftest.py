import shutil
import tempfile
from pathlib import Path

import pytest

from config.postgres import OwnServer


@pytest.fixture(scope="module")
def folder():
    """A folder that the server's user can enter; pytest's own are closed to it."""
    path = Path(tempfile.mkdtemp(prefix="hoshin-pytest-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def server(folder):
    """A PostgreSQL of its own, apart from the one that the tests' database is in."""
    own = OwnServer(folder / "server", lasting=False)
    own.start()
    yield own
    own.remove()
