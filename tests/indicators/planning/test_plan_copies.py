from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.models import Commitment, Target
from indicators.planning.plan_copies import PARTS, PlanStructure, copy_plan_structure
from measures.models import CrossListing, Measure, PlanScale, Responsibility
from plans.database.events import event_model
from plans.models import Objective, Plan, PlanState, Standard, Strategy
from tests.factories import (
    CommitmentFactory,
    CrossListingFactory,
    MeasureFactory,
    MembershipFactory,
    ObjectiveFactory,
    PlanFactory,
    PlanScaleFactory,
    ResponsibilityFactory,
    StandardFactory,
    StrategyFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.pages import body, words

pytestmark = pytest.mark.django_db

NEXT = {"slug": "next", "names": {"en": "Next plan"}, "first_fiscal_year": 2028, "last_fiscal_year": 2033}
FORM = {
    "name_en": "Next plan",
    "slug": "next",
    "first_fiscal_year": 2028,
    "last_fiscal_year": 2033,
    "parts": ["measures", "responsibilities", "commitments"],
    "reason": "The new period",
}


@pytest.fixture
def plan(institution):
    return PlanFactory(
        institution=institution, slug="old", standard_label_en="Goal", vision_en="Open", risk_share=Decimal("0.5")
    )


@pytest.fixture
def standard(plan):
    return StandardFactory(strategy=StrategyFactory(plan=plan, code="1"), code="1.1", name_en="Teach")


def below(model, plan):
    return list(model.objects.of_plan(plan).order_by("pk"))


def test_the_new_plan_is_a_draft_with_the_old_ones_words_and_lines(plan, planner):
    new = copy_plan_structure(plan, by=planner, reason="The new period", **NEXT)

    new.refresh_from_db()
    assert (new.state, new.predecessor, new.name_en, new.slug) == (PlanState.DRAFT, plan, "Next plan", "next")
    assert (new.first_fiscal_year, new.last_fiscal_year, new.institution) == (2028, 2033, plan.institution)
    assert (new.standard_label_en, new.vision_en, new.risk_share) == ("Goal", "Open", Decimal("0.5"))


def test_the_history_says_who_copied_and_why(plan, standard, planner):
    copy_plan_structure(plan, by=planner, reason="The new period", **NEXT)

    for model in (Plan, Strategy, Standard):
        event = event_model(model).objects.order_by("pgh_id").last()
        assert (event.pgh_label, event.pgh_context["user"], event.pgh_context["reason"]) == (
            "insert",
            planner.pk,
            "The new period",
        )


def test_levels_come_along_and_name_where_they_came_from(plan, standard, planner):
    ObjectiveFactory(plan=plan, text_en="Be open")
    whole = MeasureFactory(standard=standard, code="1.1.1", status="done", is_ambitious=True)
    part = MeasureFactory(standard=standard, parent=whole, name_en="First year")

    new = copy_plan_structure(plan, by=planner, **NEXT)

    assert [o.text_en for o in below(Objective, new)] == ["Be open"]
    assert [s.code for s in below(Strategy, new)] == ["1"]
    assert [(s.code, s.name_en, s.predecessor) for s in below(Standard, new)] == [("1.1", "Teach", standard)]
    first, second = below(Measure, new)
    assert (first.code, first.status, first.is_ambitious, first.predecessor) == ("1.1.1", "planned", True, whole)
    assert (second.name_en, second.parent, second.predecessor) == ("First year", first, part)


def test_what_was_cancelled_or_merged_stays_behind_with_all_that_hangs_on_it(plan, standard, planner):
    kept = MeasureFactory(standard=standard)
    gone = MeasureFactory(standard=standard, status="cancelled")
    MeasureFactory(standard=standard, status="merged", merged_into=kept)
    MeasureFactory(standard=standard, parent=gone)
    ResponsibilityFactory(measure=gone)
    CommitmentFactory(measure=gone)
    CommitmentFactory(measure=kept, indicator__status="cancelled")

    structure = PlanStructure.of(plan)
    new = copy_plan_structure(plan, by=planner, **NEXT)

    assert (structure.measures, structure.dropped_measures, structure.dropped_commitments) == ([kept], 3, 2)
    assert [m.predecessor for m in below(Measure, new)] == [kept]
    assert (below(Responsibility, new), below(Commitment, new)) == ([], [])


def test_offices_cross_listings_and_the_scale_come_along(plan, standard, planner):
    measure = MeasureFactory(standard=standard)
    other = StandardFactory(strategy=standard.strategy)
    lead = ResponsibilityFactory(measure=measure, person="Dr Sato")
    CrossListingFactory(measure=measure, standard=other)
    scale = PlanScaleFactory(plan=plan).scale

    new = copy_plan_structure(plan, by=planner, **NEXT)

    assert [(r.office, r.role, r.person) for r in below(Responsibility, new)] == [(lead.office, "lead", "Dr Sato")]
    assert [c.standard.predecessor for c in below(CrossListing, new)] == [other]
    assert PlanScale.objects.get(plan=new).scale == scale


def test_a_listing_under_another_plan_stays_there(plan, standard, planner):
    CrossListingFactory(measure=MeasureFactory(standard=standard), standard=StandardFactory())

    new = copy_plan_structure(plan, by=planner, **NEXT)

    assert below(CrossListing, new) == []


def test_indicators_are_shared_and_neither_targets_nor_baselines_are_copied(plan, standard, planner):
    old = CommitmentFactory(
        measure=MeasureFactory(standard=standard), baseline=5, baseline_fiscal_year=2021, tolerance=2, is_key=True
    )
    own = CommitmentFactory(measure=None, standard=standard)
    TargetFactory(commitment=old)
    YearlyValueFactory(indicator=old.indicator, fiscal_year=2025, value=50)

    new = copy_plan_structure(plan, by=planner, **NEXT)

    first, second = below(Commitment, new)
    assert (first.indicator, first.comparator, first.tolerance, first.is_key) == (old.indicator, "at_least", 2, True)
    assert (first.baseline, first.baseline_fiscal_year, first.measure.predecessor) == (None, None, old.measure)
    assert (second.indicator, second.measure, second.standard.predecessor) == (own.indicator, None, standard)
    assert not Target.objects.filter(commitment__in=[first, second]).exists()


def test_the_last_figure_becomes_the_baseline_where_that_is_asked_for(plan, standard, planner):
    old = CommitmentFactory(measure=MeasureFactory(standard=standard))
    silent = CommitmentFactory(measure=MeasureFactory(standard=standard))
    for fiscal_year, value in ((2024, 40), (2025, 0)):
        YearlyValueFactory(indicator=old.indicator, fiscal_year=fiscal_year, value=value)
    YearlyValueFactory(indicator=old.indicator, fiscal_year=2026, state="not_collected", value=None)

    new = copy_plan_structure(plan, by=planner, parts=tuple(PARTS), **NEXT)

    found = {c.indicator: (c.baseline, c.baseline_fiscal_year) for c in below(Commitment, new)}
    assert found == {old.indicator: (0, 2025), silent.indicator: (None, None)}


@pytest.mark.parametrize(
    ("of_indicator", "of_value", "baseline"),
    [
        ("public", "executives", 40),
        ("staff", "planning", 40),
        ("executives", "executives", 55),
        ("planning", "staff", 55),
    ],
)
def test_no_baseline_tells_a_figure_that_is_for_fewer_than_its_indicator(
    plan, standard, planner, of_indicator, of_value, baseline
):
    old = CommitmentFactory(measure=MeasureFactory(standard=standard), indicator__disclosure=of_indicator)
    YearlyValueFactory(indicator=old.indicator, fiscal_year=2024, value=40)
    YearlyValueFactory(indicator=old.indicator, fiscal_year=2025, value=55, disclosure=of_value)

    new = copy_plan_structure(plan, by=planner, parts=tuple(PARTS), **NEXT)

    assert [row.baseline for row in below(Commitment, new)] == [baseline]


def test_parts_that_are_not_asked_for_stay_behind(plan, standard, planner):
    ObjectiveFactory(plan=plan)
    CommitmentFactory(measure=ResponsibilityFactory(measure__standard=standard).measure)

    new = copy_plan_structure(plan, by=planner, parts=(), **NEXT)

    assert [below(model, new) for model in (Objective, Measure, Responsibility, Commitment)] == [[], [], [], []]
    assert (new.vision_en, len(below(Standard, new))) == ("", 1)


@pytest.mark.parametrize("parts", [("responsibilities",), ("measures", "baselines")])
def test_a_part_does_not_come_without_what_it_belongs_to(plan, planner, parts):
    with pytest.raises(ValidationError, match="needs"):
        copy_plan_structure(plan, by=planner, parts=parts, **NEXT)


def test_a_taken_slug_and_years_in_disorder_are_refused_and_nothing_is_left(plan, planner):
    for wrong in ({"slug": "old"}, {"last_fiscal_year": 2020}, {"names": {}}):
        with pytest.raises(ValidationError):
            copy_plan_structure(plan, by=planner, **(NEXT | wrong))

    assert list(Plan.objects.all()) == [plan]


def test_nobody_else_copies_a_plan(client, plan, executive, viewer, stranger):
    elsewhere = MembershipFactory(role="planner").user

    for user in (executive, viewer, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            copy_plan_structure(plan, by=user, **NEXT)
    client.force_login(viewer)
    assert (client.get("/plans/old/copy/").status_code, client.post("/plans/old/copy/", FORM).status_code) == (403, 403)


def test_an_empty_plan_can_be_copied(plan, planner):
    assert copy_plan_structure(plan, by=planner, parts=tuple(PARTS), **NEXT).slug == "next"


@pytest.mark.parametrize("count", [1, 3])
def test_copying_costs_the_same_for_any_number_of_rows(plan, planner, count, django_assert_num_queries):
    for _ in range(count):
        measure = MeasureFactory(standard__strategy__plan=plan)
        ResponsibilityFactory(measure=measure)
        CommitmentFactory(measure=measure)
        CrossListingFactory(measure=measure, standard=measure.standard)
        ObjectiveFactory(plan=plan)

    with django_assert_num_queries(37):
        copy_plan_structure(plan, by=planner, **NEXT)


def test_the_page_counts_what_is_there_and_proposes_the_next_years(client, plan, standard, planner):
    MeasureFactory(standard=standard)
    MeasureFactory(standard=standard, status="cancelled")
    client.force_login(planner)

    response = client.get("/plans/old/copy/?lang=en")

    assert "Measure 1 1 cancelled or merged, left out" in words(response)
    assert 'value="2028"' in body(response)
    assert 'value="2033"' in body(response)


def test_the_page_makes_the_draft_and_goes_there(client, plan, standard, planner):
    client.force_login(planner)

    response = client.post("/plans/old/copy/?lang=en", FORM)

    assert (response.status_code, response["Location"]) == (302, "/plans/next/")
    assert Plan.objects.get(slug="next").predecessor == plan


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "OLD"}, "Another plan has this short name."),
        ({"slug": "a b"}, "field__error"),
        ({"name_en": ""}, "needs a name"),
        ({"last_fiscal_year": 2020}, "before the first"),
        ({"first_fiscal_year": "soon"}, "field__error"),
        ({"first_fiscal_year": 10**30}, "field__error"),
        ({"parts": ["everything"]}, "field__error"),
        ({"parts": ["responsibilities"]}, "needs"),
        ({"reason": ""}, "field__error"),
        ({"name_en": "x\x00"}, "field__error"),
    ],
)
def test_nonsense_is_said_in_the_form(client, plan, planner, wrong, said):
    client.force_login(planner)

    response = client.post("/plans/old/copy/?lang=en", FORM | wrong)

    assert (response.status_code, Plan.objects.count()) == (200, 1)
    assert said in body(response)
