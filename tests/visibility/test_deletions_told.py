"""Who is told of a deletion: whoever would have been given the row, had it not been deleted, and nobody else."""

import json

import pytest
from django.db import transaction

from config.api import COLLECTIONS
from indicators.models import Commitment
from plans.models import Disclosure, Plan, PlanState, Role
from tests import factories
from tests.rest import API, token_header

pytestmark = pytest.mark.django_db
SINCE = "&include_deleted=1&updated_since=2020-01-01"
HIDDEN = [{"state": PlanState.DRAFT}, *({"disclosure": level} for level in Disclosure.values[1:])]


def rows_below(plan, level, row_level):
    """A row of each collection that has deletions, by the collection's name, below a plan and an indicator of a level."""
    home = plan.institution
    strategy = factories.StrategyFactory(plan=plan)
    standard = factories.StandardFactory(strategy=strategy)
    measure = factories.MeasureFactory(standard=standard)
    indicator = factories.IndicatorFactory(institution=home, disclosure=level)
    commitment = factories.CommitmentFactory(measure=measure, indicator=indicator)
    return {
        "plans": plan,
        "objectives": factories.ObjectiveFactory(plan=plan),
        "strategies": strategy,
        "standards": standard,
        "measures": measure,
        "milestones": factories.MilestoneFactory(measure=measure),
        "budget-lines": factories.BudgetLineFactory(measure=measure),
        "progress-reports": factories.ProgressReportFactory(measure=measure, disclosure=row_level),
        "indicators": indicator,
        "definitions": factories.DefinitionFactory(indicator=indicator),
        "commitments": commitment,
        "targets": factories.TargetFactory(commitment=commitment),
        "yearly-values": factories.YearlyValueFactory(indicator=indicator, disclosure=row_level),
    }


def planted(institution):
    """[{collection: row}] with each kind of hidden thing above, beside and in the rows."""
    plans = [factories.PlanFactory(institution=institution, **columns) for columns in ({}, *HIDDEN)]
    sets = [rows_below(plan, Disclosure.PUBLIC, Disclosure.PUBLIC) for plan in plans]
    for level in Disclosure.values[1:]:
        sets.append(rows_below(factories.PlanFactory(institution=institution), level, Disclosure.PUBLIC))
        sets.append(rows_below(factories.PlanFactory(institution=institution), Disclosure.PUBLIC, level))
    office = factories.OfficeFactory(institution=institution)
    sets.append({"budget-lines": factories.BudgetLineFactory(measure=None, office=office)})
    sets.append({"offices": factories.OfficeFactory(institution=institution)})
    sets.append({"institutions": factories.InstitutionFactory()})
    return sets


def askers(institution):
    """{who: headers of a request}, one for each right to read, and tokens for one open and one draft plan."""
    office = factories.OfficeFactory(institution=institution)
    people = {
        "planner": factories.MembershipFactory(institution=institution, role=Role.PLANNER).user,
        "planner of an office": factories.MembershipFactory(
            institution=institution, office=office, role=Role.PLANNER
        ).user,
        "executive": factories.MembershipFactory(institution=institution, role=Role.EXECUTIVE).user,
        "viewer": factories.MembershipFactory(institution=institution, role=Role.VIEWER).user,
        "planner elsewhere": factories.MembershipFactory(role=Role.PLANNER).user,
        "nobody's member": factories.UserFactory(),
        "who runs the site": factories.UserFactory(is_superuser=True),
    }
    keys = {who: token_header(user) for who, user in people.items()}
    open_plan, draft = Plan.objects.filter(institution=institution, disclosure="public").order_by("state", "pk")[:2]
    keys["token for an open plan"] = token_header(people["planner"], open_plan)
    keys["token for a draft"] = token_header(people["planner"], draft)
    return {"anonymous": {}} | keys


def given(client, keys, names, query=""):
    """{(who, collection): ids of the rows and deletions in the answer}."""
    answers = {}
    for who, headers in keys.items():
        for name in names:
            answer = client.get(f"{API}{name}/?format=ndjson&fields=id{query}", headers=headers)
            assert answer.status_code == 200, answer.getvalue()
            answers[who, name] = {json.loads(line)["id"] for line in answer.getvalue().decode().splitlines()}
    return answers


def only(answers, rows):
    """The answers without ids of other rows than these ({collection: ids})."""
    return {(who, name): ids & rows[name] for (who, name), ids in answers.items()}


def keys_of(sets):
    return {name: {rows[name].pk for rows in sets if name in rows} for name in COLLECTIONS if name != "readings"}


@pytest.mark.slow
def test_a_deletion_is_told_to_those_who_were_given_the_row(client, institution):
    sets = planted(institution)
    rows, keys = keys_of(sets), askers(institution)
    assert all(rows.values())
    before = only(given(client, keys, rows), rows)

    for name in rows:
        with transaction.atomic():
            if name == "indicators":
                Commitment.objects.all().delete()  # while it is promised, no indicator can be deleted
            for row in [each[name] for each in sets if name in each]:
                row.delete()
            told = only(given(client, keys, [name], SINCE), rows)
            transaction.set_rollback(True)
        of_tokens = {who for who in keys if name == "plans" and who.startswith("token")}  # theirs ended with the plan
        assert {who: ids for (who, _name), ids in told.items()} == {
            who: set() if who in of_tokens else before[who, name] for who in keys
        }, name


@pytest.mark.slow
def test_what_goes_with_the_rows_above_it_is_told_to_the_same(client, institution):
    sets = planted(institution)
    rows, keys = keys_of(sets), askers(institution)
    before = only(given(client, keys, rows), rows)

    for name in ("plans", "indicators", "budget-lines", "offices", "institutions"):
        for row in [each[name] for each in sets if name in each]:
            row.delete()
    told = only(given(client, keys, rows, SINCE), rows)

    tokens = [key for key in told if key[0].startswith("token")]
    assert {key: ids for key, ids in told.items() if key not in tokens} == {
        key: ids for key, ids in before.items() if key not in tokens
    }
    assert [key for key in tokens if not told[key] <= before[key]] == []


def test_hidden_and_open_rows_are_planted_for_everybody(client, institution):
    sets = planted(institution)
    rows, keys = keys_of(sets), askers(institution)
    sizes = {who: sum(map(len, ids.values())) for who, ids in by_asker(only(given(client, keys, rows), rows)).items()}

    assert sizes["anonymous"] == sizes["nobody's member"] == sizes["planner elsewhere"] > 0
    assert sizes["anonymous"] < sizes["viewer"] < sizes["executive"] < sizes["planner"] == sizes["who runs the site"]
    assert 0 < sizes["token for a draft"] < sizes["planner"]


def by_asker(answers):
    found = {}
    for (who, name), ids in answers.items():
        found.setdefault(who, {})[name] = ids
    return found
