from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from indicators.models import YearlyValue
from plans.models import Role
from tests import factories
from tests.rest import API, problem, send, token_header

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(institution):
    return factories.IndicatorFactory(institution=institution, kind="ratio", unit_en="%", decimals=1)


@pytest.fixture
def put(client, indicator, planner):
    """PUT a body for FY2024 as the planner, with the headers given."""
    headers = token_header(planner)

    def put(body, query="", **more):
        return send(client, "put", f"indicators/{indicator.pk}/values/2024/{query}", body, **(headers | more))

    return put


def get(client, indicator, query=""):
    return client.get(f"{API}indicators/{indicator.pk}/values/2024/{query}")


def test_a_value_is_created_where_there_is_none(put, client, indicator, planner):
    response = put('{"value": 30.0, "note": "First count", "reason": "Survey"}', If_None_Match="*")

    value = YearlyValue.objects.get()
    assert (response.status_code, str(value.value), value.note, value.entered_by) == (
        201,
        "30.0",
        "First count",
        planner,
    )
    assert '"value":30.0,' in response.content.decode()
    assert response["ETag"].startswith('"1-')
    assert get(client, indicator).content == response.content
    assert value.events.get().pgh_context == {"user": planner.pk, "user_name": planner.username, "reason": "Survey"}


def test_a_value_is_changed_by_who_knows_it(put, client, indicator):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=30, note="Old")
    tag = get(client, indicator)["ETag"]

    response = put({"value": 31}, If_Match=tag)

    assert (response.status_code, response.json()["value"], response.json()["note"], response.json()["version"]) == (
        200,
        31,
        "",
        2,
    )
    assert response["ETag"] != tag
    assert YearlyValue.objects.get().events.filter(pgh_label="update").count() == 1


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "1", '"7", "1"', "*"])
def test_the_version_alone_is_enough_to_match(put, indicator, tag):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024)

    assert put({"value": 31}, If_Match=tag).status_code == 200


@pytest.mark.parametrize(
    "headers, status",
    [
        ({}, 428),
        ({"If_Match": '"2"'}, 412),
        ({"If_Match": "nonsense"}, 412),
        ({"If_None_Match": "*"}, 412),
        ({"If_None_Match": '"2"'}, 412),
    ],
)
def test_who_does_not_know_the_record_is_shown_it(put, indicator, headers, status):
    stored = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value="30.0")

    response = put({"value": 31}, **headers)

    assert problem(response)[0] == status
    assert (response.json()["id"], response.json()["version"]) == (stored.pk, 1)
    assert '"value":30.0,' in response.content.decode()
    assert str(YearlyValue.objects.get().value) == "30.0"


@pytest.mark.parametrize("headers, status", [({}, 428), ({"If_Match": '"1"'}, 412), ({"If_Match": "*"}, 412)])
def test_what_is_not_there_cannot_be_changed(put, headers, status):
    assert problem(put({"value": 31}, **headers))[0] == status
    assert not YearlyValue.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"If_Match": '"9"'}, {"If_None_Match": "*"}])
def test_a_body_equal_to_the_record_changes_nothing_whatever_the_header(put, client, indicator, headers):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value="30.0", as_of="2024-05-01")
    stored = get(client, indicator)

    response = put(stored.content, **headers)

    assert (response.status_code, response.content) == (200, stored.content)
    assert YearlyValue.objects.get().events.count() == 1


def test_parts_sent_twice_change_nothing(put, indicator):
    body = {"value": 33, "numerator": 464, "denominator": 1445}
    first = put(body, If_None_Match="*").json()

    again = put(body)

    assert (again.status_code, again.json()) == (200, first)
    assert (str(first["value"])[:4], first["published"], first["version"]) == ("32.1", 33, 1)


def test_kind_and_breakdown_choose_the_value(put, client, indicator, institution):
    part = factories.BreakdownFactory(institution=institution)
    query = f"?kind=forecast&breakdown={part.pk}"

    put({"value": 5}, query, If_None_Match="*")

    assert (get(client, indicator).status_code, get(client, indicator, query).json()["value"]) == (404, 5)
    assert get(client, indicator, "?kind=&breakdown=").status_code == 404
    assert problem(get(client, indicator, "?kind=guess"))[1].keys() == {"kind"}
    assert problem(get(client, indicator, "?breakdown=part"))[1].keys() == {"breakdown"}
    assert get(client, indicator, f"?breakdown={factories.BreakdownFactory().pk}").status_code == 404


