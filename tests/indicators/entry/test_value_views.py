import re
from datetime import date
from decimal import Decimal

import pytest

from indicators.models import YearlyValue
from plans.models import Disclosure, Role
from tests.editing import answers, fields_of, sent
from tests.factories import (
    BreakdownFactory,
    DefinitionFactory,
    GradeFactory,
    GradingScaleFactory,
    IndicatorFactory,
    MembershipFactory,
    OfficeFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import value_form
from tests.pages import body, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def ratio(institution):
    return IndicatorFactory(institution=institution, kind="ratio", unit_en="%", decimals=1)


def test_a_reporter_enters_a_value_as_people_write_it(client, indicator, reporter):
    client.force_login(reporter)

    answer = sent(
        client,
        value_form(indicator),
        value="１，２３４人",
        as_of="令和8年3月",
        note="May count",
        is_provisional="on",
        source_url="https://example.ac.jp/2025",
    )

    row = YearlyValue.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, indicator.get_absolute_url())
    assert (row.value, row.state, row.as_of, row.as_of_precision) == (1234, "reported", date(2026, 3, 1), "month")
    assert (row.note, row.is_provisional, row.source_url) == ("May count", True, "https://example.ac.jp/2025")
    assert (row.entered_by, row.fiscal_year, row.kind, row.breakdown) == (reporter, 2025, "actual", None)
    assert row.events.get().pgh_context["user"] == reporter.pk


def test_zero_is_a_value(client, indicator, reporter):
    client.force_login(reporter)

    sent(client, value_form(indicator), value="0")

    assert YearlyValue.objects.get().value == 0


def test_nobody_else_enters_it(client, indicator, viewer, executive, stranger):
    elsewhere = MembershipFactory(
        institution=indicator.institution, office=OfficeFactory(institution=indicator.institution), role=Role.REPORTER
    ).user

    for user in (viewer, executive, stranger, elsewhere):
        assert answers(client, user, [value_form(indicator)], value="1", state="reported", version=0) == {(403, 403)}
    client.logout()
    assert client.get(value_form(indicator)).status_code == 302
    assert YearlyValue.objects.count() == 0


def test_a_hidden_indicator_is_not_found(client, institution, indicator, reporter):
    indicator.disclosure = Disclosure.PLANNING
    indicator.save()
    client.force_login(reporter)

    assert client.get(value_form(indicator)).status_code == 404


def test_a_hidden_value_is_not_shown_to_whoever_may_record(client, indicator, reporter):
    YearlyValueFactory(indicator=indicator, disclosure=Disclosure.EXECUTIVES)
    client.force_login(reporter)

    assert client.get(value_form(indicator)).status_code == 403


def test_the_form_shows_last_years_value_and_how_it_was_computed(client, ratio, planner):
    DefinitionFactory(indicator=ratio, wording_en="Share of students", numerator_en="Abroad", denominator_en="All")
    ratio.method_en = "Counted in May"
    ratio.save()
    YearlyValueFactory(
        indicator=ratio,
        fiscal_year=2024,
        value=None,
        numerator=265,
        denominator=1056,
        as_of=date(2025, 3, 31),
        as_of_precision="day",
        entered_by=planner,
    )
    client.force_login(planner)

    said = words(client.get(value_form(ratio)))

    assert "Last year 25.1% = 265 / 1,056 , as of 31 March 2025" in said
    assert "Definition Share of students Numerator Abroad Denominator All Method Counted in May" in said


@pytest.mark.parametrize("typed", ["30(見込)", "30※1", "30(2021年度実績)", "30(うち女性12)"])
def test_words_beside_a_number_are_not_dropped_in_silence(client, indicator, planner, typed):
    client.force_login(planner)

    answer = sent(client, value_form(indicator), value=typed)

    assert f"the words of “{typed}” go to the note." in words(answer)
    assert YearlyValue.objects.count() == 0


def test_without_a_last_year_the_form_says_so(client, indicator, planner):
    client.force_login(planner)

    assert "Last year nothing was entered" in words(client.get(value_form(indicator)))


