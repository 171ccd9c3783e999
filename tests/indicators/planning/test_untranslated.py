import re

import pytest

from indicators.planning.untranslated import (
    TO_INSTITUTION,
    TO_PLAN,
    counts_of_missing_texts,
    kinds,
    rows_lacking_texts,
    rows_of,
    texts_of,
)
from plans.models import Disclosure, Institution, PlanState
from plans.text.languages import InBothLanguages
from tests.factories import (
    BudgetLineFactory,
    IndicatorFactory,
    MeasureFactory,
    MilestoneFactory,
    OfficeFactory,
    PlanFactory,
    StandardFactory,
)
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(institution):
    """The institution, whose own name stands in both languages."""
    Institution.objects.filter(pk=institution.pk).update(name_ja="大学")
    return institution


@pytest.fixture
def page(client, both):
    return lambda query="": client.get(f"/institutions/{both.slug}/untranslated/?lang=en{query}")


def found(institution, user):
    return [(count.kind, count.plan, count.ja, count.en) for count in counts_of_missing_texts(institution, user)]


def test_every_kind_with_texts_in_both_languages_is_reached():
    assert set(kinds()) == {*TO_PLAN, *TO_INSTITUTION}


def test_every_text_of_every_kind_is_known():
    for model in kinds().values():
        texts = {name: getattr(model, name, None) for name in dir(model)}
        described = {name for name, text in texts.items() if isinstance(text, InBothLanguages)}
        assert set(texts_of(model)) == described - {"head_name"}, "a person's name needs no translation"


@pytest.mark.parametrize("kind", sorted({*TO_PLAN, *TO_INSTITUTION}))
def test_every_kind_can_be_asked_for(both, planner, kind):
    model = kinds()[kind]

    assert rows_of(model, both, planner).count() in (0, 1)
    assert list(rows_lacking_texts(model, both, planner)) == []


def test_rows_are_counted_by_kind_plan_and_language(both, planner):
    plan = PlanFactory(institution=both, name_ja="計画", vision_ja="拓く")
    StandardFactory(strategy__plan=plan, strategy__name_ja="戦略", name_ja="", name_en="Teach")
    StandardFactory(strategy=plan.strategies.get(), name_ja="研究", name_en="", description_en="To search")
    OfficeFactory(institution=both, name_ja="課", name_en="Section")

    assert found(both, planner) == [("plans.plan", plan.pk, 0, 1), ("plans.standard", plan.pk, 2, 1)]


def test_what_stands_in_neither_language_is_not_missing(both, planner):
    PlanFactory(institution=both, name_ja="計画", vision_ja="", vision_en="")

    assert found(both, planner) == []


def test_other_institutions_and_what_the_reader_may_not_see_is_left_out(both, planner, viewer):
    PlanFactory()
    IndicatorFactory(institution=both, disclosure=Disclosure.PLANNING, unit_ja="人")
    draft = PlanFactory(institution=both, state=PlanState.DRAFT)
    MeasureFactory(standard__strategy__plan=draft)

    assert found(both, viewer) == []
    assert ("indicators.indicator", None, 1, 0) in found(both, planner)


def test_money_of_offices_is_counted_outside_plans(both, planner):
    BudgetLineFactory(measure=None, office=OfficeFactory(institution=both, name_ja="課"), name_en="Travel")

    assert found(both, planner) == [("measures.budgetline", None, 1, 0)]


def test_only_members_read_the_page(client, both, viewer, stranger, page):
    assert page()["Location"].startswith("/accounts/login/?next=")
    client.force_login(stranger)
    assert page().status_code == 403
    client.force_login(viewer)
    assert "Everything is there in both languages" in words(page())


def test_rows_lead_to_their_pages_and_planners_to_the_form(client, both, viewer, planner, page):
    indicator = IndicatorFactory(institution=both, name_en="Students from abroad", unit_en="")
    query = "&kind=indicators.indicator&language=ja"

    client.force_login(viewer)
    read = page(query)
    client.force_login(planner)
    write = page(query)

    form = f'href="/indicators/{indicator.pk}/edit/"'
    assert f'<a href="/indicators/{indicator.pk}/" lang="en">Students from abroad</a>' not in body(
        read
    )  # marked by language
    assert f'href="/indicators/{indicator.pk}/"' in body(read)
    assert "Students from abroad missing: name (Japanese)" in words(read)
    assert (form in body(read), form in body(write)) == (False, True)


def test_rows_can_be_asked_for_by_plan(client, both, planner, page):
    first, second = PlanFactory.create_batch(2, institution=both)
    MeasureFactory(standard__strategy__plan=first, name_en="Here")
    MeasureFactory(standard__strategy__plan=second, name_en="There")
    client.force_login(planner)

    said = words(page(f"&kind=measures.measure&plan={first.slug}&language=ja"))

    assert ("Here missing" in said, "There missing" in said) == (True, False)


@pytest.mark.parametrize(
    "query", ["&kind=auth.user", "&kind=x%00", "&language=fr", "&plan=nowhere", "&kind=plans.office&plan=x"]
)
def test_nonsense_is_a_bad_request(client, both, planner, page, query):
    client.force_login(planner)

    assert page(query).status_code == 400


@pytest.mark.parametrize("number", ["0", "99", "soon"])
def test_a_page_that_is_not_there_is_the_nearest(client, both, planner, page, number):
    IndicatorFactory(institution=both)
    client.force_login(planner)

    assert page(f"&kind=indicators.indicator&page={number}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(client, both, planner, page, count, django_assert_num_queries):
    for _ in range(count):
        MilestoneFactory(measure__standard__strategy__plan=PlanFactory(institution=both))
    client.force_login(planner)

    with django_assert_num_queries(24):
        response = page("&kind=measures.milestone&language=ja")

    assert len(re.findall("missing: name", words(response))) == count
