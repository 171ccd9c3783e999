from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from indicators.entry.actions import record_value, revise_target
from indicators.loading.as_of import AsOf
from indicators.scorecards.change_causes import Cause
from indicators.scorecards.changes import changes_since, default_since
from indicators.scorecards.scorecard import Scorecard
from plans.database.history import recording
from plans.database.stamps import fixed_clock
from plans.models import Role
from tests.factories import ClosedYearFactory, MembershipFactory, PlanFactory, UserFactory, YearlyValueFactory
from tests.indicators.pages import committed, known_since, recorded_on
from tests.pages import body, words

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
LAST_YEAR = date(2025, 11, 1)


@pytest.fixture
def plan():
    return PlanFactory()


def changes(plan, since=LAST_YEAR, user=ANYBODY):
    return changes_since(Scorecard.of(plan, 2025, user=user), since, user=user)


def turns(found):
    return [(change.then.fiscal_year, change.then.status.value, change.line.status.value) for change in found.changes]


def corrected(plan, before, after, reason=""):
    """A figure of FY2025 that was known last year and has been corrected since."""
    commitment = known_since(date(2025, 4, 1), committed(plan, value=before))
    value = commitment.indicator.values.get()
    recorded_on(date(2025, 10, 1), value)
    value.value = after
    with recording(by=None, reason=reason):
        value.save()
    return commitment


def test_a_reading_that_says_something_else_now_is_a_change(plan):
    corrected(plan, 90, 10)
    corrected(plan, 90, 91)

    assert turns(changes(plan)) == [(2025, "at_risk", "off_track")]


def test_what_got_worse_stands_first(plan):
    corrected(plan, 10, 100)
    corrected(plan, 100, 90)

    assert turns(changes(plan)) == [(2025, "achieved", "at_risk"), (2025, "off_track", "achieved")]


def test_the_page_is_headed_by_how_many_went_up_and_down_of_what_was_judged_both_times(client, plan):
    for before, after in ((10, 100), (100, 90), (90, 10)):
        corrected(plan, before, after)
    taken_back = corrected(plan, 90, 91).indicator.values.get()
    taken_back.value, taken_back.state = None, "not_collected"
    taken_back.save()

    assert (changes(plan).moves, len(changes(plan).changes)) == ((1, 2), 4)
    address = f"/plans/{plan.slug}/scorecard/2025/changes/?since={LAST_YEAR}"
    assert '<h1 class="headline">Since 1 November 2025: 1 up, 2 down</h1>' in body(client.get(f"{address}&lang=en"))
    japanese = body(client.get(f"{address}&lang=ja"))
    assert '<h1 class="headline">2025年11月1日から、判定が上がった指標1、下がった指標2</h1>' in japanese


def test_before_the_years_figure_was_due_the_year_before_stands_in(plan):
    commitment = known_since(date(2025, 4, 1), committed(plan, value=10, trajectory="steps"))
    commitment.targets.create(fiscal_year=2024, value=100)
    recorded_on(date(2025, 4, 1), commitment.targets.get(fiscal_year=2024))
    recorded_on(date(2025, 6, 1), YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=90))

    (change,) = changes(plan).changes

    assert (change.is_of_another_year, change.then.status, change.line.status) == (True, "at_risk", "off_track")


def test_a_figure_still_to_come_is_no_change(plan):
    commitment = known_since(date(2025, 4, 1), committed(plan))
    commitment.targets.create(fiscal_year=2024, value=100)
    recorded_on(date(2025, 4, 1), commitment.targets.get(fiscal_year=2024))
    recorded_on(date(2025, 6, 1), YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=90))

    assert changes(plan).changes == []


def test_what_the_plan_did_not_have_then_is_counted(plan):
    committed(plan, value=10)

    assert (changes(plan).new, changes(plan).changes) == (1, [])


