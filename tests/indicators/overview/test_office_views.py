import re
from datetime import date

import pytest

from indicators.models import Trajectory
from plans.models import Disclosure
from tests.factories import (
    BudgetLineFactory,
    CommitmentFactory,
    IndicatorFactory,
    MilestoneFactory,
    OfficeAdministrationFactory,
    OfficeDutyFactory,
    OfficeFactory,
    PlanFactory,
    ResponsibilityFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(institution):
    return OfficeFactory(institution=institution, slug="personnel", name_en="Personnel Division")


def office_page(client, office):
    return client.get(f"/offices/{office.slug}/?lang=en")


def test_the_office_page_lists_duties_and_items_discussed_in_order(client, office):
    OfficeDutyFactory(office=office, order=2, text_en="Agreements")
    OfficeDutyFactory(office=office, order=1, text_en="Exchange students")
    OfficeDutyFactory(office=office, order=1, kind="discussed", text_en="Overseas hubs")

    page = words(office_page(client, office))

    assert "Duties Exchange students Agreements Items discussed Overseas hubs" in page


def test_the_office_page_says_whom_it_administers_and_how_to_reach_it(client, office):
    center = OfficeFactory(institution=office.institution, name_en="Center")
    OfficeAdministrationFactory(office=office, administered=center)
    office.head_name_en, office.contact_phone, office.contact_fax = "Ito Ken", "+81-3-5228-8726", "+81-3-5228-8727"
    office.contact_address = "1-3 Kagurazaka"
    office.save()

    response = office_page(client, office)

    assert (
        "Head Ito Ken Bodies administered Center Telephone +81-3-5228-8726 Fax +81-3-5228-8727 Address 1-3 Kagurazaka"
        in (words(response))
    )
    assert 'href="tel:+81352288726"' in body(response)
    assert "Administered by Personnel Division" in words(office_page(client, center))


def test_the_office_page_shows_its_place_in_the_chart(client, office, institution):
    top = OfficeFactory(institution=institution, name_en="University")
    office.parent = top
    office.save()
    OfficeFactory(institution=institution, parent=top, name_en="Finance Division")
    OfficeFactory(institution=institution, parent=office, name_en="Staff Development Section")

    page = words(office_page(client, office))

    assert "Organisation chart University Personnel Division" in page
    assert "Includes Staff Development Section Offices beside it Finance Division" in page


def test_an_office_that_ended_leads_to_its_successor(client, office, institution):
    after = OfficeFactory(institution=institution, name_en="People Division", valid_from=date(2024, 4, 1))
    office.valid_to, office.successor = date(2024, 3, 31), after
    office.save()

    page = words(office_page(client, office))

    assert "This office ended on 31 March 2024. Its successor: People Division" in page
    assert "Predecessor Personnel Division" in words(office_page(client, after))


def test_measures_stand_under_their_plans_with_what_their_indicators_say(client, office, institution):
    plan = PlanFactory(institution=institution, name_en="Mid-term Plan")
    lead = ResponsibilityFactory(office=office, measure__standard__strategy__plan=plan, measure__name_en="Courses")
    ResponsibilityFactory(
        office=office, measure__standard=lead.measure.standard, role="support", measure__name_en="Stays"
    )
    commitment = CommitmentFactory(measure=lead.measure)
    TargetFactory(commitment=commitment, fiscal_year=2025)
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, value=120)

    response = office_page(client, office)

    assert "Mid-term Plan FY2025 ◎ Courses lead" in words(response)
    assert "○ Stays supporting" in words(response)
    assert 'aria-label="Achieved"' in body(response)


def test_indicators_stand_with_the_reading_of_the_latest_year(client, office, institution):
    plan = PlanFactory(institution=institution)
    indicator = IndicatorFactory(institution=institution, office=office, name_en="Share of women")
    commitment = CommitmentFactory(measure__standard__strategy__plan=plan, indicator=indicator)
    TargetFactory(commitment=commitment, fiscal_year=2025)
    YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=0)
    IndicatorFactory(institution=institution, office=office, name_en="Unused")

    page = words(office_page(client, office))

    assert "Share of women 0 persons Off track FY2025" in page
    assert "Unused No plan uses it." in page


def test_what_is_due_stands_with_its_day(client, office, institution):
    plan = PlanFactory(institution=institution, first_fiscal_year=2025)
    step = MilestoneFactory(measure__standard__strategy__plan=plan, name_en="First course", due_on=date(2026, 4, 1))
    ResponsibilityFactory(office=office, measure=step.measure)
    commitment = CommitmentFactory(
        measure=step.measure, indicator__office=office, indicator__name_en="Courses", trajectory=Trajectory.STEPS
    )
    TargetFactory(commitment=commitment, fiscal_year=2025)

    page = words(office_page(client, office))

    assert "What is due 1 overdue overdue 1 April 2026 First course Milestone of" in page
    assert "31 May 2026 Courses Value for FY2025 is missing" in page


