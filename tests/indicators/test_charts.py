import json
import re
from decimal import Decimal

from django.conf import settings

from indicators.charts import PALETTE, Drawing, Line, Point, figure

YEARS = {year: f"FY{year}" for year in range(2019, 2028)}


def point(year, value, **ends):
    return Point(year, Decimal(value), f"{value} %", **{name: Decimal(end) for name, end in ends.items()})


def drawing(**parts):
    return Drawing(title="Share", unit="%", year_labels=YEARS, **parts)


def drawn(**parts):
    """The figure as the page gets it."""
    return json.loads(figure(drawing(**parts)).to_json())


def traces(picture):
    return [(trace["meta"]["role"], trace["x"], trace["y"]) for trace in picture["data"]]


def test_actual_values_are_one_solid_line():
    picture = drawn(actual=(point(2022, 18), point(2023, 20)))

    assert traces(picture) == [("actual", [2022, 2023], [18.0, 20.0])]
    assert "dash" not in picture["data"][0]["line"]


def test_a_zero_is_drawn_as_a_value():
    assert traces(drawn(actual=(point(2022, 0), point(2023, 3)))) == [("actual", [2022, 2023], [0.0, 3.0])]


def test_a_missing_year_cuts_the_line_and_is_a_ring_without_height():
    picture = drawn(actual=(point(2021, 18), point(2023, 20)), missing={2022: "not collected"})

    assert traces(picture) == [("actual", [2021, None, 2023], [18.0, None, 20.0])]
    assert picture["data"][0]["connectgaps"] is False
    assert [(shape["name"], shape["xanchor"], shape["yref"]) for shape in picture["layout"]["shapes"]] == [
        ("missing", 2022, "paper")
    ]


def test_a_year_without_any_row_cuts_the_line_too():
    assert traces(drawn(actual=(point(2019, 1), point(2022, 2))))[0][1] == [2019, None, 2022]


def test_nothing_is_joined_across_a_new_definition():
    picture = drawn(actual=(point(2021, 18), point(2022, 30), point(2023, 31)), breaks=(2022,))

    assert traces(picture) == [("previous", [2021], [18.0]), ("actual", [2022, 2023], [30.0, 31.0])]
    assert [(shape["name"], shape["x0"]) for shape in picture["layout"]["shapes"]] == [("break", 2021.5)]


def test_targets_are_outlined_superseded_ones_dotted_forecasts_dashed():
    picture = drawn(
        targets=(Line("Target", (point(2027, 36),)),),
        superseded=(Line("Earlier target", (point(2027, 40),)),),
        forecast=(point(2026, 31),),
    )

    forms = {trace["meta"]["role"]: (trace["line"].get("dash"), trace["marker"]["symbol"]) for trace in picture["data"]}
    assert forms == {
        "superseded": ("dot", "circle-open"),
        "target": (None, "circle-open"),
        "forecast": ("dash", "circle-open"),
    }


def test_a_forecast_leads_on_from_the_last_actual():
    picture = drawn(actual=(point(2024, 25), point(2025, 27)), forecast=(point(2026, 29),))

    assert traces(picture)[0] == ("forecast", [2025, 2026], [27.0, 29.0])


def test_a_range_target_reaches_from_its_lower_to_its_upper_end():
    picture = drawn(targets=(Line("Target", (point(2026, 30), point(2027, "102.5", low=100, high=105))),))

    assert picture["data"][0]["error_y"]["array"] == [0.0, 2.5]
    assert picture["data"][0]["y"] == [30.0, 102.5]


def test_the_axis_holds_the_ends_of_a_range():
    picture = drawn(targets=(Line("Target", (point(2027, "102.5", low=98, high=107),)),))

    low, high = picture["layout"]["yaxis"]["range"]
    assert low <= 98
    assert high >= 107


def test_years_are_written_as_fiscal_years():
    axis = drawn(actual=(point(2022, 18),))["layout"]["xaxis"]

    assert (axis["tickvals"], axis["ticktext"]) == (list(YEARS), list(YEARS.values()))


def test_a_drawing_without_numbers_is_empty():
    assert drawing(missing={2022: "not collected"}).is_empty is True
    assert drawing(actual=(point(2022, 0),)).is_empty is False


def test_the_palette_is_that_of_the_style_sheet():
    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()

    light = dict(re.findall(r"--chart-(\w+): light-dark\((#\w+),", css))
    assert {role: light[role] for role in PALETTE} == PALETTE
