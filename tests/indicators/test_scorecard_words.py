import pytest
from django.utils import translation

from indicators.scorecard_words import headline, standards_counted, strategies_counted
from indicators.statuses import Status
from plans.models import Plan


def counts(**numbers):
    return {status: numbers.get(status.value, 0) for status in Status}


@pytest.mark.parametrize(
    ("numbers", "english", "japanese"),
    [
        ({"off_track": 9, "on_track": 48, "achieved": 8, "no_data": 83},
         "Nine indicators are off track; 56 of 148 are at or ahead of pace",
         "148指標のうち56指標が順調以上、9指標が大幅な遅れ"),
        ({"off_track": 1, "on_track": 1},
         "One indicator is off track; 1 of 2 are at or ahead of pace", "2指標のうち1指標が順調以上、1指標が大幅な遅れ"),
        ({"off_track": 13}, "13 indicators are off track; 0 of 13 are at or ahead of pace",
         "13指標のうち0指標が順調以上、13指標が大幅な遅れ"),
        ({"at_risk": 2, "on_track": 1}, "No indicator is off track; 1 of 3 are at or ahead of pace",
         "3指標のうち1指標が順調以上、大幅な遅れはなし"),
        ({"achieved": 3}, "All 3 indicators are at or ahead of pace", "3指標すべてが順調以上"),
        ({"on_track": 1}, "The one indicator is at or ahead of pace", "1指標すべてが順調以上"),
        ({"no_data": 2, "not_judged": 2}, "None of 4 indicators can be judged yet", "4指標はいずれもまだ判定できません"),
    ],
)  # fmt: skip
def test_the_headline_says_the_message(numbers, english, japanese):
    with translation.override("en"):
        assert headline(counts(**numbers)) == english
    with translation.override("ja"):
        assert headline(counts(**numbers)) == japanese


def test_levels_are_counted_in_the_plans_own_words():
    plan = Plan(strategy_label_en="Pillar", standard_label_en="Goal")

    with translation.override("en"):
        assert strategies_counted(plan, 3) == "Pillar (3)"
        assert standards_counted(plan, 22) == "Goal (22) by status"


def test_levels_without_a_word_of_their_own_are_strategies_and_standards():
    with translation.override("en"):
        assert strategies_counted(Plan(), 4) == "Four strategies"
        assert standards_counted(Plan(), 1) == "1 standard by status"
