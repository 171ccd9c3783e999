from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override

from indicators.charts.axes import Axis
from indicators.charts.chart_data import ChartData, ChartLine, Point, spread_heights
from indicators.charts.svg import NARROW, SMALL, WIDE, draw_svg


def point(year, value, **more):
    more = {name: Decimal(end) if name in ("low", "high") else end for name, end in more.items()}
    return Point(year, Decimal(value), f"{value} %", label=str(value), **more)


def drawing(years=range(2021, 2025), **parts):
    return ChartData(title="Share", unit="%", year_labels={year: str(year) for year in years}, **parts)


def rank(*points, **parts):
    """A drawing that is a line, whatever its numbers."""
    return drawing(actual=points, is_rank=True, **parts)


def bars(picture, role="actual"):
    return [(bar.x, bar.y, bar.height) for bar in picture.bars if bar.role == role]


def texts(picture, *roles):
    return [letters.text for letters in picture.texts if letters.role in roles]


def strokes(picture, role):
    return [stroke.path for stroke in picture.strokes if stroke.role == role]


def dots(picture, role):
    return [(dot.x, dot.y) for dot in picture.dots if dot.role == role]


def test_bars_stand_on_zero_at_their_year_and_height():
    picture = draw_svg(drawing(actual=(point(2021, 10), point(2022, 20), point(2023, 40))))

    assert bars(picture) == [(98.2, 275.5, 78.5), (302.8, 197.0, 157.0), (507.2, 40.0, 314.0)]
    assert picture.zero == picture.floor == 354
    assert texts(picture, "inside") == ["10", "20", "40"]


def test_a_true_zero_is_a_bar_without_height_and_has_its_number():
    picture = draw_svg(drawing(actual=(point(2021, 0), point(2022, 20))))

    assert bars(picture)[0][2] == 0
    assert texts(picture, "label") == ["0"]


def test_negative_bars_hang_below_zero():
    picture = draw_svg(drawing(actual=(point(2021, -20), point(2022, 20))))

    (_x, top, height), (_x2, above, _h) = bars(picture)
    assert top == picture.zero == above + height
    assert picture.zero < picture.floor


@pytest.mark.parametrize(
    ("value", "ticks"),
    [
        (Decimal(10) ** 12, ["0", "500 bn", "1 tn"]),
        (Decimal("0.000001"), ["0", "0.0000005", "0.000001"]),
        (Decimal(0), ["0", "0.5", "1"]),
        (Decimal(-7), ["−8", "−6", "−4", "−2", "0"]),
        (Decimal(1800), ["0", "500", "1,000", "1,500", "2,000"]),
    ],
)
def test_one_value_of_any_size_stays_inside_the_picture(value, ticks):
    picture = draw_svg(drawing(actual=(point(2022, value),)))

    assert [label for y, label in picture.ticks] == ticks
    assert len(picture.bars) == 1
    assert 0 < picture.left < 160
    assert all(0 <= bar.y <= picture.floor for bar in picture.bars)


def test_great_numbers_are_shortened_in_japanese_too():
    with override("ja"):
        picture = draw_svg(drawing(actual=(point(2022, 10**12),)))

    assert [label for y, label in picture.ticks] == ["0", "5,000億", "1兆"]


def test_numbers_close_together_are_a_line_that_does_not_start_at_zero():
    picture = draw_svg(drawing(actual=(point(2021, 200), point(2022, 225), point(2023, 240))))

    assert picture.bars == []
    assert picture.zero is None
    assert len(strokes(picture, "actual")) == 1


def test_a_rank_is_a_line_with_the_best_on_top():
    picture = draw_svg(rank(point(2021, 260), point(2022, 230), point(2023, 200)))

    assert [y for _x, y in dots(picture, "actual")] == [354.0, 197.0, 40.0]
    assert (len(strokes(picture, "actual")), picture.bars) == (1, [])
    assert picture.ticks == [(40.0, "200"), (144.7, "220"), (249.3, "240"), (354.0, "260")]


def test_many_years_are_a_line():
    years = range(2001, 2020)

    assert draw_svg(drawing(years, actual=(point(2001, 1), point(2002, 9)))).bars == []


def test_a_missing_year_is_a_ring_on_the_axis_with_its_word_and_no_part_of_the_line():
    picture = draw_svg(rank(point(2021, 10), point(2023, 20), missing={2022: "not collected"}))

    assert dots(picture, "missing") == [(334.8, picture.floor - 12)]
    assert "not collected" in texts(picture, "text")
    assert strokes(picture, "actual") == []


