import gc
import tracemalloc

from plans.caching.responses import KeptResponse, Validity
from plans.caching.store import BoundedCache, weight_of


def test_what_was_not_asked_for_the_longest_goes_first():
    kept = BoundedCache(limit=2)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.get("a")

    kept.put("c", 3)

    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_put_again_weighs_once():
    kept = BoundedCache(limit=10)

    for _ in range(3):
        kept.put("a", "thing", weight=6)

    assert (kept.get("a"), kept.weight) == ("thing", 6)


def test_what_is_too_heavy_alone_is_not_kept():
    kept = BoundedCache(limit=10)
    kept.put("a", 1, weight=9)

    kept.put("b", 2, weight=11)

    assert (kept.get("a"), kept.get("b")) == (1, None)


def test_nothing_is_left_after_clearing():
    kept = BoundedCache(limit=10)
    kept.put("a", 1)

    kept.clear()

    assert (kept.get("a"), kept.weight) == (None, 0)


def test_a_small_answer_weighs_what_it_takes_in_memory_and_not_its_bytes_alone():
    """Keys and headers of many small answers are most of what they take."""
    kept = BoundedCache(limit=100_000_000)
    gc.collect()
    tracemalloc.start()

    for number in range(2_000):
        key = ("http", "", "/api/v1/indicators/", f"name={number}" + "x" * 200, None, "host", "*/*", "en", "gzip")
        headers = {"Content-Type": "application/json" + str(number), "ETag": f'"{number}"', "Vary": f"Cookie{number}"}
        body = b"[%d]" % number
        response = KeptResponse(Validity(f"1-{number}", ()), headers, body)
        kept.put(key, response, weight_of(key, headers, body))

    taken, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.5 * kept.weight < taken < kept.weight
