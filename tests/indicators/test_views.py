import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from indicators.models import Comparator, Kind, Trajectory, ValueState
from plans.history import event_model
from plans.models import Disclosure, PlanState
from tests.factories import (
    BudgetLineFactory,
    CommitmentFactory,
    CrossListingFactory,
    DefinitionFactory,
    EvidenceFactory,
    FeedbackFactory,
    IndicatorFactory,
    InstitutionFactory,
    MeasureEvidenceFactory,
    MeasureFactory,
    MilestoneFactory,
    ObjectiveFactory,
    OfficeAdministrationFactory,
    OfficeDutyFactory,
    OfficeFactory,
    OverrideFactory,
    PlanFactory,
    ProgressReportFactory,
    ResponsibilityFactory,
    StandardFactory,
    StrategyFactory,
    TargetFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def words(response):
    """What the page says, without tags and line breaks."""
    main = body(response).split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def committed(plan, *, target=100, value=None, **more):
    """A commitment of a new measure of the plan, with a target for FY2025 and a value in FY2025."""
    commitment = CommitmentFactory(measure__standard__strategy__plan=plan, **more)
    if target is not None:
        TargetFactory(commitment=commitment, fiscal_year=2025, value=target)
    if value is not None:
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, value=value)
    return commitment


def statuses(response):
    return re.findall(r'data-status="(\w+)"', body(response))


def plan_page(client, plan, query=""):
    return client.get(f"/plans/{plan.slug}/?lang=en{query}")


def indicator_page(client, indicator, query=""):
    return client.get(f"/indicators/{indicator.pk}/?lang=en{query}")


# The plan


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


# The scorecard


def test_the_scorecard_leads_to_the_last_year_with_figures(client):
    plan = PlanFactory()
    committed(plan, value=100)
    YearlyValueFactory(indicator=committed(plan).indicator, fiscal_year=2024, value=5)

    response = client.get(f"/plans/{plan.slug}/scorecard/?lang=en")

    assert (response.status_code, response["Location"]) == (302, f"/plans/{plan.slug}/scorecard/2025/?lang=en")


def test_the_worst_stands_first_with_its_reason(client):
    plan = PlanFactory()
    for value in (100, 10, 90, None):
        committed(plan, value=value)

    page = client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en")

    assert statuses(page) == ["off_track", "at_risk", "no_data", "achieved"]
    assert "10 persons is below the target of 100 persons for FY2025" in words(page)
    assert "No value for FY2025 yet" in words(page)


