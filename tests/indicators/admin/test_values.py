from decimal import Decimal

import pytest

from indicators.entry.actions import record_value
from indicators.models import Indicator, Kind, YearlyValue
from tests import factories
from tests.admin_pages import AT_MOST, address, form_in, form_of, opened, problems
from tests.factories import (
    ClosedYearFactory,
    CommitmentFactory,
    IndicatorFactory,
    OfficeFactory,
    YearlyValueFactory,
)
from tests.pages import body, words

CLOSED = "FY{} is closed. Ask the planning office to reopen it."

pytestmark = pytest.mark.django_db


def grid(client, indicator):
    return client.get(address(Indicator, "change", indicator.pk)).context["inline_admin_formsets"][0].formset


def send(client, indicator, **columns):
    url = address(Indicator, "change", indicator.pk)
    return client.post(url, form_of(client, url) | columns)


def test_the_grid_has_a_row_for_each_year_of_the_plans_up_to_now(client, planner, indicator, institution):
    CommitmentFactory(
        indicator=indicator,
        measure__standard__strategy__plan__institution=institution,
        measure__standard__strategy__plan__first_fiscal_year=2022,
    )
    YearlyValueFactory(indicator=indicator, fiscal_year=2021)
    YearlyValueFactory(indicator=indicator, fiscal_year=2023, value=0)
    client.force_login(planner)

    rows = [(form["fiscal_year"].value(), form["value"].value()) for form in grid(client, indicator).forms]

    assert rows == [(2021, "50"), (2023, "0"), (2022, None), (2024, None), (2025, None), (2026, None)]


def test_an_empty_year_stays_without_a_value_and_zero_is_stored(client, planner, indicator):
    client.force_login(planner)

    empty = send(client, indicator).status_code, YearlyValue.objects.count()
    zero = send(client, indicator, **{"values-0-value": "0"}).status_code

    value = YearlyValue.objects.get()
    assert (empty, zero) == ((302, 0), 302)
    assert (value.fiscal_year, value.value, value.state, value.institution, value.entered_by) == (
        2026,
        0,
        "reported",
        indicator.institution,
        planner,
    )


def test_reporters_fill_in_the_years_and_change_no_indicator(client, reporter, indicator):
    client.force_login(reporter)

    response = send(
        client, indicator, **{"values-0-value": "12", "name_en": "Mine", "change_reason": "From the register"}
    )

    indicator.refresh_from_db()
    value = YearlyValue.objects.get()
    assert (response.status_code, indicator.name_en == "Mine", value.value, value.entered_by) == (
        302,
        False,
        12,
        reporter,
    )
    assert value.events.get().pgh_context["reason"] == "From the register"


def test_reporters_leave_the_numbers_of_other_offices_alone(client, reporter, institution):
    other = IndicatorFactory(institution=institution, office=OfficeFactory(institution=institution))
    of_nobody = IndicatorFactory(institution=institution)
    value = YearlyValueFactory(indicator=other)
    client.force_login(reporter)

    refused = [
        client.post(address(Indicator, "change", other.pk), {}).status_code,
        client.post(address(Indicator, "change", of_nobody.pk), {}).status_code,
        client.post(address(YearlyValue, "change", value.pk), {"value": "1"}).status_code,
        client.post(address(YearlyValue, "delete", value.pk), {"post": "yes", "change_reason": "x"}).status_code,
    ]

    assert (refused, client.get(address(YearlyValue, "change", value.pk)).status_code) == ([403] * 4, 200)


def test_reporters_enter_no_value_for_another_office(client, reporter, institution):
    other = IndicatorFactory(institution=institution, office=OfficeFactory(institution=institution))
    client.force_login(reporter)
    url = address(YearlyValue, "add")

    response = client.post(
        url, form_of(client, url) | {"indicator": str(other.pk), "fiscal_year": "2025", "value": "1"}
    )

    assert problems(response) == ["You may not write here: it belongs to another office or institution."]
    assert YearlyValue.objects.count() == 0


def test_a_figure_beside_such_a_state_is_a_contradiction(client, planner, indicator):
    client.force_login(planner)

    response = send(client, indicator, **{"values-0-state": "not_collected", "values-0-value": "0"})

    assert problems(response) == ["With this state there is no figure: empty the field, or choose “reported”."]


def test_the_parts_of_a_ratio_make_the_value(client, planner, institution):
    ratio = IndicatorFactory(institution=institution, kind=Kind.RATIO, unit_en="%", decimals=1)
    client.force_login(planner)

    send(client, ratio, **{"values-0-numerator": "464", "values-0-denominator": "1445", "values-0-as_of": "2026-05-01"})

    value = YearlyValue.objects.get()
    assert (value.value, value.published, value.as_of_precision) == (Decimal("32.1107266436"), None, "day")


