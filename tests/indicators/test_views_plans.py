import pytest

from plans.models import Disclosure, PlanState
from tests.factories import (
    CrossListingFactory,
    InstitutionFactory,
    MeasureFactory,
    ObjectiveFactory,
    OfficeFactory,
    PlanFactory,
    ResponsibilityFactory,
    StandardFactory,
    StrategyFactory,
)
from tests.indicators.pages import body, committed, plan_page, statuses, words

pytestmark = pytest.mark.django_db


def test_the_plan_page_shows_promise_and_statuses(client):
    plan = PlanFactory(name_en="Action Package", vision_en="A place to grow")
    ObjectiveFactory(plan=plan, text_en="Teach well")
    committed(plan, value=100)
    committed(plan, value=10)

    page = words(plan_page(client, plan))

    assert "Action Package" in page
    assert "A place to grow" in page
    assert "Teach well" in page
    assert "Achieved 1" in page
    assert "Off track 1" in page


def test_announced_numbers_stand_beside_what_is_recorded(client):
    plan = PlanFactory(announced_measures=99, announced_standards=22)
    StandardFactory(strategy__plan=plan)

    page = words(plan_page(client, plan))

    assert "Measure: 0 of 99 announced recorded" in page
    assert "Standard: 1 of 22 announced recorded" in page


def test_levels_go_by_the_plans_own_words(client):
    plan = PlanFactory(strategy_label_en="Pillar", measure_label_en="Initiative", announced_measures=3)

    page = words(plan_page(client, plan))

    assert "Pillar · Standard · Initiative" in page
    assert "Initiative: 0 of 3 announced recorded" in page


def test_a_level_without_a_name_is_not_shown_but_its_content_is(client):
    plan = PlanFactory()
    standard = StandardFactory(strategy=StrategyFactory(plan=plan, name_en=""), name_en="")
    MeasureFactory(standard=standard, name_en="English courses")

    page = plan_page(client, plan)

    assert "English courses" in words(page)
    assert '<details class="strategy' not in body(page)
    assert '<details class="standard' not in body(page)


def test_a_standard_without_anything_says_so(client):
    plan = PlanFactory()
    StandardFactory(strategy__plan=plan)

    assert "Nothing recorded here yet: no Measure, no indicator." in words(plan_page(client, plan))


def test_a_cross_listed_measure_stands_under_both_standards(client):
    plan = PlanFactory()
    measure = MeasureFactory(standard__strategy__plan=plan, name_en="English courses")
    CrossListingFactory(measure=measure, standard=StandardFactory(strategy__plan=plan))

    page = words(plan_page(client, plan))

    assert page.count("English courses") == 2
    assert page.count("also listed here") == 1


def test_leading_offices_contact_and_source_are_named(client):
    plan = PlanFactory(
        contact_office=OfficeFactory(name_en="Planning Division", slug="planning"),
        source_url="https://example.ac.jp/plan",
    )
    measure = MeasureFactory(standard__strategy__plan=plan)
    ResponsibilityFactory(measure=measure, office__name_en="Personnel")
    ResponsibilityFactory(measure=measure, office__name_en="Library", role="support")

    page = body(plan_page(client, plan))

    assert 'href="/offices/planning/"' in page
    assert 'href="https://example.ac.jp/plan"' in page
    assert "Personnel" in page
    assert "Library" not in page


@pytest.mark.parametrize(
    "hidden", [{"disclosure": Disclosure.STAFF}, {"disclosure": Disclosure.PLANNING}, {"state": PlanState.DRAFT}]
)
@pytest.mark.parametrize("page", ["", "scorecard/", "scorecard/2025/"])
def test_a_plan_that_is_not_open_is_not_found(client, hidden, page):
    plan = PlanFactory(**hidden)

    assert client.get(f"/plans/{plan.slug}/{page}").status_code == 404


def test_members_read_what_is_for_staff(client, institution, viewer):
    plan = PlanFactory(institution=institution, disclosure=Disclosure.STAFF)
    client.force_login(viewer)

    assert plan_page(client, plan).status_code == 200


def test_an_indicator_that_is_not_open_is_in_no_count(client):
    plan = PlanFactory()
    committed(plan, value=100)
    committed(plan, value=10, indicator__disclosure=Disclosure.STAFF, indicator__name_en="Secret share")

    for address in (f"/plans/{plan.slug}/?lang=en", f"/plans/{plan.slug}/scorecard/2025/?lang=en"):
        page = client.get(address)
        assert statuses(page)[0] == "achieved"
        assert "Off track 1" not in words(page)
        assert "Secret share" not in words(page)


def test_a_hidden_predecessor_is_not_named(client):
    plan = PlanFactory(predecessor=PlanFactory(name_en="Old and open"))
    assert "Old and open" in words(plan_page(client, plan))

    plan.predecessor.disclosure = Disclosure.STAFF
    plan.predecessor.save()
    assert "Old and open" not in words(plan_page(client, plan))


def test_a_fictional_institution_says_so_on_every_page(client):
    institution = InstitutionFactory(is_fictional=True, name_en="Example Institute")
    commitment = committed(PlanFactory(institution=institution), value=1)
    plan = commitment.standard.strategy.plan
    office = OfficeFactory(institution=institution)

    for address in (
        f"/plans/{plan.slug}/",
        f"/plans/{plan.slug}/scorecard/2025/",
        f"/measures/{commitment.measure.pk}/",
        f"/indicators/{commitment.indicator.pk}/",
        f"/offices/{office.slug}/",
    ):
        assert "this institution is fictional" in body(client.get(f"{address}?lang=en"))


def test_a_real_institution_carries_no_such_mark(client):
    assert "fictional" not in body(plan_page(client, PlanFactory()))


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_page_costs_the_same_for_any_number_of_rows(client, count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        commitment = committed(plan, value=100, indicator__office=OfficeFactory())
        ResponsibilityFactory(measure=commitment.measure)
        ObjectiveFactory(plan=plan)

    with django_assert_num_queries(17):
        response = plan_page(client, plan)

    assert statuses(response).count("achieved") == count + 1
