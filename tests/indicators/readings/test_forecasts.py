from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.readings.forecasts import forecast, process_limits, quantile, since_break


def series(*figures, start=2021):
    return {start + place: Decimal(str(figure)) for place, figure in enumerate(figures)}


STAFF = series("18.4", "20.3", "22.9", "25.1", "27.0")


def test_a_straight_history_goes_on_straight():
    ahead = forecast(series(10, 12, 14, 16), 2027)

    assert (ahead.value, ahead.low, ahead.high, ahead.slope) == (22, 22, 22, 2)


def test_a_forecast_carries_the_median_slope_from_the_median_place():
    ahead = forecast(STAFF, 2027)

    assert (round(ahead.value, 2), round(ahead.low, 2), round(ahead.high, 2)) == (
        Decimal("31.70"), Decimal("30.50"), Decimal("32.40"),
    )  # fmt: skip
    assert (round(ahead.slope, 3), ahead.slope_low, ahead.slope_high) == (
        Decimal("2.217"), Decimal("1.9"), Decimal("2.42"),
    )  # fmt: skip


def test_one_wild_year_hardly_moves_a_forecast():
    assert forecast(series(10, 12, 99, 16, 18), 2026).value == 20


def test_years_that_were_skipped_count_as_years():
    assert forecast({2015: Decimal(1), 2017: Decimal(3), 2020: Decimal(6), 2021: Decimal(7)}, 2025).value == 11


@pytest.mark.parametrize("figures", [{}, series(1), series(1, 2, 3)])
def test_fewer_than_four_points_are_not_enough_history(figures):
    assert forecast(figures, 2030) is None


def test_the_past_is_not_forecast():
    assert forecast(STAFF, 2025) is None


def test_nothing_crosses_a_series_break():
    assert since_break(STAFF, breaks=[2019, 2023, 2026]) == series("22.9", "25.1", "27.0", start=2023)
    assert since_break(STAFF) == STAFF
    assert since_break({}, breaks=[2023]) == {}


def test_restated_years_stand_in_for_those_before_the_break():
    restated = {2021: Decimal("19.0"), 2022: Decimal("21.0"), 2023: Decimal(99)}

    assert since_break(STAFF, [2023], restated) == series("19.0", "21.0", "22.9", "25.1", "27.0")


def test_process_limits_are_two_point_six_six_moving_ranges_from_the_mean():
    limits = process_limits(series(10, 12, 11, 13, 14))

    assert (limits.center, limits.lower, limits.upper) == (12, Decimal("8.01"), Decimal("15.99"))
    assert [limits.holds(Decimal(figure)) for figure in ("8.01", "8", "15.99", "16")] == [True, False, True, False]


@pytest.mark.parametrize(("points", "trial"), [(5, True), (11, True), (12, False)])
def test_limits_are_on_trial_below_twelve_points(points, trial):
    limits = process_limits(series(*range(points)))

    assert (limits.is_trial, bool(limits.note)) == (trial, trial)


def test_fewer_than_five_points_have_no_limits():
    assert process_limits(series(1, 2, 3, 4)) is None


@pytest.mark.parametrize(("share", "value"), [("0", 1), ("0.5", 3), ("0.1", "1.4"), ("1", 5)])
def test_a_quantile_lies_between_neighbours_in_proportion(share, value):
    assert quantile([Decimal(number) for number in range(1, 6)], Decimal(share)) == Decimal(value)


figures = st.dictionaries(st.integers(2000, 2025), st.decimals(-10_000, 10_000, places=2), max_size=12)


@given(figures, st.integers(2000, 2040))
def test_nothing_raises_and_the_range_holds_the_forecast(known, year):
    ahead, limits = forecast(known, year), process_limits(known)

    assert ahead is None or ahead.low <= ahead.value <= ahead.high
    assert limits is None or limits.lower <= limits.center <= limits.upper


@given(figures)
def test_turning_the_axis_turns_the_forecast(known):
    ahead, turned = forecast(known, 2030), forecast({year: -figure for year, figure in known.items()}, 2030)

    assert (ahead is None) == (turned is None)
    assert ahead is None or (ahead.value, round(ahead.low, 9), round(ahead.high, 9)) == (
        -turned.value, round(-turned.high, 9), round(-turned.low, 9),
    )  # fmt: skip