@pytest.mark.parametrize(
    "body, field",
    [
        ({"value": "30"}, "value"),
        ({"value": True}, "value"),
        ('{"value": 1e400}', "value"),
        ('{"value": 0.12345678901}', "value"),
        ({"value": 1, "state": "lost"}, "state"),
        ({"value": 1, "state": "withheld"}, "value"),
        ({"value": 1, "as_of": "2024-13-01"}, "as_of"),
        ({"value": 1, "provisional": "yes"}, "provisional"),
        ({"value": 1, "note": 5}, "note"),
        ({"value": 1, "note": "\x00"}, "note"),
        ('{"value": 1, "note": "\\ud800"}', "note"),
        ({"value": 1, "grade": "S"}, "grade"),
        ({"value": 1, "colour": "red"}, "colour"),
        ({"value": 1, "is_superuser": True}, "is_superuser"),
        ({"value": 1, "fiscal_year": 2023}, "fiscal_year"),
        ({"value": 1, "indicator": 0}, "indicator"),
        ({"value": 1, "breakdown": 1}, "breakdown"),
        ({"state": "reported"}, "non_field_errors"),
        ([1], "non_field_errors"),
    ],
)
def test_what_is_wrong_is_refused_by_the_name_of_its_field(put, body, field):
    status, errors = problem(put(body, If_None_Match="*"))

    assert (status, list(errors)) == (400, [field])
    assert not YearlyValue.objects.exists()


@pytest.mark.parametrize("body", ["{", "NaN", '{"value": NaN}', "\ufeff{"])
def test_a_body_that_is_not_json_is_refused(put, body):
    assert problem(put(body, If_None_Match="*")) == (400, None)


def test_another_kind_of_body_is_refused(client, indicator, planner):
    address = f"{API}indicators/{indicator.pk}/values/2024/"
    response = client.put(address, "value=1", content_type="text/plain", headers=token_header(planner))

    assert problem(response) == (415, None)


def test_impossible_years_are_refused(client, indicator, planner):
    response = send(
        client,
        "put",
        f"indicators/{indicator.pk}/values/1500/",
        {"value": 1},
        **token_header(planner),
        If_None_Match="*",
    )

    assert problem(response)[1].keys() == {"fiscal_year"}


def test_a_grade_is_named_by_its_mark(put, indicator):
    grade = factories.GradeFactory(code="◎", scale__institution=indicator.institution)
    indicator.scale, indicator.kind = grade.scale, "grade"
    indicator.save()

    assert put({"grade": "◎"}, If_None_Match="*").json()["grade"] == "◎"
    assert YearlyValue.objects.get().grade == grade


def test_a_closed_year_is_locked(put, client, indicator, institution):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=30)
    factories.ClosedYearFactory(institution=institution, fiscal_year=2024)

    assert problem(put({"value": 31}, If_Match='"1"')) == (423, None)
    assert problem(put({"value": 31}, "?kind=forecast", If_None_Match="*")) == (423, None)
    assert put(get(client, indicator).content).status_code == 200


def test_a_value_that_one_may_not_see_is_in_the_way(client, indicator, institution):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, disclosure="planning")
    reporter = factories.MembershipFactory(institution=institution, role=Role.REPORTER).user
    indicator.office = factories.OfficeFactory(institution=institution)
    indicator.save()

    address = f"indicators/{indicator.pk}/values/2024/"
    response = send(client, "put", address, {"value": 1}, **token_header(reporter), If_None_Match="*")

    assert problem(response) == (409, None)
    assert YearlyValue.objects.get().value == 50


@pytest.mark.parametrize(
    "role, own_office, status",
    [
        (Role.PLANNER, False, 201),
        (Role.REPORTER, True, 201),
        (Role.APPROVER, True, 201),
        (Role.REPORTER, False, 403),
        (Role.VIEWER, False, 403),
        (Role.EXECUTIVE, False, 403),
    ],
)
def test_who_may_enter_a_value(client, institution, indicator, role, own_office, status):
    indicator.office = factories.OfficeFactory(institution=institution)
    indicator.save()
    office = indicator.office if own_office else factories.OfficeFactory(institution=institution)
    office = None if role == Role.PLANNER else office
    user = factories.MembershipFactory(institution=institution, role=role, office=office).user

    address = f"indicators/{indicator.pk}/values/2024/"
    response = send(client, "put", address, {"value": 1}, **token_header(user), If_None_Match="*")

    assert response.status_code == status


def test_strangers_neither_see_nor_touch_a_hidden_indicator(client, indicator, stranger):
    indicator.disclosure = "staff"
    indicator.save()

    address = f"indicators/{indicator.pk}/values/2024/"
    assert problem(send(client, "put", address, {"value": 1}, **token_header(stranger), If_None_Match="*")) == (
        404,
        None,
    )
    assert problem(send(client, "put", address, {"value": 1}, If_None_Match="*")) == (401, None)


