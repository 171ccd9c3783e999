from datetime import date

import pytest

from indicators.readings.bands import Band
from indicators.readings.statuses import Status
from indicators.readings.terms import CommitmentTerms, Target
from indicators.readings.wording.explanations import explain
from tests.indicators.readings.plain_readings import d, expected_number, read, terms


def one_sided(year, low=None, high=None):
    return Target(year, low=d(low), high=d(high))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (one_sided(2024, low=100), one_sided(2026, high=100), None),
        (one_sided(2024, high=100), one_sided(2026, low=90), None),
        (one_sided(2024, low=100), one_sided(2026, low=110), Band(d(105), None)),
        (one_sided(2024, low=100, high=120), one_sided(2026, high=110), Band(None, d(115))),
        (one_sided(2024, low=100), one_sided(2026, low=110, high=120), Band(d(105), None)),
        (one_sided(2024, low=100, high=110), one_sided(2026, low=110, high=120), Band(d(105), d(115))),
    ],
)
def test_a_range_on_a_line_keeps_the_ends_that_both_neighbours_have(first, second, expected):
    what = CommitmentTerms("range", [first, second], trajectory="line", months_to_report=2)
    reading = read(what, 2025, 1)

    assert reading.expected_band == expected
    assert (reading.status is Status.NOT_JUDGED, reading.reason == "nothing_expected") == (expected is None,) * 2
    assert explain(reading).long
    assert read(what, 2025, today=date(2034, 1, 1)).reason == ("not_asked" if expected is None else "overdue")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"low": 100}, {"low": 110}, Band(d(105), None)),
        ({"high": 100}, {"high": 110}, Band(None, d(105))),
    ],
)
def test_a_baseline_has_both_ends(first, second, expected):
    what = CommitmentTerms("range", [one_sided(2027, **second)], d(next(iter(first.values()))), 2023, "line")

    assert read(what, 2025, 1).expected_band == expected


def test_steps_expect_the_last_target_and_after_the_end_the_final_one():
    what = terms(targets={2022: 10, 2025: 20}, trajectory="steps")

    assert [expected_number(read(what, year, 1)) for year in range(2021, 2028)] == [None, 10, 10, 10, 20, 20, 20]
    assert [read(what, year, 1).expectation.is_guide for year in (2022, 2023, 2025, 2026)] == [False, True, False, True]


def test_a_line_runs_between_the_neighbouring_known_points():
    what = terms(targets={2024: 16, 2026: 20}, baseline=10, baseline_year=2021, trajectory="line")

    assert [expected_number(read(what, year, 1)) for year in range(2020, 2028)] == [None, 10, 12, 14, 16, 18, 20, 20]


def test_a_line_without_the_year_of_its_baseline_starts_at_the_first_target():
    what = terms(targets={2024: 16, 2026: 20}, baseline=10, trajectory="line")

    assert [expected_number(read(what, year, 1)) for year in (2023, 2025)] == [None, 18]