def test_a_zero_is_printed_and_a_gap_is_a_dash(client):
    plan = PlanFactory()
    committed(plan, value=0)
    committed(plan)

    rows = re.findall(
        r'data-label="Actual">(.*?)</td>', body(client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en"))
    )

    assert [re.sub(r"<[^>]+>", "", row) for row in rows] == ["0 persons", "–"]


def test_a_persons_judgement_stands_beside_the_computed_status(client):
    plan = PlanFactory()
    OverrideFactory(commitment=committed(plan, value=10), status="at_risk", reason="The scheme was suspended.")

    page = client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en")

    assert statuses(page) == ["off_track", "at_risk"]
    assert "The scheme was suspended." in words(page)


@pytest.mark.parametrize("year", [2021, 2028, 1, 99999999999])
def test_a_year_outside_the_plan_is_not_found(client, year):
    plan = PlanFactory()

    assert client.get(f"/plans/{plan.slug}/scorecard/{year}/").status_code == 404


def test_years_to_come_are_no_links(client):
    plan = PlanFactory()

    page = body(client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en"))

    assert f'href="/plans/{plan.slug}/scorecard/2024/' in page
    assert f'href="/plans/{plan.slug}/scorecard/2027/' not in page
    assert '<span aria-disabled="true">FY2027</span>' in page


def test_a_partial_update_is_the_same_scorecard_without_the_frame(client):
    plan = PlanFactory()
    committed(plan, value=10)

    fragment = client.get(f"/plans/{plan.slug}/scorecard/2025/", headers={"hx-request": "true"})

    assert statuses(fragment) == ["off_track"]
    assert "<header" not in body(fragment)
    assert "HX-Request" in fragment["Vary"]


def test_a_plan_without_indicators_says_so(client):
    plan = PlanFactory()

    assert "No indicator to read" in words(client.get(f"/plans/{plan.slug}/scorecard/2025/?lang=en"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_scorecard_costs_the_same_for_any_number_of_commitments(client, count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        OverrideFactory(commitment=committed(plan, value=100, indicator__office=OfficeFactory()))

    with django_assert_num_queries(12):
        response = client.get(f"/plans/{plan.slug}/scorecard/2025/")

    assert statuses(response).count("achieved") == count


# As known on a day


@pytest.mark.parametrize("page", ["plan", "scorecard", "indicator", "figure"])
@pytest.mark.parametrize("day", ["2026-05-16", "yesterday", "2025-02-30"])
def test_a_future_day_or_none_at_all_is_a_bad_request(client, page, day):
    commitment = committed(PlanFactory(), value=1)
    plan, indicator = commitment.standard.strategy.plan, commitment.indicator
    address = {
        "plan": f"/plans/{plan.slug}/",
        "scorecard": f"/plans/{plan.slug}/scorecard/2025/",
        "indicator": f"/indicators/{indicator.pk}/",
        "figure": f"/indicators/{indicator.pk}/figure.json",
    }[page]

    response = client.get(f"{address}?as_known_on={day}&lang=en")

    assert response.status_code == 400
    assert "as_known_on" in body(response)


def test_before_everything_a_page_is_empty_and_says_why(client):
    plan = PlanFactory()
    committed(plan, value=1)

    page = words(plan_page(client, plan, "&as_known_on=2020-01-01"))

    assert "On that day nothing had been entered here yet." in page
    assert "As it was known at the end of Jan. 1, 2020" in page


def recorded_on(day, row):
    """Let the history say that a row was entered on a day."""
    moment = datetime.combine(day, time(9), UTC)
    event_model(type(row)).objects.filter(pgh_obj_id=row.pk).update(pgh_created_at=moment)


def test_a_plan_is_read_by_the_last_year_that_had_been_reported_by_the_day(client):
    commitment = committed(PlanFactory(), value=100)
    early = YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2023, value=70)
    for row in (early, commitment, commitment.indicator, commitment.measure, commitment.standard):
        recorded_on(date(2024, 6, 18), row)
    recorded_on(date(2022, 4, 1), commitment.standard.strategy)
    recorded_on(date(2022, 4, 1), commitment.standard.strategy.plan)
    plan, query = commitment.standard.strategy.plan, "as_known_on=2024-07-01&lang=en"

    assert client.get(f"/plans/{plan.slug}/scorecard/?{query}")["Location"].startswith(
        f"/plans/{plan.slug}/scorecard/2023/"
    )
    assert "Status of the indicators in FY2023" in words(client.get(f"/plans/{plan.slug}/?{query}"))
    page = words(client.get(f"/indicators/{commitment.indicator.pk}/?{query}"))
    assert "FY2023 70 persons" in page
    assert "Why this status in FY2023" in page
    assert "100 persons" not in page


# The indicator


def test_the_indicator_page_shows_value_parts_date_and_reason(client):
    indicator = IndicatorFactory(name_en="Staff with TOEIC 730", unit_en="%", kind=Kind.RATIO, decimals=1)
    commitment = committed(
        PlanFactory(), indicator=indicator, target=30, baseline=Decimal("18.4"), baseline_fiscal_year=2021
    )
    YearlyValueFactory(
        indicator=indicator, fiscal_year=2025, value=None, numerator=111, denominator=411,
        as_of=date(2026, 3, 31), as_of_precision="day", is_provisional=True, note="Two lists were joined.",
        source_url="https://example.ac.jp/figures",
    )  # fmt: skip

    page = indicator_page(client, indicator)

    assert statuses(page) == ["at_risk", "at_risk"]
    assert "FY2025 27.0 % (111 of 411)" in words(page)
    assert "March 31, 2026" in words(page)
    assert "provisional" in words(page)
    assert "Two lists were joined." in words(page)
    assert 'href="https://example.ac.jp/figures"' in body(page)
    assert f'href="/plans/{commitment.standard.strategy.plan.slug}/"' in body(page)


def test_an_as_of_date_is_as_precise_as_it_was_given(client):
    indicator = IndicatorFactory()
    YearlyValueFactory(indicator=indicator, fiscal_year=2023, as_of=date(2024, 2, 1), as_of_precision="month")

    page = body(indicator_page(client, indicator))

    assert '<time datetime="2024-02">February 2024</time>' in page
    assert "Feb. 1" not in page


def test_a_published_figure_that_differs_is_kept_beside(client):
    indicator = IndicatorFactory(unit_en="%", kind=Kind.RATIO, decimals=1)
    YearlyValueFactory(indicator=indicator, value=Decimal(33), numerator=464, denominator=1445)

    page = words(indicator_page(client, indicator))

    assert "32.1 %" in page
    assert "published as 33.0" in page


def test_every_missing_year_has_its_reason_and_none_is_zero(client):
    commitment = committed(PlanFactory(), target=100)
    for year, state in ((2022, ValueState.NOT_COLLECTED), (2023, ValueState.WITHHELD)):
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=year, value=None, state=state)

    page = indicator_page(client, commitment.indicator)

    reasons = re.findall(r'data-label="State and note"><span class="tag">(.*?)</span>', body(page))
    assert reasons == ["not collected", "withheld", "overdue", "not yet due", "not yet due", "not yet due"]
    assert not re.search(r"(?<![\d.,])0 persons", words(page))


def test_a_value_that_is_not_open_is_withheld_and_not_shown(client):
    commitment = committed(PlanFactory())
    YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2024, value=4321, disclosure=Disclosure.STAFF)

    page = indicator_page(client, commitment.indicator)
    figure = client.get(f"/indicators/{commitment.indicator.pk}/figure.json")

    assert "4,321" not in words(page)
    assert "withheld" in words(page)
    assert "4321" not in body(figure)


def test_an_indicator_in_two_plans_has_a_reading_in_each(client):
    indicator = IndicatorFactory()
    committed(PlanFactory(name_en="Mid-term plan"), indicator=indicator, target=40)
    committed(PlanFactory(name_en="Staff plan"), indicator=indicator, target=100)
    YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=50)

    page = indicator_page(client, indicator)

    assert sorted(statuses(page)) == ["achieved", "off_track"]
    assert "Mid-term plan" in words(page)
    assert "Staff plan" in words(page)


def test_a_plan_that_is_not_open_does_not_show_through_its_indicator(client):
    indicator = IndicatorFactory()
    committed(PlanFactory(name_en="Inner plan", disclosure=Disclosure.STAFF), indicator=indicator, target=7777)
    YearlyValueFactory(indicator=indicator)

    page = indicator_page(client, indicator)

    assert "Inner plan" not in words(page)
    assert "7,777" not in words(page)
    assert statuses(page) == []
    assert "7777" not in body(client.get(f"/indicators/{indicator.pk}/figure.json"))


def test_revised_targets_stay_with_reason_and_dates(client):
    commitment = committed(PlanFactory(), target=36, value=27)
    TargetFactory(
        commitment=commitment, fiscal_year=2025, value=40, superseded_at=datetime(2024, 6, 11, tzinfo=UTC),
        reason="Retirements outran recruitment.", decided_by="Board",
    )  # fmt: skip

    page = indicator_page(client, commitment.indicator)

    assert "<del>40 persons</del>" in body(page)
    assert "Retirements outran recruitment." in words(page)


def test_a_new_definition_marks_the_series(client):
    indicator = IndicatorFactory()
    for year in (2023, 2024, 2025):
        YearlyValueFactory(indicator=indicator, fiscal_year=year)
    DefinitionFactory(indicator=indicator, wording_en="On 1 April")
    DefinitionFactory(indicator=indicator, valid_from=2025, wording_en="On 1 May", reason="As in the survey")

    page = words(indicator_page(client, indicator))

    assert "New definition from FY2025: not comparable with earlier years" in page
    assert "On 1 April" in page
    assert "As in the survey" in page


@pytest.mark.parametrize(
    ("kind", "stored", "printed"),
    [
        (Kind.YES_NO, {"value": 1}, "yes"),
        (Kind.YES_NO, {"value": 0}, "no"),
        (Kind.DATE, {"value": None, "dated": date(2025, 10, 1)}, "Oct. 1, 2025"),
        (Kind.TEXT, {"value": None, "text": "A council meets twice a year."}, "A council meets twice a year."),
    ],
)
def test_what_is_no_number_is_printed_and_not_drawn(client, kind, stored, printed):
    indicator = IndicatorFactory(kind=kind, unit_en="")
    YearlyValueFactory(indicator=indicator, **stored)

    page = indicator_page(client, indicator)

    assert f"<b>{printed}</b>" in body(page)
    assert "data-figure" not in body(page)


def test_the_drawn_chart_stands_before_any_script(client):
    indicator = IndicatorFactory()
    YearlyValueFactory(indicator=indicator, fiscal_year=2024)
    YearlyValueFactory(indicator=indicator, fiscal_year=2025)

    page = body(indicator_page(client, indicator))

    assert page.count('<svg class="sketch') == 2
    assert "plotly-cartesian.min.js" not in re.findall(r'<script[^>]*src="([^"]*)"', page)
    assert f'data-figure="/indicators/{indicator.pk}/figure.json?lang=en"' in page


def test_only_the_page_with_plotly_loosens_the_style_policy(client):
    indicator = IndicatorFactory()

    assert "'unsafe-inline'" in indicator_page(client, indicator)["Content-Security-Policy"]
    assert "script-src 'unsafe-inline'" not in indicator_page(client, indicator)["Content-Security-Policy"]
    assert "'unsafe-inline'" not in plan_page(client, PlanFactory())["Content-Security-Policy"]


def test_the_figure_has_values_targets_and_the_path_from_the_baseline(client):
    commitment = committed(
        PlanFactory(), target=36, value=27, baseline=18, baseline_fiscal_year=2021, trajectory=Trajectory.LINE
    )
    TargetFactory(commitment=commitment, fiscal_year=2025, value=40, superseded_at=datetime(2024, 6, 11, tzinfo=UTC))

    picture = json.loads(client.get(f"/indicators/{commitment.indicator.pk}/figure.json").content)

    assert [(trace["meta"]["role"], trace["x"], trace["y"]) for trace in picture["data"]] == [
        ("superseded", [2021, 2025], [18.0, 40.0]),
        ("target", [2021, 2025], [18.0, 36.0]),
        ("actual", [2025], [27.0]),
    ]


def test_targets_without_a_path_are_points(client):
    commitment = committed(PlanFactory(), target=36)
    TargetFactory(commitment=commitment, fiscal_year=2027, value=40)

    picture = json.loads(client.get(f"/indicators/{commitment.indicator.pk}/figure.json").content)

    assert picture["data"][0]["mode"] == "markers"


def test_a_range_is_drawn_with_both_ends(client):
    commitment = committed(PlanFactory(), target=None, comparator=Comparator.RANGE)
    TargetFactory(commitment=commitment, fiscal_year=2025, value=None, low=100, high=105)

    picture = json.loads(client.get(f"/indicators/{commitment.indicator.pk}/figure.json").content)

    assert picture["data"][0]["y"] == [102.5]
    assert picture["data"][0]["error_y"]["array"] == [2.5]


@pytest.mark.parametrize("suffix", ["", "figure.json"])
def test_an_indicator_that_is_not_open_is_not_found(client, suffix):
    indicator = IndicatorFactory(disclosure=Disclosure.STAFF)

    assert client.get(f"/indicators/{indicator.pk}/{suffix}").status_code == 404
    assert client.get(f"/indicators/{10**30}/{suffix}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_indicator_page_costs_the_same_for_any_number_of_years_and_plans(client, count, django_assert_num_queries):
    indicator = IndicatorFactory()
    for index in range(count):
        commitment = committed(PlanFactory(), indicator=indicator)
        TargetFactory(commitment=commitment, fiscal_year=2026, superseded_at=datetime(2024, 6, 11, tzinfo=UTC))
        YearlyValueFactory(indicator=indicator, fiscal_year=2025 - index)
        DefinitionFactory(indicator=indicator, valid_from=2022 + index)

    with django_assert_num_queries(18):
        response = indicator_page(client, indicator)

    assert body(response).count("Why this status") == count


# The measure


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


# The office


def test_the_office_page_lists_duties_and_bodies_in_order(client):
    office = OfficeFactory(slug="section", name_en="International Affairs Section", head_name="Ito Ken")
    OfficeDutyFactory(office=office, order=2, text_en="Agreements")
    OfficeDutyFactory(office=office, order=1, text_en="Exchange students")
    OfficeDutyFactory(office=office, order=1, kind="discussed", text_en="Overseas hubs")
    OfficeAdministrationFactory(office=office, administered=OfficeFactory(name_en="Center"))

    page = words(client.get("/offices/section/?lang=en"))

    assert page.index("Exchange students") < page.index("Agreements") < page.index("Items discussed")
    assert "Overseas hubs" in page
    assert "Administers Center" in page
    assert "Ito Ken" in page


def test_an_office_shows_what_it_owns_as_far_as_it_is_open(client):
    office = OfficeFactory(slug="personnel")
    ResponsibilityFactory(office=office, measure__name_en="Courses")
    ResponsibilityFactory(
        office=office, measure__name_en="Inner courses", measure__standard__strategy__plan__disclosure=Disclosure.STAFF
    )
    IndicatorFactory(office=office, name_en="Open share")
    IndicatorFactory(office=office, name_en="Inner share", disclosure=Disclosure.STAFF)

    page = words(client.get("/offices/personnel/?lang=en"))

    assert "Courses" in page
    assert "Open share" in page
    assert "Inner" not in page


def test_an_unknown_office_is_not_found(client):
    assert client.get("/offices/nowhere/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_office_page_costs_the_same_for_any_number_of_rows(client, count, django_assert_num_queries):
    office = OfficeFactory(slug="personnel")
    for _ in range(count):
        OfficeDutyFactory(office=office)
        OfficeFactory(parent=office)
        OfficeAdministrationFactory(office=office)
        ResponsibilityFactory(office=office)
        IndicatorFactory(office=office)

    with django_assert_num_queries(8):
        response = client.get("/offices/personnel/")

    assert len(re.findall(r'href="/measures/\d+/"', body(response))) == count


# All pages


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_carry_no_inline_script_or_style_in_either_language(client, language):
    commitment = committed(PlanFactory(), value=3)
    plan = commitment.standard.strategy.plan

    for address in (
        f"/plans/{plan.slug}/",
        f"/plans/{plan.slug}/scorecard/2025/",
        f"/measures/{commitment.measure.pk}/",
        f"/indicators/{commitment.indicator.pk}/",
    ):
        response = client.get(f"{address}?lang={language}")
        assert response.status_code == 200
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style| style=| on\w+=", body(response))


def test_an_indicator_that_never_reported_is_read_in_the_last_year_promised(client):
    plan = PlanFactory(first_fiscal_year=2014, last_fiscal_year=2023)
    other = CommitmentFactory(measure__standard__strategy__plan=plan)
    YearlyValueFactory(indicator=other.indicator, fiscal_year=2018)
    silent = CommitmentFactory(measure__standard__strategy__plan=plan)
    TargetFactory(commitment=silent, fiscal_year=2023, value=30)

    page = client.get(f"/indicators/{silent.indicator_id}/").content.decode()

    assert "FY2023 is overdue" in page
    assert "FY2018 is overdue" not in page