def test_a_reader_that_has_the_value_gets_304(client, indicator):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024)
    tag = get(client, indicator)["ETag"]

    address = f"{API}indicators/{indicator.pk}/values/2024/"
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"2"'}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_equal_creations_at_once_one_succeeds_and_none_fails():
    institution = factories.InstitutionFactory()
    indicator = factories.IndicatorFactory(institution=institution)
    headers = token_header(factories.MembershipFactory(institution=institution).user) | {"If_None_Match": "*"}

    def create(value):
        try:
            return send(
                Client(), "put", f"indicators/{indicator.pk}/values/2024/", {"value": value}, **headers
            ).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(create, range(8)))

    assert answers[0] == 201
    assert set(answers[1:]) <= {409, 412}
    assert YearlyValue.objects.count() == 1


def test_an_odd_figure_is_409_with_its_doubts_until_the_body_confirms_it(put, client, indicator, planner):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2023, value=20)

    asked = put({"value": 120}, If_None_Match="*")
    stored = put({"value": 120, "confirm": True}, If_None_Match="*")
    again = put({"value": 120})
    back = put(stored.content)

    assert (problem(asked)[0], asked.json()["code"]) == (409, "needs_confirmation")
    assert asked.json()["doubts"] == [
        {"code": "above_whole", "field": "value", "detail": "The ratio is above 100%."},
        {"code": "jump", "field": "value", "detail": "Value: 120 is 6 times last year's 20."},
    ]
    said = stored.json()
    assert (stored.status_code, said["doubts"], said["confirmed_by"]) == (
        201,
        ["above_whole", "jump"],
        planner.username,
    )
    assert said["confirmed_at"] is not None
    assert (again.status_code, again.content, back.status_code) == (200, stored.content, 200)
    assert YearlyValue.objects.get(fiscal_year=2024).version == 1


def test_only_who_may_record_a_value_is_told_what_was_odd(put, client, indicator):
    put({"value": 120, "confirm": True}, If_None_Match="*")

    record = get(client, indicator).json()

    assert [record[name] for name in ("doubts", "confirmed_by", "confirmed_at")] == [[], None, None]


def test_a_stale_header_is_told_before_any_doubt(put, indicator):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=30)

    assert problem(put({"value": 500}, If_Match='"9"'))[0] == 412
    assert problem(put({"value": 500}))[0] == 428


def test_unknown_fields_are_told_together_with_wrong_values(put):
    status, errors = problem(put({"value": "x", "colour": "red", "note": 5}, If_None_Match="*"))

    assert (status, set(errors)) == (400, {"value", "colour", "note"})


@pytest.mark.parametrize("year", ["0", "1867", "2200", "99999999999", "9" * 30])
def test_years_out_of_all_bounds_are_refused_and_read_as_missing(client, indicator, planner, year):
    address = f"indicators/{indicator.pk}/values/{year}/"
    headers = token_header(planner)

    assert problem(send(client, "put", address, {"value": 1}, **headers, If_None_Match="*"))[0] == 400
    assert problem(send(client, "delete", address, "", **headers, If_Match="*"))[0] == 404
    assert client.get(API + address).status_code == 404


def test_who_may_read_a_value_stays_where_a_body_does_not_say(put, client, indicator, planner):
    stored = factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, disclosure="planning")

    changed = put({"value": 51}, If_Match='"1"')
    stored.refresh_from_db()
    assert (changed.json()["disclosure"], stored.value, stored.disclosure) == ("planning", 51, "planning")
    assert get(client, indicator).status_code == 404

    opened = put({"value": 51, "disclosure": "public"}, If_Match='"2"')
    assert (opened.json()["disclosure"], get(client, indicator).json()["value"]) == ("public", 51)


@pytest.mark.parametrize("state", ["withheld", "not_collected"])
def test_printed_text_goes_with_its_figure(put, indicator, state):
    factories.YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=4, printed="4人")

    put({"state": state}, If_Match='"1"')

    value = YearlyValue.objects.get()
    assert (value.state, value.printed, value.printed_bound) == (state, "", "")


def test_printed_words_that_are_sent_back_do_not_outlive_their_figure(put, client, indicator):
    factories.YearlyValueFactory(
        indicator=indicator, fiscal_year=2024, value=4, printed="about 4", denominator_as_of="2024-05-01"
    )
    record = get(client, indicator).json()

    assert put(record).status_code == 200
    changed = put(record | {"value": 5}, If_Match='"1"').json()

    assert (changed["value"], changed["printed"], changed["denominator_as_of"]) == (5, "", "2024-05-01")


def test_parts_that_come_to_too_large_a_number_are_refused(put):
    status, errors = problem(put('{"numerator": 99999999999999999999, "denominator": 0.0000000001}', If_None_Match="*"))

    assert (status, errors.keys()) == (400, {"numerator"})
