from dataclasses import replace
from datetime import date

import pytest

from indicators.readings.bands import Band
from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.statuses import Status, count_statuses
from indicators.readings.terms import Actual, CommitmentTerms, Target
from tests.indicators.readings.plain_readings import LATE_TARGET, RISING, bands_of, d, expected_number, read, terms


def seen(reading, digits=2):
    """Progress, pace and word as the table prints them."""
    way = reading.progress
    return (*(None if share is None else round(share, digits) for share in (way.share, way.pace)), way.word)


TWO_TARGETS = terms(targets={2023: 12, 2027: 20}, baseline=10, baseline_year=2021)
FALLING = terms("at_most", {2027: 24}, 48, 2021, trajectory="line")
TO_ZERO = terms("at_most", {2027: 0}, 6, 2021)
NEVER_ANY = terms("at_most", dict.fromkeys(range(2022, 2028), 0), 0, 2021)
ALWAYS_FIVE = terms(targets=dict.fromkeys(range(2022, 2028), 5), baseline=5, baseline_year=2021)
MAINTAINED = terms("maintain", dict.fromkeys(range(2022, 2028), "8.3"))
NEGATIVE = terms(targets={2027: -50}, baseline=-200, baseline_year=2021, trajectory="line")
RANK = terms("reach_rank", {2027: 200}, 251, 2021, trajectory="line")
DECLINE = terms(targets={2027: 110}, baseline=120, baseline_year=2021, trajectory="line")
SHARE = terms(targets={2027: "30.0"}, decimals=1)


@pytest.mark.parametrize(
    ("what", "year", "actual", "expected", "guide", "on_track", "risk", "status", "progress", "pace", "word"),
    [
        (LATE_TARGET, 2023, None, 30, False, 30, 24, "no_data", None, None, None),
        (LATE_TARGET, 2020, 12, None, False, None, None, "not_judged", "0.40", None, None),
        (RISING, 2024, 15, 15, True, "14.75", 13, "on_track", "0.50", "1.00", "maintain"),
        (RISING, 2024, 14, 15, True, "14.75", 13, "at_risk", "0.40", "0.80", "accelerate"),
        (RISING, 2024, 9, 15, True, "14.75", 13, "off_track", "-0.10", "-0.20", "reverse"),
        (RISING, 2023, 21, "13.33", True, "13.17", 12, "achieved", "1.10", "3.30", None),
        (TWO_TARGETS, 2023, 12, 12, False, 12, "11.2", "on_track", "0.20", "1.00", "accelerate"),
        (FALLING, 2024, 36, 36, True, "36.6", "40.8", "on_track", "0.50", "1.00", "maintain"),
        (TO_ZERO, 2027, 0, 0, False, 0, "2.4", "achieved", "1.00", "1.00", None),
        (NEVER_ANY, 2024, 1, 0, False, 0, 0, "off_track", None, None, None),
        (ALWAYS_FIVE, 2024, 4, 5, False, 5, 4, "at_risk", None, None, None),
        (ALWAYS_FIVE, 2024, 6, 5, False, 5, 4, "on_track", None, None, None),
        (MAINTAINED, 2024, "8.0", "8.3", False, "8.3", None, "on_track", None, None, None),
        (NEGATIVE, 2024, -120, -125, True, "-128.75", -155, "on_track", "0.53", "1.07", "maintain"),
        (RANK, 2024, 230, "225.5", True, "226.78", "235.7", "at_risk", "0.41", "0.82", "accelerate"),
        (DECLINE, 2024, 116, 115, True, 115, 92, "on_track", None, None, None),
        (DECLINE, 2024, 114, 115, True, 115, 92, "at_risk", None, None, None),
        (SHARE, 2027, "29.96", 30, False, 30, 24, "achieved", "1.00", None, None),
    ],
)
def test_a_reading_says_what_the_rule_says(
    what, year, actual, expected, guide, on_track, risk, status, progress, pace, word
):
    reading = read(what, year, actual)
    lines = [None if band is None or band.value is None else round(band.value, 2) for band in bands_of(reading)]

    assert lines == [None if line is None else round(d(line), 2) for line in (expected, on_track, risk)]
    assert (reading.expectation is not None and reading.expectation.is_guide) is guide
    assert reading.status == status
    assert seen(reading) == (d(progress), d(pace), word)


