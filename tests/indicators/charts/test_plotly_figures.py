import json
import re
from decimal import Decimal

import pytest
from django.conf import settings

from indicators.charts.chart_data import ChartData, ChartLine, Point
from indicators.charts.plotly_figures import PALETTE, build_figure

YEARS = {year: str(year) for year in range(2019, 2028)}


def point(year, value, **ends):
    ends = {name: Decimal(end) for name, end in ends.items()}
    return Point(year, Decimal(value), f"{value} %", label=str(value), **ends)


def drawing(**parts):
    return ChartData(title="Share", unit="%", year_labels=YEARS, **parts)


def drawn(**parts):
    """The figure as the page gets it."""
    return json.loads(build_figure(drawing(**parts)).to_json())


def traces(picture):
    return [(trace["type"], trace["meta"]["role"], trace["x"], trace["y"]) for trace in picture["data"]]


def notes(picture, name):
    return [note["text"] for note in picture["layout"]["annotations"] if note["name"] == name]


def test_a_few_years_are_bars_with_their_numbers():
    picture = drawn(actual=(point(2022, 10), point(2023, 20)))

    assert traces(picture) == [("bar", "actual", [2022, 2023], [10.0, 20.0])]
    assert notes(picture, "inside") == ["<b>10</b>", "<b>20</b>"]
    assert picture["layout"]["yaxis"]["range"][0] == 0


def test_numbers_far_from_zero_are_one_solid_line():
    picture = drawn(actual=(point(2022, 200), point(2023, 220)))

    assert traces(picture) == [("scatter", "actual", [2022, 2023], [200.0, 220.0])]
    assert "dash" not in picture["data"][0]["line"]


def test_the_best_rank_is_on_top():
    picture = drawn(actual=(point(2022, 260), point(2023, 200)), is_rank=True)

    assert picture["layout"]["yaxis"]["range"] == [260.0, 200.0]
    assert picture["layout"]["yaxis"]["ticktext"] == ["200", "220", "240", "260"]
    assert traces(picture) == [("scatter", "actual", [2022, 2023], [260.0, 200.0])]


@pytest.mark.parametrize("value", ["0", "-3", "1000000000000", "0.000001"])
def test_any_number_is_drawn_as_it_is(value):
    picture = drawn(actual=(point(2022, value),))

    assert traces(picture) == [("bar", "actual", [2022], [float(value)])]
    low, high = picture["layout"]["yaxis"]["range"]
    assert low <= float(value) <= high
    assert notes(picture, "value") + notes(picture, "inside") == [f"<b>{value}</b>"]


def test_a_missing_year_is_no_bar_but_a_ring_without_height():
    picture = drawn(actual=(point(2021, 10), point(2023, 20)), missing={2022: "not collected"})

    assert traces(picture) == [("bar", "actual", [2021, 2023], [10.0, 20.0])]
    assert [(shape["name"], shape["xanchor"], shape["yref"]) for shape in picture["layout"]["shapes"]] == [
        ("missing", 2022, "paper")
    ]


def test_a_missing_year_cuts_a_line():
    picture = drawn(actual=(point(2021, 200), point(2023, 210)), missing={2022: "not collected"})

    assert traces(picture) == [("scatter", "actual", [2021, None, 2023], [200.0, None, 210.0])]
    assert picture["data"][0]["connectgaps"] is False


def test_nothing_is_joined_across_a_new_definition():
    picture = drawn(actual=(point(2021, 18), point(2022, 30), point(2023, 31)), breaks={2022: "changed"})

    assert traces(picture) == [("bar", "previous", [2021], [18.0]), ("bar", "actual", [2022, 2023], [30.0, 31.0])]
    assert [(shape["name"], shape["x0"]) for shape in picture["layout"]["shapes"]] == [("break", 2021.5)]
    assert notes(picture, "break") == ["changed"]


def test_targets_are_outlined_superseded_ones_dotted_forecasts_hatched_without_a_range():
    picture = drawn(
        targets=(ChartLine("Target", (point(2027, 36),)),),
        superseded=(ChartLine("Earlier target", (point(2027, 40),)),),
        forecast=ChartLine("Forecast", (point(2026, 31),)),
        expected=(point(2025, 28),),
    )

    forecast, superseded, target, expected = picture["data"]
    assert (superseded["line"]["dash"], superseded["marker"]["symbol"]) == ("dot", "circle-open")
    assert ("dash" in target["line"], target["marker"]["symbol"]) == (False, "circle-open")
    assert (forecast["marker"]["pattern"]["shape"], "error_y" in forecast) == ("/", False)
    assert expected["marker"]["symbol"] == "line-ew-open"


def test_a_forecast_of_a_line_leads_on_from_the_last_actual():
    picture = drawn(actual=(point(2024, 250), point(2025, 270)), forecast=ChartLine("Forecast", (point(2026, 290),)))

    assert traces(picture)[-1] == ("scatter", "forecast", [2025, 2026], [270.0, 290.0])


def test_the_trend_is_a_thin_line_of_its_own_with_its_range_beside_the_forecast():
    picture = drawn(
        actual=(point(2025, 30),),
        forecast=ChartLine("Forecast", (point(2026, 40),)),
        trend=ChartLine("If the trend continues", (point(2026, 31, low=30, high=33),), shift=0.36),
    )

    actual, forecast, trend = picture["data"]
    assert [(trace["type"], trace["meta"]["role"]) for trace in (actual, forecast, trend)] == [
        ("bar", "actual"), ("bar", "forecast"), ("scatter", "trend"),
    ]  # fmt: skip
    assert (trend["x"], trend["y"]) == ([2025, 2026.36], [30.0, 31.0])
    assert (trend["error_y"]["array"], trend["error_y"]["arrayminus"]) == ([0.0, 2.0], [0.0, 1.0])
    assert (trend["line"]["width"], trend["line"]["dash"]) == (1, "dashdot")


def test_a_range_target_reaches_from_its_lower_to_its_upper_end():
    picture = drawn(targets=(ChartLine("Target", (point(2026, 30), point(2027, "102.5", low=100, high=105))),))

    assert picture["data"][0]["error_y"]["array"] == [0.0, 2.5]
    assert picture["data"][0]["y"] == [30.0, 102.5]


def test_a_stepped_path_is_drawn_in_steps():
    picture = drawn(targets=(ChartLine("Target", (point(2026, 30), point(2027, 40)), is_stepped=True),))

    assert picture["data"][0]["line"]["shape"] == "hv"


def test_the_axis_holds_the_ends_of_a_range():
    picture = drawn(targets=(ChartLine("Target", (point(2027, "102.5", low=98, high=107),)),))

    low, high = picture["layout"]["yaxis"]["range"]
    assert low <= 98
    assert high >= 107


def test_years_have_the_era_below():
    axis = json.loads(
        build_figure(ChartData("Share", "%", {2025: "2025"}, eras={2025: "R7"}, actual=(point(2025, 1),))).to_json()
    )["layout"]["xaxis"]

    assert (axis["tickvals"], axis["ticktext"]) == ([2025], ["2025<br>R7"])


def test_series_are_named_at_their_ends():
    picture = drawn(targets=(ChartLine("Target", (point(2027, 36),), label="Target 36 %", note="Staff plan"),))

    assert notes(picture, "end") == ["<b>Target 36 %</b><br>Staff plan"]
    assert picture["layout"]["margin"]["r"] > 60


def test_the_palette_is_that_of_the_style_sheet():
    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()

    light = dict(re.findall(r"--chart-(\w+): light-dark\((#\w+),", css))
    assert {role: light[role] for role in PALETTE} == PALETTE