def test_the_head_is_named_in_the_page_s_language_and_else_in_the_other_without_a_mark(client, office):
    office.head_name_ja, office.head_name_en = "加藤 真理子", "Mariko Kato"
    office.save()
    in_both = [body(client.get(f"{office.get_absolute_url()}?lang={language}")) for language in ("ja", "en")]
    office.head_name_ja = ""
    office.save()
    in_english_only = body(client.get(f"{office.get_absolute_url()}?lang=ja"))

    assert [("加藤 真理子" in page, "Mariko Kato" in page) for page in in_both] == [(True, False), (False, True)]
    assert '<span lang="en">Mariko Kato</span></dd>' in in_english_only


def test_the_api_names_the_head_in_the_reader_s_language_and_in_both(client, office):
    office.head_name_ja, office.head_name_en = "加藤 真理子", "Mariko Kato"
    office.save()

    row = client.get(f"/api/v1/offices/{office.pk}/?lang=ja").json()

    assert [row[name] for name in ("head_name", "head_name_ja", "head_name_en")] == [
        "加藤 真理子",
        "加藤 真理子",
        "Mariko Kato",
    ]


def test_money_is_that_of_the_measures_it_leads_and_its_own(client, office, institution, viewer):
    lead = ResponsibilityFactory(office=office, measure__standard__strategy__plan__institution=institution)
    support = ResponsibilityFactory(office=office, role="support", measure__standard=lead.measure.standard)
    for measure, planned in ((lead.measure, 3000000), (support.measure, 50000000)):
        BudgetLineFactory(measure=measure, planned=planned)
    BudgetLineFactory(measure=None, office=office, planned=400000)

    assert "FY2025 ¥3.0 million –" in words(office_page(client, office))
    client.force_login(viewer)
    assert "FY2025 ¥3.4 million –" in words(office_page(client, office))


def test_an_office_shows_what_it_owns_as_far_as_it_is_open(client, office):
    ResponsibilityFactory(office=office, measure__name_en="Courses")
    ResponsibilityFactory(
        office=office, measure__name_en="Inner courses", measure__standard__strategy__plan__disclosure=Disclosure.STAFF
    )
    IndicatorFactory(office=office, name_en="Open share")
    IndicatorFactory(office=office, name_en="Inner share", disclosure=Disclosure.STAFF)

    page = words(office_page(client, office))

    assert "Courses" in page
    assert "Open share" in page
    assert "Inner" not in page


def test_the_office_page_opens_with_what_is_late_among_its_indicators(client, institution):
    office = OfficeFactory(institution=institution)
    plan = PlanFactory(institution=institution, first_fiscal_year=2025)
    for value in (100, 10, 90, None):
        committed(plan, value=value, indicator__office=office)

    assert "4 indicators: 1 off track, 1 at risk (1 answer due)" in words(
        client.get(f"/offices/{office.slug}/?lang=en")
    )
    japanese = client.get(f"/offices/{office.slug}/?lang=ja")
    assert "担当4指標：大幅な遅れ1、遅れ気味1（回答待ち1件）" in words(japanese)


def test_an_office_with_nothing_says_so(client, institution):
    office = OfficeFactory(institution=institution, name_en="", name_ja="課" * 200)

    page = words(office_page(client, office))

    assert "Nothing is due" in page
    assert "This office has no part in a measure." in page
    assert "This office owns no indicator." in page


def test_an_office_that_has_not_begun_has_a_page(client, institution):
    office = OfficeFactory(institution=institution, valid_from=date(2027, 4, 1))

    assert "since 1 April 2027" in words(office_page(client, office))


def test_an_unknown_office_is_not_found(client):
    assert client.get("/offices/nowhere/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_office_page_costs_the_same_for_any_number_of_rows(client, count, office, django_assert_num_queries):
    for _ in range(count):
        plan = PlanFactory(institution=office.institution)
        OfficeDutyFactory(office=office)
        OfficeAdministrationFactory(
            office=office, administered=OfficeFactory(institution=office.institution, parent=office)
        )
        lead = ResponsibilityFactory(office=office, measure__standard__strategy__plan=plan)
        MilestoneFactory(measure=lead.measure)
        commitment = CommitmentFactory(measure=lead.measure, indicator__office=office, trajectory=Trajectory.STEPS)
        TargetFactory(commitment=commitment, fiscal_year=2022)
        TargetFactory(commitment=commitment, fiscal_year=2027)

    with django_assert_num_queries(38):
        response = client.get("/offices/personnel/")

    listed = body(response).split('id="measures"')[1].split("</section>")[0]
    assert len(re.findall(r'href="/measures/\d+/"', listed)) == count


def test_who_answers_for_the_office_can_enter_what_is_due(client, office, institution, reporter, viewer):
    commitment = CommitmentFactory(
        measure__standard__strategy__plan=PlanFactory(institution=institution), indicator__office=office
    )
    TargetFactory(commitment=commitment, fiscal_year=2025)
    way = f'href="/indicators/{commitment.indicator.pk}/values/2025/edit/"'

    client.force_login(reporter)
    assert way in body(office_page(client, office))
    client.force_login(viewer)
    assert way not in body(office_page(client, office))
