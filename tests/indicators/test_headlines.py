from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from indicators.headlines import headline
from indicators.models import Comparator, Indicator, Kind, Trajectory, ValueState
from indicators.series import Series
from tests.factories import DefinitionFactory, IndicatorFactory, PlanFactory, TargetFactory, YearlyValueFactory
from tests.indicators.pages import committed

pytestmark = pytest.mark.django_db


def said(indicator, language="en"):
    with override(language):
        return str(headline(Series(Indicator.objects.get(pk=indicator.pk), user=AnonymousUser())))


def on_a_line(value, *, baseline=10, target=30, **more):
    """An indicator whose path leads from the baseline in FY2021 to the target in FY2025."""
    commitment = committed(
        PlanFactory(), target=target, value=value, baseline=baseline, baseline_fiscal_year=2021,
        trajectory=Trajectory.LINE, **more,
    )  # fmt: skip
    return commitment.indicator


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (30, "Up from 10 persons (FY2021) to 30 persons: the target is met"),
        (25, "Up from 10 persons (FY2021) to 25 persons, but at about three-quarters of the pace needed"),
        (27, "Up from 10 persons (FY2021) to 27 persons, but at 85 % of the pace needed"),
        (20, "Up from 10 persons (FY2021) to 20 persons, but at about half of the pace needed"),
        (10, "Unchanged at 10 persons since FY2021: no step towards the target yet"),
        (6, "Down from 10 persons (FY2021) to 6 persons: moving away from the target"),
        (0, "Down from 10 persons (FY2021) to 0 persons: moving away from the target"),
    ],
)
def test_the_message_says_where_it_went_and_what_that_is_worth(value, message):
    assert said(on_a_line(value)) == message


def test_falling_is_good_where_less_is_promised():
    indicator = on_a_line(36, baseline=48, target=24, comparator=Comparator.AT_MOST)

    assert said(indicator) == "Down from 48 persons (FY2021) to 36 persons, but at about half of the pace needed"


def test_a_better_rank_has_risen():
    indicator = on_a_line(200, baseline=251, target=200, comparator=Comparator.REACH_RANK)

    assert said(indicator) == "Risen from rank 251 (FY2021) to 200: the target is met"


def test_on_track_before_the_final_year_speaks_of_the_pace():
    indicator = on_a_line(30, target=None)
    TargetFactory(commitment=indicator.commitments.get(), fiscal_year=2027, value=35)

    assert said(indicator) == "Up from 10 persons (FY2021) to 30 persons, as fast as needed or faster"


def test_without_a_baseline_the_first_comparable_year_is_the_start():
    indicator = IndicatorFactory()
    for year, value in ((2020, 99), (2022, 5), (2024, 8)):
        YearlyValueFactory(indicator=indicator, fiscal_year=year, value=value)
    DefinitionFactory(indicator=indicator, valid_from=2022)

    assert said(indicator) == "Up from 5 persons (FY2022) to 8 persons"


def test_one_figure_alone_has_no_direction():
    assert said(YearlyValueFactory(value=8).indicator) == "8 persons in FY2025"


def test_a_missing_year_is_told_after_the_last_figure():
    commitment = committed(PlanFactory(), value=None, baseline=10, baseline_fiscal_year=2021)
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=Decimal(12))
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, value=None, state=ValueState.NOT_COLLECTED)

    assert said(commitment.indicator).startswith("Up from 10 persons (FY2021) to 12 persons")


def test_without_any_number_there_is_no_message():
    assert said(IndicatorFactory()) == ""
    assert said(committed(PlanFactory()).indicator) == ""
    assert said(YearlyValueFactory(indicator__kind=Kind.YES_NO, value=1).indicator) == ""
    assert said(YearlyValueFactory(value=None, state=ValueState.NOT_COLLECTED).indicator) == ""


def test_the_message_speaks_japanese():
    indicator = on_a_line(25)
    Indicator.objects.filter(pk=indicator.pk).update(unit_ja="人")

    assert said(indicator, "ja") == "10人（令和3年度）から25人に増加、ただし必要なペースの約4分の3にとどまる"
