from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from indicators.explanations import explain_speed
from indicators.readings import Reading
from indicators.terms import Actual, Target, Terms
from tests.indicators.plain_readings import d, read, terms


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


STAFF = terms(targets={2027: 36}, baseline="18.4", baseline_year=2021, trajectory="line", decimals=1, unit="%")
FIVE = terms(
    targets=dict.fromkeys(range(2022, 2028), 5), baseline=5, baseline_year=2021, unit="persons", months_to_report=2
)
RANGE = Terms("range", [Target(2014, low=d(100), high=d(105))], unit="%")
YES = Terms("yes_by", [Target(2024, on=date(2025, 3, 31))])
GRADE = Terms("grade_at_least", [Target(2025, grade=3)], scale={1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"})
KEPT = terms("maintain", {2027: "8.3"}, decimals=1)
STEPS = terms(targets={2022: 20, 2027: 30}, trajectory="steps")
TOTAL = terms(targets={2027: 60}, trajectory="line", promise="total", plan_starts=2022)


@pytest.mark.parametrize(
    ("what", "year", "actual", "sentence"),
    [
        (STAFF, 2025, "27.0",
         "27.0 % is below the 30.1 % that a straight path from 18.4 % (FY2021) expects by FY2025: pace 0.73."),
        (STAFF, 2025, Actual(d(27), provisional=True),
         "27.0 % (provisional) is below the 30.1 % that a straight path from 18.4 % (FY2021) expects by FY2025: pace 0.73."),
        (STAFF, 2025, "30.1",
         "30.1 % is below the 30.13 % that a straight path from 18.4 % (FY2021) expects by FY2025: pace 1.00."),
        (STAFF, 2025, "29.8",
         ("29.8 % is below the 30.1 % that a straight path from 18.4 % (FY2021) expects by FY2025:"
          " pace 0.97, and 0.95 is enough to be on track.")),
        (STAFF, 2025, 36, "36.0 % already meets the final target of at least 36.0 %, set for FY2027."),
        (STAFF, 2028, 36, "36.0 % meets the final target of at least 36.0 %, set for FY2027."),
        (STAFF, 2028, 35, "35.0 % is below the final target of 36.0 %, set for FY2027: pace 0.94."),
        (FIVE, 2024, 4, "4 persons is below the target of 5 persons for FY2024, but not beyond the risk line of 4 persons."),
        (FIVE, 2024, 3, "3 persons is below the target of 5 persons for FY2024, beyond the risk line of 4 persons."),
        (FIVE, 2024, 5, "5 persons is exactly the target of 5 persons for FY2024."),
        (FIVE, 2024, 1234567, "1,234,567 persons is above the target of 5 persons for FY2024."),
        (replace(FIVE, tolerance=d(1)), 2024, 4,
         "4 persons is below the target of 5 persons for FY2024, within the tolerance of 1 persons."),
        (replace(STAFF, tolerance=d(2)), 2025, 28,
         ("28.0 % is below the 30.1 % that a straight path from 18.4 % (FY2021) expects by FY2025,"
          " within the tolerance of 2.0 %: pace 0.82.")),
        (terms("more_than", {2024: 20}), 2024, 20,
         "20 only equals the target of 20 for FY2024, but not beyond the risk line of 16."),
        (terms("at_most", {2024: 0, 2027: 0}, -5, 2021), 2024, "-1.5", "−1.5 is below the target of 0 for FY2024."),
        (RANGE, 2014, "98.8", "98.8 % is below the target of 100 to 105 % for FY2014, but not beyond the risk line of 80 %."),
        (RANGE, 2014, 130, "130 % is above the target of 100 to 105 % for FY2014, beyond the risk line of 126 %."),
        (RANGE, 2014, 101, "101 % meets the final target of 100 to 105 %, set for FY2014."),
        (replace(RANGE, targets=[*RANGE.targets, Target(2016, low=d(100), high=d(110))]), 2014, 101,
         "101 % is within the target of 100 to 105 % for FY2014."),
        (KEPT, 2024, 8, "8.0 is below the 8.3 to be kept until FY2027, within the tolerance of 0.4."),
        (KEPT, 2024, 10, "10.0 is above the 8.3 to be kept until FY2027, beyond the risk line of 9.96."),
        (KEPT, 2027, 8, "8.0 meets the final target of 8.3, give or take 0.42, set for FY2027."),
        (STEPS, 2024, 17,
         "17 is below the 20 of the last target (FY2022), a guide for FY2024, but not beyond the risk line of 16."),
        (STEPS, 2021, 17, "17, not judged in FY2021: the next target is at least 20, for FY2022."),
        (terms("reach_rank", {2027: 200}), 2027, 190, "190 meets the final target of 200 or better, set for FY2027."),
        (GRADE, 2025, Actual(grade=2), "Ⅱ is below the target of Ⅲ for FY2025, but not beyond the risk line of Ⅱ."),
        (GRADE, 2025, Actual(grade=3), "Ⅲ meets the final target of Ⅲ or better, set for FY2025."),
        (YES, 2024, 0, "Not done in FY2024: it was to be done by 31 March 2025."),
        (YES, 2024, 1, "Done in time: it was to be done by 31 March 2025."),
        (YES, 2025, Actual(on=date(2025, 5, 9)), "Done on 9 May 2025, later than 31 March 2025."),
        (YES, 2023, 0, "“no”, not judged in FY2023: the next target is yes by 31 March 2025, for FY2024."),
        (terms(""), 2024, 1, "Not judged: the figure is followed, but not compared with a target."),
        (terms("", {2024: 1}), 2024, 1, "Targets are set, but no comparison is chosen."),
        (terms(), 2024, 1, "Not judged: no target has been set."),
        (terms(targets={2024: 1}, kind="text"), 2024, None, "Not judged: the indicator is described in words."),
        (terms(targets={2024: 1}, withdrawn="cancelled"), 2024, 1, "Not judged: it was cancelled."),
        (terms(targets={2024: 1}, withdrawn="merged"), 2024, 1, "Not judged: it was merged into another."),
        (FIVE, 2022, Actual(state="not_applicable"), "Not judged: the indicator does not apply in FY2022."),
        (replace(FIVE, plan_starts=2022), 2021, 1,
         "Not judged: FY2021 lies before the plan, which starts in FY2022."),
        (FIVE, 2021, 1, "Not judged: progress is counted from the baseline of FY2021."),
        (FIVE, 2022, Actual(state="not_collected"), "No value was collected for FY2022."),
        (FIVE, 2022, Actual(state="cannot_compute"), "The value for FY2022 cannot be computed."),
        (FIVE, 2022, Actual(state="withheld"), "The value for FY2022 is withheld."),
        (FIVE, 2022, None, "No value for FY2022 yet: it is due on 31 May 2023."),
    ],
)  # fmt: skip
def test_a_reading_explains_itself_in_one_sentence(what, year, actual, sentence):
    assert read(what, year, actual).explain() == sentence


def test_an_overdue_value_names_the_day_it_was_due():
    reading = read(FIVE, 2025, today=date(2026, 5, 30), due_on=date(2026, 5, 29))

    assert reading.explain() == "The value for FY2025 is overdue: it was due on 29 May 2026."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({2022: 8, 2023: 9, 2024: 13},
         "A total of 30 since FY2022 is exactly the 30 that a straight path from 0 (FY2021) expects by FY2024: pace 1.00."),
        ({2022: 8, 2024: 13}, "21 is known since FY2022, which is not the whole total: no value for FY2023."),
        ({}, "No total since FY2022: no value for FY2022, FY2023, FY2024."),
        ({2024: 61}, "A total of 61 since FY2022 already meets the final target of at least 60, set for FY2027."),
    ],
)  # fmt: skip
def test_a_total_explains_what_it_adds_up(values, sentence):
    reading = Reading(TOTAL, 2024, {year: Actual(d(value)) for year, value in values.items()})

    assert reading.explain() == sentence


