from decimal import Decimal

from indicators.charts import Drawing, Line, Point
from indicators.sketches import NARROW, WIDE, sketch


def point(year, value, **ends):
    return Point(year, Decimal(value), f"{value} %", **{name: Decimal(end) for name, end in ends.items()})


def drawing(years=range(2021, 2025), **parts):
    return Drawing(title="Share", unit="%", year_labels={year: f"FY{year}" for year in years}, **parts)


def test_values_stand_at_their_year_and_height():
    picture = sketch(drawing(actual=(point(2021, 0), point(2022, 20), point(2023, 40))))

    assert [(dot.role, dot.x, dot.y, dot.text) for dot in picture.dots] == [
        ("actual", 141.0, 308.0, "0 %"),
        ("actual", 311.0, 164.0, "20 %"),
        ("actual", 481.0, 20.0, "40 %"),
    ]
    assert [(stroke.role, stroke.path) for stroke in picture.strokes] == [
        ("actual", "M141.0 308.0L311.0 164.0L481.0 20.0")
    ]


def test_a_missing_year_is_a_ring_on_the_axis_and_no_part_of_the_line():
    picture = sketch(drawing(actual=(point(2021, 10), point(2023, 20)), missing={2022: "not collected"}))

    assert [(dot.role, dot.y, dot.text) for dot in picture.dots if dot.role == "missing"] == [
        ("missing", picture.floor, "not collected")
    ]
    assert picture.strokes == []


def test_a_new_definition_cuts_the_line_half_a_year_before_it():
    picture = sketch(drawing(actual=(point(2021, 10), point(2022, 20)), breaks=(2022,)))

    assert picture.breaks == [226.0]
    assert [dot.role for dot in picture.dots] == ["previous", "actual"]


def test_a_range_is_an_upright_line():
    picture = sketch(drawing(targets=(Line("Target", (point(2024, 30, low=20, high=40),)),)))

    assert [(stroke.role, stroke.path) for stroke in picture.strokes] == [("target", "M651.0 164.0V20.0")]


def test_a_narrow_sketch_leaves_labels_out_but_never_the_last():
    picture = sketch(drawing(years=range(2013, 2028), actual=(point(2020, 10),)), NARROW)

    labels = [label for x, label in picture.years]
    assert labels[-1] == "FY2027"
    assert len(labels) < 8


def test_axis_numbers_are_plain():
    picture = sketch(drawing(actual=(point(2022, 1800), point(2023, 3900))), WIDE)

    assert [label for y, label in picture.ticks] == ["0", "1,000", "2,000", "3,000", "4,000"]
