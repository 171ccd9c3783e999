"""What a process keeps: answers and plans that it has worked out, for as long as the data are what they were then.

Everything is kept under the version of the data that was read before it was worked out (`plans/changes.py`), so nothing that
is kept is ever older than what a reader would find. Without a version (in a transaction that writes) nothing is kept.
"""

from collections import OrderedDict
from threading import Lock


class Kept:
    """A store of limited weight: what was not asked for the longest goes first. Threads may share it."""

    def __init__(self, limit):
        self.limit, self.weight = limit, 0
        self._entries, self._lock = OrderedDict(), Lock()

    def get(self, key):
        """What is kept under a key; None without anything."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key][0]

    def put(self, key, thing, weight=1):
        """Keep a thing; what alone is too heavy is not kept."""
        if weight > self.limit:
            return
        with self._lock:
            self._drop(key)
            self._entries[key] = thing, weight
            self.weight += weight
            while self.weight > self.limit:
                self._drop(next(iter(self._entries)))

    def clear(self):
        with self._lock:
            self._entries.clear()
            self.weight = 0

    def _drop(self, key):
        if key in self._entries:
            self.weight -= self._entries.pop(key)[1]