def test_a_year_in_which_nothing_is_expected_is_not_overdue():
    reading = read(terms(targets={2023: 30}), 2020, today=date(2026, 1, 1))

    assert reading.explain() == "No target and no request for FY2020."


@pytest.mark.parametrize(
    ("what", "year", "actual", "sentence"),
    [
        (STAFF, 2025, "27.0", "Needs +4.5 points a year from here; has averaged +2.2."),
        (STAFF, 2025, "18.4", "Needs +8.8 points a year from here; has averaged 0.0."),
        (terms("at_most", {2027: 20}, 40, 2021), 2025, 38, "Needs −9 a year from here; has averaged −0.5."),
        (STAFF, 2025, 36, ""),
        (STAFF, 2027, 30, ""),
        (FIVE, 2024, 4, ""),
        (STAFF, 2025, None, ""),
    ],
)
def test_a_way_still_to_go_names_the_speed_it_needs_and_the_speed_so_far(what, year, actual, sentence):
    assert explain_speed(read(what, year, actual)) == sentence


def test_a_guide_is_called_a_guide():
    assert str(read(STAFF, 2025, 27).expected_note) == "guide, not a target"
    assert read(STAFF, 2027, 27).expected_note == ""


def test_years_and_days_are_named_in_the_readers_language():
    with translation.override("ja"):
        sentence = read(FIVE, 2025).explain()

    assert "令和7年度" in sentence
    assert "2026年5月31日" in sentence
