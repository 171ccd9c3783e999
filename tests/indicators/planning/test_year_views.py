import pytest

from indicators.models import ValueState
from indicators.planning.years import years_of
from plans.actions import close_year, reopen_year
from plans.database.events import event_model
from plans.models import ClosedYear, Disclosure, PlanState
from tests.factories import (
    CommitmentFactory,
    GradingScaleFactory,
    MeasureFactory,
    MembershipFactory,
    PlanFactory,
    PlanScaleFactory,
    ProgressReportFactory,
    YearlyValueFactory,
)
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(institution):
    """A plan whose reports are graded."""
    plan = PlanFactory(institution=institution, first_fiscal_year=2024, last_fiscal_year=2029)
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=institution))
    return plan


@pytest.fixture
def page(client, institution):
    def ask(year="", data=None):
        address = f"/institutions/{institution.slug}/years/{f'{year}/' if year else ''}?lang=en"
        return client.get(address) if data is None else client.post(address, data)

    return ask


def year(institution, fiscal_year, user=None):
    """A year as a user sees it, by default a planner."""
    user = user or MembershipFactory(institution=institution).user
    return next(found for found in years_of(institution, user) if found.fiscal_year == fiscal_year)


def promise(plan, **more):
    return CommitmentFactory(measure__standard__strategy__plan=plan, **more).indicator


def test_years_are_those_of_the_plans_up_to_now_and_those_with_figures_or_closings(institution, planner, plan):
    YearlyValueFactory(indicator=promise(plan), fiscal_year=2019)
    close_year(institution, 2021, by=planner)

    assert [found.fiscal_year for found in years_of(institution, planner)] == [2026, 2025, 2024, 2021, 2019]


def test_a_year_counts_what_is_reported_explained_missing_and_provisional(institution, plan):
    for state in ({"is_provisional": True}, {}, {"state": ValueState.NOT_COLLECTED, "value": None}):
        YearlyValueFactory(indicator=promise(plan), fiscal_year=2025, **state)
    promise(plan)
    YearlyValueFactory(indicator__institution=institution, fiscal_year=2025)  # measured, but promised by nobody

    found = year(institution, 2025)

    assert (
        found.values_expected,
        found.values_reported,
        found.values_explained,
        found.values_missing,
        found.values_provisional,
    ) == (4, 3, 1, 1, 1)
    assert (found.is_over, found.lacks_something) == (True, True)


def test_what_was_dropped_and_what_is_a_draft_is_not_missing(institution, plan):
    promise(plan, measure__status="cancelled")
    promise(plan, indicator__status="cancelled")
    promise(PlanFactory(institution=institution, state=PlanState.DRAFT))

    found = year(institution, 2025)

    assert (found.values_expected, found.values_missing, found.reports_expected) == (0, 0, 1)


def counts(found):
    return (
        found.values_expected,
        found.values_reported,
        found.values_explained,
        found.values_missing,
        found.values_provisional,
    )


def test_what_is_hidden_from_a_member_is_counted_neither_as_there_nor_as_missing(institution, plan, planner, viewer):
    secret = {"disclosure": Disclosure.EXECUTIVES}
    YearlyValueFactory(indicator=promise(plan), fiscal_year=2025, is_provisional=True, **secret)
    YearlyValueFactory(indicator=promise(plan, indicator__disclosure=Disclosure.EXECUTIVES), fiscal_year=2025)
    promise(plan, indicator__disclosure=Disclosure.PLANNING)
    promise(PlanFactory(institution=institution, **secret))
    YearlyValueFactory(indicator__institution=institution, fiscal_year=2019, **secret)

    seen = {user: counts(year(institution, 2025, user)) for user in (planner, viewer)}

    assert seen == {planner: (4, 2, 0, 2, 1), viewer: (1, 0, 1, 0, 0)}
    assert [found.fiscal_year for found in years_of(institution, viewer)] == [2026, 2025, 2024]


def test_a_report_that_is_hidden_from_a_member_is_not_missing(institution, plan, viewer):
    report = {"measure__standard__strategy__plan": plan, "state": "submitted", "disclosure": Disclosure.EXECUTIVES}
    ProgressReportFactory(fiscal_year=2025, **report)

    found = year(institution, 2025, viewer)

    assert (found.reports_expected, found.reports_missing) == (1, 0)


def test_reports_are_missing_until_they_are_handed_in(institution, plan):
    for state in ("drafting", "submitted", "accepted"):
        ProgressReportFactory(measure__standard__strategy__plan=plan, fiscal_year=2025, state=state)
    MeasureFactory(standard__strategy__plan=plan, parent=MeasureFactory(standard__strategy__plan=plan))

    found = year(institution, 2025)

    assert (found.reports_expected, found.reports_missing) == (4, 2)