def test_the_recorded_reason_is_told_to_members_and_the_reading_explains_itself_to_others(plan):
    corrected(plan, 90, 10, reason="Counted twice by mistake")
    member = MembershipFactory(institution=plan.institution, role=Role.PLANNER).user

    (change,) = changes(plan, user=member).changes
    assert change.causes == [Cause("Value of FY2025", "90 persons", "10 persons", "Counted twice by mistake")]
    assert change.explanation == ""
    (change,) = changes(plan, user=UserFactory()).changes
    assert change.causes == []
    assert "10 persons" in change.explanation


def test_each_change_carries_its_own_reason_and_none_that_was_given_for_another(client, plan):
    commitment = corrected(plan, 90, 10, reason="Counted twice")
    member = MembershipFactory(institution=plan.institution, role=Role.PLANNER).user
    revise_target(commitment.targets.get(), value=80, by=member, reason="Abroad is closed")
    value = commitment.indicator.values.get()
    record_value(indicator=commitment.indicator, fiscal_year=2025, by=member, note="n", reason="Only a note")
    forecast = YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, kind="forecast")
    record_value(indicator=commitment.indicator, fiscal_year=2025, kind="forecast", value=51, by=member, reason="Hope")
    client.force_login(member)

    (change,) = changes(plan, user=member).changes

    year = commitment.targets.current().get().fiscal_year
    assert (value.fiscal_year, forecast.fiscal_year) == (2025, 2025)
    assert change.causes == [
        Cause("Value of FY2025", "90 persons", "10 persons", "Counted twice"),
        Cause(f"Target for FY{year}", "100 persons", "80 persons", "Abroad is closed"),
    ]
    page = words(client.get(f"/plans/{plan.slug}/scorecard/2025/changes/?since={LAST_YEAR}&lang=en"))
    assert "Value of FY2025: 90 persons → to 10 persons (Counted twice)" in page
    assert f"Target for FY{year}: 100 persons → to 80 persons (Abroad is closed)" in page
    assert "Hope" not in page


def test_a_figure_entered_since_has_nothing_before_it(plan):
    commitment = known_since(date(2025, 4, 1), committed(plan, value=10, trajectory="steps"))
    commitment.targets.create(fiscal_year=2024, value=5)
    recorded_on(date(2025, 4, 1), commitment.targets.get(fiscal_year=2024))
    recorded_on(date(2025, 6, 1), YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=90))
    member = MembershipFactory(institution=plan.institution, role=Role.PLANNER).user

    found = [cause for change in changes(plan, user=member).changes for cause in change.causes]

    assert [(cause.before, cause.after, cause.reason) for cause in found] == [("", "10 persons", "")]


def test_a_scorecard_is_compared_with_the_last_closing_else_with_a_year_ago(plan):
    today = date(2026, 5, 15)
    assert default_since(AsOf(plan.institution, today)) == date(2025, 5, 15)
    assert default_since(AsOf(plan.institution, date(2024, 2, 29))) == date(2023, 2, 28)

    fixed_clock(datetime(2025, 9, 30, 10, tzinfo=UTC))
    ClosedYearFactory(institution=plan.institution)

    assert default_since(AsOf(plan.institution, today)) == date(2025, 9, 30)


def test_the_page_leads_to_the_changes_and_shows_them_at_once_where_a_day_is_asked_for(client, plan):
    commitment = corrected(plan, 90, 10)
    address = f"/plans/{plan.slug}/scorecard/2025/"

    assert f'href="{address}changes/?lang=en"' in body(client.get(f"{address}?lang=en"))
    for page in (f"{address}?since={LAST_YEAR}&lang=en", f"{address}changes/?since={LAST_YEAR}&lang=en"):
        assert f"{commitment.indicator.name_en} At risk → to Off track" in words(client.get(page))


def test_the_changes_come_as_a_piece_for_the_page(client, plan):
    corrected(plan, 90, 10)

    piece = client.get(
        f"/plans/{plan.slug}/scorecard/2025/changes/?since={LAST_YEAR}&lang=en", headers={"hx-request": "true"}
    )

    assert "<main" not in body(piece)
    assert "Off track" in body(piece)


def test_before_everything_nothing_is_compared(plan):
    corrected(plan, 90, 10)

    assert changes(plan, since=date(2020, 1, 1)).new == 1
