"""What a process keeps: answers and plans that it has worked out, for as long as the data are what they were then.

Everything is kept under the version of the data that was read before it was worked out (`plans/database/data_version.py`), so nothing that
is kept is ever older than what a reader would find. Without a version (in a transaction that writes) nothing is kept.
"""

from sys import getsizeof
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache

ENTRY = 500  # bytes of objects round an entry; measured by the test that compares weight and memory


class CacheEntry(NamedTuple):
    """A kept thing and what it weighs."""

    thing: object
    weight: int


class BoundedCache:
    """A store of limited weight: what was not asked for the longest goes first. Threads may share it."""

    def __init__(self, limit):
        self._entries, self._lock = LRUCache(limit, getsizeof=lambda entry: entry.weight), Lock()

    @property
    def weight(self):
        return self._entries.currsize

    def get(self, key):
        """What is kept under a key; None without anything."""
        with self._lock:
            entry = self._entries.get(key)
        return None if entry is None else entry.thing

    def put(self, key, thing, weight=1):
        """Keep a thing; what alone is too heavy is not kept."""
        with self._lock:
            if weight <= self._entries.maxsize:
                self._entries[key] = CacheEntry(thing, weight)

    def clear(self):
        with self._lock:
            self._entries.clear()


def weight_of(*parts):
    """Bytes that an entry takes in memory: its key, its headers and all else that is handed in, and what holds them."""
    return ENTRY + sum(map(size_of, parts))


def size_of(thing):
    """Bytes of a text, a number, bytes, or of tuples, lists and dictionaries of these."""
    inside = ()
    if isinstance(thing, dict):
        inside = (*thing.keys(), *thing.values())
    elif isinstance(thing, tuple | list):
        inside = thing
    return getsizeof(thing) + sum(map(size_of, inside))
