"""The scorecard page is kept like the API's answers: never old, and nobody's but its reader's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Commitment, Indicator, Target, YearlyValue
from plans.models import Disclosure, Institution, Office, Plan, PlanState, Role, Standard
from tests import factories
from tests.indicators.pages import committed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("forget_answers")]
PAGE = "/plans/p/scorecard/2025/"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def plan():
    """FY2025: at least 100 students, and 4321 there."""
    plan = factories.PlanFactory(slug="p")
    office = factories.OfficeFactory(institution=plan.institution)
    committed(plan, value=4321, indicator__office=office)
    return plan


def page(client, address=PAGE):
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == 200, response.content
    return response.content.decode()


def member(institution, role, **names):
    membership = factories.MembershipFactory(institution=institution, role=role, user=factories.UserFactory(**names))
    client = Client()
    client.force_login(membership.user)
    return client


def test_a_stranger_gets_the_kept_page_for_one_question(plan, django_assert_num_queries):
    first = page(Client())

    with django_assert_num_queries(1):
        again = page(Client())

    assert again == first


@pytest.mark.parametrize(
    "write",
    [
        lambda: Plan.objects.update(name_en="Quite another"),
        lambda: Plan.objects.update(standard_label_en="Quite another"),
        lambda: Standard.objects.update(name_en="Quite another"),
        lambda: Indicator.objects.update(name_en="Quite another"),
        lambda: Institution.objects.update(name_en="Quite another"),
        lambda: Office.objects.update(name_en="Quite another"),
    ],
)
def test_every_name_on_the_page_is_the_present_one(plan, write):
    before = [page(Client()), page(member(plan.institution, Role.VIEWER))]

    write()

    after = [page(Client()), page(member(plan.institution, Role.VIEWER))]
    assert ["Quite another" in text for text in (*before, *after)] == [False, False, True, True]


def test_a_stranger_gets_nothing_of_a_member(plan):
    YearlyValue.objects.update(disclosure=Disclosure.STAFF)
    aiko, ken = (member(plan.institution, Role.VIEWER, username=name) for name in ("aiko", "ken"))

    seen = [page(client) for client in (aiko, ken, Client(), Client(), aiko)]

    assert ["4,321" in text for text in seen] == [True, True, False, False, True]
    assert ["aiko" in text for text in seen] == [True, False, False, False, True]


def test_a_planner_of_one_office_shares_no_draft_with_a_planner_of_the_whole(plan):
    Plan.objects.update(state=PlanState.DRAFT)
    office = factories.OfficeFactory(institution=plan.institution)
    narrow = factories.MembershipFactory(institution=plan.institution, office=office, role=Role.PLANNER)
    whole, of_office = member(plan.institution, Role.PLANNER), Client()
    of_office.force_login(narrow.user)
    pages = (PAGE, "/plans/p/", "/api/v1/plans/p/scorecard/?fiscal_year=2025")

    found = [[client.get(address).status_code for address in pages] for client in (whole, of_office, whole)]

    assert found == [[200] * 3, [404] * 3, [200] * 3]


def test_pages_of_different_languages_questions_and_parts_are_different(plan):
    client = Client()
    asked = [
        client.get(PAGE, headers=ENGLISH),
        client.get(PAGE, headers={"Accept-Language": "ja"}),
        client.get(PAGE + "?ordering=name", headers=ENGLISH),
        client.get(PAGE + "?as_known_on=2020-01-01", headers=ENGLISH),
        client.get(PAGE, headers=ENGLISH | {"HX-Request": "true"}),
    ]

    assert len({response.content for response in asked}) == len(asked)


def test_a_language_chosen_in_the_address_is_remembered_each_time(plan):
    cookies = [Client().get(PAGE + "?lang=ja").cookies.keys() for _ in range(2)]

    assert [list(names) for names in cookies] == [["django_language"]] * 2


def test_who_has_the_page_gets_304_until_something_changes(plan):
    tag = Client().get(PAGE)["ETag"]

    before = Client().get(PAGE, headers={"If-None-Match": tag}).status_code
    YearlyValue.objects.update(value=5)

    assert (before, Client().get(PAGE, headers={"If-None-Match": tag}).status_code) == (304, 200)


def add_commitments(plan, count):
    standard = Standard.objects.get(strategy__plan=plan)
    made = [Indicator(institution=plan.institution, name_en=f"Number {n}") for n in range(count)]
    commitments = [Commitment(standard=standard, indicator=row) for row in Indicator.objects.bulk_create(made)]
    targets = [
        Target(commitment=row, fiscal_year=2025, value=10) for row in Commitment.objects.bulk_create(commitments)
    ]
    Target.objects.bulk_create(targets)
    values = [YearlyValue(institution=plan.institution, indicator=row, fiscal_year=2025, value=5) for row in made]
    YearlyValue.objects.bulk_create(values)


def test_a_page_of_1000_indicators_asks_no_more_than_one_of_10(plan, forget_answers):
    add_commitments(plan, 9)
    with CaptureQueriesContext(connection) as few:
        page(Client())
    add_commitments(plan, 990)
    forget_answers()

    with CaptureQueriesContext(connection) as many:
        page(Client())

    assert len(many) == len(few)
