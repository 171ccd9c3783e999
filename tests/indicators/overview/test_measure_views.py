import re
from datetime import date

import pytest

from plans.models import Disclosure
from tests.factories import (
    BudgetLineFactory,
    CommitmentFactory,
    CrossListingFactory,
    EvidenceFactory,
    FeedbackFactory,
    GradeFactory,
    MeasureEvidenceFactory,
    MeasureFactory,
    MilestoneFactory,
    OfficeFactory,
    PlanFactory,
    ProgressReportFactory,
    ReportEvidenceFactory,
    ResponsibilityFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, recorded_on
from tests.pages import body, words

pytestmark = pytest.mark.django_db
GRADES = (("A", "Good", 2), ("B", "Fair", 1))


def upwards(measure):
    """What stands above a measure."""
    return measure.standard, measure.standard.strategy, measure.standard.strategy.plan


def test_the_measure_page_names_offices_steps_and_indicators(client):
    commitment = committed(PlanFactory(), value=10)
    measure = commitment.measure
    ResponsibilityFactory(measure=measure, office__name_en="Personnel", person="Mori Aya")
    MilestoneFactory(measure=measure, name_en="First course", due_on=date(2026, 4, 1))
    BudgetLineFactory(measure=measure, planned=8000000, settled=None)

    page = words(client.get(f"/measures/{measure.pk}/?lang=en"))

    assert "Personnel Mori Aya" in page
    assert "First course Overdue by 6 weeks" in page
    assert "At 10 persons, this is 90 short of the target of 100 persons" in page
    assert "FY2025 ¥8.0 million –" in page


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

    with django_assert_num_queries(26):
        response = client.get(f"/measures/{measure.pk}/")

    assert len(re.findall(r"badge--plain[^>]*data-status", body(response))) == count


def test_the_measure_page_shows_each_report_with_its_grades_and_proof(client, institution, viewer):
    measure = MeasureFactory(standard__strategy__plan__institution=institution)
    good, fair = (GradeFactory(code=code, label_en=label, rank=rank) for code, label, rank in GRADES)
    report = ProgressReportFactory(
        measure=measure, self_grade=good, final_grade=fair, grade_reason="One course was cancelled.", state="submitted"
    )
    evidence = EvidenceFactory(institution=institution, number="E-7")
    ReportEvidenceFactory(report=report, evidence=evidence)
    report.state = "accepted"
    report.save()
    client.force_login(viewer)

    page = words(client.get(f"/measures/{measure.pk}/?lang=en"))

    assert "FY2025 R7 B Fair final grade A Good self-grade accepted" in page
    assert "Why this grade One course was cancelled. Evidence E-7" in page


def test_the_measure_page_opens_with_what_its_indicators_say_and_how_far_it_is(client):
    measure = MeasureFactory()
    for value in (100, 10, None):
        commitment = CommitmentFactory(measure=measure)
        TargetFactory(commitment=commitment, fiscal_year=2025, value=100)
        if value is not None:
            YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, value=value)
    for done_on, due_on in ((date(2025, 6, 1), date(2025, 6, 1)), (None, date(2025, 7, 1)), (None, date(2027, 1, 1))):
        MilestoneFactory(measure=measure, due_on=due_on, done_on=done_on)

    english, japanese = (words(client.get(f"/measures/{measure.pk}/?lang={language}")) for language in ("en", "ja"))

    assert "Of 3 indicators: 1 achieved, 1 off track, 1 not due yet; 1 of 3 milestones done, 1 overdue" in english
    assert "3指標中、達成1・大幅な遅れ1・報告期限前1、マイルストーン3件中1件完了（1件期限超過）" in japanese


def test_a_document_shows_its_file_and_its_checksum(client):
    measure = MeasureFactory()
    institution = measure.standard.strategy.plan.institution
    evidence = EvidenceFactory(
        institution=institution, url="", file="evidence/2025/minutes.pdf", sha256="ab" * 32, disclosure="public"
    )
    MeasureEvidenceFactory(measure=measure, evidence=evidence)

    page = words(client.get(f"/measures/{measure.pk}/?lang=en"))

    assert "Minutes File: minutes.pdf" in page
    assert "Checksum " + "ab" * 32 in page


def test_feedback_is_a_thread_with_answers(client):
    measure = MeasureFactory()
    FeedbackFactory(
        measure=measure, disclosure="public", said_by="Board", answer="Ten were added.", answered_on=date(2025, 11, 2)
    )
    FeedbackFactory(measure=measure, disclosure="public", said_on=date(2025, 12, 1), text="And more rooms.")

    page = words(client.get(f"/measures/{measure.pk}/?lang=en"))

    assert "Board 1 October 2025 More places are needed. Answer 2 November 2025 Ten were added." in page
    assert "And more rooms. Not answered yet" in page


