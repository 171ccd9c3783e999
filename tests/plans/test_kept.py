from plans.kept import Kept


def test_what_was_not_asked_for_the_longest_goes_first():
    kept = Kept(limit=2)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.get("a")

    kept.put("c", 3)

    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_put_again_weighs_once():
    kept = Kept(limit=10)

    for _ in range(3):
        kept.put("a", "thing", weight=6)

    assert (kept.get("a"), kept.weight) == ("thing", 6)


def test_what_is_too_heavy_alone_is_not_kept():
    kept = Kept(limit=10)
    kept.put("a", 1, weight=9)

    kept.put("b", 2, weight=11)

    assert (kept.get("a"), kept.get("b")) == (1, None)


def test_nothing_is_left_after_clearing():
    kept = Kept(limit=10)
    kept.put("a", 1)

    kept.clear()

    assert (kept.get("a"), kept.weight) == (None, 0)
