from decimal import Decimal

import pytest

from indicators.charts.sparklines import Bullet, draw_bullet, draw_sparkline, sparkline_data
from indicators.readings.bands import Band
from indicators.readings.terms import CommitmentTerms, Target
from tests.indicators.readings.plain_readings import d, terms

YEARS = range(2021, 2028)
RISING = terms(targets={2027: 20}, baseline=10, baseline_year=2021, trajectory="line")


def drawn(what, actuals, year=2024):
    return draw_sparkline(sparkline_data(what, YEARS, {at: d(number) for at, number in actuals.items()}), year)


def test_a_spark_draws_actuals_beside_their_path_and_marks_the_year():
    picture = drawn(RISING, {2021: 10, 2022: 12, 2023: 13, 2024: 15})

    assert picture.path.startswith("M5.0 28.0L24.3 24.3")
    assert picture.path.endswith("L121.0 6.0")
    assert picture.targets == [(121.0, 6.0)]
    assert picture.actual == "M5.0 28.0L24.3 23.6L43.7 21.4L63.0 17.0"
    assert picture.last == (63.0, 17.0)


def test_a_missing_year_is_a_gap_and_a_lone_figure_a_dot():
    picture = drawn(RISING, {2021: 10, 2023: 13, 2024: 15})

    assert picture.actual == "M43.7 21.4L63.0 17.0"
    assert picture.lone_points == [(5.0, 28.0)]


def test_without_the_years_own_figure_nothing_takes_the_colour_of_its_status():
    assert drawn(RISING, {2022: 12, 2023: 13}).last is None


def test_without_any_number_there_is_nothing_to_draw():
    assert draw_sparkline(sparkline_data(terms(), YEARS, {}), 2024) is None


def test_a_target_without_a_path_is_a_circle_alone():
    picture = drawn(terms(targets={2027: 20}), {})

    assert (picture.path, picture.actual, picture.last) == ("", "", None)
    assert picture.targets == [(121.0, 17.0)]


def test_steps_rise_where_the_next_target_begins():
    assert drawn(terms(targets={2022: 20, 2024: 30}, trajectory="steps"), {}).path == "M24.3 28.0H43.7V28.0H63.0V6.0"


def test_a_range_is_drawn_from_end_to_end():
    kept = CommitmentTerms("range", [Target(2024, low=d(100), high=d(105))])

    picture = drawn(kept, {2024: 95})

    assert picture.spans == ["M63.0 17.0V6.0"]
    assert picture.targets == []


@pytest.mark.parametrize(
    "numbers",
    [
        {2024: 0},
        {2023: 0, 2024: 0},
        {2023: -200, 2024: "-150.5"},
        {2023: 10**12, 2024: -(10**12)},
        {2023: "0.000001", 2024: "0.000002"},
    ],
)
def test_any_numbers_stay_in_the_box(numbers):
    for picture in (drawn(terms(), numbers), drawn(RISING, numbers)):
        assert 6 <= picture.last[1] <= 28


def test_a_yes_has_no_height():
    assert sparkline_data(CommitmentTerms("yes_by", [Target(2024)]), YEARS, {2024: d(1)}) is None


def test_a_bullet_runs_from_the_baseline_to_the_target():
    assert draw_bullet(RISING, d(15), Band(d(16))) == Bullet((10, 88.8), (10, 74.0), 98.8, Decimal(10), Decimal(20))


def test_a_falling_target_is_gained_to_the_right_all_the_same():
    falling = terms("at_most", {2027: 20}, 40, 2021)

    assert draw_bullet(falling, d(30), None).progress == (10, 74.0)


def test_what_moves_away_goes_to_the_left_and_what_overshoots_is_cut_off():
    assert draw_bullet(RISING, d(9), None).progress == (0, 10)
    assert draw_bullet(RISING, d(10**12), None).progress == (10, 170)


def test_without_a_baseline_the_way_begins_at_zero():
    way = draw_bullet(terms(targets={2027: 20}), d(0), None)

    assert (way.start, way.goal, way.progress, way.expected, way.tick) == (0, 20, (10, 0.0), None, None)


@pytest.mark.parametrize(
    "what",
    [
        terms(targets={2027: 0}),
        terms(),
        CommitmentTerms("grade_at_least", [Target(2027, grade=3)]),
        CommitmentTerms("yes_by", [Target(2027)]),
        terms("", {2027: 20}),
    ],
)
def test_where_there_is_no_distance_there_is_no_bullet(what):
    assert draw_bullet(what, d(1), None) is None


def test_a_missing_figure_gains_nothing():
    assert draw_bullet(RISING, None, Band(d(16))).progress is None
