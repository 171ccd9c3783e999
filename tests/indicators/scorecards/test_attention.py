"""What the scorecard puts beside its table: the matrix, the slowest, what is late, what is to be mended."""

from datetime import date

import pytest

from plans.models import Disclosure
from tests.factories import (
    DefinitionFactory,
    MilestoneFactory,
    OfficeFactory,
    PlanFactory,
    ResponsibilityFactory,
    StandardFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.indicators.pages import committed, scorecard_page
from tests.pages import body, words

pytestmark = pytest.mark.django_db


def test_the_matrix_counts_by_standard_and_leads_to_each_count(client):
    plan = PlanFactory()
    commitment = committed(plan, value=10)
    StandardFactory(strategy=commitment.standard.strategy, name_en="Nothing measured")

    page = scorecard_page(client, plan)

    assert f"standard={commitment.standard_id}&amp;status=off_track#readings" in body(page)
    assert "Nothing measured No indicator defined yet" in words(page)


def test_a_strategy_names_its_slowest_indicator(client):
    plan = PlanFactory()
    for value, name in ((50, "Slow"), (90, "Quick")):
        committed(plan, value=value, baseline=0, baseline_fiscal_year=2021, indicator__name_en=name)

    assert "Slowest indicator Slow (pace 0.50)" in words(scorecard_page(client, plan))


def test_what_is_late_is_listed_with_its_days(client):
    plan = PlanFactory()
    lead = ResponsibilityFactory(measure__standard__strategy__plan=plan, office__institution=plan.institution)
    MilestoneFactory(measure=lead.measure, name_en="Open the lab", due_on=date(2026, 5, 1))
    committed(plan, value=10)
    overdue = committed(plan, target=None)
    TargetFactory(commitment=overdue, fiscal_year=2024)

    page = words(scorecard_page(client, plan))
    past = words(scorecard_page(client, plan, year=2024))

    assert "Open the lab 14 days late" in page
    assert f"{overdue.indicator.name_en} 349 days late value due on 31 May 2025" not in page
    assert f"{overdue.indicator.name_en} 349 days late" in past
    assert "value due on 31 May 2025" in past


def test_data_health_names_what_is_to_be_mended_in_this_plan_only(client):
    plan = PlanFactory()
    DefinitionFactory(indicator=committed(plan, value=1, indicator__office=OfficeFactory()).indicator)
    assert "No problems found in 1 indicator" in words(scorecard_page(client, plan))

    bad = committed(plan, indicator__kind="ratio", indicator__unit_en="%")
    YearlyValueFactory(indicator=bad.indicator, fiscal_year=2025, value=33, numerator=464, denominator=1445)
    committed(PlanFactory(), value=1)

    page = words(scorecard_page(client, plan))
    assert "Without an owner 1" in page
    assert "Without a definition 1" in page
    assert "Published and calculated values differ 1" in page


def test_data_health_keeps_quiet_about_figures_that_are_not_open(client):
    plan = PlanFactory()
    bad = committed(plan, indicator__kind="ratio", indicator__unit_en="%")
    YearlyValueFactory(
        indicator=bad.indicator,
        fiscal_year=2025,
        value=33,
        numerator=464,
        denominator=1445,
        disclosure=Disclosure.STAFF,
    )

    assert "464" not in body(scorecard_page(client, plan))