def test_maintaining_has_a_risk_line_on_both_sides():
    assert read(MAINTAINED, 2024, "8.0").expectation.risk_line == Band(d("6.640"), d("9.960"))


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        ("7.885", "on_track"),
        ("7.884", "at_risk"),
        ("8.715", "on_track"),
        ("8.716", "at_risk"),
        ("6.64", "at_risk"),
        ("6.63", "off_track"),
        ("9.97", "off_track"),
    ],
)
def test_maintaining_allows_five_percent_either_way(actual, status):
    assert read(MAINTAINED, 2024, actual).status == status


def test_what_is_to_be_maintained_is_expected_before_its_target_year_too():
    reading = read(terms("maintain", {2027: "8.3"}), 2024, "8.0")

    assert (reading.status, reading.expectation.number, reading.expectation.is_guide) == (
        Status.ON_TRACK,
        d("8.3"),
        True,
    )


RANGE = CommitmentTerms("range", [Target(2014, low=d(100), high=d(105))])


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        ("98.8", "at_risk"),
        (80, "at_risk"),
        ("79.9", "off_track"),
        (100, "achieved"),
        (105, "achieved"),
        (126, "at_risk"),
        (127, "off_track"),
    ],
)
def test_a_range_is_judged_by_its_nearer_bound(actual, status):
    reading = read(RANGE, 2014, actual)

    assert reading.status == status
    assert reading.expectation.number is None
    assert bands_of(reading) == (Band(d(100), d(105)), Band(d(100), d(105)), Band(d(80), d(126)))
    assert seen(reading) == (None, None, None)


def total(values, year, **others):
    what = terms(targets={2027: 60}, trajectory="line", promise="total", plan_starts=2022, **others)
    return Reading(Figures(what, year, {known: Actual(d(value)) for known, value in values.items()}))


def test_a_total_adds_up_the_years_of_the_plan():
    reading = total({2021: 100, 2022: 8, 2023: 9, 2024: 13}, 2024)

    assert reading.figures.actual == 30
    assert [band.value for band in bands_of(reading)] == [30, d("28.5"), 18]
    assert (reading.status, seen(reading)) == (Status.ON_TRACK, (d("0.50"), d("1.00"), "maintain"))


def test_a_total_with_a_gap_is_no_data_and_names_the_year():
    reading = total({2022: 8, 2024: 13}, 2024)

    figures = reading.figures

    assert reading.status is Status.NO_DATA
    assert (list(figures.missing), figures.actual, figures.known_figure) == ([2023], None, 21)
    assert [band.value for band in bands_of(reading)] == [30, d("28.5"), 18]
    assert seen(reading) == (None, None, None)


def test_a_total_with_a_gap_is_achieved_once_the_known_sum_is_enough():
    assert total({2022: 8, 2024: 52}, 2024).status is Status.ACHIEVED
    assert total({2022: 8, 2024: "51.9"}, 2024).status is Status.NO_DATA


def test_a_ceiling_on_a_total_is_not_achieved_before_the_end():
    ceiling = terms("at_most", {2027: 60}, promise="total", plan_starts=2022, trajectory="line")
    spent = {year: Actual(d(10)) for year in range(2022, 2028)}

    assert Reading(Figures(ceiling, 2024, spent)).status is Status.ON_TRACK
    assert Reading(Figures(ceiling, 2027, spent)).status is Status.ACHIEVED
    assert Reading(Figures(ceiling, 2027, {2027: Actual(d(10))})).status is Status.NO_DATA


def test_a_year_that_does_not_apply_leaves_a_total_whole():
    values = {2022: Actual(state="not_applicable"), 2023: Actual(d(17)), 2024: Actual(d(13))}
    reading = Reading(Figures(total({}, 2024).terms, 2024, values))

    assert (reading.status, reading.figures.actual) == (Status.ON_TRACK, 30)


YES = CommitmentTerms("yes_by", [Target(2024, on=date(2025, 3, 31))])


@pytest.mark.parametrize(
    ("year", "actual", "status", "number"),
    [
        (2023, Actual(d(0)), "not_judged", None),
        (2024, Actual(d(0)), "off_track", 1),
        (2024, Actual(d(1)), "achieved", 1),
        (2024, Actual(on=date(2025, 3, 31)), "achieved", 1),
        (2025, Actual(d(1), on=date(2025, 4, 1)), "off_track", 1),
        (2025, Actual(d(1)), "off_track", 1),
        (2023, Actual(d(1)), "achieved", None),
    ],
)
def test_yes_counts_if_it_came_in_time(year, actual, status, number):
    reading = read(YES, year, actual)

    assert (reading.status, expected_number(reading)) == (status, number)
    assert (bands_of(reading)[2], seen(reading)) == (None, (None, None, None))


