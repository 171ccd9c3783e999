"""The start page of who reports: what the office owes, and what it has answered."""

from datetime import date

import pytest

from plans.models import Role
from tests.factories import (
    GradingScaleFactory,
    MilestoneFactory,
    OfficeFactory,
    PlanScaleFactory,
    ResponsibilityFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, headings, member, start_page
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER])
def test_a_reporter_sees_what_the_office_owes_with_last_years_figure_and_the_way_to_enter_it(
    client, plan, institution, office, role
):
    indicator = committed(plan, indicator__office=office, indicator__name_en="Share of women").indicator
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=0)
    committed(plan, indicator__office=OfficeFactory(institution=institution), indicator__name_en="Not ours")

    response = start_page(client, member(institution, role, office))

    assert "Share of women FY2025 0 persons 31 May 2026 Enter" in words(response)
    assert f'href="/indicators/{indicator.pk}/values/2025/edit/"' in body(response)
    assert "Not ours" not in words(response)


def test_a_reporter_answers_for_offices_below_the_own(client, plan, institution, office):
    below = OfficeFactory(institution=institution, parent=OfficeFactory(institution=institution, parent=office))
    committed(plan, indicator__office=below, indicator__name_en="Share of women")

    assert "Share of women FY2025" in words(start_page(client, member(institution, Role.REPORTER, office)))


def test_a_reporter_sees_missing_reports_and_next_milestones(client, plan, institution, office):
    PlanScaleFactory(plan=plan, scale=GradingScaleFactory(institution=institution))
    measure = ResponsibilityFactory(
        measure__standard__strategy__plan=plan, measure__name_en="English courses", office=office
    ).measure
    MilestoneFactory(measure=measure, name_en="First course", due_on=date(2026, 5, 1))

    response = start_page(client, member(institution, Role.REPORTER, office))

    page = words(response)
    assert "Reports to submit 1 English courses FY2025 · 31 May 2026 Report progress" in page
    assert f'href="/measures/{measure.pk}/reports/2025/edit/?office={office.slug}"' in body(response)
    assert "Next milestones 1 First course 1 May 2026 overdue" in page


def test_a_reporter_who_owes_nothing_is_told_so(client, institution, office):
    page = words(start_page(client, member(institution, Role.REPORTER, office)))

    assert "No request has been sent yet" in page
    assert "No milestone is open." in page


def test_a_reporter_who_has_answered_is_told_so(client, plan, institution, office):
    committed(plan, value=5, indicator__office=office)

    page = start_page(client, member(institution, Role.REPORTER, office))

    assert headings(page) == ["The one request is answered"]
    assert "No values are missing" in words(page)
    assert "No progress report is missing." in words(page)


def test_a_reporter_of_the_whole_institution_sees_all_offices(client, plan, institution, office):
    committed(plan, indicator__office=office, indicator__name_en="Share of women")

    page = words(start_page(client, member(institution, Role.REPORTER)))

    assert "all offices" in page
    assert "Share of women FY2025" in page
