from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.profile.pace_scale import formula, pace_scale, rules_of_year
from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.statuses import Status
from indicators.readings.terms import Actual, CommitmentTerms, Comparator, Target, Trajectory


def reading(actual, *, year=2024, target=20, final=2027, **terms):
    terms = {"comparator": Comparator.AT_LEAST, "baseline": Decimal(10), "baseline_year": 2021, "decimals": 0} | terms
    promised = CommitmentTerms(targets=[Target(final, Decimal(target))], trajectory=Trajectory.LINE, **terms)
    return Reading(Figures(promised, year, {year: Actual(Decimal(actual))}))


@pytest.mark.parametrize(("actual", "status", "pin"), [(14, Status.AT_RISK, 172.3), (11, Status.OFF_TRACK, 43.1)])
def test_the_pin_stands_at_the_pace_in_the_stretch_of_the_status(actual, status, pin):
    scale = pace_scale(reading(actual))

    assert [stretch.status for stretch in scale.stretches if stretch.is_here] == [status]
    assert scale.pin == pin
    assert [label for x, label in scale.ticks] == ["0.60", "0.95"]


def test_a_target_of_the_year_itself_asks_for_the_whole_way():
    assert [label for x, label in pace_scale(reading(18, year=2027)).ticks] == ["0.60", "1.00"]


@pytest.mark.parametrize(("actual", "pin", "pace"), [(5, 0.0, "−1.00"), (19, 280.0, "1.80")])
def test_a_pace_beyond_the_scale_stands_at_its_end_with_its_number(actual, pin, pace):
    scale = pace_scale(reading(actual))

    assert (scale.pin, scale.pace) == (pin, pace)


@pytest.mark.parametrize(
    ("comparator", "actual", "status"),
    [(Comparator.EQUAL, 19, Status.OFF_TRACK), (Comparator.EQUAL, 16, Status.AT_RISK)],
)
def test_too_much_of_what_should_be_exact_has_no_scale_from_too_slow_to_fast_enough(comparator, actual, status):
    beyond = reading(actual, comparator=comparator)

    assert (beyond.status, beyond.progress.pace > 1, pace_scale(beyond)) == (status, True, None)


def words(found):
    return [(rule.status, rule.words, rule.is_here) for rule in rules_of_year(found)]


def test_without_a_pace_there_is_no_scale():
    held = reading(4, target=5, baseline=Decimal(5))

    assert pace_scale(held) is None
    assert formula(held) is None
    assert words(held) == [
        (Status.ON_TRACK, "at least 5", False),
        (Status.AT_RISK, "4 to below 5", True),
        (Status.OFF_TRACK, "below 4", False),
    ]


STAFF = {"target": 36, "baseline": Decimal("18.4"), "decimals": 1, "unit": "%", "year": 2025}
HOURS = {
    "target": 8, "baseline": Decimal("14.5"), "decimals": 1, "unit": "hours", "year": 2025, "comparator": Comparator.AT_MOST,
}  # fmt: skip
RANK = {"target": 200, "baseline": Decimal(251), "unit": "rank", "year": 2025, "comparator": Comparator.REACH_RANK}


@pytest.mark.parametrize(
    ("terms", "unit", "english", "japanese"),
    [
        (STAFF | {"actual": 27}, "%", ["at least 29.6%", "25.5% to below 29.6%", "below 25.5%"],
         ["29.6%以上", "25.5%以上29.6%未満", "25.5%未満"]),
        (HOURS | {"actual": "14.2"}, "時間", ["at most 10.3 hours", "at most 11.9 hours", "more than 11.9 hours"],
         ["10.3時間以下", "11.9時間以下", "11.9時間超"]),
        (RANK | {"actual": 226}, "位", ["rank 218 or better", "rank 230 or better", "rank 231 or worse"],
         ["218位以内", "230位以内", "231位以下"]),
        ({"actual": 40, "target": 50, "baseline": Decimal(50), "comparator": Comparator.MAINTAIN, "tolerance": Decimal(5)}, "",
         ["45 to 55", "40 to 60, outside that", "anything else"], ["45～55", "40～60（その外側）", "それ以外"]),
        ({"actual": 1, "target": 2, "baseline": Decimal(2)}, "", ["at least 2", "below 2"], ["2以上", "2未満"]),
        ({"actual": 4, "target": 30, "baseline": Decimal(30), "comparator": Comparator.MORE_THAN}, "",
         ["more than 30", "24 to 30", "below 24"], ["30超", "24以上30以下", "24未満"]),
    ],
)  # fmt: skip
def test_the_lines_of_the_year_are_said_in_its_own_numbers(terms, unit, english, japanese):
    assert [rule.words for rule in rules_of_year(reading(**terms))] == english
    with override("ja"):
        assert [rule.words for rule in rules_of_year(reading(**terms | {"unit": unit}))] == japanese


def test_a_final_target_that_is_met_says_so_first():
    assert words(reading(25))[0] == (Status.ACHIEVED, "Final target met", True)


def test_the_formula_has_the_numbers():
    told = formula(reading(14))

    assert (told.differences, told.quotient, told.pace) == ("(14 − 10) ÷ (15 − 10)", "4 ÷ 5", "0.80")


def test_negative_numbers_stand_in_brackets():
    told = formula(reading(-120, target=-50, baseline=Decimal(-200)))

    assert told.differences == "(−120 − (−200)) ÷ (−125 − (−200))"


def test_an_expectation_that_is_no_round_number_gives_all_numbers_one_decimal_more():
    told = formula(reading(14, year=2023))

    assert (told.differences, told.quotient) == ("(14.0 − 10.0) ÷ (13.3 − 10.0)", "4.0 ÷ 3.3")


@pytest.mark.parametrize("comparator", [Comparator.YES_BY, Comparator.GRADE_AT_LEAST])
def test_what_has_no_distance_has_no_rule_in_figures(comparator):
    assert rules_of_year(reading(1, comparator=comparator)) == []
