import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from indicators.search import queries
from indicators.search.queries import KINDS, PAGE, Search
from indicators.search.terms import SearchWords
from plans.models import Disclosure, PlanState
from plans.text.search_text import Haystack
from tests.factories import (
    IndicatorFactory,
    InstitutionFactory,
    MeasureFactory,
    ObjectiveFactory,
    OfficeFactory,
    PlanFactory,
    StandardFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db


def search(question, kind="indicator", user=None, **more):
    return Search(SearchWords(question), user=user or AnonymousUser(), kind=kind, **more)


def names(question, kind="indicator", **more):
    return [row.name_en or row.name_ja for row in search(question, kind, **more).groups[kind].rows]


def test_every_kind_is_found_by_its_name_in_either_language():
    PlanFactory(name_en="Plan of kites", name_ja="凧の計画")
    ObjectiveFactory(text_en="Fly kites", text_ja="凧を揚げる")
    StrategyFactory(name_en="Kite strategy", name_ja="凧の戦略")
    StandardFactory(name_en="Kite standard", name_ja="凧の基準")
    MeasureFactory(name_en="Build kites", name_ja="凧を作る")
    IndicatorFactory(name_en="Number of kites", name_ja="凧の数")
    OfficeFactory(name_en="Kite office", name_ja="凧課")
    InstitutionFactory(name_en="Kite college", name_ja="凧大学")

    for question in ("kite", "KITE", "凧"):
        assert {kind: group.total for kind, group in search(question, "").groups.items()} == dict.fromkeys(KINDS, 1)


def test_the_best_comes_first():
    for name in ("Study abroad, share", "We abroad study", "Share of study abroad", "Study abroad"):
        IndicatorFactory(name_en=name)
    IndicatorFactory(code="Study abroad", name_en="Zeta")

    assert names("study abroad") == [
        "Zeta",
        "Study abroad",
        "Study abroad, share",
        "Share of study abroad",
        "We abroad study",
    ]


def test_all_words_must_be_there():
    IndicatorFactory(name_en="Students abroad")
    IndicatorFactory(name_en="Students at home")

    assert names("abroad students") == ["Students abroad"]


def test_width_and_case_do_not_matter():
    IndicatorFactory(name_ja="ＴＯＥＩＣ７３０点", name_en="")

    assert names("toeic730") == ["ＴＯＥＩＣ７３０点"]
    assert names("ＴＯＥＩＣ") == ["ＴＯＥＩＣ７３０点"]


@pytest.mark.parametrize("question", ["TOEIC730", "toeic 730", "ＴＯＥＩＣ７３０点", "730 TOEIC"])
def test_letters_and_digits_are_found_whether_they_are_written_together_or_not(question):
    here = InstitutionFactory(slug="here", name_en="Here")  # a number of its own may be the one that is searched for
    IndicatorFactory(institution=here, name_ja="TOEIC 730点以上の職員", name_en="")
    IndicatorFactory(institution=here, name_ja="TOEIC 600点以上の職員", name_en="")

    assert names(question) == ["TOEIC 730点以上の職員"]


def test_a_short_code_is_one_word():
    IndicatorFactory(name_en="B2 level")
    IndicatorFactory(name_en="Building 2")

    assert names("b2") == ["B2 level"]


def test_an_institution_is_found_by_its_name_and_by_its_short_name():
    InstitutionFactory(slug="tokyo-tech", name_ja="東京工業大学", name_en="Tokyo Institute of Technology")
    InstitutionFactory(slug="kit", name_ja="金沢工業大学", name_en="Kanazawa Institute of Technology")

    assert names("東京工業大学", "institution") == ["Tokyo Institute of Technology"]
    assert names("kit", "institution") == ["Kanazawa Institute of Technology"]


@pytest.mark.parametrize("question", ["KIT TOEIC", "toeic 金沢工業大学", "TOEIC kanazawa institute"])
def test_some_words_may_stand_in_the_name_of_the_institution(question):
    kit = InstitutionFactory(slug="kit", name_ja="金沢工業大学", name_en="Kanazawa Institute of Technology")
    IndicatorFactory(institution=kit, name_en="TOEIC 730 or more")
    IndicatorFactory(institution=kit, name_en="Partner universities")
    IndicatorFactory(name_en="TOEIC 600 or more")

    assert names(question) == ["TOEIC 730 or more"]
    assert not search(question).is_guess


def test_words_of_the_institution_alone_do_not_find_all_that_it_has():
    kit = InstitutionFactory(slug="kit", name_en="Kanazawa Institute of Technology")
    IndicatorFactory(institution=kit, name_en="TOEIC 730 or more")

    found = search("kanazawa institute", "").groups

    assert {kind: group.total for kind, group in found.items() if group.total} == {"institution": 1}


def test_little_words_do_not_stand_in_the_way():
    IndicatorFactory(name_en="Partner agreements, country total")

    assert names("agreements by country") == ["Partner agreements, country total"]
    assert names("of") == []


def test_where_nothing_contains_all_words_what_contains_most_of_them_comes_first():
    IndicatorFactory(name_en="Agreements")
    IndicatorFactory(name_en="Agreements signed abroad")
    IndicatorFactory(name_en="Something else")

    assert names("agreements abroad 1868") == ["Agreements signed abroad", "Agreements"]
    assert search("agreements abroad 1868").is_partial
    assert not search("agreements abroad").is_partial


@pytest.mark.parametrize("question", ["学", "留学"])
def test_one_or_two_japanese_characters_are_enough(question):
    IndicatorFactory(name_ja="海外留学者数", name_en="")

    assert names(question) == ["海外留学者数"]


@pytest.mark.parametrize("question", ["studnets", "studens", "strudents"])
def test_a_typing_mistake_finds_what_is_spelt_alike(question):
    IndicatorFactory(name_en="Staff numbers")
    IndicatorFactory(name_en="Students abroad")

    assert names(question) == ["Students abroad"]
    assert search(question).is_guess


def test_nothing_is_guessed_where_something_contains_the_words():
    IndicatorFactory(name_en="Students abroad")
    IndicatorFactory(name_en="Student loans")

    assert names("student loans") == ["Student loans"]
    assert not search("student").is_guess


@pytest.mark.parametrize(
    ("question", "found"), [("100%", ["100% done"]), ("a_b", ["a_b"]), ("\\", ["\\"]), ("%", ["100% done"])]
)
def test_wildcards_mean_themselves(question, found):
    for name in ("100% done", "100 done", "a_b", "axb", "\\"):
        IndicatorFactory(name_en=name)

    assert names(question) == found


def test_only_what_is_open_to_the_reader_is_found_and_counted(viewer, institution):
    IndicatorFactory(name_en="Kites inside", institution=institution, disclosure=Disclosure.STAFF)
    MeasureFactory(name_en="Kites", standard__strategy__plan__state=PlanState.DRAFT)
    StandardFactory(name_en="Kites", strategy__plan__disclosure=Disclosure.STAFF)

    assert search("kites", "").total == 0
    assert search("kites", "", user=viewer).total == 1


def test_a_kind_without_words_is_listed_in_its_order_page_by_page():
    strategy = StrategyFactory()
    for order in range(PAGE + 1):
        StandardFactory(strategy=strategy, order=PAGE - order, name_en=f"Standard {PAGE - order:02}")

    assert names("", "standard") == [f"Standard {order:02}" for order in range(PAGE)]
    assert names("", "standard", page=2) == [f"Standard {PAGE}"]
    assert search("", "standard").groups["standard"].pages == 2


def test_levels_without_a_name_are_not_listed():
    StandardFactory(name_en="")

    assert search("", "standard").groups["standard"].total == 0


def test_of_very_many_the_exact_one_is_still_found(monkeypatch):
    monkeypatch.setattr(queries, "MOST", 3)
    for number in range(6):
        IndicatorFactory(name_en=f"Kites of {number}")
    IndicatorFactory(name_en="Kites")

    group = search("kites").groups["indicator"]

    assert group.rows[0].name_en == "Kites"
    assert (group.count, group.is_more) == (3, True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_of_a_kind_can_use_its_index(kind):
    sought = KINDS[kind]
    every = sought.model.objects.annotate(haystack=Haystack(*sought.columns)).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")

        assert f"{kind}_search" in every.filter(haystack__contains="students").values("pk").explain()