def test_a_yes_of_an_earlier_year_keeps_its_date():
    assert Reading(Figures(YES, 2026, {2024: Actual(d(1)), 2026: Actual(d(1))})).status is Status.ACHIEVED


GRADED = CommitmentTerms(
    "grade_at_least", [Target(2025, grade=3)], d(1), 2021, "line", scale={1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"}
)


@pytest.mark.parametrize(("grade", "status"), [(4, "achieved"), (3, "achieved"), (2, "at_risk"), (1, "off_track")])
def test_a_grade_is_at_risk_one_step_below(grade, status):
    reading = read(GRADED, 2025, Actual(grade=grade))

    assert (reading.status, reading.progress.why_no_share, reading.progress.why_no_pace) == (
        status,
        "unmeasured",
        "unmeasured",
    )


def test_a_line_between_grades_is_steps():
    what = replace(GRADED, targets=[Target(2022, grade=2), Target(2027, grade=4)])

    assert expected_number(read(what, 2026, Actual(grade=2))) == 2
    assert expected_number(read(what, 2021, Actual(grade=2))) is None


@pytest.mark.parametrize(
    ("comparator", "target", "tolerance", "actual", "met"),
    [
        ("at_least", 30, 0, 30, True),
        ("at_least", 30, 0, "29.99", False),
        ("at_least", 30, 2, 28, True),
        ("more_than", 30, 0, 30, False),
        ("more_than", 30, 0, "30.01", True),
        ("more_than", 30, 2, 28, False),
        ("at_most", 30, 0, 30, True),
        ("at_most", 30, 2, 32, True),
        ("at_most", 30, 2, "32.01", False),
        ("less_than", 30, 0, 30, False),
        ("less_than", 30, 2, "31.99", True),
        ("reach_rank", 30, 0, 30, True),
        ("reach_rank", 30, 0, 31, False),
        ("equal", 30, 0, 30, True),
        ("equal", 30, 0, "30.01", False),
        ("equal", 30, 1, 29, True),
        ("maintain", 30, 0, "30.1", False),
    ],
)
def test_a_target_is_met_within_its_tolerance(comparator, target, tolerance, actual, met):
    reading = read(terms(comparator, {2024: target}, tolerance=d(tolerance)), 2024, actual)

    assert reading.figures.is_met is met
    assert (reading.status is Status.ACHIEVED) is met


def test_figures_are_judged_as_they_are_printed():
    assert read(SHARE, 2027, "29.95").status is Status.ACHIEVED
    assert read(SHARE, 2027, "29.949").status is Status.AT_RISK
    assert read(terms("at_most", {2027: "-30.0"}, decimals=1), 2027, "-29.95").status is Status.ACHIEVED


@pytest.mark.parametrize(
    ("what", "year", "reason"),
    [
        (terms(""), 2024, "no_comparator"),
        (terms("", {2024: 1}), 2024, "no_comparison"),
        (terms("unheard_of", {2024: 1}), 2024, "no_comparison"),
        (terms(), 2024, "no_target"),
        (CommitmentTerms("at_least", [Target(2024)]), 2024, "no_target"),
        (terms(targets={2024: 1}, kind="text"), 2024, "text"),
        (terms("", kind="text"), 2024, "text"),
        (terms(targets={2024: 1}, withdrawn="cancelled"), 2024, "cancelled"),
        (terms("", withdrawn="cancelled"), 2024, "cancelled"),
        (terms(targets={2024: 1}, withdrawn="merged"), 2024, "merged"),
        (terms(targets={2021: 1}, plan_starts=2022), 2021, "before_plan"),
        (terms(targets={2024: 1}, baseline=0, baseline_year=2024), 2024, "baseline_year"),
        (terms(targets={2024: 1}), 2023, "nothing_expected"),
    ],
)
def test_what_cannot_be_judged_says_why(what, year, reason):
    reading = read(what, year, "0.5")

    assert (reading.status, reading.reason) == (Status.NOT_JUDGED, reason)


def test_what_does_not_apply_is_not_judged():
    reading = read(LATE_TARGET, 2023, Actual(state="not_applicable"))

    assert (reading.status, reading.reason, reading.figures.state) == (
        Status.NOT_JUDGED,
        "not_applicable",
        "not_applicable",
    )


@pytest.mark.parametrize(
    ("direction", "kind", "comparator"),
    [
        ("up", "number", "at_least"),
        ("down", "number", "at_most"),
        ("range", "number", "range"),
        ("keep", "number", "maintain"),
        ("up", "ratio", "at_least"),
        ("up", "grade", "grade_at_least"),
        ("up", "yes_no", "yes_by"),
        ("up", "date", "yes_by"),
        ("none", "number", ""),
        ("", "number", ""),
    ],
)
def test_targets_without_a_comparator_are_compared_by_the_indicators_direction(direction, kind, comparator):
    target = Target(2024, d(30), d(29), d(31), date(2025, 3, 31), 3)
    silent, chosen = (
        CommitmentTerms(said, [target], kind=kind, direction=direction, trajectory="line") for said in ("", comparator)
    )

    assert silent.comparator == comparator
    for actual in (Actual(d(30), grade=3), Actual(d(1), grade=2), Actual(d(0)), Actual(d(40))):
        mine, theirs = read(silent, 2024, actual), read(chosen, 2024, actual)
        assert (mine.status, mine.reason) == (theirs.status, theirs.reason)
    assert read(silent, 2024, Actual(d(30), grade=3)).reason == ("" if comparator else "no_comparison")


def test_a_chosen_comparator_stands_whatever_the_direction():
    assert terms("at_most", {2024: 30}, direction="up").comparator == "at_most"


def test_without_targets_the_direction_makes_no_promise():
    assert read(terms("", direction="up"), 2024, 30).reason == "no_comparator"


def test_a_reported_row_without_a_fitting_figure_cannot_be_computed():
    assert read(LATE_TARGET, 2023, Actual(grade=3)).reason == "cannot_compute"


def test_zero_is_a_value_and_not_a_gap():
    assert read(TO_ZERO, 2027, 0).status is Status.ACHIEVED
    assert read(LATE_TARGET, 2023, 0).status is Status.OFF_TRACK
    assert read(LATE_TARGET, 2023, 0).progress.share == 0


def test_a_provisional_figure_counts_and_is_marked():
    reading = read(LATE_TARGET, 2023, Actual(d(30), provisional=True))

    assert (reading.status, reading.figures.is_provisional) == (Status.ACHIEVED, True)


def test_what_is_held_is_achieved_only_in_its_final_year():
    assert read(ALWAYS_FIVE, 2026, 6).status is Status.ON_TRACK
    assert read(ALWAYS_FIVE, 2027, 6).status is Status.ACHIEVED
    assert read(replace(ALWAYS_FIVE, promise="reach"), 2024, 6).status is Status.ACHIEVED


def test_the_three_shares_are_the_plans():
    strict = replace(RISING, on_track_share=d(1), risk_share=d("0.9"))

    assert read(strict, 2024, "14.9").status is Status.AT_RISK
    assert read(strict, 2024, "14.4").status is Status.OFF_TRACK
    assert read(replace(ALWAYS_FIVE, worsening_share=d("0.5")), 2024, "2.5").status is Status.AT_RISK


def test_a_start_within_the_tolerance_is_as_good_as_maintained():
    near = terms("maintain", dict.fromkeys(range(2022, 2028), "8.3"), "8.2", 2021)

    assert read(near, 2024, 9).status is Status.AT_RISK
    assert read(near, 2024, 9).progress.share is None


def test_what_goes_too_far_past_an_exact_target_must_turn_round():
    exact = terms("equal", {2027: 20}, 10, 2021, trajectory="line", promise="reach")

    assert [read(exact, 2024, actual).status for actual in (15, "15.25", "15.26", 17, "17.01")] == [
        "on_track", "on_track", "at_risk", "at_risk", "off_track",
    ]  # fmt: skip
    assert read(exact, 2024, 25).progress.word == "reverse"


def test_readings_stand_worst_first():
    overdue = read(replace(RISING, months_to_report=2), 2024, today=date(2026, 1, 1))
    order = [
        read(RISING, 2024, 9), read(RISING, 2024, 12), read(NEVER_ANY, 2024, 1), read(RISING, 2024, 14), overdue,
        read(RISING, 2024, 15), read(RISING, 2024), read(LATE_TARGET, 2020, 12), read(RISING, 2024, 20),
    ]  # fmt: skip

    shuffled = order[4:] + order[:4]

    assert sorted(shuffled, key=lambda reading: reading.sort_key) == order


def test_statuses_are_counted_and_never_averaged():
    assert count_statuses(["achieved", Status.AT_RISK, "at_risk"]) == {
        Status.ACHIEVED: 1, Status.ON_TRACK: 0, Status.AT_RISK: 2, Status.OFF_TRACK: 0, Status.NO_DATA: 0, Status.NOT_JUDGED: 0,
    }  # fmt: skip