def test_reports_are_missing_only_where_one_is_asked_for(institution, plan, planner):
    ungraded = PlanFactory(institution=institution, first_fiscal_year=2024)
    MeasureFactory(standard__strategy__plan=ungraded)
    for columns in (
        {"first_fiscal_year": 2026},
        {"last_fiscal_year": 2024},
        {"status": "cancelled"},
        {"status": "done"},
    ):
        MeasureFactory(standard__strategy__plan=plan, **columns)
    MeasureFactory(standard__strategy__plan=plan, status="done", last_fiscal_year=2025)

    found = {found.fiscal_year: found.reports_missing for found in years_of(institution, planner)}

    assert found == {2026: 1, 2025: 1, 2024: 2}


def test_the_page_says_where_no_reports_are_asked_for(client, institution, viewer, page):
    PlanFactory(institution=institution, first_fiscal_year=2025, last_fiscal_year=2025)
    client.force_login(viewer)

    assert "not asked for" in words(page())


def test_closings_and_reopenings_are_remembered_with_who_and_why(institution, planner, plan):
    planner.name_en = "Mariko Kato"
    planner.save()
    close_year(institution, 2024, by=planner, reason="Board of June")
    reopen_year(institution, 2024, by=planner, reason="A count was wrong")

    said = [(c.is_deletion, c.who, c.why) for c in year(institution, 2024).closings]

    assert said == [(False, "Mariko Kato", "Board of June"), (True, "Mariko Kato", "A count was wrong")]


def test_members_read_the_table_and_only_planners_act(client, institution, plan, viewer, planner, page):
    client.force_login(viewer)
    assert "under way" in words(page())
    assert f'href="/institutions/{institution.slug}/years/2025/"' not in body(page())
    assert page(2025).status_code == 403
    assert page(2025, {"what": "close", "reason": "x"}).status_code == 403

    client.force_login(planner)
    assert f'href="/institutions/{institution.slug}/years/2025/"' in body(page())
    assert page(2025).status_code == 200


def test_people_from_elsewhere_are_refused_and_strangers_sign_in(client, institution, stranger, page):
    assert page()["Location"].startswith("/accounts/login/?next=/institutions/")
    client.force_login(stranger)
    assert (page().status_code, client.get("/institutions/nowhere/years/").status_code) == (403, 404)


def test_a_planner_closes_a_year_with_a_reason(client, institution, plan, planner, page):
    client.force_login(planner)

    response = page(2025, {"what": "close", "reason": "Board of 20 June"})

    assert response["Location"] == f"/institutions/{institution.slug}/years/"
    closed = ClosedYear.objects.get(institution=institution)
    assert (closed.fiscal_year, closed.closed_by, closed.reason) == (2025, planner, "Board of 20 June")
    assert "FY2025 was closed." in words(page())


def test_closing_an_incomplete_year_warns_and_asks_for_a_tick(client, institution, plan, planner, page):
    promise(plan)
    client.force_login(planner)
    assert "The year is not complete." in words(page(2025))

    assert page(2025, {"what": "close", "reason": "Board"}).status_code == 200
    assert not ClosedYear.objects.exists()
    page(2025, {"what": "close", "reason": "Board", "accepted": "on"})
    assert ClosedYear.objects.get().fiscal_year == 2025


def test_a_planner_reopens_a_year_and_must_say_why(client, institution, plan, planner, page):
    close_year(institution, 2025, by=planner)
    client.force_login(planner)

    assert page(2025, {"what": "reopen", "reason": " "}).status_code == 200
    assert ClosedYear.objects.exists()
    page(2025, {"what": "reopen", "reason": "A count was wrong"})

    assert not ClosedYear.objects.exists()
    last = event_model(ClosedYear).objects.order_by("pgh_id").last()
    assert (last.pgh_label, last.pgh_context["user"], last.pgh_context["reason"]) == (
        "delete",
        planner.pk,
        "A count was wrong",
    )


def test_closing_what_another_closed_meanwhile_does_not_reopen_it(client, institution, plan, planner, page):
    close_year(institution, 2025, by=planner)
    client.force_login(planner)

    page(2025, {"what": "close", "reason": "Board"})

    assert ClosedYear.objects.exists()
    assert "while you were working" in words(page(2025))


@pytest.mark.parametrize("fiscal_year", [1, 2018, 2027, 99999999999])
def test_a_year_that_is_none_of_the_institutions_is_not_found(client, plan, planner, page, fiscal_year):
    client.force_login(planner)

    assert page(fiscal_year).status_code == 404


def test_without_plans_the_page_says_so(client, planner, page):
    client.force_login(planner)

    assert "There is no fiscal year yet" in words(page())


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(
    client, institution, plan, planner, page, count, django_assert_num_queries
):
    for number in range(count):
        YearlyValueFactory(indicator=promise(plan), fiscal_year=2025)
        ProgressReportFactory(measure__standard__strategy__plan=PlanFactory(institution=institution))
        close_year(institution, 2010 + number, by=planner, reason="long ago")
    client.force_login(planner)

    with django_assert_num_queries(13):
        response = page()

    assert body(response).count("long ago") == count
