"""What the tests of pages share: asking for a page, making what it shows."""

import re
from datetime import UTC, datetime, time

from plans.database.events import event_model
from tests.factories import CommitmentFactory, MembershipFactory, TargetFactory, YearlyValueFactory
from tests.pages import body


def committed(plan, *, target=100, value=None, **more):
    """A commitment of a new measure of the plan, with a target for FY2025 and a value in FY2025."""
    commitment = CommitmentFactory(measure__standard__strategy__plan=plan, **more)
    if target is not None:
        TargetFactory(commitment=commitment, fiscal_year=2025, value=target)
    if value is not None:
        YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, value=value)
    return commitment


def member(institution, role, office=None):
    return MembershipFactory(institution=institution, role=role, office=office).user


def statuses(response):
    return re.findall(r'data-status="(\w+)"', body(response))


def start_page(client, user=None):
    if user is not None:
        client.force_login(user)
    return client.get("/?lang=en")


def plan_page(client, plan, query=""):
    return client.get(f"/plans/{plan.slug}/?lang=en{query}")


def scorecard_page(client, plan, query="", year=2025):
    return client.get(f"/plans/{plan.slug}/scorecard/{year}/?lang=en{query}")


def indicator_page(client, indicator, query=""):
    return client.get(f"/indicators/{indicator.pk}/?lang=en{query}")


def value_form(indicator, fiscal_year=2025, query=""):
    return f"/indicators/{indicator.pk}/values/{fiscal_year}/edit/{query}"


def revision_form(target):
    return f"/targets/{target.pk}/revise/"


def headings(response):
    """The page's h1 and the lines below it."""
    return re.findall(r"<h1>(.*?)</h1>", body(response)) + re.findall(r'page-head__lead">(.*?)</p>', body(response))


def recorded_on(day, row):
    """Let the history say that a row was entered on a day."""
    moment = datetime.combine(day, time(9), UTC)
    event_model(type(row)).objects.filter(pgh_obj_id=row.pk).update(pgh_created_at=moment)


def known_since(day, commitment):
    """Let the history say that all of a commitment but its values was entered on a day."""
    standard = commitment.standard
    rows = (commitment, commitment.indicator, commitment.measure, standard, standard.strategy, standard.strategy.plan)
    for row in (*rows, *commitment.targets.all()):
        recorded_on(day, row)
    return commitment