def test_a_new_definition_cuts_the_line_half_a_year_before_it_and_greys_what_was_before():
    picture = draw_svg(rank(point(2021, 10), point(2022, 20), breaks={2022: "Definition changed"}))

    assert strokes(picture, "break") == ["M232.5 18V354"]
    assert texts(picture, "note") == ["Definition changed"]
    assert [dot.role for dot in picture.dots] == ["previous", "actual"]


def test_a_range_is_an_upright_line():
    picture = draw_svg(drawing(targets=(ChartLine("Target", (point(2024, 30, low=20, high=40),)),)))

    assert strokes(picture, "target") == ["M743.8 197.0V40.0"]


def test_a_stepped_path_stays_level_until_it_changes():
    line = ChartLine("Target", (point(2021, 0), point(2022, 40)), is_stepped=True)

    assert strokes(draw_svg(drawing(targets=(line,))), "target") == ["M130.2 354.0H334.8V40.0"]


def test_a_forecast_is_a_bar_of_its_own_kind_without_a_range():
    forecast = ChartLine("Forecast", (point(2024, 30),), label="Forecast 30 %")

    picture = draw_svg(drawing(actual=(point(2023, 20),), forecast=forecast))

    assert len(bars(picture, "forecast")) == 1
    assert strokes(picture, "whisker") == []
    assert "Forecast 30 %" in texts(picture, "note")


@pytest.mark.parametrize("as_rank", [False, True])
def test_the_trend_is_a_thin_line_with_its_range_beside_the_forecast_and_never_a_bar(as_rank):
    forecast = ChartLine("Forecast", (point(2024, 30),))
    trend = ChartLine("Trend", (point(2024, 25, low=20, high=28),), label="Trend 25 %", note="20 to 28 %", shift=0.36)

    picture = draw_svg(drawing(actual=(point(2023, 20),), forecast=forecast, trend=trend, is_rank=as_rank))
    [(x, _y)] = dots(picture, "trend")
    year = next(at for at, label, _era in picture.years if label == "2024")

    assert (len(strokes(picture, "trend")), len(strokes(picture, "whisker"))) == (1, 1)
    assert bars(picture, "trend") == []
    assert 0 < x - year < (picture.right - picture.left) / 4
    assert {"Trend 25 %"} <= set(texts(picture, "note")) and "20 to 28 %" in texts(picture, "text")


def test_a_forecast_of_a_line_leads_on_from_the_last_actual():
    picture = draw_svg(rank(point(2023, 10), forecast=ChartLine("Forecast", (point(2024, 20),))))

    assert strokes(picture, "forecast") == ["M539.2 40.0L743.8 354.0"]
    assert len(dots(picture, "forecast")) == 1


def test_what_is_expected_by_now_is_a_tick_and_a_provisional_figure_is_marked():
    picture = draw_svg(drawing(actual=(point(2023, 20, is_provisional=True),), expected=(point(2023, 40),)))

    assert len(strokes(picture, "expected")) == 1
    assert texts(picture, "inside-note") == ["prov."]


def test_names_at_the_ends_never_lie_on_each_other():
    lines = tuple(ChartLine(f"T{n}", (point(2024, 30 + n),), label=f"Target {n}", note="A plan") for n in range(3))

    picture = draw_svg(drawing(targets=lines))

    heights = sorted(letters.y for letters in picture.texts if letters.role == "label")
    assert all(later - earlier >= 32 for earlier, later in pairwise(heights))
    assert picture.right < WIDE.width - 60


def test_a_long_name_at_an_end_is_cut():
    line = ChartLine("T", (point(2024, 30),), label="Target 30 %", note="計画" * 100)

    picture = draw_svg(drawing(targets=(line,)))

    assert picture.right == WIDE.width - 190
    assert texts(picture, "text")[-1].endswith("…")


def test_a_narrow_sketch_leaves_year_labels_out_but_never_the_last():
    picture = draw_svg(drawing(years=range(2003, 2028), actual=(point(2020, 10),)), NARROW)

    labels = [label for x, label, era in picture.years]
    assert labels[-1] == "2027"
    assert len(labels) < 13


def test_a_shared_axis_holds_for_a_small_sketch():
    picture = draw_svg(drawing(actual=(point(2021, 10),)), SMALL, Axis.over([Decimal(0), Decimal(100)]))

    assert [label for y, label in picture.ticks] == ["0", "50", "100"]


def test_only_missing_years_leave_nothing_to_draw():
    assert drawing(missing={2022: "not collected"}).is_empty is True
    assert drawing(actual=(point(2022, 0),)).is_empty is False


@pytest.mark.parametrize(
    ("places", "expected"),
    [([10, 100], [10, 100]), ([50, 52], [50, 66]), ([98, 99], [84, 100]), ([], []), ([52, 50], [66, 50])],
)
def test_places_are_spread_and_stay_in_order(places, expected):
    assert spread_heights(places, 16, 0, 100) == expected
