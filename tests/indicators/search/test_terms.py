import pytest

from indicators.search.terms import LONGEST, SearchWords, contains_any, legible_question, marked_pieces


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("  Study  ABROAD ", ("study", "abroad")),
        ("ＴＯＥＩＣ　７３０", ("toeic", "730")),
        ("ﾄﾞｲﾂ", ("ドイツ",)),
        ("abroad abroad", ("abroad",)),
        ("q\0b\x07c\u200bd", ("q", "b", "c", "d")),
        ("\ud800", ()),
        ("", ()),
    ],
)
def test_words_are_folded_and_each_is_asked_once(question, words):
    assert SearchWords(question).words == words


def test_a_long_question_is_cut_and_says_so():
    terms = SearchWords("x" * 10_000)

    assert terms.words == ("x" * LONGEST,)
    assert terms.is_cut


def test_only_a_dozen_words_are_read():
    terms = SearchWords(" ".join(f"w{number}" for number in range(30)))

    assert len(terms.words) == 12
    assert terms.is_cut


def test_a_short_question_is_not_cut():
    assert not SearchWords("study abroad").is_cut
    assert legible_question(" study  abroad") == "study abroad"


def test_only_longer_latin_words_are_guessed_at():
    assert SearchWords("studnets 730 of 留学生派遣").guessable_words == ("studnets",)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Study abroad", ("abroad",), [("Study ", False), ("abroad", True)]),
        ("ＴＯＥＩＣの点", ("toeic",), [("ＴＯＥＩＣ", True), ("の点", False)]),
        ("ﾄﾞｲﾂ語", ("ドイツ",), [("ﾄﾞｲﾂ", True), ("語", False)]),
        ("①②", ("2",), [("①", False), ("②", True)]),
        ("a.b", (".",), [("a", False), (".", True), ("b", False)]),
        ("<b>", ("b",), [("<", False), ("b", True), (">", False)]),
        ("abcd", ("abc", "bcd"), [("abcd", True)]),
        ("plain", (), [("plain", False)]),
        ("", ("a",), []),
    ],
)
def test_the_words_are_found_where_they_stand(text, words, found):
    assert marked_pieces(text, words) == found


def test_a_text_holds_a_word_in_any_width():
    assert contains_any("ＴＯＥＩＣ", ("toeic",))
    assert not contains_any("TOEIC", ("toefl",))
