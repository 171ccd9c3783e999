import pytest

from plans.models import Disclosure, PlanState, Role
from tests import factories
from tests.rest import API, ids, problem, results

pytestmark = pytest.mark.django_db


def test_a_plan_says_what_was_announced_and_what_is_recorded(client):
    plan = factories.PlanFactory(slug="action", announced_measures=99, announced_standards=22)
    factories.ObjectiveFactory.create_batch(3, plan=plan)
    strategies = factories.StrategyFactory.create_batch(2, plan=plan)
    standards = [factories.StandardFactory(strategy=strategy) for strategy in [*strategies, strategies[0]]]
    measure = factories.MeasureFactory(standard=standards[0])
    factories.MeasureFactory(standard=standards[0], parent=measure)

    record = client.get(f"{API}plans/action/").json()

    names = ("objective_count", "strategy_count", "standard_count", "measure_count")
    assert {name: record[name] for name in names} == dict(zip(names, (3, 2, 3, 1), strict=True))
    assert (record["announced_measures"], record["announced_standards"], record["announced_strategies"]) == (
        99,
        22,
        None,
    )
    assert [s["standard_count"] for s in results(client, "strategies/", plan="action")] == [2, 1]


def test_levels_without_a_name_are_not_counted(client):
    standard = factories.StandardFactory(strategy__name_en="", name_en="")
    factories.MeasureFactory(standard=standard)

    record = results(client, "plans/")[0]

    assert (record["strategy_count"], record["standard_count"], record["measure_count"]) == (0, 0, 1)


def test_shares_are_numbers_with_their_digits(client):
    factories.PlanFactory()

    assert '"on_track_share":0.950,"risk_share":0.600,' in client.get(f"{API}plans/").content.decode()


@pytest.mark.parametrize(
    "params, headers, name",
    [
        ({"lang": "ja"}, {}, "計画"),
        ({"lang": "en"}, {"Accept-Language": "ja"}, "Plan"),
        ({}, {"Accept-Language": "ja"}, "計画"),
        ({}, {"Accept-Language": "en"}, "Plan"),
    ],
)
def test_texts_come_in_the_language_asked_for(client, params, headers, name):
    factories.PlanFactory(name_ja="計画", name_en="Plan")

    record = client.get(f"{API}plans/", params, headers=headers).json()["results"][0]

    assert (record["name"], record["name_ja"], record["name_en"]) == (name, "計画", "Plan")


def test_a_text_without_translation_comes_in_the_other_language(client):
    factories.PlanFactory(name_ja="計画", name_en="")

    assert results(client, "plans/", lang="en")[0]["name"] == "計画"


def test_drafts_and_closed_plans_are_hidden_from_strangers(client, institution, planner, viewer):
    draft = factories.PlanFactory(institution=institution, state=PlanState.DRAFT)
    staff = factories.PlanFactory(institution=institution, disclosure=Disclosure.STAFF)
    public = factories.PlanFactory(institution=institution)

    seen = {}
    for name, user in {"anonymous": None, "viewer": viewer, "planner": planner}.items():
        if user is not None:
            client.force_login(user)
        seen[name] = ids(client, "plans/")

    assert seen == {
        "anonymous": [public.pk],
        "viewer": [staff.pk, public.pk],
        "planner": [draft.pk, staff.pk, public.pk],
    }


def test_what_stands_below_a_hidden_plan_is_hidden_too(client, institution, viewer):
    standard = factories.StandardFactory(
        strategy__plan__institution=institution, strategy__plan__disclosure=Disclosure.STAFF
    )
    factories.ObjectiveFactory(plan=standard.strategy.plan)

    addresses = ("plans/", "objectives/", "strategies/", "standards/")
    hidden = {address: ids(client, address) for address in addresses}
    found = problem(client.get(f"{API}standards/{standard.pk}/"))
    client.force_login(viewer)
    shown = {address: len(ids(client, address)) for address in addresses}

    assert hidden == {address: [] for address in addresses}
    assert found == (404, None)
    assert shown == dict.fromkeys(addresses, 1)


def test_standards_come_in_the_order_of_their_plan(client):
    plan = factories.PlanFactory(slug="p")
    last, first = (factories.StrategyFactory(plan=plan, order=order) for order in (2, 1))
    names = [
        factories.StandardFactory(strategy=strategy, order=order).name_en
        for strategy, order in ((last, 1), (first, 2), (first, 1))
    ]

    assert [record["name"] for record in results(client, "standards/", plan="p")] == names[::-1]


