"""How often one token, one person or one address may ask in a minute; counted in files that all processes share."""

import hashlib
import os
import shutil
import time
from contextlib import suppress

from django.conf import settings
from rest_framework.throttling import BaseThrottle

WINDOW = 60


class PerMinute(BaseThrottle):
    """THROTTLE_TOKEN requests a minute for a token or a signed-in person, THROTTLE_ANON for an address; 0 is no limit."""

    def allow_request(self, request, view):
        limit, asker = self.limit(request)
        if limit == 0:
            return True
        return self.count(asker) <= limit

    def lets_stranger(self, request):
        """Count a request of somebody who is not signed in, whom no view has looked at."""
        limit = settings.THROTTLE_ANON
        return limit == 0 or self.count(f"address:{self.get_ident(request)}") <= limit

    def limit(self, request):
        if request.auth is not None:
            return settings.THROTTLE_TOKEN, f"token:{request.auth.digest[:32]}"
        if request.user.is_authenticated:
            return settings.THROTTLE_TOKEN, f"user:{request.user.pk}"
        return settings.THROTTLE_ANON, f"address:{self.get_ident(request)}"

    def count(self, asker):
        """The number of this request in the present minute; 0 where it cannot be counted, which lets it through."""
        self.minute = int(time.time()) // WINDOW
        try:
            return count_request(asker, self.minute)
        except OSError:
            return 0

    def wait(self):
        return (self.minute + 1) * WINDOW - time.time()


def count_request(asker, minute):
    """Append a byte to the asker's file of the minute, and answer its size: whoever appends at the same time counts, too."""
    folder = settings.REQUESTS_COUNTED / str(minute)
    path = folder / hashlib.blake2b(asker.encode(), digest_size=16).hexdigest()
    try:
        return append_byte(path)
    except FileNotFoundError:
        begin_minute(folder)
        return append_byte(path)


def append_byte(path):
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, b".")
        return os.fstat(file).st_size
    finally:
        os.close(file)


def begin_minute(folder):
    """A new minute: its folder comes, those of minutes that are over go."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        with suppress(ValueError):
            if int(other.name) < int(folder.name) - 1:
                shutil.rmtree(other, ignore_errors=True)
