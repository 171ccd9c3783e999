import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from indicators.readings.statuses import Mark, Status, count_marks
from indicators.templatetags.figures import amount, number, pace_of, part, percentage, unit_after_number
from indicators.templatetags.sheets import year_span
from tests.indicators.readings.plain_readings import read, terms

SHARE = SimpleNamespace(decimals=1, unit="%")
PEOPLE = SimpleNamespace(decimals=0, unit="persons")
RANK = SimpleNamespace(decimals=0, unit="rank")


def rendered(source, **context):
    with translation.override("en"):
        return Template("{% load figures %}" + source).render(Context(context))


def test_numbers_are_rounded_as_the_indicator_prints_them():
    assert number(Decimal("27.0072"), SHARE) == "27.0"
    assert number(Decimal("29.95"), SHARE) == "30.0"
    assert number(Decimal(0), SHARE) == "0.0"
    assert number(None, SHARE) == ""


def test_a_number_keeps_its_unit_on_the_line():
    with translation.override("en"):
        assert amount(Decimal("27.0"), SHARE) == '<span class="nowrap">27.0<span class="unit">%</span></span>'
        assert amount(Decimal(3), PEOPLE) == '<span class="nowrap">3 <span class="unit">persons</span></span>'
        assert amount(Decimal(3), RANK) == '<span class="nowrap">rank 3</span>'
        assert amount(None, SHARE) == ""


@pytest.mark.parametrize(
    ("indicator", "unit"), [(SHARE, "%"), (PEOPLE, " persons"), (SimpleNamespace(unit="人"), "人")]
)
def test_a_unit_keeps_its_distance_from_the_number_before_it(indicator, unit):
    with translation.override("en"):
        assert unit_after_number(indicator) == unit


def test_parts_are_as_exact_as_they_were_given():
    assert part(Decimal(1445)) == "1,445"
    assert part(Decimal("0.5")) == "0.5"
    assert part(None) == ""


@pytest.mark.parametrize(("actual", "printed"), [("14", "0.80"), ("14.99", "0.998"), ("15", "1.00"), ("10", "0.00")])
def test_a_pace_shows_no_line_that_was_not_reached(actual, printed):
    line = terms(targets={2027: 20}, baseline=10, baseline_year=2021, trajectory="line", decimals=2)

    assert pace_of(read(line, 2024, actual)) == printed


@pytest.mark.parametrize(
    ("years", "english", "japanese"),
    [
        ([2022, 2023, 2024], "FY2022–24", "令和4～6年度"),
        ([2025], "FY2025", "令和7年度"),
        ([2022, 2024], "FY2022, FY2024", "令和4年度、令和6年度"),
    ],
)
def test_the_years_of_a_file_are_said_by_the_calendar_of_the_language(years, english, japanese):
    said = []
    for language in ("en", "ja"):
        with translation.override(language):
            said.append(year_span(years))

    assert said == [english, japanese]


def test_progress_is_a_whole_percentage():
    assert [percentage(Decimal(share)) for share in ("0.4949", "0", "-0.10", "1.1")] == ["49%", "0%", "−10%", "110%"]


@pytest.mark.parametrize("status", [*Status, *Mark])
def test_a_status_is_word_shape_and_colour(status):
    badge = rendered('{% include "components/status_badge.html" with status=status size="" only %}', status=status)

    assert f'class="badge st st-{status}"' in badge
    assert f'<use href="#st-{status}"/>' in badge
    assert f'data-status="{status.status}"' in badge and status.status in Status
    assert badge.rstrip().endswith(f"{status.label}</span>")


COLOURED_AS_NO_DATA = {"missing", "not_judged"}


@pytest.mark.parametrize("status", [*Status, *Mark])
def test_every_status_has_its_shape_and_its_colours(status, settings):
    icons = (settings.BASE_DIR / "templates/components/icons.html").read_text()
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()

    assert f'<symbol id="st-{status}"' in icons
    if str(status) not in COLOURED_AS_NO_DATA:
        assert all(f"--st-{status}-{part}:" in tokens for part in ("ink", "mark", "soft"))


def test_a_distribution_counts_and_shares_the_bar_and_tells_what_is_not_due_from_what_is_missing():
    marks = [Mark.ACHIEVED, *[Mark.OFF_TRACK] * 3, *[Mark.NOT_DUE] * 4, *[Mark.MISSING] * 2]
    counts = count_marks(marks)

    bar = rendered("{% distribution counts %}", counts=counts)

    assert re.findall(r'st-(\w+)" x="([\d.]+%)" width="([\d.]+%)"', bar) == [
        ("achieved", "0.00%", "10.00%"),
        ("off_track", "10.00%", "30.00%"),
        ("not_due", "40.00%", "40.00%"),
        ("missing", "80.00%", "20.00%"),
    ]
    assert re.findall(r"</svg>(\w[\w ]+)</li>", bar) == ["Achieved 1", "Off track 3", "Not due yet 4", "No data 2"]


def test_a_distribution_of_nothing_is_empty():
    assert rendered("{% distribution counts %}", counts=count_marks([])).strip() == ""
