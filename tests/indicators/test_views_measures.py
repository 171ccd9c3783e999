from datetime import date

import pytest

from plans.models import Disclosure
from tests.factories import (
    BudgetLineFactory,
    CommitmentFactory,
    EvidenceFactory,
    FeedbackFactory,
    MeasureEvidenceFactory,
    MeasureFactory,
    MilestoneFactory,
    OfficeFactory,
    PlanFactory,
    ProgressReportFactory,
    ResponsibilityFactory,
    TargetFactory,
)
from tests.indicators.pages import body, committed, statuses, words

pytestmark = pytest.mark.django_db


def test_the_measure_page_names_offices_steps_and_indicators(client):
    commitment = committed(PlanFactory(), value=10)
    measure = commitment.measure
    ResponsibilityFactory(measure=measure, office__name_en="Personnel", person="Mori Aya")
    MilestoneFactory(measure=measure, name_en="First course", due_on=date(2026, 4, 1))
    BudgetLineFactory(measure=measure, planned=8000000, settled=None)

    page = words(client.get(f"/measures/{measure.pk}/?lang=en"))

    assert "Personnel Mori Aya" in page
    assert "First course overdue" in page
    assert "10 persons is below the target of 100 persons" in page
    assert "8,000,000 JPY" in page


def test_staff_papers_are_for_staff(client, institution, viewer):
    measure = MeasureFactory(standard__strategy__plan__institution=institution)
    ProgressReportFactory(measure=measure, done_en="Two courses were held.")
    FeedbackFactory(measure=measure, text="More places are needed.")
    MeasureEvidenceFactory(
        measure=measure, evidence=EvidenceFactory(institution=institution, title_en="Minutes of May")
    )
    papers = ("Two courses were held.", "More places are needed.", "Minutes of May")

    seen_by_all = words(client.get(f"/measures/{measure.pk}/?lang=en"))
    client.force_login(viewer)
    seen_by_staff = words(client.get(f"/measures/{measure.pk}/?lang=en"))

    assert [paper in seen_by_all for paper in papers] == [False, False, False]
    assert [paper in seen_by_staff for paper in papers] == [True, True, True]


def test_a_merged_measure_leads_to_the_one_that_goes_on(client):
    goes_on = MeasureFactory(name_en="All courses")
    measure = MeasureFactory(standard=goes_on.standard, status="merged", merged_into=goes_on)

    assert f'<a href="/measures/{goes_on.pk}/"> All courses</a>' in body(client.get(f"/measures/{measure.pk}/?lang=en"))


def test_a_measure_of_a_plan_that_is_not_open_is_not_found(client):
    measure = MeasureFactory(standard__strategy__plan__disclosure=Disclosure.STAFF)

    assert client.get(f"/measures/{measure.pk}/").status_code == 404


def test_hidden_relatives_of_a_measure_are_not_named(client):
    before = MeasureFactory(name_en="Old measure", standard__strategy__plan__disclosure=Disclosure.STAFF)
    measure = MeasureFactory(predecessor=before)

    assert "Old measure" not in words(client.get(f"/measures/{measure.pk}/?lang=en"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_measure_page_costs_the_same_for_any_number_of_rows(client, count, django_assert_num_queries):
    measure = MeasureFactory()
    for _ in range(count):
        TargetFactory(commitment=CommitmentFactory(measure=measure), fiscal_year=2025)
        ResponsibilityFactory(measure=measure)
        MilestoneFactory(measure=measure)
        BudgetLineFactory(measure=measure)
        MeasureFactory(standard=measure.standard, parent=measure)
        ProgressReportFactory(measure=measure, office=OfficeFactory(), disclosure=Disclosure.PUBLIC)

    with django_assert_num_queries(20):
        response = client.get(f"/measures/{measure.pk}/")

    assert len(statuses(response)) == count
