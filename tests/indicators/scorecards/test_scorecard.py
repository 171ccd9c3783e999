import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from indicators.loading.as_of import AsOf
from indicators.loading.lines import latest_fiscal_year, lines_of
from indicators.models import Commitment, Indicator, Target, YearlyValue
from indicators.readings.statuses import Status
from indicators.scorecards.scorecard import Scorecard
from measures.models import Measure
from plans.database.events import event_model
from plans.models import Disclosure, Plan, Standard, Strategy
from tests.factories import (
    CrossListingFactory,
    GradeFactory,
    GradingScaleFactory,
    MeasureFactory,
    OverrideFactory,
    PlanFactory,
    StandardFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def statuses(card):
    return [line.status for line in card.lines]


@pytest.mark.parametrize("count", [1, 3])
def test_a_scorecard_costs_the_same_for_any_number_of_commitments(count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        committed(plan, value=100)
    plan.institution  # known already, as in every view

    with django_assert_num_queries(11):
        card = Scorecard.of(plan, 2025, user=NOBODY)
        sentences = [line.explanation for line in card.lines]

    assert (statuses(card), len(sentences)) == ([Status.ACHIEVED] * count, count)


def test_statuses_are_counted_on_every_level_and_never_averaged():
    plan = PlanFactory()
    standard = StandardFactory(strategy__plan=plan)
    for value in (100, 85, 10, None):
        committed(plan, value=value, measure__standard=standard)

    card = Scorecard.of(plan, 2025, user=NOBODY)

    expected = {
        **dict.fromkeys(Status, 0),
        Status.ACHIEVED: 1,
        Status.AT_RISK: 1,
        Status.OFF_TRACK: 1,
        Status.NO_DATA: 1,
    }
    assert card.counts == expected
    assert card.strategies[0].counts == expected
    assert card.strategies[0].standards[0].counts == expected
    assert [line.status for line in sorted(card.lines, key=lambda line: line.reading.sort_key)][:2] == [
        Status.OFF_TRACK,
        Status.AT_RISK,
    ]


def test_an_indicator_that_the_reader_may_not_see_is_not_there():
    plan = PlanFactory()
    committed(plan, value=1, indicator__disclosure=Disclosure.PLANNING)
    shown = committed(plan, value=100)

    card = Scorecard.of(plan, 2025, user=NOBODY)

    assert [line.commitment.pk for line in card.lines] == [shown.pk]


def test_a_value_that_the_reader_may_not_see_is_withheld():
    plan = PlanFactory()
    commitment = committed(plan)
    YearlyValueFactory(indicator=commitment.indicator, value=100, disclosure=Disclosure.STAFF)

    (line,) = Scorecard.of(plan, 2025, user=NOBODY).lines

    assert (line.status, line.reading.reason, line.value.value) == (
        Status.NO_DATA,
        "withheld",
        None,
    )


def test_a_staff_value_is_read_by_a_member(viewer, institution):
    plan = PlanFactory(institution=institution)
    commitment = committed(plan)
    YearlyValueFactory(indicator=commitment.indicator, value=100, disclosure=Disclosure.STAFF)

    (line,) = Scorecard.of(plan, 2025, user=viewer).lines

    assert line.status is Status.ACHIEVED


def test_grades_are_compared_by_their_order():
    plan = PlanFactory()
    scale = GradingScaleFactory(institution=plan.institution)
    low, high = GradeFactory(scale=scale, rank=1), GradeFactory(scale=scale, rank=2)
    commitment = committed(
        plan,
        target=None,
        comparator="grade_at_least",
        indicator__kind="grade",
        indicator__scale=scale,
    )
    TargetFactory(commitment=commitment, fiscal_year=2025, value=None, grade=high)
    value = YearlyValueFactory(indicator=commitment.indicator, value=None, grade=low)

    (before,) = Scorecard.of(plan, 2025, user=NOBODY).lines
    YearlyValue.objects.filter(pk=value.pk).update(grade=high)
    (after,) = Scorecard.of(plan, 2025, user=NOBODY).lines

    assert (before.status, after.status) == (Status.AT_RISK, Status.ACHIEVED)


def test_a_cancelled_measure_is_not_judged():
    plan = PlanFactory()
    commitment = committed(plan, value=1)
    Measure.objects.filter(pk=commitment.measure_id).update(status="cancelled")

    (line,) = Scorecard.of(plan, 2025, user=NOBODY).lines

    assert (line.status, line.reading.reason) == (Status.NOT_JUDGED, "cancelled")


def test_superseded_targets_no_longer_count():
    plan = PlanFactory()
    commitment = committed(plan, value=60)
    Target.objects.filter(commitment=commitment).update(superseded_at=timezone.now())
    TargetFactory(commitment=commitment, fiscal_year=2025, value=50)

    (line,) = Scorecard.of(plan, 2025, user=NOBODY).lines

    assert (line.status, [target.value for target in line.targets]) == (
        Status.ACHIEVED,
        [50],
    )


def test_an_override_stands_beside_the_computed_status():
    plan = PlanFactory()
    OverrideFactory(commitment=committed(plan, value=100), status="off_track")

    (line,) = Scorecard.of(plan, 2025, user=NOBODY).lines

    assert (line.status, line.override.status) == (Status.ACHIEVED, "off_track")


def test_sub_measures_stand_below_their_measure_and_cross_listed_ones_twice():
    plan = PlanFactory()
    home, other = (
        StandardFactory(strategy__plan=plan),
        StandardFactory(strategy__plan=plan),
    )
    measure = MeasureFactory(standard=home)
    part = MeasureFactory(standard=home, parent=measure)
    CrossListingFactory(measure=measure, standard=other)

    card = Scorecard.of(plan, 2025, user=NOBODY)

    first, second = (branch for strategy in card.strategies for branch in strategy.standards)
    assert [(b.measure.pk, [s.measure.pk for s in b.sub_measures]) for b in first.measures] == [(measure.pk, [part.pk])]
    assert [(b.measure.pk, b.is_cross_listed) for b in second.measures] == [(measure.pk, True)]


def enter_all_long_ago():
    """Let the history say that every row was entered at a moment; which one."""
    moment = timezone.now() - dt.timedelta(days=60)
    for model in (Plan, Strategy, Standard, Measure, Indicator, Commitment, Target, YearlyValue):
        event_model(model).objects.update(pgh_created_at=moment)
    return moment


def test_a_scorecard_still_says_what_it_said_on_a_past_day():
    plan = PlanFactory()
    committed(plan, value=10)
    long_ago = enter_all_long_ago()
    YearlyValue.objects.update(value=100)
    Measure.objects.update(name_en="Renamed")

    (now,) = Scorecard.of(plan, 2025, user=NOBODY).lines
    (then,) = Scorecard.of(
        plan, 2025, user=NOBODY, as_of=AsOf.on(plan.institution, (long_ago + dt.timedelta(days=1)).date())
    ).lines
    before = Scorecard.of(
        plan, 2025, user=NOBODY, as_of=AsOf.on(plan.institution, (long_ago - dt.timedelta(days=9)).date())
    )

    assert (now.status, now.reading.figures.actual, now.measure.name_en) == (
        Status.ACHIEVED,
        100,
        "Renamed",
    )
    assert (then.status, then.reading.figures.actual, then.measure.name_en == "Renamed") == (
        Status.OFF_TRACK,
        10,
        False,
    )
    assert (before.lines, before.is_empty) == ([], True)


def test_what_is_hidden_now_is_hidden_in_the_past_too():
    plan = PlanFactory()
    committed(plan, value=10)
    long_ago = enter_all_long_ago()
    YearlyValue.objects.update(disclosure=Disclosure.PLANNING)

    (then,) = Scorecard.of(
        plan, 2025, user=NOBODY, as_of=AsOf.on(plan.institution, (long_ago + dt.timedelta(days=1)).date())
    ).lines

    assert (then.reading.reason, then.value.value) == ("withheld", None)


def test_the_latest_year_is_the_last_with_an_actual_and_never_a_future_one(settings):
    settings.HOSHIN_TODAY = dt.date(2026, 5, 15)
    plan = PlanFactory()
    empty = latest_fiscal_year(plan)
    commitment = committed(plan)
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024)
    YearlyValueFactory(
        indicator=commitment.indicator,
        fiscal_year=2025,
        state="not_collected",
        value=None,
    )
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2027)

    assert (empty, latest_fiscal_year(plan)) == (2026, 2024)


def test_one_indicator_under_two_plans_may_have_two_statuses():
    first = committed(PlanFactory(), target=100, value=90)
    other = PlanFactory(institution=first.indicator.institution)
    second = committed(other, target=50, indicator=first.indicator)

    lines = lines_of([first, second], [2025], user=NOBODY)

    assert [line.status for line in lines] == [Status.AT_RISK, Status.ACHIEVED]
