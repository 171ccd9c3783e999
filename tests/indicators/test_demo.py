"""The demonstration as loaded: facts of the real plans to the number, and a fictional university with a past."""

import json
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction

from indicators.demo.plan_steps import PASSWORD
from indicators.loading.as_of import AsOf
from indicators.models import Commitment, Indicator, Target, ValueState, YearlyValue
from indicators.readings.statuses import Status
from indicators.scorecards.scorecard import Scorecard
from measures.models import Measure, ProgressReport
from plans.database.events import event_model
from plans.database.history import tracked_models
from plans.models import ClosedYear, Office, Plan, Role, Standard, User

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
MONTH = "month"


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for the tests of this module and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        told = load()
        connection.cursor().execute("ANALYZE")
        yield told
        transaction.set_rollback(True)


def load():
    out = StringIO()
    call_command("load_demo", "--json", stdout=out)
    return json.loads(out.getvalue())


def plan(slug):
    return Plan.objects.select_related("institution").get(slug=slug)


def readings(slug, fiscal_year, known_on=None):
    """{indicator's code or English name: line} of a plan."""
    lines = Scorecard.of(plan(slug), fiscal_year, user=NOBODY, as_of=AsOf.on(plan(slug).institution, known_on)).lines
    return {line.indicator.code or line.indicator.name_en: line for line in lines}


def series(name, **conditions):
    """{fiscal year: value} of an indicator's actuals for the whole."""
    rows = YearlyValue.objects.actuals().filter(indicator__name_en=name, **conditions)
    return {row.fiscal_year: row.value for row in rows}


def event_count():
    return sum(event_model(model).objects.count() for model in tracked_models())


def test_five_plans_of_four_institutions_are_there(demo):
    assert demo["changed"]
    assert sorted(Plan.objects.values_list("slug", "institution__slug")) == [
        ("example-action", "example"),
        ("example-mid-term", "example"),
        ("kit-global", "kit"),
        ("tokyo-tech-action-package", "tokyo-tech"),
        ("tus-internationalisation", "tus"),
    ]


def test_the_plans_of_the_demonstration_are_published():
    assert set(Plan.objects.values_list("state", flat=True)) == {"active"}


def test_the_accounts_of_the_demonstration_are_marked():
    assert set(User.objects.values_list("is_demo", flat=True)) == {True}


def test_loading_twice_changes_nothing_and_leaves_no_trace(demo):
    before = event_count()

    again = load()

    assert again == {"entries": {"example": 0, "kit": 0, "tokyo-tech": 0, "tus": 0}, "changed": False}
    assert event_count() == before


def test_tokyo_tech_announces_99_measures_of_which_none_is_recorded():
    package = plan("tokyo-tech-action-package")

    assert package.objectives.count() == 3
    assert [strategy.standards.count() for strategy in package.strategies.all()] == [9, 4, 1, 8]
    assert (package.announced_standards, package.announced_measures) == (22, 99)
    assert Measure.objects.of_plan(package).count() == 0
    assert (package.first_fiscal_year, package.last_fiscal_year) == (2022, 2027)
    assert package.contact_office.contact_email == "kik.sog@jim.titech.ac.jp"
    assert Standard.objects.of_plan(package).get(order=140).name_en == (
        "Enhancing diversity among students, faculty, and staff"
    )


def test_tus_counts_80_universities_2_institutions_and_31_countries_as_of_february_2024():
    rows = YearlyValue.objects.filter(indicator__institution__slug="tus").order_by("indicator__code")

    assert [(row.value, row.fiscal_year, row.as_of, row.as_of_precision) for row in rows] == [
        (Decimal(count), 2023, date(2024, 2, 1), MONTH) for count in (80, 2, 31)
    ]
    assert {"not published" in row.note for row in rows} == {True}


def test_tus_says_who_discusses_who_does_and_who_administers():
    offices = {office.slug: office for office in Office.objects.filter(institution__slug="tus")}

    assert offices["tus-organization"].duties.filter(kind="discussed").count() == 3
    assert offices["tus-center"].duties.filter(kind="duty").count() == 4
    assert {office.slug for office in offices["tus-section"].administers.all()} == {"tus-organization", "tus-center"}
    assert offices["tus-organization"].head_name_en == "SAKATA Hideaki"
    assert offices["tus-section"].contact_phone == "+81-3-5228-8726"
    assert Measure.objects.of_plan(plan("tus-internationalisation")).count() == 2


def test_kit_promises_30_percent_in_fy2023_and_has_no_data():
    line = readings("kit-global", 2023)["Share of administrative staff with TOEIC 730 or more"]

    assert [(target.fiscal_year, target.value) for target in line.targets] == [(2023, Decimal(30))]
    assert line.values == {}
    assert line.status is Status.NO_DATA


def test_kit_leaves_the_years_that_were_not_published_empty():
    assert series("Administrative staff dispatched to overseas universities (extended period)") == {2015: 1}
    assert series("Administrative staff sent overseas on a short-term basis") == {2015: 3, 2016: 2, 2017: 3, 2018: 3}
    assert series("Projects implemented with invited overseas units") == {2014: 21, 2015: 40, 2016: 33}
    assert ProgressReport.objects.filter(institution__slug="kit").count() == 2


