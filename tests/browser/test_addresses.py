"""Addresses that the server itself turns away, before any page is asked."""


def test_an_address_too_long_to_read_is_answered_in_words(visit):
    seen = visit(language="ja").go(f"/search/?q={'x' * 10_000}", status=414)

    assert seen.heading == "This address is too long to be read"
    assert seen.barriers() == []
