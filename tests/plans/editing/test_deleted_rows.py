"""What is said to somebody who edits a row that another person deleted meanwhile."""

import pytest

from plans.database.history import recording
from plans.editing.deleted_rows import deleted_row
from plans.editing.rows import delete_row
from plans.models import Strategy
from tests.editing import opened
from tests.factories import (
    FeedbackFactory,
    MeasureFactory,
    MembershipFactory,
    MilestoneFactory,
    OfficeDutyFactory,
    OfficeFactory,
    PlanFactory,
    StandardFactory,
    StrategyFactory,
)
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(institution):
    return PlanFactory(institution=institution, name_en="Plan of ten years")


@pytest.fixture
def colleague(institution):
    member = MembershipFactory(institution=institution, user__name_en="Mariko Kato")
    return member.user


@pytest.fixture
def strategy(plan):
    return StrategyFactory(plan=plan, name_en="Open the doors")


@pytest.fixture
def page(strategy):
    return f"/strategies/{strategy.pk}/edit/"


def delete(row, by, reason="Merged with another"):
    delete_row(row, by=by, version=row.version, reason=reason)


def test_who_saves_a_deleted_row_reads_who_deleted_it_and_what_was_written(client, page, strategy, planner, colleague):
    form = opened(client, planner, page)
    delete(strategy, colleague)

    answer = client.post(page, form | {"name_en": "Open all doors", "description_ja": "門を開く"})

    assert answer.status_code == 410
    assert "Mariko Kato deleted this on " in words(answer)
    assert "Reason: Merged with another Nothing was saved." in words(answer)
    assert "Open all doors" in words(answer)
    assert 'lang="ja">門を開く</dd>' in body(answer)
    assert Strategy.objects.count() == 0


def test_who_opens_a_deleted_row_reads_what_stood_there(client, page, strategy, planner, colleague):
    delete(strategy, colleague, reason="")
    client.force_login(planner)

    answer = client.get(page)

    assert answer.status_code == 410
    assert "What was deleted is below." in words(answer)
    assert '<p class="page-head__eyebrow">Deleted item</p>' in body(answer)
    assert "Open the doors" in words(answer)
    assert "Reason" not in words(answer)


def test_in_the_dialog_and_in_japanese_it_says_the_same(client, page, strategy, planner, colleague):
    form = opened(client, planner, page)
    delete(strategy, colleague)

    answer = client.post(f"{page}?lang=ja", form | {"name_en": "Open all doors"}, headers={"HX-Request": "true"})

    assert (answer.status_code, "<html" in body(answer)) == (410, False)
    assert "Mariko Katoさんが削除しました。" in body(answer)
    assert "Open all doors" in body(answer)


def test_what_went_with_the_row_above_it_is_told_as_well(client, strategy, planner, colleague):
    standard = StandardFactory(strategy=strategy)
    measure = MeasureFactory(standard=standard)
    milestone = MilestoneFactory(measure=measure)
    pages = {
        f"/standards/{standard.pk}/edit/": "name_en",
        f"/measures/{measure.pk}/edit/": "description_en",
        f"/milestones/{milestone.pk}/edit/": "note",
        f"/measures/{measure.pk}/milestones/add/": "note",
        f"/measures/{measure.pk}/reports/2025/edit/": "done_en",
        f"/strategies/{strategy.pk}/standards/add/": "name_en",
    }
    client.force_login(planner)
    forms = {page: opened(client, planner, page) for page in pages}
    delete(strategy, colleague)

    answers = {page: client.post(page, forms[page] | {name: "Typed with care"}) for page, name in pages.items()}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(pages, 410)
    assert {page for page, answer in answers.items() if "Typed with care" not in words(answer)} == set()


def test_every_row_that_can_be_taken_away_on_a_page_is_told(client, institution, plan, planner, colleague):
    measure = MeasureFactory(standard__strategy__plan=plan)
    duty = OfficeDutyFactory(office__institution=institution)
    rows = {
        f"/milestones/{(milestone := MilestoneFactory(measure=measure)).pk}/edit/": milestone,
        f"/duties/{duty.pk}/edit/": duty,
        f"/feedback/{(feedback := FeedbackFactory(measure=measure)).pk}/edit/": feedback,
        f"/offices/{(office := OfficeFactory(institution=institution)).slug}/edit/": office,
    }
    for row in rows.values():
        delete(row, colleague)
    client.force_login(planner)

    assert [client.get(page).status_code for page in rows] == [410] * 4


def test_others_are_not_told_that_there_was_anything(client, page, strategy, viewer, stranger, colleague):
    delete(strategy, colleague)
    elsewhere = MembershipFactory().user
    found = []
    for user in (viewer, stranger, elsewhere):
        client.force_login(user)
        found += [client.get(page).status_code, client.post(page, {"version": 1, "name_en": "x"}).status_code]

    assert found == [404] * 6
    assert client.get(f"/strategies/{strategy.pk + 1}/edit/").status_code == 404


def test_what_nobody_is_named_for_was_deleted_by_the_system(client, page, strategy, planner):
    with recording(by=None):
        strategy.delete()
    client.force_login(planner)

    assert "This was deleted on " in words(client.get(page))


def test_a_row_that_is_there_was_not_deleted(strategy):
    assert deleted_row(Strategy, id=strategy.pk) is None