def test_the_database_computes_a_ratio_from_its_parts(client, ratio, planner):
    client.force_login(planner)

    sent(client, value_form(ratio), numerator="464", denominator="1,445", published="33")

    row = YearlyValue.objects.get()
    assert (row.numerator, row.denominator, row.published) == (464, 1445, 33)
    assert row.value == Decimal("32.1107266436")


def test_saving_a_ratio_again_changes_nothing(client, ratio, planner):
    YearlyValueFactory(indicator=ratio, value=None, numerator=464, denominator=1445)
    client.force_login(planner)

    sent(client, value_form(ratio))

    assert YearlyValue.objects.get().version == 1


def test_a_ratio_may_be_known_without_its_parts(client, ratio, planner):
    client.force_login(planner)

    sent(client, value_form(ratio), value="32.1 %")

    assert YearlyValue.objects.get().value == Decimal("32.1")


def test_a_state_says_why_there_is_no_figure_and_empties_it(client, ratio, planner):
    YearlyValueFactory(indicator=ratio, value=None, numerator=464, denominator=1445)
    client.force_login(planner)

    sent(client, value_form(ratio), state="not_collected", change_reason="Survey moved")

    row = YearlyValue.objects.get()
    assert (row.state, row.value, row.numerator, row.denominator) == ("not_collected", None, None, None)
    assert row.events.latest("pgh_id").pgh_context["reason"] == "Survey moved"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "A reported value needs a figure. If it is really zero, write 0."),
        ({"value": "many"}, "many"),
        ({"value": "10-20"}, "Enter one number. If there is none"),
        ({"value": "―"}, "Enter one number. If there is none"),
        ({"value": "1" * 25}, "has more tha"),
        ({"value": "5", "state": "withheld"}, "With this state there is no figure"),
        ({"value": "5", "as_of": "yesterday"}, "“yesterday” is not a date."),
        ({"value": "5", "state": "lost"}, "Select a valid choice."),
    ],
)
def test_what_is_not_valid_is_said_and_nothing_is_stored(client, indicator, planner, changed, said):
    client.force_login(planner)

    answer = sent(client, value_form(indicator), **changed)

    assert answer.status_code == 200
    assert said in words(answer)
    assert YearlyValue.objects.count() == 0


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"numerator": "5", "denominator": "0"}, "With a denominator of 0 the value cannot be calculated"),
        ({"numerator": "5"}, "A ratio needs both parts."),
    ],
)
def test_a_ratio_needs_two_parts_that_can_be_divided(client, ratio, planner, parts, said):
    client.force_login(planner)

    assert said in words(sent(client, value_form(ratio), **parts))
    assert YearlyValue.objects.count() == 0


def test_a_doubtful_figure_is_stored_once_it_is_confirmed(client, ratio, planner):
    YearlyValueFactory(indicator=ratio, fiscal_year=2024, value=None, numerator=493, denominator=10070)
    client.force_login(planner)

    doubted = sent(client, value_form(ratio), numerator="521", denominator="1014")
    stored = client.post(value_form(ratio), fields_of(doubted) | {"confirm": "on"})

    assert "Denominator: 1,014, but 10,070 last year." in words(doubted)
    assert stored.status_code == 302
    assert YearlyValue.objects.get(fiscal_year=2025).denominator == 1014


def test_a_ratio_above_the_whole_and_a_year_ahead_are_doubted(client, ratio, planner):
    client.force_login(planner)

    assert "The ratio is above 100%." in words(sent(client, value_form(ratio), numerator="5", denominator="4"))
    assert "This fiscal year has not begun yet." in words(sent(client, value_form(ratio, 2031), value="4"))


def test_forecasts_and_breakdowns_have_forms_of_their_own(client, indicator, planner):
    part = BreakdownFactory(institution=indicator.institution, name_en="Master")
    client.force_login(planner)

    sent(client, value_form(indicator, query="?kind=forecast"), value="7")
    shown = client.get(value_form(indicator, query=f"?breakdown={part.pk}"))
    sent(client, value_form(indicator, query=f"?breakdown={part.pk}"), value="3")

    assert "Master" in words(shown)
    rows = YearlyValue.objects.order_by("value").values_list("value", "kind", "breakdown")
    assert list(rows) == [(3, "actual", part.pk), (7, "forecast", None)]


