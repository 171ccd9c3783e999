from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from indicators.loading.series import Series
from indicators.models import Comparator, Indicator, Kind, Trajectory, ValueState
from indicators.profile.headline import headline, verdict, verdict_text, why_never_reported, yes_or_no
from indicators.readings.figures import Figures
from indicators.readings.reading import Reading
from indicators.readings.terms import Actual, CommitmentTerms, Target
from indicators.readings.wording.explanations import explain
from tests.factories import (
    DefinitionFactory,
    GradeFactory,
    GradingScaleFactory,
    IndicatorFactory,
    PlanFactory,
    TargetFactory,
    YearlyValueFactory,
)
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
        (30, "Up from 10 persons (FY2021) to 30 persons, target met"),
        (25, "Up from 10 persons (FY2021) to 25 persons, at about three-quarters of the pace needed"),
        (27, "Up from 10 persons (FY2021) to 27 persons, at 85% of the pace needed"),
        (20, "Up from 10 persons (FY2021) to 20 persons, at about half of the pace needed"),
        (10, "Unchanged at 10 persons since FY2021, no progress towards the target"),
        (6, "Down from 10 persons (FY2021) to 6 persons, moving away from the target"),
        (0, "Down from 10 persons (FY2021) to 0 persons, moving away from the target"),
    ],
)
def test_the_message_says_where_it_went_and_what_that_is_worth(value, message):
    assert said(on_a_line(value)) == message


def test_what_prints_as_the_baseline_has_not_moved():
    indicator = on_a_line(10, baseline=Decimal("10.4"))

    assert said(indicator) == "Unchanged at 10 persons since FY2021, no progress towards the target"


def test_falling_is_good_where_less_is_promised():
    indicator = on_a_line(36, baseline=48, target=24, comparator=Comparator.AT_MOST)

    assert said(indicator) == "Down from 48 persons (FY2021) to 36 persons, at about half of the pace needed"


def test_a_better_rank_has_risen():
    indicator = on_a_line(200, baseline=251, target=200, comparator=Comparator.REACH_RANK)
    Indicator.objects.filter(pk=indicator.pk).update(unit_ja="位", unit_en="rank")

    assert said(indicator) == "Up from rank 251 (FY2021) to 200, target met"
    assert said(indicator, "ja") == "251位（令和3年度）から200位に上昇、目標を達成"


def test_on_track_before_the_final_year_speaks_of_the_pace():
    indicator = on_a_line(30, target=None)
    TargetFactory(commitment=indicator.commitments.get(), fiscal_year=2027, value=35)

    assert said(indicator) == "Up from 10 persons (FY2021) to 30 persons, at or ahead of the pace needed"


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
    assert said(YearlyValueFactory(indicator__kind=Kind.YES_NO, value=1).indicator) == ""
    assert said(YearlyValueFactory(value=None, state=ValueState.NOT_COLLECTED).indicator) == ""


def test_the_message_speaks_japanese():
    indicator = on_a_line(25)
    Indicator.objects.filter(pk=indicator.pk).update(unit_ja="人")

    assert said(indicator, "ja") == "10人（令和3年度）から25人に増加、必要なペースの約4分の3にとどまる"


def judged(terms, year, actual):
    """A reading to be worth something, without rows."""
    return Reading(Figures(terms, year, {year: actual if isinstance(actual, Actual) else Actual(Decimal(actual))}))


RANGE = CommitmentTerms(
    "range", [Target(year, low=Decimal(100), high=Decimal(102)) for year in (2025, 2027)], decimals=1, unit="%"
)
KEPT = CommitmentTerms("maintain", [Target(2025, Decimal(52)), Target(2027, Decimal(52))], decimals=0)
GRADED = CommitmentTerms(
    "grade_at_least", [Target(2025, grade=3), Target(2027, grade=3)], scale={1: "C", 2: "B", 3: "A"}
)
HELD = CommitmentTerms("at_least", [Target(2025, Decimal(5)), Target(2027, Decimal(5))], Decimal(5), 2021, decimals=0)
RISING = CommitmentTerms("at_least", [Target(2025, Decimal(28)), Target(2027, Decimal(40))], decimals=0)
DONE_BY = CommitmentTerms("yes_by", [Target(2024, on=date(2025, 3, 31))])


