from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.comparisons.charts import build_comparison_figure, draw_comparison_svgs
from indicators.comparisons.comparison import MOST_SERIES, Comparison
from plans.models import Disclosure, PlanState
from tests.factories import (
    BreakdownFactory,
    CommitmentFactory,
    DefinitionFactory,
    IndicatorFactory,
    OfficeFactory,
    TargetFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db


def indicator(name="Kites", values=None, **more):
    made = IndicatorFactory(name_en=name, **more)
    for year, value in (values or {}).items():
        YearlyValueFactory(indicator=made, fiscal_year=year, value=value)
    return made


def compared(*indicators, user=None, **more):
    return Comparison(list(indicators), user=user or AnonymousUser(), **more)


def printed(track):
    return {year: cell.text or cell.why for year, cell in track.cells.items()}


def test_series_of_one_unit_share_a_chart_and_others_have_their_own():
    red, blue = indicator("Red", {2024: 1}), indicator("Blue", {2025: 2})
    share = indicator("Share", {2025: 50}, unit_en="%")

    comparison = compared(red, share, blue)

    assert [(panel.unit, [track.name for track in panel.tracks]) for panel in comparison.panels] == [
        ("persons", ["Red", "Blue"]),
        ("%", ["Share"]),
    ]
    assert comparison.has_units
    assert comparison.years == range(2024, 2026)


def test_an_index_starts_at_the_first_year_that_all_have():
    red = indicator("Red", {2022: 10, 2023: 20, 2025: 30})
    share = indicator("Share", {2023: 50, 2024: 0, 2025: 25}, unit_en="%")

    comparison = compared(red, share, as_index=True)

    assert comparison.base_year == 2023
    assert [printed(track) for track in comparison.tracks] == [
        {2022: "50.0", 2023: "100.0", 2025: "150.0"},
        {2023: "100.0", 2024: "0.0", 2025: "50.0"},
    ]
    assert [cell.original for cell in comparison.tracks[1].cells.values()] == ["50", "0", "25"]
    assert len(comparison.panels) == 1


@pytest.mark.parametrize("values", [{2024: 0}, {2024: -5}, {2023: 5}])
def test_without_a_common_year_above_zero_there_is_no_index(values):
    comparison = compared(indicator(values={2024: 10}), indicator(values=values), as_index=True)

    assert comparison.base_year is None
    assert printed(comparison.tracks[0]) == {2024: "10"}


def test_a_missing_year_says_why_and_cuts_the_line():
    kites = indicator(values={2022: 1, 2024: 3})
    YearlyValueFactory(indicator=kites, fiscal_year=2023, value=None, state="not_collected")

    track = compared(kites).tracks[0]

    assert printed(track) == {2022: "1", 2023: "not collected", 2024: "3"}
    assert [[point.fiscal_year for point in part] for part in track.segments] == [[2022], [2024]]


def test_zero_is_a_number():
    track = compared(indicator(values={2024: 0})).tracks[0]

    assert track.is_drawn
    assert track.points[0].value == Decimal(0)


def test_a_new_definition_cuts_the_line():
    kites = indicator(values={2022: 1, 2023: 2, 2024: 3})
    DefinitionFactory(indicator=kites, valid_from=2022)
    DefinitionFactory(indicator=kites, valid_from=2024)

    comparison = compared(kites)

    assert [[point.fiscal_year for point in part] for part in comparison.tracks[0].segments] == [[2022, 2023], [2024]]
    assert comparison.tracks_with_breaks == comparison.tracks


def test_a_value_that_is_not_open_is_withheld(viewer, institution):
    kites = indicator(institution=institution)
    YearlyValueFactory(indicator=kites, fiscal_year=2025, value=7, disclosure=Disclosure.STAFF)

    assert printed(compared(kites).tracks[0]) == {2025: "withheld"}
    assert printed(compared(kites, user=viewer).tracks[0]) == {2025: "7"}


def test_parts_stand_beside_the_whole_as_far_as_they_are_open():
    kites = indicator(values={2025: 9})
    for order, (name, level) in enumerate([("Red", "public"), ("Blue", "public"), ("Inner", "staff")]):
        part = BreakdownFactory(institution=kites.institution, name_en=name, order=5 - order)
        YearlyValueFactory(indicator=kites, fiscal_year=2025, value=3, breakdown=part, disclosure=level)

    assert [track.name for track in compared(kites, by="breakdown").tracks] == ["Total", "Blue", "Red"]


def test_only_parts_of_offices_are_compared_by_office():
    kites = indicator(values={2025: 9})
    office = OfficeFactory(institution=kites.institution, name_en="Faculty of kites")
    for part in (BreakdownFactory(office=office), BreakdownFactory()):
        YearlyValueFactory(indicator=kites, fiscal_year=2025, value=3, breakdown=part)

    assert [track.name for track in compared(kites, by="office").tracks] == ["Total", "Faculty of kites"]


def test_targets_of_each_open_plan_stand_beside_the_actual_values():
    kites = indicator(values={2025: 9})
    for name, state in (("Open plan", PlanState.ACTIVE), ("Draft", PlanState.DRAFT)):
        commitment = CommitmentFactory(
            indicator=kites,
            measure__standard__strategy__plan__name_en=name,
            measure__standard__strategy__plan__state=state,
        )
        TargetFactory(commitment=commitment, fiscal_year=2027, value=None, low=10, high=20)

    comparison = compared(kites, by="plan")

    assert [track.name for track in comparison.tracks] == ["Actual", "Target: Open plan"]
    assert comparison.tracks[1].points[0].value == 15
    assert printed(comparison.tracks[1]) == {2027: "10 to 20 persons"}


def test_the_same_code_or_name_elsewhere_is_the_same_indicator():
    kites = indicator("Kites", {2025: 9}, code="K1")
    indicator("Dragons", {2025: 1}, code="K1", institution__name_en="By code")
    indicator("Kites", {2025: 1}, institution__name_en="By name", institution__slug="z")
    indicator("Kites", {2025: 1}, disclosure=Disclosure.STAFF)
    indicator("Other", {2025: 1})

    names = [track.name for track in compared(kites, by="institution").tracks]

    assert names == [str(kites.institution.name), "By code", "By name"]


def test_too_many_series_are_left_out_and_counted():
    kites = indicator(values={2025: 9})
    for _ in range(MOST_SERIES + 2):
        part = BreakdownFactory(institution=kites.institution)
        YearlyValueFactory(indicator=kites, fiscal_year=2025, value=3, breakdown=part)

    comparison = compared(kites, by="breakdown")

    assert len(comparison.tracks) == MOST_SERIES
    assert comparison.left_out_count == 3


def test_words_are_in_the_table_only():
    grade = indicator(kind="text")
    YearlyValueFactory(indicator=grade, fiscal_year=2025, value=None, text="Well done")

    comparison = compared(grade)

    assert comparison.panels == []
    assert printed(comparison.tracks_without_chart[0]) == {2025: "Well done"}


def test_no_two_lines_look_alike():
    panel = compared(*[indicator(values={2024: n, 2025: n}) for n in range(MOST_SERIES)]).panels[0]

    traces = build_comparison_figure(panel).data

    assert len({(t.line.dash, t.marker.symbol, t.meta["role"]) for t in traces}) == MOST_SERIES
    assert [t.name.split()[0] for t in traces] == list("ABCDEFGHIJKL")


def test_the_figure_cuts_lines_and_names_their_ends():
    panel = compared(indicator("Kites <b>", {2022: 1, 2024: 3})).panels[0]

    chart = build_comparison_figure(panel)

    assert chart.data[0].x == (2022, None, 2024)
    assert chart.layout.annotations[0].text == "<b>A</b> Kites ‹b›"
    assert chart.layout.annotations[1].text == "persons"


@pytest.mark.parametrize("values", [{2025: 1}, {2025: 0}, {2025: -3, 2024: 5}, {2025: "1e12"}, {2025: "0.000001"}])
def test_any_numbers_can_be_drawn(values):
    panel = compared(indicator(values=values)).panels[0]

    for _size, svg in draw_comparison_svgs(panel):
        signs = [stroke for stroke in svg.strokes if stroke.role.startswith("sign")]
        assert len(signs) == len(values)
        assert [text.text[0] for text in svg.texts if text.role == "note"] == ["A"]
