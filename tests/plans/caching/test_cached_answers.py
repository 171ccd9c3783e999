"""A kept answer is never older than the data, and never somebody else's."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.test import Client

from indicators.models import Commitment, Indicator, Target, YearlyValue
from indicators.scorecards.scorecard import Scorecard
from measures.models import Grade
from plans.caching.store import CACHE, Validity, cached_or_built, size_of
from plans.database.data_version import data_version
from plans.models import ApiToken, Disclosure, Institution, Office, Plan, Role
from tests import factories
from tests.indicators.pages import committed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("forget_answers")]
API = "/api/v1/plans/p/scorecard/?fiscal_year=2025&lang=en"


@pytest.fixture
def commitment():
    """FY2025: at least 100, and 80 there."""
    plan = factories.PlanFactory(slug="p")
    office = factories.OfficeFactory(institution=plan.institution)
    return committed(plan, value=80, indicator__office=office, indicator__name_en="Students")


def reading(client, address=API, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content
    return response.json()["strategies"][0]["standards"][0]["readings"][0]


def member(institution, role):
    user = factories.MembershipFactory(institution=institution, role=role).user
    client = Client()
    client.force_login(user)
    return client


def token_of(user):
    _token, key = ApiToken.objects.create(user=user, read_only=False)
    return {"Authorization": f"Token {key}"}


def by_sql(statement):
    def write(commitment):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return write


WRITES = {
    "a value": lambda c: YearlyValue.objects.update(value=99),
    "a value by SQL": by_sql("UPDATE indicators_yearlyvalue SET value = 99"),
    "values in bulk": lambda c: YearlyValue.objects.bulk_update(
        [YearlyValue(pk=row.pk, value=99) for row in YearlyValue.objects.all()], ["value"]
    ),
    "a value gone": lambda c: YearlyValue.objects.all().delete(),
    "all values gone": by_sql("TRUNCATE indicators_yearlyvalue CASCADE"),
    "a target": lambda c: Target.objects.update(value=70),
    "a judgement": lambda c: factories.OverrideFactory(commitment=c, fiscal_year=2025, status="at_risk", reason="Hm"),
    "a name": lambda c: type(c.indicator).objects.update(name_en="Learners"),
    "another office": lambda c: type(c.indicator).objects.update(office=factories.OfficeFactory()),
    "a measure given up": lambda c: type(c.measure).objects.update(status="cancelled"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("signed_in", [False, True])
def test_the_next_answer_shows_every_write(commitment, write, signed_in):
    client = member(commitment.indicator.institution, Role.VIEWER) if signed_in else Client()
    before = [reading(client) for _ in range(2)]

    write(commitment)

    assert before[0] == before[1] != reading(client)


@pytest.mark.parametrize("model", [Institution, Office, Plan, Grade])
def test_the_version_changes_with_all_that_a_scorecard_prints(commitment, model):
    factories.GradeFactory()
    before = data_version()

    model.objects.update(updated_at="2026-01-01T00:00Z")

    assert data_version() != before


def test_a_write_through_the_api_shows(commitment):
    planner = factories.MembershipFactory(institution=commitment.indicator.institution, role=Role.PLANNER).user
    before = reading(Client())["actual"]

    response = Client().put(
        f"/api/v1/indicators/{commitment.indicator_id}/values/2025/",
        {"value": 91},
        content_type="application/json",
        headers=token_of(planner) | {"If-Match": '"1"'},
    )

    assert (before, response.status_code, reading(Client())["actual"]) == (80, 200, 91)


def test_who_began_earlier_and_commits_later_shows(commitment, elsewhere):
    with elsewhere.cursor() as late:
        late.execute("UPDATE indicators_yearlyvalue SET value = 99")
        Plan.objects.update(vision_en="Newer, but committed before")
        before = [reading(Client())["actual"] for _ in range(2)]

        elsewhere.commit()

    assert (before, reading(Client())["actual"]) == ([80, 80], 99)


def test_what_is_written_while_an_answer_is_worked_out_is_not_missed(commitment):
    def work_out():
        YearlyValue.objects.update(value=99)
        return b"older"

    nobody = {"user": AnonymousUser(), "weigh": size_of}
    cached_or_built("what", work_out, validity=Validity.of_everything(data_version()), **nobody)

    newer = cached_or_built("what", lambda: b"newer", validity=Validity.of_everything(data_version()), **nobody)

    assert newer == b"newer"


def test_nobody_gets_what_only_members_read(commitment):
    YearlyValue.objects.update(disclosure=Disclosure.EXECUTIVES)
    institution = commitment.indicator.institution
    readers = {role: member(institution, role) for role in (Role.EXECUTIVE, Role.VIEWER)} | {"nobody": Client()}
    elsewhere_too = member(factories.InstitutionFactory(), Role.EXECUTIVE)

    seen = [{who: reading(client)["actual"] for who, client in readers.items()} for _ in range(2)]

    assert seen == [{Role.EXECUTIVE: 80, Role.VIEWER: None, "nobody": None}] * 2
    assert reading(elsewhere_too)["actual"] is None


def test_a_hidden_plan_is_gone_for_who_had_it(commitment):
    reading(Client())

    Plan.objects.update(disclosure=Disclosure.STAFF)

    assert Client().get(API).status_code == 404
    assert reading(member(commitment.indicator.institution, Role.VIEWER))["actual"] == 80


def test_who_loses_a_membership_loses_what_it_showed(commitment):
    YearlyValue.objects.update(disclosure=Disclosure.STAFF)
    client = member(commitment.indicator.institution, Role.VIEWER)
    before = reading(client)["actual"]

    commitment.indicator.institution.memberships.all().delete()

    assert (before, reading(client)["actual"]) == (80, None)


def test_languages_years_and_days_are_kept_apart(commitment, settings):
    factories.TargetFactory(commitment=commitment, fiscal_year=2026)
    client = Client()
    addresses = [API, API.replace("lang=en", "lang=ja"), API.replace("2025", "2026"), API + "&as_known_on=2020-01-01"]

    bodies = [[client.get(address).content for address in addresses] for _ in range(2)]
    settings.HOSHIN_TODAY = date(2028, 5, 15)
    later = client.get(addresses[2]).content

    assert bodies[0] == bodies[1] and len({*bodies[0], later}) == 5


def test_the_languages_of_browsers_are_kept_apart(commitment):
    plain = API.replace("&lang=en", "")

    seen = [reading(Client(), plain, **{"Accept-Language": language})["explanation"] for language in ("en", "ja", "en")]

    assert (seen[0] == seen[2], seen[0] == seen[1]) == (True, False)


def test_a_kept_answer_asks_one_question_and_the_view_none(commitment, django_assert_num_queries):
    first = Client().get(API)

    with django_assert_num_queries(1):
        again = Client().get(API)

    assert (again.content, again.headers) == (first.content, first.headers)


def test_who_has_it_gets_304_from_what_is_kept(commitment, django_assert_num_queries):
    tag = Client().get(API)["ETag"]

    with django_assert_num_queries(1):
        again = Client().get(API, headers={"If-None-Match": tag})
    YearlyValue.objects.update(value=81)

    assert (again.status_code, again["ETag"], again.content) == (304, tag, b"")
    assert Client().get(API, headers={"If-None-Match": tag}).status_code == 200


def test_answers_are_compressed_for_who_takes_it(commitment):
    plain = [Client().get(API) for _ in range(2)]
    packed = [Client().get(API, headers={"Accept-Encoding": "gzip"}) for _ in range(2)]

    assert [response.get("Content-Encoding") for response in (*plain, *packed)] == [None, None, "gzip", "gzip"]
    assert all("Accept-Encoding" in response["Vary"] for response in (*plain, *packed))


def test_strangers_are_counted_though_nothing_is_worked_out(commitment, settings):
    settings.THROTTLE_ANON = 2

    codes = [Client().get(API, REMOTE_ADDR="192.0.2.77").status_code for _ in range(4)]

    assert codes == [200, 200, 429, 429]


def test_credentials_go_to_the_view_whatever_is_kept(commitment):
    Client().get(API)

    assert Client().get(API, headers={"Authorization": "Token nonsense"}).status_code == 401


def test_in_a_transaction_that_writes_nothing_is_kept(commitment):
    before = CACHE.weight

    cached_or_built("what", lambda: b"x", user=AnonymousUser(), validity=Validity.of_everything(None), weigh=size_of)

    assert CACHE.weight == before


def many_commitments(standard, count):
    institution = standard.strategy.plan.institution
    indicators = Indicator.objects.bulk_create([Indicator(institution=institution, name_en="I") for _ in range(count)])
    made = Commitment.objects.bulk_create([Commitment(standard=standard, indicator=i) for i in indicators])
    Target.objects.bulk_create([Target(commitment=c, fiscal_year=2025, value=10) for c in made])
    values = [YearlyValue(institution=institution, indicator=i, fiscal_year=2025, value=5) for i in indicators]
    YearlyValue.objects.bulk_create(values)


@pytest.mark.parametrize("count", [10, 1000])
def test_a_scorecard_asks_the_same_number_of_questions_for_10_and_1000_indicators(count, django_assert_num_queries):
    standard = factories.StandardFactory()
    plan = standard.strategy.plan
    many_commitments(standard, count)

    with django_assert_num_queries(11):
        card = Scorecard.of(plan, 2025, user=AnonymousUser())

    assert len(card.lines) == count


def test_after_a_new_figure_only_the_figures_are_read_again(commitment, django_assert_num_queries):
    plan = commitment.standard.strategy.plan
    Scorecard.of(plan, 2025, user=AnonymousUser(), version=data_version())
    YearlyValue.objects.update(value=120)
    version = data_version()

    with django_assert_num_queries(1):
        card = Scorecard.of(plan, 2025, user=AnonymousUser(), version=version)

    assert [line.status.value for line in card.lines] == ["achieved"]


def test_a_database_that_is_away_is_for_the_view_to_tell(commitment, monkeypatch):
    Client().get(API)

    def refuse():
        raise OperationalError

    monkeypatch.setattr("plans.caching.strangers.data_version", refuse)

    assert Client().get(API).status_code == 200
