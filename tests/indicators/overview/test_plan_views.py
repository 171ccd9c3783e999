import re
from datetime import date

import pytest

from plans.database.history import recording
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
from tests.indicators.pages import committed, plan_page, recorded_on, statuses
from tests.pages import body, words

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
    plan = PlanFactory(announced_measures=99, announced_standards=22, announced_strategies=1)
    StandardFactory(strategy__plan=plan)

    page = words(plan_page(client, plan))

    assert "Measure: 0 of 99 announced entered" in page
    assert "Standard: 1 of 22 announced entered" in page
    assert "Strategy: 1 of 1" not in page


def test_what_is_recorded_as_announced_needs_no_word(client):
    plan = PlanFactory(announced_standards=1)
    StandardFactory(strategy__plan=plan)

    assert "announced" not in words(plan_page(client, plan))


def test_levels_go_by_the_plans_own_words(client):
    plan = PlanFactory(strategy_label_en="Pillar", measure_label_en="Initiative", announced_measures=3)

    page = words(plan_page(client, plan))

    assert "Pillar · Standard · Initiative" in page
    assert "Initiative: 0 of 3 announced entered" in page


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

    page = body(plan_page(client, plan))

    assert page.count(f'href="/measures/{measure.pk}/">English courses</a>') == 2
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

    with django_assert_num_queries(25):
        response = plan_page(client, plan)

    assert statuses(response).count("achieved") == count + 1


# Open and closed levels, and places to point to


def open_levels(response):
    return re.findall(r'<details class="\w+ disc" id="([\w-]+)" open>', body(response))


def test_the_first_strategy_is_open_and_an_address_opens_or_closes_all(client):
    plan = PlanFactory()
    first, second = (StandardFactory(strategy__plan=plan) for _ in range(2))
    every = [f"{level}-{row.pk}" for s in (first, second) for level, row in (("strategy", s.strategy), ("standard", s))]

    assert open_levels(plan_page(client, plan)) == [f"strategy-{first.strategy.pk}"]
    assert open_levels(plan_page(client, plan, "&open=all")) == every
    assert open_levels(plan_page(client, plan, "&open=none")) == []


def test_what_else_should_be_open_is_a_bad_request(client):
    response = plan_page(client, PlanFactory(), "&open=some")

    assert response.status_code == 400
    assert "“open” must be “all” or “none”." in body(response)


def test_opening_all_keeps_the_day_asked_about(client):
    plan = PlanFactory()
    for row in (plan, StandardFactory(strategy__plan=plan).strategy):
        recorded_on(date(2025, 1, 1), row)

    page = body(plan_page(client, plan, "&as_known_on=2025-01-02"))

    assert 'href="?lang=en&amp;as_known_on=2025-01-02&amp;open=all"' in page


def test_every_level_has_a_place_and_a_link_to_it(client):
    plan = PlanFactory()
    measure = MeasureFactory(standard__strategy__plan=plan)
    part = MeasureFactory(standard=measure.standard, parent=measure)

    page = body(plan_page(client, plan))

    for place in (
        f"strategy-{measure.standard.strategy.pk}",
        f"standard-{measure.standard.pk}",
        f"measure-{measure.pk}",
        f"measure-{part.pk}",
    ):
        assert page.count(f'id="{place}"') == 1
        assert f'href="#{place}" data-anchor' in page


def test_a_cross_listed_measure_has_one_place_and_leads_to_it(client):
    plan = PlanFactory()
    measure = MeasureFactory(standard__strategy__plan=plan)
    CrossListingFactory(measure=measure, standard=StandardFactory(strategy__plan=plan))

    page = body(plan_page(client, plan))

    assert page.count(f'id="measure-{measure.pk}"') == 1
    assert f'<a class="tag" href="#measure-{measure.pk}">also listed here</a>' in page


def test_parts_of_a_measure_stand_below_it_with_their_offices(client):
    plan = PlanFactory()
    measure = MeasureFactory(standard__strategy__plan=plan, name_en="English courses")
    part = MeasureFactory(standard=measure.standard, parent=measure, name_en="A course in autumn")
    ResponsibilityFactory(measure=part, office__name_en="Language Center")

    page = words(plan_page(client, plan))

    assert page.index("English courses") < page.index("A course in autumn") < page.index("Language Center")


# State, size and the past