def test_relations_are_filtered_by_id_and_plans_by_slug(client):
    standard, other = factories.StandardFactory(), factories.StandardFactory()

    assert ids(client, "standards/", strategy=other.strategy_id) == [other.pk]
    assert ids(client, "standards/", plan=standard.strategy.plan.slug) == [standard.pk]
    assert ids(client, "standards/", institution=other.strategy.plan.institution.slug) == [other.pk]


def test_an_office_says_what_it_does_and_whom_it_administers(client):
    office, body = factories.OfficeFactory(), factories.OfficeFactory()
    factories.OfficeDutyFactory(office=office, order=2, text_en="Second")
    factories.OfficeDutyFactory(office=office, order=1, text_en="First")
    factories.OfficeAdministrationFactory(office=office, administered=body)

    record = client.get(f"{API}offices/{office.pk}/").json()

    assert record["administers"] == [body.pk]
    assert record["duties"] == [
        {"kind": "duty", "order": 1, "text_ja": "", "text_en": "First"},
        {"kind": "duty", "order": 2, "text_ja": "", "text_en": "Second"},
    ]


def test_search_finds_a_record_once_however_often_it_matches(client):
    office = factories.OfficeFactory()
    factories.OfficeDutyFactory.create_batch(2, office=office, text_en="Exchange students")
    factories.OfficeFactory()

    assert ids(client, "offices/", search="exchange") == [office.pk]


def test_fields_narrow_a_record_and_keep_its_order(client):
    plan = factories.PlanFactory()

    record = results(client, "plans/", fields="version,slug,id")[0]

    assert list(record.items()) == [("id", plan.pk), ("slug", plan.slug), ("version", 1)]


@pytest.mark.parametrize(
    "query, field",
    [
        ("colour=red", "colour"),
        ("ordering=colour", "ordering"),
        ("ordering=duties", "ordering"),
        ("fields=id,colour", "fields"),
        ("page_size=0", "page_size"),
        ("page_size=1001", "page_size"),
        ("page_size=ten", "page_size"),
        ("page_size=１０", "page_size"),
        ("cursor=x", "cursor"),
        ("cursor=WyIiLCBbIngiXSwgZmFsc2UsIG51bGxd", "cursor"),
        ("cursor=WzEsMiwzLDRd", "cursor"),
        ("format=pdf", "format"),
        ("lang=fr", "lang"),
        ("institution=not%20a%20slug", "institution"),
        ("parent=one", "parent"),
        ("parent=1.5", "parent"),
        ("parent=99999999999999999999", "parent"),
        ("kind=planet", "kind"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2025-02-30", "updated_since"),
        ("include_deleted=1", "include_deleted"),
        ("include_deleted=maybe&updated_since=2025-01-01", "include_deleted"),
        ("search=%00", "search"),
        ("kind=center&kind=planet", "kind"),
        ("lang=ja&lang=en", "lang"),
        ("page_size=5&page_size=6", "page_size"),
        ("kind=", "kind"),
        ("institution=", "institution"),
        ("updated_since=", "updated_since"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(client, query, field):
    status, errors = problem(client.get(f"{API}offices/?{query}"))

    assert (status, list(errors)) == (400, [field])


def test_changed_since_a_day_or_a_moment(client):
    office = factories.OfficeFactory()
    moment = office.updated_at

    assert ids(client, "offices/", updated_since=moment.isoformat()) == [office.pk]
    assert ids(client, "offices/", updated_since=moment.isoformat().replace("+", " ")) == [office.pk]
    assert ids(client, "offices/", updated_since=moment.date().replace(year=2999)) == []


def test_an_unknown_address_is_a_problem_too(client):
    assert problem(client.get(f"{API}planets/")) == (404, None)


def test_collections_are_read_only(client, planner):
    client.force_login(planner)

    assert [problem(getattr(client, method)(f"{API}plans/"))[0] for method in ("post", "put", "patch", "delete")] == [
        405
    ] * 4


def test_the_entrance_lists_the_collections_and_their_description(client):
    addresses = client.get(API).json()

    assert addresses["yearly-values"] == "http://testserver/api/v1/yearly-values/"
    assert addresses["docs"] == "http://testserver/api/v1/docs/"
    assert len(addresses) == 16 + 2


def test_a_planner_of_another_institution_is_a_stranger_here(client):
    client.force_login(factories.MembershipFactory(role=Role.PLANNER).user)
    factories.PlanFactory(disclosure=Disclosure.STAFF)

    assert ids(client, "plans/") == []