def test_a_published_figure_is_kept_beside_its_parts(client, planner, institution):
    ratio = IndicatorFactory(institution=institution, kind=Kind.RATIO, unit_en="%", decimals=1)
    client.force_login(planner)

    send(
        client,
        ratio,
        **{"values-0-numerator": "464", "values-0-denominator": "1445", "values-0-value": "33"},
    )

    value = YearlyValue.objects.get()
    assert (value.value, value.published) == (Decimal("32.1107266436"), 33)


def test_a_closed_year_cannot_be_changed_in_the_grid(client, planner, indicator, institution):
    value = YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=5)
    ClosedYearFactory(institution=institution, fiscal_year=2024)
    client.force_login(planner)

    response = send(client, indicator, **{"values-0-value": "6", "values-0-DELETE": "on"})

    value.refresh_from_db()
    assert (response.status_code, value.value) == (302, 5)


def test_a_new_value_in_a_closed_year_is_refused_in_words(client, planner, indicator, institution):
    ClosedYearFactory(institution=institution, fiscal_year=2026)
    client.force_login(planner)

    response = send(client, indicator, **{"values-0-value": "6"})

    assert (response.status_code, problems(response)) == (423, [f"{CLOSED.format(2026)} Nothing was saved."])
    assert YearlyValue.objects.count() == 0


def test_a_value_of_a_closed_year_is_refused_on_its_own_page_too(client, planner, indicator, institution):
    value = YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=5)
    ClosedYearFactory(institution=institution, fiscal_year=2024)
    client.force_login(planner)
    url = address(YearlyValue, "change", value.pk)

    changed = client.post(url, form_of(client, url) | {"value": "6"})
    deleted = client.post(address(YearlyValue, "delete", value.pk), {"post": "yes", "change_reason": "x"}, follow=True)

    said = f"{CLOSED.format(2024)} Nothing was saved."
    assert (changed.status_code, problems(changed)) == (423, [said])
    assert [str(message) for message in deleted.context["messages"]] == [said]
    assert YearlyValue.objects.get().value == 5


def test_many_values_of_which_one_is_closed_are_deleted_not_at_all(client, planner, indicator, institution):
    rows = [YearlyValueFactory(indicator=indicator, fiscal_year=year) for year in (2023, 2024)]
    ClosedYearFactory(institution=institution, fiscal_year=2024)
    client.force_login(planner)

    client.post(
        address(YearlyValue, "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [str(row.pk) for row in rows],
            "post": "yes",
            "change_reason": "Cleaning up",
        },
    )

    assert YearlyValue.objects.count() == 2


def test_a_value_that_somebody_else_changed_meanwhile_is_not_overwritten(client, planner, indicator):
    value = YearlyValueFactory(indicator=indicator, fiscal_year=2026, value=5)
    client.force_login(planner)
    url = address(Indicator, "change", indicator.pk)
    seen = form_of(client, url)
    client.post(url, seen | {"values-0-value": "6"})

    response = client.post(url, seen | {"values-0-value": "7"})
    stored = value.refresh_from_db() or value.value
    again = client.post(url, form_in(response))

    [conflict] = response.context["conflicts"]
    assert (response.status_code, stored, conflict.row) == (409, 6, value)
    assert [(it.label, it.was, it.now, it.yours) for it in conflict.differences] == [("Value", "5", "6", "7")]
    value.refresh_from_db()
    assert (again.status_code, value.value) == (302, 7)


def test_rows_of_a_grid_that_nobody_touched_do_not_stand_in_the_way(client, planner, indicator):
    YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=5)
    YearlyValueFactory(indicator=indicator, fiscal_year=2026, value=5)
    client.force_login(planner)
    url = address(Indicator, "change", indicator.pk)
    seen = form_of(client, url)
    client.post(url, seen | {"values-0-value": "6"})

    response = client.post(url, seen | {"values-0-value": "6", "values-1-value": "8"})

    assert response.status_code == 302
    assert list(YearlyValue.objects.values_list("fiscal_year", "value")) == [(2025, 6), (2026, 8)]


def test_the_grid_shows_the_columns_of_the_indicators_kind(client, planner, institution):
    scale = factories.GradeFactory(scale__institution=institution).scale
    other = factories.GradeFactory(scale__institution=institution)
    graded = IndicatorFactory(institution=institution, kind=Kind.GRADE, scale=scale)
    client.force_login(planner)

    form = grid(client, graded).forms[0]

    assert "value" not in form.fields
    assert [str(label) for key, label in form.fields["grade"].choices if key] == [f"{scale}: {scale.grades.get()}"]
    assert other.scale != scale