@pytest.mark.parametrize(
    ("state", "said"),
    [(PlanState.CLOSED, "The plan is over."), (PlanState.DRAFT, "Only planners see the plan"), (PlanState.ACTIVE, "")],
)
def test_a_draft_and_a_closed_plan_say_what_that_means(client, institution, planner, state, said):
    client.force_login(planner)

    page = words(plan_page(client, PlanFactory(institution=institution, state=state)))

    assert said in page
    assert ("The plan is over." in page, "Only planners see the plan" in page) == (
        state == PlanState.CLOSED,
        state == PlanState.DRAFT,
    )


def test_a_plan_without_strategies_says_so(client):
    page = words(plan_page(client, PlanFactory(strategy_label_en="Pillar")))

    assert "No Pillar yet" in page
    assert "Open all" not in page


def test_a_strategy_without_standards_says_so(client):
    plan = PlanFactory()
    StrategyFactory(plan=plan)

    page = words(plan_page(client, plan))

    assert "No Standard recorded here yet." in page
    assert "No indicator yet" in page


def test_the_size_of_the_plan_stands_at_its_head(client):
    plan = PlanFactory()
    committed(plan, value=1)
    committed(plan, value=1)

    assert "Strategy 2 Standard 2 Measure 2 Indicators 2" in words(plan_page(client, plan))


def test_the_plan_reads_as_it_read_on_the_day_asked_about(client):
    plan = PlanFactory(vision_en="A place to grow")
    recorded_on(date(2026, 1, 1), plan)
    plan.vision_en = "A place to learn"
    plan.save()

    assert "A place to grow" in words(plan_page(client, plan, "&as_known_on=2026-01-02"))
    assert "A place to learn" not in words(plan_page(client, plan, "&as_known_on=2026-01-02"))


# Names of 200 characters


def test_long_names_stand_there_whole(client):
    long = "国際的に通用する教育課程を整え、" * 13
    plan = PlanFactory(name_ja=long, name_en="")
    standard = StandardFactory(strategy__plan=plan, name_ja=long, name_en="")
    MeasureFactory(standard=standard, name_ja=long, name_en="")

    page = words(client.get(f"/plans/{plan.slug}/?lang=ja"))

    assert page.count(long) >= 4


# What planners do from here


def test_planners_edit_from_the_page_and_nobody_else_is_offered_to(client, institution, planner, viewer):
    plan = PlanFactory(institution=institution)
    objective = ObjectiveFactory(plan=plan)
    standard = StandardFactory(strategy__plan=plan)
    doors = (
        f"/plans/{plan.slug}/edit/",
        f"/plans/{plan.slug}/objectives/add/",
        f"/objectives/{objective.pk}/edit/",
        f"/plans/{plan.slug}/strategies/add/",
        f"/strategies/{standard.strategy.pk}/edit/",
        f"/strategies/{standard.strategy.pk}/standards/add/",
        f"/standards/{standard.pk}/edit/",
        f"/standards/{standard.pk}/measures/add/",
        f"/plans/{plan.slug}/state/",
        f"/plans/{plan.slug}/copy/",
    )

    client.force_login(viewer)
    assert [door for door in doors if f'"{door}"' in body(plan_page(client, plan))] == []
    client.force_login(planner)
    assert [door for door in doors if f'"{door}"' in body(plan_page(client, plan))] == list(doors)


def test_the_past_is_not_edited(client, institution, planner):
    plan = PlanFactory(institution=institution)
    recorded_on(date(2025, 1, 1), plan)
    client.force_login(planner)

    assert f"/plans/{plan.slug}/edit/" not in body(plan_page(client, plan, "&as_known_on=2025-01-02"))


def test_only_members_are_told_who_changed_something(client, institution, planner, viewer):
    plan = PlanFactory(institution=institution)
    with recording(by=planner, reason="The Board met"):
        plan.vision_en = "A place to learn"
        plan.save()

    for reader, is_told in ((None, False), (viewer, True)):
        if reader is not None:
            client.force_login(reader)
        page = words(plan_page(client, plan))
        assert "Plan: vision: A place to learn The Board met" in page
        assert (planner.username in page) == is_told


def test_tabs_lead_to_the_scorecard_and_keep_the_day(client):
    plan = PlanFactory()
    recorded_on(date(2025, 1, 1), plan)

    page = body(plan_page(client, plan, "&as_known_on=2025-01-02"))

    assert f'href="/plans/{plan.slug}/scorecard/?as_known_on=2025-01-02"' in page
