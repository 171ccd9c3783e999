"""Indicators that came with a draft: at every door they are its planners' alone, until it is published."""

import io
import zipfile
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from indicators.loading.as_of import AsOf
from indicators.models import Breakdown, Definition, Indicator, YearlyValue
from indicators.overview.organisation_chart import OrganisationChart
from indicators.overview.recent_activity import recent_activity
from plans.models import Disclosure, Plan, PlanState, Role
from tests.factories import (
    BreakdownFactory,
    CommitmentFactory,
    DefinitionFactory,
    IndicatorFactory,
    MembershipFactory,
    PlanFactory,
    UserFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, known_since, recorded_on
from tests.indicators.sheets.made_sheets import figure, load, tidy
from tests.pages import body
from tests.rest import send, token_header

pytestmark = pytest.mark.django_db
NAME, VALUE = "Canary", 8_640_007
SIGNS = (NAME, str(VALUE), f"{VALUE:,}")
PAST = "as_known_on=2025-07-01"
DOORS = {
    "page": "/indicators/{pk}/",
    "page of a past day": f"/indicators/{{pk}}/?{PAST}",
    "figure": "/indicators/{pk}/figure.json",
    "chart to take away": "/indicators/{pk}/chart.svg",
    "comparison": "/compare/?indicator={pk}",
    "comparison of a past day": f"/compare/?indicator={{pk}}&{PAST}",
    "figure of a comparison": "/compare/figure.json?indicator={pk}",
    "table of a comparison": "/compare/table.csv?indicator={pk}",
    "what another was merged into": "/indicators/{merged}/",
    "search": "/search/?q=cana",
    "search for indicators": "/search/?q=cana&kind=indicator",
    "office": "/offices/{office}/",
    "indicators": "/api/v1/indicators/",
    "indicators that are searched": "/api/v1/indicators/?search=cana",
    "one indicator": "/api/v1/indicators/{pk}/",
    "definitions": "/api/v1/definitions/",
    "values": "/api/v1/yearly-values/",
    "values of the indicator": "/api/v1/yearly-values/?indicator={pk}",
    "values as CSV": "/api/v1/yearly-values/?format=csv",
    "values as NDJSON": "/api/v1/yearly-values/?format=ndjson",
    "values as a workbook": "/api/v1/yearly-values/?format=xlsx",
    "value of a year": "/api/v1/indicators/{pk}/values/2025/",
}
OF_THE_ADMINISTRATION = {
    "list": "/admin/indicators/indicator/",
    "row": "/admin/indicators/indicator/{pk}/change/",
    "history": "/admin/indicators/indicator/{pk}/history/",
    "export": "/admin/indicators/indicator/export/csv/",
    "values": "/admin/indicators/yearlyvalue/export/csv/",
    "definitions": "/admin/indicators/definition/",
    "choices": "/admin/autocomplete/?app_label=indicators&model_name=indicator&field_name=merged_into&term=cana",
}


@pytest.fixture
def draft(institution):
    return PlanFactory(institution=institution, slug="draft", state=PlanState.DRAFT)


@pytest.fixture
def drafted(draft, office):
    """The indicator of a draft, known since June 2025, with a definition and a figure in FY2025; another merged into it."""
    commitment = committed(draft, value=VALUE, indicator__name_en=NAME, indicator__office=office)
    indicator = commitment.indicator
    IndicatorFactory(institution=office.institution, status="merged", merged_into=indicator)
    known_since(date(2025, 6, 1), commitment)
    for row in (indicator.values.get(), DefinitionFactory(indicator=indicator, wording_en=f"{NAME} birds")):
        recorded_on(date(2025, 6, 1), row)
    return indicator


@pytest.fixture
def others(institution, office):
    """Everybody who is no planner of the whole institution."""
    roles = [role for role in Role if role != Role.PLANNER]
    members = [MembershipFactory(institution=institution, role=role) for role in roles]
    members.append(MembershipFactory(institution=institution, office=office, role=Role.PLANNER))
    members.append(MembershipFactory(institution=institution, office=office, role=Role.REPORTER))
    members.append(MembershipFactory(role=Role.PLANNER))
    return [AnonymousUser(), UserFactory(), *(membership.user for membership in members)]


def address(door, indicator):
    merged = indicator.merged_from.get()
    return door.format(pk=indicator.pk, merged=merged.pk, office=indicator.office.slug)


def shows(place, user=None):
    """Whether what an address says has anything of the indicator in it."""
    client = Client(headers={"Accept-Language": "en"})
    if user is not None and user.is_authenticated:
        client.force_login(user)
    answer = client.get(place)
    assert answer.status_code in (200, 302, 400, 404), answer
    return any(sign in text_of(answer) for sign in SIGNS)


def text_of(answer):
    content = answer.getvalue()
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_what_came_with_a_draft_is_its_planners_until_it_is_published(door, drafted, others, planner, forget_answers):
    place = address(door, drafted)

    assert [user for user in others if shows(place, user)] == []
    assert shows(place, planner)

    forget_answers()  # a test is one transaction, in which nothing is new; test_kept_pages looks at that
    Plan.objects.update(state=PlanState.ACTIVE)
    assert [user for user in others if not shows(place, user)] == []


@pytest.mark.parametrize("door", OF_THE_ADMINISTRATION.values(), ids=OF_THE_ADMINISTRATION)
def test_the_administration_names_it_to_planners_only(door, drafted, viewer, reporter, planner):
    place = address(door, drafted)

    assert [shows(place, user) for user in (viewer, reporter, planner)] == [False, False, True]


def test_a_published_indicator_follows_its_own_level(drafted, viewer):
    Plan.objects.update(state=PlanState.ACTIVE)
    Indicator.objects.update(disclosure=Disclosure.STAFF)

    place = address(DOORS["page"], drafted)

    assert (shows(place), shows(place, viewer)) == (False, True)


def of_plans(*plans, **columns):
    """An indicator of some plans, newer than they are."""
    indicator = IndicatorFactory(institution=plans[0].institution, **columns)
    for plan in plans:
        CommitmentFactory(measure__standard__strategy__plan=plan, indicator=indicator)
    return indicator


def older_than_its_draft(institution):
    indicator = IndicatorFactory(institution=institution)
    CommitmentFactory(measure__standard__strategy__plan=plan_of(institution, state="draft"), indicator=indicator)
    return indicator


def taken_back(institution):
    plan = plan_of(institution, state="active")
    indicator = of_plans(plan)
    plan.state = "draft"
    plan.save()
    return indicator


def plan_of(institution, **columns):
    return PlanFactory(institution=institution, **columns)


SEEN = {
    "in no plan": lambda home: IndicatorFactory(institution=home),
    "of a published plan": lambda home: of_plans(plan_of(home)),
    "of a closed plan and a draft": lambda home: of_plans(plan_of(home, state="closed"), plan_of(home, state="draft")),
    "of a published plan and a draft": lambda home: of_plans(plan_of(home, state="draft"), plan_of(home)),
    "of a plan that others read and a draft": lambda home: of_plans(
        plan_of(home, disclosure="planning"), plan_of(home, state="draft")
    ),
    "there before the draft": older_than_its_draft,
}
HIDDEN = {
    "of a draft": lambda home: of_plans(plan_of(home, state="draft")),
    "of two drafts": lambda home: of_plans(plan_of(home, state="draft"), plan_of(home, state="draft")),
    "of a plan that was taken back": taken_back,
}


def rows_seen(indicator, user):
    """Whether a user sees the indicator, its definition, its figure."""
    DefinitionFactory(indicator=indicator), YearlyValueFactory(indicator=indicator)
    by_indicator = [model.objects.filter(indicator=indicator) for model in (Definition, YearlyValue)]
    rows = [Indicator.objects.filter(pk=indicator.pk), *by_indicator]
    return [each.visible_to(user).exists() for each in rows]


@pytest.mark.parametrize("made", SEEN.values(), ids=SEEN)
def test_an_indicator_is_as_open_as_its_level_says(made, institution):
    assert rows_seen(made(institution), AnonymousUser()) == [True] * 3


@pytest.mark.parametrize("made", HIDDEN.values(), ids=HIDDEN)
def test_an_indicator_of_nothing_but_drafts_is_hidden_with_its_rows(made, institution, planner, executive):
    indicator = made(institution)

    assert rows_seen(indicator, AnonymousUser()) == [False] * 3
    assert Indicator.objects.visible_to(executive).filter(pk=indicator.pk).exists() is False
    assert Indicator.objects.visible_to(planner).get(pk=indicator.pk) == indicator
    assert Indicator.objects.visible_to(UserFactory(is_superuser=True)).get(pk=indicator.pk) == indicator


@pytest.mark.parametrize(("publish", "seen"), [(False, 0), (True, 1)])
def test_what_an_import_brings_is_public_only_with_its_plan(publish, seen):
    load(tidy(figure("2023,actual,5")), publish=publish)

    assert Indicator.objects.visible_to(AnonymousUser()).count() == seen
    assert YearlyValue.objects.visible_to(AnonymousUser()).count() == seen


def test_what_an_import_adds_to_a_draft_leaves_public_indicators_public(institution):
    indicator = IndicatorFactory(institution=institution, code="C1", name_en="Courses in English", unit_en="%")
    PlanFactory(institution=institution, slug="later", state=PlanState.DRAFT)
    header = "strategy,standard,measure,indicator_code,indicator,unit,fiscal_year,kind,value"

    load(
        tidy("Teach,Courses,English,C1,Courses in English,%,2023,actual,5", header=header),
        institution=institution.slug,
        plan="later",
        create=False,
    )

    assert indicator.commitments.count() == 1
    assert rows_seen(indicator, AnonymousUser()) == [True] * 3


def test_nobody_else_writes_into_it(client, drafted, reporter):
    """Whoever may not see it is told that there is none, at the page, of one value and of many."""
    client.force_login(reporter)
    edit = client.get(f"/indicators/{drafted.pk}/values/2024/edit/")
    client.logout()
    key = token_header(reporter)
    one = send(client, "put", f"indicators/{drafted.pk}/values/2024/", {"value": 5}, **key, If_None_Match="*")
    row = {"indicator": drafted.pk, "fiscal_year": 2024, "kind": "actual", "breakdown": None, "value": 5}
    many = send(client, "post", "yearly-values/bulk/", [row], **key)

    assert (edit.status_code, one.status_code, many.status_code) == (404, 404, 400)
    assert many.json()["errors"] == {"0": {"indicator": ["There is no such indicator."]}}
    assert drafted.values.count() == 1


def test_the_chart_of_offices_counts_it_for_planners_only(drafted, viewer, planner):
    def counted(user):
        chart = OrganisationChart(AsOf(drafted.institution), user=user)
        chart.add_counts()
        return chart.branches[drafted.office_id].indicators

    assert [counted(user) for user in (AnonymousUser(), viewer, planner)] == [0, 0, 1]


def test_steps_in_its_figures_are_told_to_planners_only(drafted, executive, planner):
    def told(user):
        return {model for step in recent_activity(drafted.institution, user=user) for model in step.counts}

    assert YearlyValue not in told(executive)
    assert YearlyValue in told(planner)


def test_its_namesake_elsewhere_is_compared_without_it(drafted, planner, forget_answers):
    namesake = IndicatorFactory(name_en=NAME)
    YearlyValueFactory(indicator=namesake, value=7)
    place = f"/compare/?indicator={namesake.pk}&by=institution"

    def says(user=None):
        client = Client()
        if user is not None:
            client.force_login(user)
        return f"{VALUE:,}" in body(client.get(place))

    assert (says(), says(planner)) == (False, True)
    Plan.objects.update(state=PlanState.ACTIVE)
    forget_answers()
    assert says()


def test_its_page_tells_planners_that_only_they_see_it(client, drafted, planner):
    said = "Only planners see it while its plans are drafts."
    client.force_login(planner)

    assert said in body(client.get(f"/indicators/{drafted.pk}/?lang=en"))
    Plan.objects.update(state=PlanState.ACTIVE)
    assert said not in body(client.get(f"/indicators/{drafted.pk}/?lang=en"))


def test_a_breakdown_that_came_with_it_is_named_to_planners_only(drafted, draft, office, reporter, planner):
    """One that was there before the draft, parts other figures, or parts none, is everybody's."""
    home = office.institution
    came, shared, idle = (BreakdownFactory(institution=home, name_en=name) for name in ("Came", "Shared", "Idle"))
    other = IndicatorFactory(institution=home, office=office)
    for indicator, parts in ((drafted, (came, shared)), (other, (shared,))):
        for part in parts:
            YearlyValueFactory(indicator=indicator, breakdown=part)

    def named(user):
        return [part in Breakdown.objects.visible_to(user) for part in (came, shared, idle)]

    assert [named(user) for user in (AnonymousUser(), reporter, planner)] == [
        [False, True, True],
        [False, True, True],
        [True, True, True],
    ]
    key = token_header(reporter)
    asked = [
        send(
            Client(),
            "put",
            f"indicators/{other.pk}/values/2024/?breakdown={part.pk}",
            {"value": 5},
            If_None_Match="*",
            **key,
        )
        for part in (came, idle)
    ]
    assert [answer.status_code for answer in asked] == [404, 201]
    Plan.objects.filter(pk=draft.pk).update(state=PlanState.ACTIVE)
    assert named(reporter) == [True, True, True]


def test_a_breakdown_that_was_there_before_the_draft_stays_named(institution):
    part = BreakdownFactory(institution=institution)
    indicator = of_plans(plan_of(institution, state="draft"))
    YearlyValueFactory(indicator=indicator, breakdown=part)

    assert part in Breakdown.objects.visible_to(AnonymousUser())