def test_the_year_of_the_readings_can_be_chosen(client):
    commitment = committed(PlanFactory(), value=10)
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=7)
    address = f"/measures/{commitment.measure.pk}/?lang=en"

    assert "10 persons" in words(client.get(address))
    assert "7 persons" in words(client.get(f"{address}&fiscal_year=2024"))


@pytest.mark.parametrize(("year", "code"), [("soon", 400), ("2O25", 400), ("2031", 404), ("1990", 404)])
def test_a_year_that_is_none_of_the_plan_is_refused(client, year, code):
    measure = MeasureFactory()

    assert client.get(f"/measures/{measure.pk}/", {"fiscal_year": year}).status_code == code


def test_the_measure_page_as_it_was_known_on_a_day(client):
    commitment = committed(PlanFactory(), value=10)
    measure = commitment.measure
    step = MilestoneFactory(measure=measure, name_en="First course", due_on=date(2026, 4, 1))
    later = ResponsibilityFactory(measure=measure, office__name_en="Personnel")
    for row in (measure, commitment, commitment.indicator, step, *upwards(measure)):
        recorded_on(date(2026, 3, 1), row)
    recorded_on(date(2026, 4, 20), later)

    page = words(client.get(f"/measures/{measure.pk}/?lang=en&as_known_on=2026-03-10"))

    assert "First course Due in 3 weeks" in page
    assert "Personnel" not in page
    assert "No office is named for this measure." in page


def test_a_day_before_the_measure_was_entered_says_so(client):
    measure = MeasureFactory()

    page = words(client.get(f"/measures/{measure.pk}/?lang=en&as_known_on=2020-01-01"))

    assert "On that day nothing had been entered here yet." in page


def test_papers_hidden_today_stay_hidden_in_the_past(client):
    entry = FeedbackFactory(disclosure="public", text="A name stands here.")
    recorded_on(date(2026, 3, 1), entry)
    entry.disclosure = "planning"
    entry.save()

    page = words(client.get(f"/measures/{entry.measure.pk}/?lang=en&as_known_on=2026-03-10"))

    assert "A name stands here." not in page


def test_a_measure_with_nothing_says_what_is_missing(client):
    page = words(client.get(f"/measures/{MeasureFactory(name_en='', name_ja='取' * 200).pk}/?lang=en"))

    assert "No milestones are written down for this measure." in page
    assert "No office is named for this measure." in page
    assert "No indicator is attached to this measure." in page


def test_relatives_are_named_from_both_sides(client):
    before = MeasureFactory(name_en="Old courses")
    measure = MeasureFactory(standard=before.standard, predecessor=before, name_en="New courses")
    merged = MeasureFactory(standard=before.standard, status="merged", merged_into=measure, name_en="Evening courses")

    assert "Predecessor Old courses" in words(client.get(f"/measures/{measure.pk}/?lang=en"))
    assert "Merged from Evening courses" in words(client.get(f"/measures/{measure.pk}/?lang=en"))
    assert "Successor New courses" in words(client.get(f"/measures/{before.pk}/?lang=en"))
    assert "Merged into New courses" in words(client.get(f"/measures/{merged.pk}/?lang=en"))


def test_other_standards_and_the_last_change_are_named(client):
    measure = MeasureFactory()
    CrossListingFactory(measure=measure, standard__strategy=measure.standard.strategy, standard__name_en="Staff")

    page = words(client.get(f"/measures/{measure.pk}/?lang=en"))

    assert "Also listed under Staff" in page
    assert "Last change" in page


def test_those_who_may_find_the_ways_to_edit(client, institution, planner, office, reporter, viewer):
    measure = MeasureFactory(standard__strategy__plan__institution=institution)
    step = MilestoneFactory(measure=measure)
    ResponsibilityFactory(measure=measure, office=office)
    report = f"/measures/{measure.pk}/reports/2025/edit/?office={office.slug}"
    ways = (f"/measures/{measure.pk}/edit/", f"/milestones/{step.pk}/edit/", report)

    offered = {}
    for person in (planner, reporter, viewer):
        client.force_login(person)
        page = body(client.get(f"/measures/{measure.pk}/"))
        offered[person] = [f'href="{way}"' in page for way in ways]

    assert offered == {planner: [True] * 3, reporter: [False, False, True], viewer: [False] * 3}