def test_values_by_breakdown_are_not_in_the_grid(client, planner, indicator, institution):
    YearlyValueFactory(
        indicator=indicator, fiscal_year=2026, breakdown=factories.BreakdownFactory(institution=institution)
    )
    client.force_login(planner)

    assert [form.instance.pk for form in grid(client, indicator).forms] == [None]


def test_a_grid_of_many_years_costs_no_more(client, planner, indicator):
    client.force_login(planner)
    url = address(Indicator, "change", indicator.pk)
    YearlyValueFactory(indicator=indicator, fiscal_year=2026)
    opened(client, url)
    _page, one = opened(client, url)
    for year in range(2016, 2026):
        YearlyValueFactory(indicator=indicator, fiscal_year=year)

    _page, eleven = opened(client, url)

    assert (eleven, eleven <= AT_MOST) == (one, True)


def test_no_is_an_answer(client, planner, institution):
    question = IndicatorFactory(institution=institution, kind=Kind.YES_NO, unit_en="")
    client.force_login(planner)

    send(client, question, **{"values-0-value": "0"})

    choices = grid(client, question).forms[0].fields["value"].widget.choices
    assert (YearlyValue.objects.get().value, [str(label) for _key, label in choices]) == (0, ["–", "done", "not done"])


def test_readers_see_figures_with_the_digits_they_were_written_with(client, viewer, indicator):
    value = YearlyValueFactory(indicator=indicator, fiscal_year=2026, value=Decimal("95.0"))
    client.force_login(viewer)

    own_page, queries = opened(client, address(YearlyValue, "change", value.pk))
    grid_page, of_grid = opened(client, address(Indicator, "change", indicator.pk))

    pages = own_page.content.decode(), grid_page.content.decode()
    assert [page.count(">95.0<") for page in pages] == [1, 1]
    assert (queries <= AT_MOST, of_grid <= AT_MOST, "values-0-value" in pages[1]) == (True, True, False)


def test_odd_figures_of_one_grid_are_asked_about_and_confirmed_row_by_row(client, planner, indicator):
    YearlyValueFactory(indicator=indicator, fiscal_year=2025, value=5)
    YearlyValueFactory(indicator=indicator, fiscal_year=2026, value=6)
    client.force_login(planner)
    changed = {"values-0-value": "50", "values-1-value": "500"}

    asked = send(client, indicator, **changed)
    formset = asked.context["inline_admin_formsets"][0].formset
    stored = send(client, indicator, **changed, **{"values-0-confirm": "on", "values-1-confirm": "on"})

    assert [list(errors) for errors in formset.errors[:2]] == [["confirm"], ["confirm"]]
    assert "This is unusual. Is it right? If so, tick to confirm and give a reason." in words(asked)
    assert "errornote" not in body(asked)
    assert asked.content.decode().count('type="checkbox" name="values-0-confirm"') == 1
    assert (stored.status_code, list(YearlyValue.objects.values_list("value", "doubts"))) == (
        302,
        [(50, ["jump"]), (500, ["jump"])],
    )


def test_the_page_of_a_value_says_what_was_odd_and_who_confirmed_it(client, planner, indicator):
    row, _what = record_value(indicator=indicator, fiscal_year=2030, value=5, by=planner, confirm=True)
    client.force_login(planner)

    page = client.get(address(YearlyValue, "change", row.pk)).content.decode()

    assert "entered before the year began" in page
    assert page.count(planner.username) > 1


@pytest.mark.parametrize("door", ["grid", "page"])
def test_printed_text_goes_with_its_figure(client, planner, indicator, door):
    value = YearlyValueFactory(indicator=indicator, fiscal_year=2026, value=4, printed="4 persons")
    client.force_login(planner)
    url = address(YearlyValue, "change", value.pk)

    if door == "grid":
        answer = send(client, indicator, **{"values-0-state": "withheld"})
    else:
        answer = client.post(url, form_of(client, url) | {"state": "withheld"})

    value.refresh_from_db()
    assert (answer.status_code, value.state, value.printed) == (302, "withheld", "")


def test_a_ratio_of_its_parts_alone_is_stored_and_one_too_large_is_refused(client, planner, institution):
    ratio = IndicatorFactory(institution=institution, kind=Kind.RATIO, unit_en="%")
    client.force_login(planner)
    parts = {"values-0-numerator": "99999999999999999999", "values-0-denominator": "0.0000000001"}

    refused = send(client, ratio, **parts)
    stored = send(client, ratio, **{"values-0-numerator": "1", "values-0-denominator": "3"})

    assert (refused.status_code, stored.status_code) == (200, 302)
    assert YearlyValue.objects.get().value == Decimal("33.3333333333")
