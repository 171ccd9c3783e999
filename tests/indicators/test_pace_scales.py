from decimal import Decimal

import pytest

from indicators.pace_scales import formula, pace_scale, rules
from indicators.readings import Reading
from indicators.statuses import Status
from indicators.terms import Actual, Comparator, Target, Terms, Trajectory


def reading(actual, *, year=2024, target=20, final=2027, **terms):
    terms = {"comparator": Comparator.AT_LEAST, "baseline": Decimal(10), "baseline_year": 2021, "decimals": 0} | terms
    promised = Terms(targets=[Target(final, Decimal(target))], trajectory=Trajectory.LINE, **terms)
    return Reading(promised, year, {year: Actual(Decimal(actual))})


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


def test_without_a_pace_there_is_no_scale_and_the_rule_is_told_in_figures():
    held = reading(4, target=5, baseline=Decimal(5))

    assert pace_scale(held) is None
    assert formula(held) is None
    assert [(rule.status, rule.words, rule.is_here) for rule in rules(held)] == [
        (Status.OFF_TRACK, "worse than 4", False),
        (Status.AT_RISK, "4 or better", True),
        (Status.ON_TRACK, "5 or better", False),
    ]


def test_a_rule_about_a_range_says_inside_and_outside():
    kept = reading(40, target=50, baseline=Decimal(50), comparator=Comparator.MAINTAIN, tolerance=Decimal(5))

    assert [(rule.status, rule.words) for rule in rules(kept)] == [
        (Status.OFF_TRACK, "outside 40 to 60"),
        (Status.AT_RISK, "within 40 to 60"),
        (Status.ON_TRACK, "within 45 to 55"),
    ]


def test_the_rule_marks_where_the_reading_lies():
    assert [(rule.words, rule.is_here) for rule in rules(reading(14))] == [
        ("pace below 0.60", False),
        ("pace of 0.60 to below 0.95", True),
        ("pace of 0.95 and above", False),
    ]


def test_the_formula_has_the_numbers():
    told = formula(reading(14))

    assert (told.differences, told.quotient, told.pace) == ("(14 − 10) ÷ (15 − 10)", "4 ÷ 5", "0.80")


def test_negative_numbers_stand_in_brackets():
    told = formula(reading(-120, target=-50, baseline=Decimal(-200)))

    assert told.differences == "(−120 − (−200)) ÷ (−125 − (−200))"


def test_an_expectation_that_is_no_round_number_has_one_decimal_more():
    assert formula(reading(14, year=2023)).differences == "(14 − 10) ÷ (13.3 − 10)"


@pytest.mark.parametrize("comparator", [Comparator.YES_BY, Comparator.GRADE_AT_LEAST])
def test_what_has_no_distance_has_no_rule_in_figures(comparator):
    assert rules(reading(1, comparator=comparator)) == []
