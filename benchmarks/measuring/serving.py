"""The web as `./run` starts it, on a free port, stopped by its process number."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.launcher import processes, serving


@dataclass(frozen=True)
class Served:
    """A site that answers: its port, and the process that looks after the others."""

    port: int
    pid: int

    @property
    def workers(self):
        """Process numbers of those who answer."""
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()


@contextmanager
def web(settings):
    """A site with these settings, up for as long as the block runs."""
    port = processes.free_port()
    command = [sys.executable, *map(str, serving.web_command("127.0.0.1", port))]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
    environment.pop("DATABASE_OWNER_URL", None)
    with subprocess.Popen(command, env=environment, preexec_fn=processes.die_with_parent) as process:
        try:
            serving.wait_for_answer(process, serving.address_of("127.0.0.1", port))
            yield Served(port, process.pid)
        finally:
            process.terminate()