@pytest.mark.parametrize(
    ("query", "status"),
    [("?kind=wish", 400), ("?breakdown=x", 400), ("?breakdown=999999", 404), ("?breakdown=" + "9" * 40, 400)],
)
def test_nonsense_in_the_address_is_named(client, indicator, planner, query, status):
    client.force_login(planner)

    assert client.get(value_form(indicator, query=query)).status_code == status


@pytest.mark.parametrize("year", [1, 1867, 2200, 10**12])
def test_a_year_that_is_none_is_not_found(client, indicator, planner, year):
    client.force_login(planner)

    assert client.get(value_form(indicator, year)).status_code == 404


def test_a_breakdown_of_another_institution_is_not_found(client, indicator, planner):
    client.force_login(planner)

    assert client.get(value_form(indicator, query=f"?breakdown={BreakdownFactory().pk}")).status_code == 404


def test_each_kind_of_indicator_has_its_own_fields(client, institution, planner):
    scale = GradingScaleFactory(institution=institution)
    grade = GradeFactory(scale=scale)
    GradeFactory()
    client.force_login(planner)
    answered = IndicatorFactory(institution=institution, kind="yes_no")
    dated = IndicatorFactory(institution=institution, kind="date")
    graded = IndicatorFactory(institution=institution, kind="grade", scale=scale)
    told = IndicatorFactory(institution=institution, kind="text")

    sent(client, value_form(answered), value="0")
    sent(client, value_form(dated), dated="2025-10-01")
    sent(client, value_form(graded), grade=grade.pk)
    sent(client, value_form(told), text="Second place")

    assert answered.values.get().value == 0
    assert dated.values.get().dated == date(2025, 10, 1)
    assert graded.values.get().grade == grade
    assert told.values.get().text == "Second place"


def test_saving_unchanged_leaves_each_kind_as_it_is(client, institution, planner):
    YearlyValueFactory(indicator=IndicatorFactory(institution=institution, kind="yes_no"), value=1)
    YearlyValueFactory(
        indicator=IndicatorFactory(institution=institution), value="95.0", printed="約95", as_of=date(2024, 2, 1)
    )
    client.force_login(planner)

    for row in YearlyValue.objects.all():
        sent(client, value_form(row.indicator))

    assert set(YearlyValue.objects.values_list("version", "printed")) == {(1, ""), (1, "約95")}


def test_a_doubt_comes_with_a_box_to_tick_and_room_for_the_reason(client, indicator, planner):
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=65)
    client.force_login(planner)

    asked = sent(client, value_form(indicator), value="501")
    stored = client.post(value_form(indicator), fields_of(asked) | {"confirm": "on", "change_reason": "Merger"})

    said = words(asked)
    assert said.count("Value: 501 is 7.7 times last year&#x27;s 65.") == 2, (
        "above the form and at the box, which has the focus"
    )
    assert "This is unusual. Is it right?" in said and "tick to confirm" in said
    assert ("notice--danger" in body(asked), "field__error" in body(asked)) == (False, False)
    assert "I have checked this value and it is correct" in said
    assert "Reason for the change" in said
    row = YearlyValue.objects.get(fiscal_year=2025)
    assert (stored.status_code, row.doubts, row.confirmed_by) == (302, ["jump"], planner)
    assert row.events.get().pgh_context["reason"] == "Merger"


def test_the_ratio_shown_while_typing_has_the_indicator_s_own_factor(client, institution, planner):
    kinds = ({"factor": 1000}, {"unit_ja": "%", "unit_en": "%"}, {"unit_ja": "倍", "unit_en": "times"})
    rates = [IndicatorFactory(institution=institution, kind="ratio", **columns) for columns in kinds]
    client.force_login(planner)

    forms = [body(client.get(value_form(indicator))) for indicator in rates]

    assert [Decimal(re.search(r'data-factor="([^"]*)"', form)[1]) for form in forms] == [1000, 100, 1]