def test_the_mid_term_plan_is_of_the_size_it_announces():
    mid_term = plan("example-mid-term")

    assert mid_term.institution.is_fictional
    assert [strategy.standards.count() for strategy in mid_term.strategies.all()] == [8, 6, 1, 7]
    assert Measure.objects.of_plan(mid_term).count() == 99
    assert Commitment.objects.of_plan(mid_term).count() == 150
    assert Indicator.objects.filter(institution__slug="example").count() == 156


def test_two_plans_share_indicators_with_targets_of_their_own():
    mid_term, action = (
        set(Indicator.objects.of_plan(plan(slug)).values_list("code", flat=True))
        for slug in ("example-mid-term", "example-action")
    )

    assert len(mid_term & action) == 33
    assert readings("example-mid-term", 2025)["HR-01"].status is Status.AT_RISK
    assert readings("example-action", 2025)["HR-01"].status is Status.ON_TRACK


def test_offices_are_five_levels_deep_and_one_was_renamed():
    section = Office.objects.get(slug="eit-ir")
    old = Office.objects.get(slug="eit-it")

    assert [office.slug for office in section.with_offices_above()] == [
        "eit-ir",
        "eit-planning",
        "eit-planning-dept",
        "eit-bureau",
        "eit",
    ]
    assert (old.valid_to, old.successor.name_ja) == (date(2024, 3, 31), "DX推進課")
    assert old.indicators.count() == 0


def test_fy2025_shows_every_status_and_most_judged_ones_are_on_track():
    counts = Counter(line.status for line in readings("example-mid-term", 2025).values())

    assert set(counts) == set(Status)
    assert counts[Status.ON_TRACK] > counts[Status.AT_RISK] + counts[Status.OFF_TRACK]


def test_the_past_is_told_as_it_was_known():
    before, after = (readings("example-mid-term", 2023, date(2024, 7, day))["HR-01"] for day in (1, 2))

    assert (before.value.numerator, after.value.numerator) == (91, 93)
    example = plan("example-mid-term")

    assert Scorecard.of(example, 2023, user=NOBODY, as_of=AsOf.on(example.institution, date(2022, 3, 31))).is_empty


def test_a_correction_says_who_made_it_and_why():
    row = YearlyValue.objects.get(indicator__code="HR-01", fiscal_year=2023, kind="actual")
    entered, corrected = row.events.order_by("pgh_id")

    assert (entered.numerator, corrected.numerator) == (91, 93)
    assert corrected.pgh_context["user_name"] == "planner"
    assert "certificates" in corrected.pgh_context["reason"]
    assert row.updated_at == corrected.pgh_created_at == datetime(2024, 7, 2, 18, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_a_revised_target_keeps_the_old_one_with_its_reason():
    old, new = Target.objects.filter(
        commitment__indicator__code="HR-01", commitment__standard__strategy__plan__slug="example-mid-term"
    ).order_by("value")[::-1]

    assert (old.value, new.value) == (Decimal(40), Decimal(36))
    assert old.superseded_at == datetime(2024, 3, 21, 18, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert new.decided_on == date(2024, 3, 21)
    assert "Retirements" in new.reason
    assert readings("example-mid-term", 2023, date(2024, 3, 20))["HR-01"].targets[-1].value == 40


def test_every_reason_for_a_missing_figure_occurs():
    rows = YearlyValue.objects.filter(indicator__institution__slug="example")

    assert set(rows.values_list("state", flat=True)) == set(ValueState.values)


def test_zero_is_told_from_nothing():
    assert series("Students on short programmes abroad")[2020] == 0
    assert series("Administrative staff on long postings at universities abroad") == {2019: 1}


def test_a_published_figure_stays_beside_what_its_parts_give():
    row = YearlyValue.objects.get(indicator__code="IN-07", fiscal_year=2023, kind="actual")

    assert (row.published, round(row.value, 1)) == (Decimal(33), Decimal("32.1"))


def test_years_up_to_fy2024_are_closed():
    years = ClosedYear.objects.filter(institution__slug="example").values_list("fiscal_year", flat=True)

    assert sorted(years) == [2019, 2020, 2021, 2022, 2023, 2024]


def test_every_event_lies_on_a_day_of_the_diary():
    moments = set(event_model(YearlyValue).objects.values_list("pgh_created_at", flat=True))

    days = sorted({moment.astimezone(ZoneInfo("Asia/Tokyo")).date() for moment in moments})
    assert (days[0], days[-1]) == (date(2022, 4, 1), date(2026, 5, 14))
    assert {moment.astimezone(ZoneInfo("Asia/Tokyo")).hour for moment in moments} == {18}


@pytest.mark.parametrize("name", Role.values)
def test_there_is_an_account_for_every_role(name):
    user = User.objects.get(username=name)

    assert user.check_password(PASSWORD)
    assert [membership.role for membership in user.memberships.all()] == [name]
