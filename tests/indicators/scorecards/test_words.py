import re
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.readings.statuses import Mark, count_marks
from indicators.scorecards.words import headline, standards_heading, strategies_heading, subline
from plans.models import Plan


@dataclass
class Card:
    """What the words need of a scorecard: so many readings of each mark."""

    numbers: dict
    fiscal_year: int = 2025
    hidden_from_public: int = 0
    due_on: date | None = None
    targets: tuple = field(default=(30,))

    @property
    def lines(self):
        terms = SimpleNamespace(targets=self.targets)
        reading = SimpleNamespace(terms=terms, figures=SimpleNamespace(due_day=lambda _year: self.due_on))
        marks = [Mark(mark) for mark, number in self.numbers.items() for _ in range(number)]
        return [SimpleNamespace(mark=mark, reading=reading, fiscal_year=self.fiscal_year) for mark in marks]

    @property
    def tally(self):
        return count_marks(line.mark for line in self.lines)


def said(card):
    found = []
    for language in ("en", "ja"):
        with translation.override(language):
            found += [headline(card), subline(card)]
    return found


WHOLE = {"off_track": 9, "at_risk": 20, "on_track": 48, "achieved": 8, "not_due": 49, "missing": 7, "not_judged": 7}


@pytest.mark.parametrize(
    ("card", "title", "below", "title_ja", "below_ja"),
    [
        (Card(WHOLE), "56 of 85 judged indicators are on track or better; 9 are off track",
         "Also 49 not due yet, 7 without data, 7 not judged (148 in all)",
         "判定した85指標のうち56指標が順調以上、9指標が大幅な遅れ",
         "ほかに報告期限前49、値なし7、判定対象外7（全148指標）"),
        (Card(WHOLE, hidden_from_public=2), "56 of 85 judged indicators are on track or better; 9 are off track",
         "Also 49 not due yet, 7 without data, 7 not judged (148 in all, 2 not public)",
         "判定した85指標のうち56指標が順調以上、9指標が大幅な遅れ",
         "ほかに報告期限前49、値なし7、判定対象外7（全148指標、うち非公開2）"),
        (Card({"off_track": 1, "on_track": 1}), "1 of 2 judged indicators is on track or better; 1 is off track",
         "2 in all", "判定した2指標のうち1指標が順調以上、1指標が大幅な遅れ", "全2指標"),
        (Card({"off_track": 13}), "0 of 13 judged indicators are on track or better; 13 are off track",
         "13 in all", "判定した13指標のうち0指標が順調以上、13指標が大幅な遅れ", "全13指標"),
        (Card({"at_risk": 2, "on_track": 1, "missing": 1}),
         "1 of 3 judged indicators is on track or better; none is off track", "Also 1 without data (4 in all)",
         "判定した3指標のうち1指標が順調以上、大幅な遅れはなし", "ほかに値なし1（全4指標）"),
        (Card({"achieved": 12}), "All 12 judged indicators are on track or better", "12 in all",
         "判定した12指標すべてが順調以上", "全12指標"),
        (Card({"on_track": 1}), "The one judged indicator is on track or better", "1 in all",
         "判定した1指標すべてが順調以上", "全1指標"),
        (Card({"not_due": 148}, 2026, due_on=date(2027, 5, 31)),
         "Nothing is due yet for FY2026 (148 indicators, due 31 May 2027)", "",
         "令和8年度は報告期限前（148指標、期限2027年5月31日）", ""),
        (Card({"not_due": 141, "not_judged": 7}, 2026), "Nothing is due yet for FY2026 (141 indicators)",
         "7 not judged (148 in all)", "令和8年度は報告期限前（141指標）", "判定対象外7（全148指標）"),
        (Card({"not_judged": 42}, targets=()), "A plan without targets: 42 indicators followed", "",
         "目標値のない計画（42指標の推移を掲載）", ""),
        (Card({"missing": 7, "not_due": 2, "not_judged": 1}), "No indicator is judged for FY2025",
         "2 not due yet, 7 without data, 1 not judged (10 in all)", "令和7年度に判定した指標はありません",
         "報告期限前2、値なし7、判定対象外1（全10指標）"),
    ],
)  # fmt: skip
def test_title_and_subline_count_over_what_was_judged(card, title, below, title_ja, below_ja):
    assert said(card) == [title, below, title_ja, below_ja]


JUDGED_IN = {"en": r"(?:of|All) ([\d,]+) judged|(The one) judged", "ja": r"判定した([\d,]+)指標"}


@given(st.fixed_dictionaries({mark.value: st.integers(0, 30) for mark in Mark}), st.integers(0, 3))
def test_the_parts_named_in_title_and_subline_add_up_to_the_plans_count(numbers, hidden):
    card = Card(numbers, hidden_from_public=hidden)
    total = len(card.lines)
    if not total:
        return
    for language, judged in JUDGED_IN.items():
        with translation.override(language):
            title, below = headline(card), subline(card)
        found = re.search(judged, title)
        named = int(found[1] or 1) if found else sum(map(int, re.findall(r"[(（](\d+)(?: indicator|指標)", title)))
        parts, _, in_all = below.partition("(" if language == "en" else "（")
        if not in_all:
            parts, in_all = "", below
        assert named + sum(map(int, re.findall(r"\d+", parts))) == total, (title, below)
        assert not in_all or int(re.search(r"\d+", in_all)[0]) == total


def test_levels_are_counted_in_the_plans_own_words():
    plan = Plan(strategy_label_en="Pillar", standard_label_en="Goal")

    with translation.override("en"):
        assert strategies_heading(plan, 3) == "Pillar (3)"
        assert standards_heading(plan, 22) == "Goal (22) by status"


def test_levels_without_a_word_of_their_own_are_strategies_and_standards():
    with translation.override("en"):
        assert strategies_heading(Plan(), 4) == "4 strategies"
        assert standards_heading(Plan(), 1) == "1 standard by status"
