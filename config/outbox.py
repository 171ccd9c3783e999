"""Mail without a mail server: each message in a file that only the server's own user reads."""

import os
from pathlib import Path

from django.core.mail.backends.filebased import EmailBackend


class PrivateOutbox(EmailBackend):
    """Keeps messages as files; links in them are as good as passwords."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)

    def open(self):
        if self.stream is not None:
            return False
        self.stream = os.fdopen(os.open(self._get_filename(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")
        return True
