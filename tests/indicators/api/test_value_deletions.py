import pytest

from indicators.models import YearlyValue
from plans.database.events import event_model
from plans.models import Role
from tests import factories
from tests.rest import API, problem, send, token_header

pytestmark = pytest.mark.django_db


def address_of(indicator):
    return f"indicators/{indicator.pk}/values/2024/"


@pytest.fixture
def indicator(institution):
    return factories.IndicatorFactory(institution=institution)


@pytest.fixture
def delete(client, indicator, planner):
    """DELETE the value of FY2024 as the planner, with the headers given."""
    headers = token_header(planner)

    def delete(query="", **more):
        return send(client, "delete", address_of(indicator) + query, "", **(headers | more))

    return delete


def test_a_value_is_taken_back_by_who_knows_it(delete, client, indicator, planner):
    row = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=30)
    tag = client.get(API + address_of(indicator))["ETag"]

    response = delete("?reason=Wrong+year", If_Match=tag)

    assert (response.status_code, response.content, client.get(API + address_of(indicator)).status_code) == (
        204,
        b"",
        404,
    )
    last = event_model(YearlyValue).objects.latest("pgh_id")
    assert (last.pgh_label, last.pgh_obj_id, last.pgh_context["user"], last.pgh_context["reason"]) == (
        "delete",
        row.pk,
        planner.pk,
        "Wrong year",
    )


@pytest.mark.parametrize(("headers", "status"), [({}, 428), ({"If_Match": '"2"'}, 412), ({"If_None_Match": "*"}, 412)])
def test_a_value_is_not_taken_back_by_who_does_not_know_it(delete, indicator, headers, status):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=30)

    response = delete(**headers)

    assert (problem(response)[0], response.json()["value"]) == (status, 30)
    assert YearlyValue.objects.count() == 1


def test_what_is_not_there_is_not_taken_back(delete, indicator):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, kind="forecast")

    assert problem(delete(If_Match="*"))[0] == 404
    assert delete("?kind=forecast", If_Match="*").status_code == 204
    assert problem(delete("?why=no", If_Match="*"))[1].keys() == {"why"}


def test_nothing_of_a_closed_year_is_taken_back(delete, indicator, institution):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024)
    factories.ClosedYearFactory(institution=institution, fiscal_year=2024)

    assert problem(delete(If_Match="*"))[0] == 423
    assert YearlyValue.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "own_office", "status"),
    [
        (Role.PLANNER, False, 204),
        (Role.REPORTER, True, 204),
        (Role.APPROVER, True, 204),
        (Role.REPORTER, False, 403),
        (Role.VIEWER, False, 403),
        (Role.EXECUTIVE, False, 403),
    ],
)
def test_who_may_take_a_value_back(client, institution, indicator, role, own_office, status):
    indicator.office = factories.OfficeFactory(institution=institution)
    indicator.save()
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024)
    office = indicator.office if own_office else factories.OfficeFactory(institution=institution)
    office = None if role == Role.PLANNER else office
    user = factories.MembershipFactory(institution=institution, role=role, office=office).user

    address = address_of(indicator)
    response = send(client, "delete", address, "", **token_header(user), If_Match="*")

    assert response.status_code == status
    assert YearlyValue.objects.count() == (0 if status == 204 else 1)


def test_a_reading_token_and_strangers_take_nothing_back(client, indicator, planner):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024)
    address = address_of(indicator)

    assert send(client, "delete", address, "", **token_header(planner, read_only=True), If_Match="*").status_code == 403
    assert send(client, "delete", address, "", If_Match="*").status_code == 401
    assert YearlyValue.objects.count() == 1


def test_a_value_that_one_may_not_see_is_not_there_to_be_taken_back(client, indicator, institution):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, disclosure="planning")
    indicator.office = factories.OfficeFactory(institution=institution)
    indicator.save()
    reporter = factories.MembershipFactory(institution=institution, role=Role.REPORTER).user

    address = address_of(indicator)
    assert send(client, "delete", address, "", **token_header(reporter), If_Match="*").status_code == 404
    assert YearlyValue.objects.count() == 1