@pytest.mark.parametrize(
    ("terms", "actual", "english", "japanese"),
    [
        (RANGE, "99.7", "0.3 points below the target range (100.0% to 102.0%)", "目標範囲（100.0～102.0%）まで0.3ポイント"),
        (RANGE, "102.5", "0.5 points above the target range (100.0% to 102.0%)", "目標範囲（100.0～102.0%）を0.5ポイント超過"),
        (replace(RANGE, baseline=Decimal(99), baseline_year=2021), 110, "8.0 points above the target range (100.0% to 102.0%)",
         "目標範囲（100.0～102.0%）を8.0ポイント超過"),
        (KEPT, 41, "outside the range to keep (50 to 54)", "維持の範囲（50～54）を外れる"),
        (KEPT, 52, "holding the target level", "目標の水準を維持"),
        (GRADED, Actual(grade=2), "1 grade short of A", "目標Aに1段階届かず"),
        (HELD, 4, "1 short of the target of 5", "目標5以上に1不足"),
        (HELD, 6, "holding the target level", "目標の水準を維持"),
        (RISING, 29, "meets the target of at least 28", "目標28以上を満たす"),
    ],
)  # fmt: skip
def test_without_a_pace_the_verdict_names_what_is_to_be_met(terms, actual, english, japanese):
    with override("en"):
        assert verdict_text(judged(terms, 2025, actual)) == english
    with override("ja"):
        assert verdict_text(judged(terms, 2025, actual)) == japanese


@pytest.mark.parametrize(
    ("year", "actual", "english", "japanese"),
    [
        (2025, "99.9", "at 99.8% of the pace needed", "必要なペースの99.8%にとどまる"),
        (2024, "85.58", "at 94.9% of the pace needed", "必要なペースの94.9%にとどまる"),
        (2024, "85.63", "close to the pace needed", "必要なペースに近い"),
    ],
)
def test_a_pace_that_is_too_slow_is_never_said_as_one_that_is_not(year, actual, english, japanese):
    targets = [Target(2025, Decimal(100)), Target(2027, Decimal(200))]
    line = CommitmentTerms("at_least", targets, Decimal(50), 2021, "line", decimals=2)

    with override("en"):
        assert verdict_text(judged(line, year, actual)) == english
    with override("ja"):
        assert verdict_text(judged(line, year, actual)) == japanese


def test_where_a_yes_is_due_more_than_once_message_and_reason_name_the_same_day():
    twice = replace(DONE_BY, targets=[*DONE_BY.targets, Target(2027, on=date(2028, 3, 31))], trajectory="steps")
    cases = [
        (2023, Actual(Decimal(0)), "31 March 2025"),
        (2024, Actual(Decimal(0)), "31 March 2025"),
        (2025, Actual(on=date(2025, 6, 1)), "31 March 2028"),
    ]

    with override("en"):
        for year, actual, due in cases:
            reading = judged(twice, year, actual)
            assert (due in yes_or_no(reading), due in explain(reading).long) == (True, True), yes_or_no(reading)


@pytest.mark.parametrize(
    ("year", "actual", "english", "japanese"),
    [
        (2024, Actual(on=date(2024, 12, 20)), "Done on 20 December 2024 (due 31 March 2025)",
         "2024年12月20日に実施済み（期限2025年3月31日）"),
        (2025, Actual(on=date(2025, 6, 1)), "Done on 1 June 2025, 62 days late", "2025年6月1日に実施（期限を62日超過）"),
        (2024, 0, "Not done, due 31 March 2025", "期限（2025年3月31日）を過ぎて未実施"),
        (2023, 0, "Not done yet, due 31 March 2025", "未実施（期限2025年3月31日）"),
    ],
)  # fmt: skip
def test_a_yes_or_no_says_whether_it_is_done(year, actual, english, japanese):
    with override("en"):
        assert yes_or_no(judged(DONE_BY, year, actual)) == english
    with override("ja"):
        assert yes_or_no(judged(DONE_BY, year, actual)) == japanese


def test_a_missing_year_says_which_and_why():
    reading = Reading(Figures(HELD, 2025, {2025: Actual(state="not_collected")}))

    with override("en"):
        assert verdict(reading, "Up from 1 to 2") == "Up from 1 to 2; FY2025 not collected"
        assert why_never_reported(reading) == "Not collected (target: at least 5 in FY2027)"
    with override("ja"):
        assert verdict(reading, "1から2に増加") == "1から2に増加（令和7年度は未集計）"
        assert why_never_reported(reading) == "未集計（目標は令和9年度に5以上）"


def test_grades_say_for_how_many_years():
    scale = GradingScaleFactory()
    worse, good = (GradeFactory(scale=scale, code=code, rank=rank) for rank, code in enumerate("BA", 1))
    indicator = IndicatorFactory(kind=Kind.GRADE, scale=scale)
    for year, grade in ((2022, good), (2023, worse), (2024, worse), (2025, worse)):
        YearlyValueFactory(indicator=indicator, fiscal_year=year, value=None, grade=grade)

    assert said(indicator) == "B for 3 years"
    assert said(indicator, "ja") == "3年連続B"
