"""What is said once a figure or a target is saved."""

from datetime import date

import pytest

from plans.models import Disclosure
from tests.editing import sent
from tests.factories import (
    CommitmentFactory,
    IndicatorFactory,
    PlanFactory,
    StandardFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.pages import words

pytestmark = pytest.mark.django_db

YEAR = 2025


@pytest.fixture
def graduates(office):
    return IndicatorFactory(
        institution=office.institution,
        office=office,
        name_en="Graduates abroad",
        name_ja="海外経験のある卒業者",
        unit_ja="%",
        unit_en="%",
        decimals=1,
    )


@pytest.fixture
def commitment(graduates):
    plan = PlanFactory(institution=graduates.institution, first_fiscal_year=2022, last_fiscal_year=2027)
    return promised(graduates, plan)


def promised(indicator, plan, value=45):
    """At least 45% in 2025, at risk from 36% on."""
    standard = StandardFactory(strategy__plan=plan)
    commitment = CommitmentFactory(standard=standard, measure=None, indicator=indicator, comparator="at_least")
    TargetFactory(commitment=commitment, fiscal_year=YEAR, value=value)
    return commitment


def said(client, answer, language="en"):
    return words(client.get(answer["Location"], headers={"Accept-Language": language}))


def page(indicator, query=""):
    return f"/indicators/{indicator.pk}/values/{YEAR}/edit/{query}"


def test_a_changed_figure_says_what_it_was_and_that_its_status_stays(client, commitment, graduates, planner):
    YearlyValueFactory(indicator=graduates, fiscal_year=YEAR, value="39.6")
    client.force_login(planner)

    answer = sent(client, page(graduates), value="39.7")

    assert "Saved: 39.6% → 39.7% (still At risk)." in said(client, answer)


def test_it_says_what_became_of_the_status_in_japanese(client, commitment, graduates, planner):
    YearlyValueFactory(indicator=graduates, fiscal_year=YEAR, value="39.6")
    client.force_login(planner)
    client.cookies["django_language"] = "ja"

    answer = sent(client, page(graduates), value="45.0")

    assert "保存しました：39.6% → 45.0%（判定：遅れ気味 → 達成）。" in said(client, answer, "ja")


def test_a_first_figure_says_how_many_answers_are_left(client, commitment, graduates, reporter):
    promised(
        IndicatorFactory(institution=graduates.institution, office=graduates.office), commitment.standard.strategy.plan
    )
    client.force_login(reporter)

    answer = sent(client, page(graduates), value="40")

    assert "Saved: 40.0% (Not due yet → At risk). 1 left." in said(client, answer)


def test_why_there_is_no_figure_is_said_too(client, commitment, graduates, planner):
    YearlyValueFactory(indicator=graduates, fiscal_year=YEAR, value="39.6")
    client.force_login(planner)

    answer = sent(client, page(graduates), value="", state="not_collected")

    assert "Saved: 39.6% → not collected (At risk → No data)." in said(client, answer)


def test_each_plan_that_reads_it_differently_is_named(client, commitment, graduates, planner):
    institution = graduates.institution
    other = PlanFactory(institution=institution, name_en="Annex", first_fiscal_year=2022, last_fiscal_year=2027)
    promised(graduates, other, value=30)
    YearlyValueFactory(indicator=graduates, fiscal_year=YEAR, value="29")
    client.force_login(planner)

    answer = sent(client, page(graduates), value="44")

    plan = commitment.standard.strategy.plan
    assert f"29.0% → 44.0% ({plan}: Off track → At risk) (Annex: At risk → Achieved)." in said(client, answer)


def test_a_plan_that_the_person_may_not_read_is_not_spoken_of(client, commitment, graduates, reporter):
    plan = commitment.standard.strategy.plan
    plan.disclosure = Disclosure.PLANNING
    plan.save()
    client.force_login(reporter)

    answer = sent(client, page(graduates), value="40")

    assert "Saved: 40.0%." in said(client, answer)


def test_a_forecast_has_no_status(client, commitment, graduates, planner):
    client.force_login(planner)

    answer = sent(client, page(graduates, "?kind=forecast"), value="40")

    assert "Saved: 40.0%." in said(client, answer)


def test_a_deleted_figure_is_named(client, commitment, graduates, planner):
    YearlyValueFactory(indicator=graduates, fiscal_year=YEAR, value="39.6")
    client.force_login(planner)

    answer = sent(client, page(graduates), remove="1", change_reason="Typed in the wrong row")

    told = said(client, answer)
    assert "39.6% of “Graduates abroad” for FY2025 was deleted (At risk → Not due yet)." in told


def test_a_revised_target_says_both_and_the_status(client, commitment, graduates, planner):
    YearlyValueFactory(indicator=graduates, fiscal_year=YEAR, value="39.6")
    client.force_login(planner)

    answer = sent(
        client,
        f"/targets/{commitment.targets.get().pk}/revise/",
        value="39",
        reason="Board of May",
        decided_on=date(2026, 5, 1),
    )

    assert "Target revised: 45.0% → 39.0% (FY2025). Status: At risk → Achieved." in said(client, answer)


def test_a_first_target_is_set(client, commitment, graduates, planner):
    client.force_login(planner)

    answer = sent(client, f"/commitments/{commitment.pk}/targets/2026/add/", value="50", decided_on=date(2026, 5, 1))

    assert "Target set: 50.0% (FY2026)." in said(client, answer)
