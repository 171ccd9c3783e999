"""How long `./run` takes to its first answer when everything has been set up before."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from config import environment
from config.launcher import processes, serving

LEFT_OUT = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_REPLICA_URL")


def second_start(bench):
    """Seconds, with an empty database."""
    with tempfile.TemporaryDirectory(prefix="hoshin-test-bench-") as folder:
        Path(folder).chmod(0o711)
        with started(folder):
            pass
        with started(folder) as seconds:
            return {"Hoshin": round(seconds, 2)}


@contextmanager
def started(folder):
    """`./run` on a data folder, for as long as the block runs: the seconds it took."""
    port = processes.free_port()
    kept = {name: text for name, text in os.environ.items() if name not in LEFT_OUT}
    start = perf_counter()
    command = [environment.ROOT / "run"]
    with subprocess.Popen(command, env=kept | {"HOSHIN_DATA": folder, "PORT": str(port)}, stdout=2) as process:
        try:
            serving.wait_for_answer(process, serving.address_of("127.0.0.1", port))
            yield perf_counter() - start
        finally:
            process.terminate()
