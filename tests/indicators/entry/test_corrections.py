"""Correcting one thing of a closed year by every door, while the year stays closed for everybody else."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.entry.actions import record_value
from indicators.models import Commitment, Definition, Target, YearlyValue
from measures.models import ProgressReport
from plans.models import ClosedYear, Correction
from tests.admin_pages import address, form_in, form_of, problems
from tests.editing import fields_of, opened
from tests.factories import (
    ClosedYearFactory,
    CommitmentFactory,
    DefinitionFactory,
    IndicatorFactory,
    ProgressReportFactory,
    TargetFactory,
    YearlyValueFactory,
)
from tests.pages import words
from tests.rest import problem, send, token_header

pytestmark = pytest.mark.django_db

WHY = "Two graduates were counted twice"
CLOSED = "FY2023 is closed. Ask the planning office to reopen it."
TICK = "Correct it although the year is closed"


@pytest.fixture
def indicator(institution, office):
    return IndicatorFactory(institution=institution, office=office)


@pytest.fixture
def value(indicator):
    """A figure of a year that was closed since."""
    value = YearlyValueFactory(indicator=indicator, fiscal_year=2023, value=5)
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2023)
    return value


def corrections():
    return list(Correction.objects.order_by("fiscal_year").values_list("fiscal_year", "indicator_id", "by", "reason"))


def test_a_planner_corrects_a_figure_and_the_year_stays_closed(value, planner, reporter):
    row, what = record_value(
        is_correction=True, indicator=value.indicator, fiscal_year=2023, by=planner, reason=WHY, value=4
    )

    assert (row.value, what, ClosedYear.objects.count()) == (4, "changed", 1)
    assert corrections() == [(2023, value.indicator_id, planner.pk, WHY)]
    assert row.events.order_by("pgh_id").last().pgh_context["reason"] == WHY
    with pytest.raises(PermissionDenied):
        record_value(is_correction=True, indicator=value.indicator, fiscal_year=2023, by=reporter, reason=WHY, value=3)


def test_a_correction_without_a_reason_is_none(value, planner):
    with pytest.raises(ValidationError, match="Say why you correct it"):
        record_value(is_correction=True, indicator=value.indicator, fiscal_year=2023, by=planner, reason=" ", value=4)

    assert (YearlyValue.objects.get().value, corrections()) == (5, [])


def test_what_changes_nothing_or_is_of_an_open_year_is_no_correction(value, planner):
    record_value(is_correction=True, indicator=value.indicator, fiscal_year=2023, by=planner, reason=WHY, value=5)
    record_value(is_correction=True, indicator=value.indicator, fiscal_year=2024, by=planner, reason=WHY, value=5)

    assert corrections() == []


# Pages


def page(value):
    return f"/indicators/{value.indicator_id}/values/{value.fiscal_year}/edit/"


def test_the_page_of_a_closed_figure_lets_a_planner_correct_it(client, value, planner):
    form = opened(client, planner, page(value))
    shown = client.get(page(value))

    unticked = client.post(page(value), form | {"value": "4", "change_reason": WHY})
    without = client.post(page(value), form | {"value": "4", "correct": "on"})
    ticked = client.post(page(value), form | {"value": "4", "correct": "on", "change_reason": WHY})

    assert (shown.status_code, CLOSED in words(shown), TICK in words(shown)) == (200, True, True)
    assert (unticked.status_code, without.status_code, ticked.status_code) == (423, 200, 302)
    assert "Say why you correct it" in words(without)
    assert fields_of(unticked)["value"] == "4"
    assert YearlyValue.objects.get().value == 4
    assert corrections() == [(2023, value.indicator_id, planner.pk, WHY)]


def test_nobody_else_corrects_it_even_with_a_tick(client, value, reporter):
    client.force_login(reporter)

    answers = (
        client.get(page(value)),
        client.post(page(value), {"version": 1, "value": "4", "correct": "on", "change_reason": WHY}),
    )

    assert [answer.status_code for answer in answers] == [423, 423]
    assert TICK not in words(answers[0])
    assert (YearlyValue.objects.get().value, corrections()) == (5, [])


def test_a_later_indicator_s_past_is_entered_on_its_page(client, value, planner):
    later = IndicatorFactory(institution=value.institution)
    client.force_login(planner)
    address = f"/indicators/{later.pk}/values/2023/edit/"

    client.post(address, fields_of(client.get(address)) | {"value": "4", "state": "reported"})

    assert YearlyValue.objects.get(indicator=later).value == 4
    assert corrections() == []


def test_a_target_of_a_closed_year_is_corrected_by_another_decision(client, indicator, planner):
    target = TargetFactory(commitment__indicator=indicator, fiscal_year=2023, value=9)
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2023)
    address = f"/targets/{target.pk}/revise/"
    form = opened(client, planner, address) | {"value": "8", "decided_on": "2024-05-01", "reason": WHY}

    refused = client.post(address, form)
    stored = client.post(address, form | {"correct": "on"})

    assert (refused.status_code, CLOSED in words(refused), stored.status_code) == (423, True, 302)
    assert Target.objects.current().get().value == 8
    assert corrections() == [(2023, indicator.pk, planner.pk, WHY)]


def test_a_wording_is_corrected_in_all_closed_years_that_it_speaks_of(client, indicator, planner):
    definition = DefinitionFactory(indicator=indicator, valid_from=None)
    for year in (2022, 2023):
        ClosedYearFactory(institution=indicator.institution, fiscal_year=year)
    address = f"/definitions/{definition.pk}/edit/"
    form = opened(client, planner, address) | {"wording_en": "Mended", "reason": WHY}

    refused = client.post(address, form)
    stored = client.post(address, fields_of(refused) | {"correct": "on"})

    assert (refused.status_code, TICK in words(refused), stored.status_code) == (423, True, 302)
    assert Definition.objects.get().wording_en == "Mended"
    assert [year for year, *_rest in corrections()] == [2022, 2023]


def test_a_baseline_is_corrected_on_the_page_of_its_commitment(client, indicator, planner):
    commitment = CommitmentFactory(
        measure__standard__strategy__plan__institution=indicator.institution,
        indicator=indicator,
        baseline=3,
        baseline_fiscal_year=2023,
    )
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2023)
    address = f"/commitments/{commitment.pk}/edit/"
    form = opened(client, planner, address)

    other = client.post(address, form | {"tolerance": "1"})
    form = opened(client, planner, address) | {"baseline": "4"}
    refused = client.post(address, form)
    stored = client.post(address, fields_of(refused) | {"correct": "on", "change_reason": WHY})

    assert (other.status_code, refused.status_code, stored.status_code) == (302, 423, 302)
    assert (Commitment.objects.get().baseline, len(corrections())) == (4, 1)


def test_a_report_of_a_closed_year_is_corrected_by_a_planner(client, planner, institution):
    report = ProgressReportFactory(
        measure__standard__strategy__plan__institution=institution, institution=institution, fiscal_year=2023
    )
    ClosedYearFactory(institution=institution, fiscal_year=2023)
    address = f"/measures/{report.measure_id}/reports/2023/edit/"
    form = opened(client, planner, address) | {"done_en": "Mended", "correct": "on", "change_reason": WHY}

    stored = client.post(address, form)

    assert (stored.status_code, ProgressReport.objects.get().done_en) == (302, "Mended")
    assert (Correction.objects.get().report_id, Correction.objects.get().reason) == (report.pk, WHY)


# The API


@pytest.fixture
def put(client, value):
    def put(user, **body):
        headers = token_header(user) | {"If_Match": '"1"'}
        return send(client, "put", f"indicators/{value.indicator_id}/values/2023/", body, **headers)

    return put


def test_the_api_corrects_where_it_is_asked_to(put, value, planner, reporter):
    assert problem(put(planner, value=4, reason=WHY)) == (423, None)
    assert problem(put(planner, value=4, correction=True)) == (
        400,
        {"reason": ["Say why you correct it: the reason stays in the history."]},
    )
    assert problem(put(reporter, value=4, reason=WHY, correction=True)) == (403, None)

    assert put(planner, value=4, reason=WHY, correction=True).status_code == 200
    assert YearlyValue.objects.get().value == 4
    assert corrections() == [(2023, value.indicator_id, planner.pk, WHY)]


def test_a_bulk_load_corrects_the_rows_that_say_so(client, value, planner):
    row = {"indicator": value.indicator_id, "fiscal_year": 2023, "value": 4, "version": 1, "reason": WHY}
    headers = token_header(planner)

    assert problem(send(client, "post", "yearly-values/bulk/", [row], **headers)) == (423, None)
    answer = send(client, "post", "yearly-values/bulk/", [row | {"correction": True}], **headers)

    assert answer.json() == {"created": 0, "changed": 1, "unchanged": 0}
    assert corrections() == [(2023, value.indicator_id, planner.pk, WHY)]


# The administration


def test_the_administration_corrects_with_a_tick_and_a_reason(client, value, planner):
    url = address(YearlyValue, "change", value.pk)
    client.force_login(planner)
    form = form_of(client, url) | {"value": "4"}

    unticked = client.post(url, form | {"change_reason": WHY})
    without = client.post(url, form | {"correct": "on"})
    ticked = client.post(url, form | {"correct": "on", "change_reason": WHY})

    assert (unticked.status_code, problems(unticked)) == (423, [f"{CLOSED} Nothing was saved."])
    assert problems(without) == ["Say why you correct it: the reason stays in the history."]
    assert (ticked.status_code, YearlyValue.objects.get().value) == (302, 4)
    assert corrections() == [(2023, value.indicator_id, planner.pk, WHY)]


def test_a_target_is_corrected_on_the_page_of_its_commitment_in_the_administration(client, indicator, planner):
    plan = {"measure__standard__strategy__plan__institution": indicator.institution}
    commitment = CommitmentFactory(indicator=indicator, **plan)
    TargetFactory(commitment=commitment, fiscal_year=2023, value=9)
    ClosedYearFactory(institution=indicator.institution, fiscal_year=2023)
    url = address(Commitment, "change", commitment.pk)
    client.force_login(planner)
    form = form_of(client, url) | {"targets-0-value": "8", "targets-0-decided_on": "2024-05-01", "change_reason": WHY}

    refused = client.post(url, form)
    stored = client.post(url, form_in(refused) | {"correct": "on"})

    assert (refused.status_code, TICK in words(refused), stored.status_code) == (423, True, 302)
    assert Target.objects.current().get().value == 8
    assert corrections() == [(2023, indicator.pk, planner.pk, WHY)]


def test_corrections_are_listed_for_the_planning_office_only(client, value, planner, viewer):
    record_value(is_correction=True, indicator=value.indicator, fiscal_year=2023, by=planner, reason=WHY, value=4)
    listed = []
    for user in (planner, viewer):
        client.force_login(user)
        listed.append(WHY in client.get(address(Correction, "changelist")).content.decode())

    row = Correction.objects.get()
    client.force_login(planner)
    answers = [
        client.post(address(Correction, page, row.pk), {"post": "yes", "change_reason": "x"}).status_code
        for page in ("change", "delete")
    ]

    assert (listed, answers) == ([True, False], [403, 403])
