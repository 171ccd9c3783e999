from decimal import Decimal

import pytest

from indicators.readings.wording.missing_reasons import no_share_text
from tests.indicators.readings.plain_readings import d, read, terms

RISING = terms(targets={2027: 20}, baseline=10, baseline_year=2021, trajectory="line")
ALWAYS_FIVE = terms(targets=dict.fromkeys(range(2022, 2028), 5), baseline=5, baseline_year=2021)
LATE_TARGET = terms(targets={2023: 30})


@pytest.mark.parametrize(
    ("what", "year", "actual", "gap"),
    [
        (terms(targets={2024: 0}), 2024, 0, "zero"),
        (terms("at_most", {2024: 5}), 2024, 0, "zero"),
        (terms(targets={2024: -5}), 2024, 1, "negative"),
        (terms("equal", {2024: 5}), 2024, 1, "no_baseline"),
        (ALWAYS_FIVE, 2024, 4, "starts_met"),
        (LATE_TARGET, 2023, None, "no_value"),
        (RISING, 2020, 4, "before_start"),
        (terms("", {2024: 1}), 2024, 1, "no_comparison"),
    ],
)
def test_missing_progress_says_why(what, year, actual, gap):
    reading = read(what, year, actual)

    assert (reading.progress.share, reading.progress.why_no_share) == (None, gap)
    assert no_share_text(reading.progress.why_no_share)


def test_progress_toward_less_without_a_baseline_turns_the_quotient():
    assert read(terms("at_most", {2024: 5}), 2024, 10).progress.share == d("0.5")
    assert read(terms("reach_rank", {2024: 5}), 2024, 10).progress.share == d("0.5")


def test_pace_without_reason_is_a_number():
    reading = read(RISING, 2024, 14)

    assert (no_share_text(reading.progress.why_no_pace), no_share_text(reading.progress.why_no_share)) == ("", "")
    assert (reading.progress.needed_per_year, reading.progress.averaged_per_year) == (2, d(4) / 3)


def test_missing_pace_says_why():
    assert read(LATE_TARGET, 2020, 12).progress.why_no_pace == "nothing_expected"
    assert read(LATE_TARGET, 2023, 12).progress.why_no_pace == "no_baseline"
    assert read(ALWAYS_FIVE, 2023, 12).progress.why_no_pace == "starts_as_expected"


def test_pace_needs_no_year_of_the_baseline_but_speed_does():
    reading = read(terms(targets={2023: 15, 2027: 20}, baseline=10), 2023, 14)

    assert (reading.progress.pace, reading.progress.averaged_per_year, reading.progress.word) == (d("0.8"), None, None)
    assert reading.progress.needed_per_year == d("1.5")


def test_progress_is_never_clipped():
    assert read(RISING, 2024, 40).progress.share == 3
    assert read(RISING, 2024, -10).progress.share == -2


def test_nothing_is_needed_once_met_or_in_the_final_year_or_where_it_is_held():
    assert read(RISING, 2024, 20).progress.needed_per_year is None
    assert read(RISING, 2027, 19).progress.needed_per_year is None
    assert read(ALWAYS_FIVE, 2024, 4).progress.needed_per_year is None


@pytest.mark.parametrize(
    ("actual", "word"), [("14.99", "accelerate"), (15, "maintain"), (10, "accelerate"), ("9.99", "reverse")]
)
def test_the_word_compares_the_speed_so_far_with_the_speed_needed(actual, word):
    assert read(RISING, 2024, actual).progress.word == word
    assert read(terms("at_most", {2027: -20}, -10, 2021), 2024, -d(actual)).progress.word == word


def test_thirds_are_no_trouble():
    what = terms(targets={2024: 20}, baseline=10, baseline_year=2021, trajectory="line")

    assert round(read(what, 2022, 11).progress.pace, 20) == round(Decimal("0.3"), 20)
