import gc
import tracemalloc

import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.scorecards.record import reading_as_json, scorecard_record
from indicators.scorecards.scorecard import Scorecard
from plans.caching.store import CACHE, BoundedCache, Validity, cached_or_built, weight_of
from plans.caching.strangers import CachedResponse
from plans.database.data_version import data_version
from tests.factories import PlanFactory
from tests.indicators.pages import committed

ALWAYS = Validity("1")


def thing(store, key):
    entry = store.get(key)
    return None if entry is None else entry.thing


def test_what_was_not_asked_for_the_longest_goes_first():
    kept = BoundedCache(limit=2)
    kept.put("a", 1, ALWAYS, weight=1)
    kept.put("b", 2, ALWAYS, weight=1)
    kept.get("a")

    kept.put("c", 3, ALWAYS, weight=1)

    assert [thing(kept, key) for key in "abc"] == [1, None, 3]


def test_what_is_put_again_weighs_once():
    kept = BoundedCache(limit=10)

    for _ in range(3):
        kept.put("a", "thing", ALWAYS, weight=6)

    assert (thing(kept, "a"), kept.weight) == ("thing", 6)


def test_what_is_too_heavy_alone_is_not_kept():
    kept = BoundedCache(limit=10)
    kept.put("a", 1, ALWAYS, weight=9)

    kept.put("b", 2, ALWAYS, weight=11)

    assert (thing(kept, "a"), thing(kept, "b")) == (1, None)


def test_nothing_is_left_after_clearing():
    kept = BoundedCache(limit=10)
    kept.put("a", 1, ALWAYS, weight=1)

    kept.clear()

    assert (thing(kept, "a"), kept.weight) == (None, 0)


def test_what_is_newer_takes_the_place_of_what_is_over():
    kept = BoundedCache(limit=10)

    for version in ("1", "2"):
        kept.put("a", f"of version {version}", Validity(version), weight=6)

    assert (thing(kept, "a"), kept.get("a").validity.holds("1"), kept.weight) == ("of version 2", False, 6)


def test_what_has_grown_is_weighed_again_when_it_is_used(forget_answers):
    lines = []

    for _ in range(2):
        cached_or_built(
            "lines", lambda: lines, user=AnonymousUser(), validity=ALWAYS, weigh=lambda found: 1000 * len(found)
        )
        weight = CACHE.weight
        lines.append("one more")

    forget_answers()
    cached_or_built("lines", list, user=AnonymousUser(), validity=ALWAYS, weigh=len)
    assert weight - CACHE.weight == 1000


@pytest.mark.django_db(transaction=True)
def test_a_plan_weighs_at_least_what_its_rows_and_readings_take_in_memory():
    plan = PlanFactory()
    for _ in range(30):
        committed(plan, value=80)
    gc.collect()
    tracemalloc.start()

    for year in (2024, 2025):
        card = Scorecard.of(plan, year, user=AnonymousUser(), version=data_version())
        scorecard_record(card, reading_as_json)
    del card
    gc.collect()

    taken, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.3 * CACHE.weight < taken < CACHE.weight


def test_a_small_answer_weighs_what_it_takes_in_memory_and_not_its_bytes_alone():
    """Keys and headers of many small answers are most of what they take."""
    kept = BoundedCache(limit=100_000_000)
    gc.collect()
    tracemalloc.start()

    for number in range(2_000):
        key = ("http", "", "/api/v1/indicators/", f"name={number}" + "x" * 200, None, "host", "*/*", "en", "gzip")
        headers = {"Content-Type": "application/json" + str(number), "ETag": f'"{number}"', "Vary": f"Cookie{number}"}
        body = b"[%d]" % number
        kept.put(key, CachedResponse(headers, body), Validity(f"1-{number}"), weight_of(key, headers, body))

    taken, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.5 * kept.weight < taken < kept.weight
