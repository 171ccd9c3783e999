"""What stands on the page of an indicator beside its chart and its figures."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.loading.as_of import AsOf
from indicators.models import Kind, Trajectory, ValueKind, ValueState
from indicators.profile.page import IndicatorPage
from plans.models import Disclosure, Role
from tests.factories import (
    BreakdownFactory,
    ClosedYearFactory,
    CommitmentFactory,
    DefinitionFactory,
    IndicatorFactory,
    MembershipFactory,
    OfficeFactory,
    PlanFactory,
    TargetFactory,
    ValueEvidenceFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, indicator_page
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def test_the_title_says_the_message_and_the_name_stands_above(client):
    commitment = committed(PlanFactory(), target=100, value=75, baseline=0, baseline_fiscal_year=2021)

    page = body(indicator_page(client, commitment.indicator))

    assert (
        '<h1 class="headline">Up from 0 persons (FY2021) to 75 persons, '
        "at about three-quarters of the pace needed</h1>" in page
    )
    assert f'page-head__eyebrow">{commitment.indicator.name_en}' in page


def test_change_on_year_is_told_but_not_across_a_new_definition(client):
    indicator = IndicatorFactory()
    for year, value in ((2022, 10), (2023, 13), (2024, 20), (2025, 18)):
        YearlyValueFactory(indicator=indicator, fiscal_year=year, value=value)
    DefinitionFactory(indicator=indicator, valid_from=2024)

    page = body(indicator_page(client, indicator))

    changes = [cell.split("</td>")[0] for cell in page.split('data-label="Change">')[1:]]
    assert changes == ["", "+3", "", "−2"]


def test_the_target_path_marks_the_baseline_and_the_years_between(client):
    commitment = committed(
        PlanFactory(), target=30, value=20, baseline=10, baseline_fiscal_year=2021, trajectory=Trajectory.LINE
    )

    page = words(indicator_page(client, commitment.indicator))

    assert "10 persons baseline" in page
    assert "15 persons" in page


def test_a_superseded_target_says_what_it_would_mean_today(client):
    commitment = committed(PlanFactory(), target=36, value=33, baseline=18, baseline_fiscal_year=2021)
    TargetFactory(commitment=commitment, fiscal_year=2025, value=90, superseded_at=datetime(2024, 6, 11, tzinfo=UTC))

    page = words(indicator_page(client, commitment.indicator)).split("Target revisions")[1]

    assert re.search(r"By this target: +At risk ?, pace 0\.83", page)
    assert re.search(r"By the earlier target: +Off track ?, pace 0\.21", page)


def test_who_may_record_edits_open_years_and_no_closed_or_past_ones(client):
    office = OfficeFactory()
    value = YearlyValueFactory(indicator__institution=office.institution, indicator__office=office, fiscal_year=2025)
    YearlyValueFactory(indicator=value.indicator, fiscal_year=2024)
    ClosedYearFactory(institution=value.institution, fiscal_year=2024)
    address = f"/indicators/{value.indicator_id}/values/"

    assert address not in body(indicator_page(client, value.indicator))

    client.force_login(MembershipFactory(institution=value.institution, role=Role.REPORTER).user)
    page = body(indicator_page(client, value.indicator))
    assert f'href="{address}2025/edit/"' in page
    assert f'href="{address}2024/edit/"' not in page
    assert "closed" in page
    assert address not in body(indicator_page(client, value.indicator, "&as_known_on=2026-05-14"))


def test_breakdowns_are_small_drawings_and_a_table(client):
    indicator = IndicatorFactory()
    for name, value in (("Women", 4), ("Men", 6)):
        breakdown = BreakdownFactory(institution=indicator.institution, name_en=name)
        YearlyValueFactory(indicator=indicator, breakdown=breakdown, fiscal_year=2025, value=value)
    missing = BreakdownFactory(institution=indicator.institution, name_en="Not said")
    YearlyValueFactory(indicator=indicator, breakdown=missing, value=None, state=ValueState.NOT_COLLECTED)

    page = indicator_page(client, indicator)

    assert body(page).count("chart-small") == 2
    assert "Women 4 persons Men 6 persons Not said not collected" in words(page)


@pytest.mark.parametrize("entered", [True, False])
def test_years_to_come_show_the_entered_forecast_and_apart_from_it_the_trend_with_its_range(client, entered):
    commitment = committed(PlanFactory())
    for year in range(2021, 2026):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=10 * (year - 2020))
    if entered:
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2026, value=99, kind=ValueKind.FORECAST)

    response = indicator_page(client, commitment.indicator)
    page, drawing = words(response), response.context["page"].chart_data

    assert ("99 persons" in page) is entered
    assert "If the trend continues: 60 persons (80% range: 60 to 60)" in page
    assert [(p.fiscal_year, p.value, p.low) for p in drawing.trend.points] == [(2026, 60, 60), (2027, 70, 70)]
    assert (
        [(p.value, p.low, p.high) for p in drawing.forecast.points] == [(99, None, None)]
        if entered
        else (drawing.forecast is None)
    )
    assert ("forecast (office)" in page, "if the trend continues (80% range)" in page) == (entered, True)


@pytest.mark.parametrize(
    ("columns", "last"),
    [
        ({"kind": "ratio", "unit_en": "%", "numerator_is_part": True}, 100),
        ({"kind": "ratio", "unit_en": "times", "numerator_is_part": True}, 1),
        ({"kind": "ratio", "unit_en": "%"}, 112),
    ],
)
def test_a_share_of_a_whole_is_not_carried_beyond_it(client, columns, last):
    full = 1 if columns["unit_en"] == "times" else 100
    commitment = committed(PlanFactory(), target=full, **{f"indicator__{name}": it for name, it in columns.items()})
    for year, share in ((2021, "0.76"), (2022, "0.82"), (2023, "0.88"), (2024, "0.94")):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=full * Decimal(share))

    drawing = indicator_page(client, commitment.indicator).context["page"].chart_data
    figure = client.get(f"/indicators/{commitment.indicator.pk}/figure.json").json()
    ends = [end for point in drawing.trend.points for end in point.extremes]

    assert (drawing.trend.points[-1].value, max(ends)) == (last, last)
    assert (drawing.axis.highest == full, figure["layout"]["yaxis"]["range"][1] == full) == (last == full,) * 2


def test_a_falling_share_of_a_whole_does_not_pass_zero(client):
    commitment = committed(PlanFactory(), target=0, indicator__kind="ratio", indicator__unit_en="%")
    type(commitment.indicator).objects.update(numerator_is_part=True)
    for year, value in ((2021, 40), (2022, 30), (2023, 20), (2024, 10)):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=value)

    drawing = indicator_page(client, commitment.indicator).context["page"].chart_data

    assert [(point.value, point.low) for point in drawing.trend.points] == [(0, 0), (0, 0)]
    assert drawing.axis.lowest == 0


def test_three_figures_are_not_enough_for_a_trend(client):
    commitment = committed(PlanFactory())
    for year in range(2023, 2026):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=year)

    assert "if the trend continues" not in words(indicator_page(client, commitment.indicator))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_chart_is_a_picture_of_its_own(client, language):
    commitment = committed(PlanFactory(), target=100, value=75, baseline=0, baseline_fiscal_year=2021)

    picture = client.get(f"/indicators/{commitment.indicator.pk}/chart.svg?lang={language}")

    assert picture["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in picture["Content-Security-Policy"]
    assert "script-src" not in picture["Content-Security-Policy"]
    text = body(picture)
    assert f'lang="{language}"' in text
    assert "var(--" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert 'class="bar-actual"' in text


def test_a_chart_without_numbers_is_not_found(client):
    silent, hidden = IndicatorFactory(), IndicatorFactory(disclosure=Disclosure.STAFF)

    assert client.get(f"/indicators/{silent.pk}/chart.svg").status_code == 404
    assert client.get(f"/indicators/{hidden.pk}/chart.svg").status_code == 404


@pytest.mark.parametrize("value", ["0", "-7", "1000000000000", "0.000001"])
def test_figures_of_any_size_are_printed_and_drawn(client, value):
    indicator = IndicatorFactory(decimals=6, name_ja="名" * 200, name_en="")
    YearlyValueFactory(indicator=indicator, value=Decimal(value))

    assert indicator_page(client, indicator).status_code == 200
    assert client.get(f"/indicators/{indicator.pk}/chart.svg?lang=ja").status_code == 200


def test_only_missing_years_say_why_and_draw_nothing(client):
    indicator = IndicatorFactory(name_en="Survey")
    YearlyValueFactory(indicator=indicator, value=None, state=ValueState.NOT_COLLECTED)

    page = indicator_page(client, indicator)

    assert "not collected" in words(page)
    assert '<h1 class="headline">Survey</h1>' in body(page)
    assert "data-figure" not in body(page)


def test_no_value_at_all_is_said_in_words(client):
    assert "No value yet" in words(indicator_page(client, IndicatorFactory(kind=Kind.TEXT)))


@pytest.mark.parametrize("level, named", [(Disclosure.PUBLIC, True), (Disclosure.PLANNING, False)])
def test_an_indicator_that_another_was_merged_into_is_named_where_the_reader_may_see_it(
    client, institution, planner, level, named
):
    larger = IndicatorFactory(institution=institution, name_en="All who went abroad", disclosure=level)
    smaller = IndicatorFactory(institution=institution, status="merged", merged_into=larger)

    page = indicator_page(client, smaller)
    client.force_login(planner)

    assert ("All who went abroad" in body(page), larger.get_absolute_url() in body(page)) == (named, named)
    assert "All who went abroad" in body(indicator_page(client, smaller))


@pytest.mark.parametrize("count", [1, 3])
def test_everything_on_the_page_costs_the_same_for_a_member(client, count, django_assert_num_queries):
    indicator = IndicatorFactory()
    member = MembershipFactory(institution=indicator.institution).user
    for index in range(count):
        commitment = committed(PlanFactory(), indicator=indicator)
        TargetFactory(commitment=commitment, fiscal_year=2026, superseded_at=datetime(2024, 6, 11, tzinfo=UTC))
        value = YearlyValueFactory(indicator=indicator, fiscal_year=2025 - index, entered_by=member)
        ValueEvidenceFactory(value=value)
        breakdown = BreakdownFactory(institution=indicator.institution)
        YearlyValueFactory(indicator=indicator, fiscal_year=2025, breakdown=breakdown)
        ClosedYearFactory(institution=indicator.institution, fiscal_year=2010 + index)
    client.force_login(member)

    with django_assert_num_queries(30):
        indicator_page(client, indicator)


def page_of(indicator):
    reader = MembershipFactory(institution=indicator.institution).user
    return IndicatorPage(indicator, user=reader, as_of=AsOf(indicator.institution))


def stray(indicator, year=2205):
    """A figure of a far year, as it may have been stored before such years were refused."""
    YearlyValueFactory(indicator=indicator, fiscal_year=year, value=50)


def test_long_runs_of_empty_years_are_one_row_and_short_ones_stand_by_themselves(indicator):
    for year in (1868, 2018, 2025):
        YearlyValueFactory(indicator=indicator, fiscal_year=year, value=50)
    stray(indicator)

    page = page_of(indicator)

    years = [row.year.fiscal_year for row in page.rows]
    assert years == [1868, *range(2018, 2026), 2205]
    assert [(row.year.fiscal_year, row.fold[:2]) for row in page.rows if row.fold] == [
        (2018, (1869, 2017)),
        (2205, (2026, 2204)),
    ]


def test_the_chart_gives_a_fold_the_room_of_one_year(indicator):
    for year in range(2018, 2027):
        YearlyValueFactory(indicator=indicator, fiscal_year=year, value=10 * (year % 5))
    stray(indicator)

    drawing = page_of(indicator).chart_data

    assert list(drawing.year_labels.values()) == [*map(str, range(2018, 2027)), "…", "2205"]
    assert drawing.is_bars
    assert [point.text.split(":")[0] for point in drawing.actual][-1] == "FY2205"
    assert drawing.actual[-1].fiscal_year == 2028
    assert drawing.trend is None


def test_a_plan_of_many_years_is_printed_around_the_present_and_at_its_targets(indicator, institution):
    plan = PlanFactory(institution=institution, first_fiscal_year=1900, last_fiscal_year=2190)
    commitment = CommitmentFactory(indicator=indicator, measure__standard__strategy__plan=plan)
    TargetFactory(commitment=commitment, fiscal_year=2190)

    page = page_of(indicator)

    assert len(page.rows) < 50
    assert page.rows[-1].year.fiscal_year == 2190


def test_a_folded_table_says_so_in_one_row(client, indicator, planner):
    YearlyValueFactory(indicator=indicator, fiscal_year=2001, value=50)
    YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=50)
    stray(indicator)
    client.force_login(planner)

    page = client.get(indicator.get_absolute_url())

    said = words(page)
    assert ("FY2002–24: no value" in said, "FY2026–2204: no value" in said) == (True, True)
    assert "令和8～186年度：値なし" in words(client.get(f"/indicators/{indicator.pk}/?lang=ja"))
    assert f"/indicators/{indicator.pk}/values/2024/edit/" in page.content.decode()
    assert f"/indicators/{indicator.pk}/values/2204/edit/" not in page.content.decode()
    assert f"/indicators/{indicator.pk}/values/2205/edit/" in page.content.decode()


@pytest.mark.parametrize(
    ("final_year", "english", "japanese"),
    [
        (2025, "FY2025: Target: 100 persons", "令和7年度：目標値：100人"),
        (2029, "FY2025: Expected: 50 persons", "令和7年度：想定値：50人"),
    ],
)
def test_the_tick_of_the_year_is_called_expected_only_where_it_is_no_target(final_year, english, japanese):
    commitment = committed(
        PlanFactory(last_fiscal_year=2029), target=None, value=75, baseline=0, baseline_fiscal_year=2021,
        trajectory=Trajectory.LINE, indicator__unit_ja="人",
    )  # fmt: skip
    TargetFactory(commitment=commitment, fiscal_year=final_year, value=100)

    for language, said in (("en", english), ("ja", japanese)):
        with translation.override(language):
            (tick,) = page_of(commitment.indicator).chart_data.expected
            assert tick.text == said
