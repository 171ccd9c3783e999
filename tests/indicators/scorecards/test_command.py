import json

import pytest
from django.core.management import CommandError, call_command

from tests import factories

pytestmark = pytest.mark.django_db


def printed(capsys, *arguments):
    call_command("scorecard", *arguments)
    return json.loads(capsys.readouterr().out)


def test_it_prints_the_scorecard_that_the_api_shows(capsys, client):
    commitment = factories.CommitmentFactory(measure__standard__strategy__plan__slug="p")
    factories.TargetFactory(commitment=commitment)
    factories.YearlyValueFactory(indicator=commitment.indicator, fiscal_year=2025, value="50")

    assert printed(capsys, "--plan=p", "--fiscal-year=2025", "--json") == (
        client.get("/api/v1/plans/p/scorecard/?fiscal_year=2025&lang=en").json()
    )


def test_it_shows_what_is_closed_to_the_public_too(capsys):
    commitment = factories.CommitmentFactory(
        measure__standard__strategy__plan__slug="p", measure__standard__strategy__plan__disclosure="planning"
    )
    commitment.indicator.disclosure = "planning"
    commitment.indicator.save()

    assert sum(printed(capsys, "--plan=p")["counts"].values()) == 1


def test_it_speaks_of_a_day_in_the_past(capsys):
    factories.PlanFactory(slug="p")

    assert printed(capsys, "--plan=p", "--as-known-on=2020-01-01")["as_known_on"] == "2020-01-01"


@pytest.mark.parametrize(
    "arguments, named",
    [
        (["--plan=none"], "none"),
        (["--plan=p", "--fiscal-year=2021"], "FY2021"),
        (["--plan=p", "--as-known-on=2999-01-01"], "future"),
        (["--plan=p", "--as-known-on=soon"], "soon"),
    ],
)
def test_what_it_cannot_answer_is_named(arguments, named):
    factories.PlanFactory(slug="p")

    with pytest.raises(CommandError, match=named):
        call_command("scorecard", *arguments)
