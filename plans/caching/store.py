"""What a process keeps of its work, for as long as the data are what they were: one store, one rule for its keys.

A key is what the thing is about (or the address that was asked for), the reader's rights and the language. The version of the data, read
before the thing was built (`plans/database/data_version.py`), and the day say how long it holds; so nothing is older than what a
reader would find. docs/decisions/0007 lists the two layers and what each is worth.
"""

from dataclasses import dataclass
from datetime import date
from sys import getsizeof
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache
from django.conf import settings
from django.urls import get_script_prefix
from django.utils.translation import get_language

from plans.caching.rights import cache_key_of_rights

ENTRY = 500  # bytes of objects round an entry; measured by the test that compares weight and memory


@dataclass(frozen=True)
class Validity:
    """For how long a thing holds: while the data have this version, and while it is these days in these time zones."""

    version: str
    days: tuple[tuple[str, date], ...] = ()

    @classmethod
    def of_everything(cls, version, days=None):
        """While nothing changes, under a DataVersion; None for None. `days`: {time zone: the day there}."""
        return None if version is None else cls(version.everything, tuple((days or {}).items()))

    @classmethod
    def of_all_but_figures(cls, version):
        """While nothing but figures changes; None for None."""
        return None if version is None else cls(version.all_but_figures)

    def holds(self, version):
        return self.version == version and all(settings.CLOCK(zone) == day for zone, day in self.days)


class CacheEntry(NamedTuple):
    thing: Any
    validity: Validity
    weight: int


class BoundedCache:
    """A store of limited weight: what was not asked for the longest goes first. Threads may share it."""

    def __init__(self, limit):
        self._entries, self._lock = LRUCache(limit, getsizeof=lambda entry: entry.weight), Lock()

    @property
    def weight(self):
        return self._entries.currsize

    def get(self, key):
        """The CacheEntry under a key, which may hold no longer; None without one."""
        with self._lock:
            return self._entries.get(key)

    def put(self, key, thing, validity, weight):
        """Store a thing in place of what was there; what alone is too heavy is not stored."""
        with self._lock:
            self._entries.pop(key, None)
            if weight <= self._entries.maxsize:
                self._entries[key] = CacheEntry(thing, validity, weight)

    def clear(self):
        with self._lock:
            self._entries.clear()


CACHE = BoundedCache(limit=settings.KEPT_ANSWERS)


def cached_or_built(subject, build, *, user, validity, weigh):
    """What `build()` returns, or returned before to a reader with the same rights, in the same language; only to be read.

    `subject`: all else that it depends on. `validity`: None, and nothing is kept or taken. `weigh(thing)`: its bytes, asked
    again at each use. None is not kept.
    """
    if validity is None:
        return build()
    key = subject, cache_key_of_rights(user), get_language(), get_script_prefix()
    entry = CACHE.get(key)
    is_cached = entry is not None and entry.validity == validity
    thing = entry.thing if is_cached else build()
    if thing is not None:
        weight = weight_of(key) + weigh(thing)
        if not is_cached or weight != entry.weight:
            CACHE.put(key, thing, validity, weight)
    return thing


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
