"""Who reads a document: those who read something that it proves."""

import csv

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.entry.actions import file_for_value
from indicators.models import ValueState
from measures.actions import file_evidence, file_for_measure
from measures.models import Citation, Evidence
from plans.models import Disclosure, PlanState
from tests.factories import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    MeasureEvidenceFactory,
    MeasureFactory,
    PlanFactory,
    ProgressReportFactory,
    ReportEvidenceFactory,
    StandardFactory,
    UserFactory,
    ValueEvidenceFactory,
    YearlyValueFactory,
)

pytestmark = pytest.mark.django_db
PLANNING = {"disclosure": Disclosure.PLANNING}


@pytest.fixture
def open_measure(institution):
    return MeasureFactory(standard__strategy__plan__institution=institution)


def measure_of(**plan):
    return MeasureFactory(standard=StandardFactory(strategy__plan=PlanFactory(**plan)))


def proof_of_measure(evidence, **plan):
    return MeasureEvidenceFactory(evidence=evidence, measure=measure_of(institution=evidence.institution, **plan))


def proof_of_report(evidence, **report):
    measure = measure_of(institution=evidence.institution)
    return ReportEvidenceFactory(evidence=evidence, report=ProgressReportFactory(measure=measure, **report))


def proof_of_value(evidence, level=Disclosure.PUBLIC, **value):
    indicator = IndicatorFactory(institution=evidence.institution, disclosure=level)
    return ValueEvidenceFactory(evidence=evidence, value=YearlyValueFactory(indicator=indicator, **value))


def proof_of_a_drafts_value(evidence):
    draft = PlanFactory(institution=evidence.institution, state=PlanState.DRAFT)
    commitment = CommitmentFactory(measure__standard__strategy__plan=draft)
    return ValueEvidenceFactory(evidence=evidence, value=YearlyValueFactory(indicator=commitment.indicator))


PLANNERS_ONLY = [
    lambda evidence: proof_of_measure(evidence, state=PlanState.DRAFT),
    lambda evidence: proof_of_measure(evidence, **PLANNING),
    lambda evidence: proof_of_report(evidence, **PLANNING),
    lambda evidence: proof_of_value(evidence, **PLANNING),
    lambda evidence: proof_of_value(evidence, level=Disclosure.PLANNING),
    proof_of_a_drafts_value,
    lambda evidence: proof_of_value(evidence, state=ValueState.WITHHELD, value=None),
    lambda evidence: None,
]


def readers_of(evidence, *people):
    """Which of the people find a document, by its rows and by its address alike."""
    return [person for person in people if Evidence.objects.visible_to(person).filter(pk=evidence.pk).exists()]


@pytest.mark.parametrize("prove", PLANNERS_ONLY)
def test_a_public_document_for_something_hidden_is_hidden(institution, planner, executive, viewer, stranger, prove):
    evidence = EvidenceFactory(institution=institution, disclosure=Disclosure.PUBLIC)
    prove(evidence)

    assert readers_of(evidence, planner, executive, viewer, stranger, AnonymousUser()) == [planner]


@pytest.mark.parametrize("prove", PLANNERS_ONLY)
def test_who_runs_the_site_reads_every_document(institution, prove):
    evidence = EvidenceFactory(institution=institution)
    prove(evidence)
    owner = UserFactory(is_superuser=True)

    assert readers_of(evidence, owner) == [owner]


def test_one_open_use_opens_a_document_to_its_own_level(institution, planner, viewer, stranger):
    evidence = EvidenceFactory(institution=institution, disclosure=Disclosure.STAFF)
    proof_of_value(evidence, **PLANNING)
    proof_of_measure(evidence)

    assert readers_of(evidence, planner, viewer, stranger, AnonymousUser()) == [planner, viewer]


def test_what_proves_nothing_yet_is_for_planners_and_who_filed_it(institution, planner, reporter, viewer):
    evidence = EvidenceFactory(institution=institution, filed_by=reporter)

    assert readers_of(evidence, planner, reporter, viewer) == [planner, reporter]
    proof_of_measure(evidence, **PLANNING)
    assert readers_of(evidence, planner, reporter, viewer) == [planner]


def test_every_row_that_cites_a_document_counts():
    assert {model.__name__ for model in Evidence.citations()} == {"MeasureEvidence", "ReportEvidence", "ValueEvidence"}
    assert all(issubclass(model, Citation) for model in Evidence.citations())


@pytest.mark.parametrize("prove", PLANNERS_ONLY)
def test_a_hidden_document_is_found_at_no_door(client, store, institution, planner, viewer, prove):
    file = SimpleUploadedFile("secret.pdf", b"%PDF-1.7 secret")
    columns = {"title_en": "Canary", "number": "C-1", "disclosure": Disclosure.PUBLIC}
    evidence = file_evidence(institution=institution, by=planner, file=file, **columns)
    prove(evidence)
    admin = "/admin/measures/evidence/"
    found = "/admin/autocomplete/?app_label=measures&model_name=measureevidence&field_name=evidence&term=C-1"

    assert client.get(f"/evidence/{evidence.pk}/").status_code == 404
    client.force_login(viewer)
    for door in (f"/evidence/{evidence.pk}/", f"{admin}{evidence.pk}/change/", f"{admin}{evidence.pk}/history/"):
        assert client.get(door).status_code == 404
    for door in (admin, f"{admin}?q=C-1", f"{admin}export/csv/", found):
        answer = client.get(door)
        assert (answer.status_code, b"Canary" in answer.getvalue()) == (200, False)


def test_a_document_for_something_open_is_listed_and_exported(client, institution, viewer):
    proof_of_measure(EvidenceFactory(institution=institution, title_en="Open list"))
    client.force_login(viewer)

    rows = list(csv.reader(client.get("/admin/measures/evidence/export/csv/").getvalue().decode().splitlines()))

    assert ["Open list" in row for row in rows] == [False, True]


@pytest.mark.parametrize(
    "level, expected",
    [(Disclosure.PUBLIC, Disclosure.STAFF), (Disclosure.STAFF, Disclosure.STAFF), (Disclosure.PLANNING,) * 2],
)
def test_a_document_is_filed_for_no_more_people_than_what_it_proves(institution, planner, level, expected):
    measure = measure_of(institution=institution, disclosure=level)
    value = YearlyValueFactory(indicator=IndicatorFactory(institution=institution), disclosure=level)
    link = {"by": planner, "title_en": "Minutes", "url": "https://example.ac.jp/"}

    assert file_for_measure(measure, **link).disclosure == expected
    assert file_for_value(value, **link).disclosure == expected
    assert file_for_value(value, disclosure=Disclosure.PUBLIC, **link).disclosure == Disclosure.PUBLIC


def test_the_form_of_a_planner_proposes_the_strictest_level(client, institution, planner):
    measure = measure_of(institution=institution, disclosure=Disclosure.EXECUTIVES)
    client.force_login(planner)

    page = client.get(f"/measures/{measure.pk}/evidence/add/")

    assert page.context["form"]["disclosure"].value() == Disclosure.EXECUTIVES


def test_the_one_who_filed_a_document_is_kept_with_it(open_measure, reporter, planner):
    evidence = file_for_measure(open_measure, by=planner, title_en="Minutes", url="https://example.ac.jp/")

    assert evidence.filed_by == planner


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_one_query_for_any_number(institution, viewer, count, django_assert_num_queries):
    for _ in range(count):
        proof_of_measure(EvidenceFactory(institution=institution))
    viewer.known_memberships

    with django_assert_num_queries(1):
        assert len(Evidence.objects.visible_to(viewer)) == count
