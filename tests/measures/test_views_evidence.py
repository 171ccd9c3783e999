import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from measures.actions import file_evidence
from measures.models import Evidence
from plans.models import Disclosure
from tests.factories import (
    EvidenceFactory,
    MeasureEvidenceFactory,
    MeasureFactory,
    ReportEvidenceFactory,
    ValueEvidenceFactory,
    YearlyValueFactory,
)
from tests.pages import words

pytestmark = pytest.mark.django_db
BYTES = b"Minutes of 14 May\n" * 40


@pytest.fixture
def filed(store, institution, planner):
    """How a file is kept as evidence for a measure that everybody reads; answers the evidence."""
    measure = MeasureFactory(standard__strategy__plan__institution=institution)

    def keep(name="minutes.pdf", content=BYTES, disclosure=Disclosure.PUBLIC, **more):
        columns = {"title_en": "Minutes", "disclosure": disclosure} | more
        evidence = file_evidence(institution=institution, by=planner, file=SimpleUploadedFile(name, content), **columns)
        MeasureEvidenceFactory(evidence=evidence, measure=measure)
        return evidence

    return keep


def page(evidence):
    return f"/evidence/{evidence.pk}/"


def ask(client, evidence, **more):
    """The answer for a document's file, read to the end."""
    answer = client.get(page(evidence), **more)
    answer.body = b"".join(answer)
    return answer


def test_a_file_is_handed_out_as_it_was_filed(client, filed):
    answer = ask(client, filed())

    assert (answer.status_code, answer.body) == (200, BYTES)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert answer["Content-Length"] == str(len(BYTES))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["ETag"] == f'"{hashlib.sha256(BYTES).hexdigest()}"'
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_name_in_japanese_arrives_whole(client, filed):
    answer = ask(client, filed("議事録.txt"))

    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AD%B0%E4%BA%8B%E9%8C%B2")


def test_who_has_the_file_is_told_so(client, filed):
    evidence = filed()

    answer = ask(client, evidence, headers={"If-None-Match": f'"{evidence.sha256}"'})

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", f'"{evidence.sha256}"')


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "page.xhtml"])
def test_nothing_that_was_filed_runs_in_a_browser(client, filed, name):
    answer = ask(client, filed(name, b"<script>alert(1)</script>"))

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert {"sandbox", "default-src 'none'"} <= policy


def test_only_those_find_it_to_whom_it_is_disclosed(client, filed, viewer, executive, stranger, planner):
    for level, readers in (
        (Disclosure.STAFF, {viewer, executive, planner}),
        (Disclosure.EXECUTIVES, {executive, planner}),
        (Disclosure.PLANNING, {planner}),
    ):
        evidence = filed(disclosure=level)
        assert ask(client, evidence).status_code == 404
        for user in (viewer, executive, stranger, planner):
            client.force_login(user)
            assert ask(client, evidence).status_code == (200 if user in readers else 404)
        client.logout()


def test_a_link_and_nothing_have_no_file(client, institution):
    link = EvidenceFactory(institution=institution, disclosure=Disclosure.PUBLIC)

    assert client.get(page(link)).status_code == 404
    assert client.get("/evidence/99999999/").status_code == 404


def test_a_file_that_is_lost_is_said_to_be(client, filed, store):
    evidence = filed()
    (store / evidence.file.name).unlink()

    answer = client.get(page(evidence))

    assert answer.status_code == 404
    assert (
        "“Minutes” is registered as the file minutes.pdf, but the file store of this site does not hold it."
        in words(answer)
    )
    with override("ja"):
        assert client.get(f"{page(evidence)}?lang=ja").status_code == 404


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "evidence/../../secret.txt", "evidence"])
def test_no_other_file_of_the_machine_is_handed_out(client, filed, store, name):
    (store.parent / "secret.txt").write_text("secret")
    evidence = filed()
    Evidence.objects.filter(pk=evidence.pk).update(file=name)

    assert client.get(page(evidence)).status_code == 404


def test_a_file_is_only_read(client, filed):
    assert client.post(page(filed())).status_code == 405


def test_pages_that_cite_a_document_lead_to_its_file(client, filed, institution, viewer):
    evidence = filed(number="E-1")
    measure = MeasureFactory(standard__strategy__plan__institution=institution)
    MeasureEvidenceFactory(evidence=evidence, measure=measure)
    ReportEvidenceFactory(evidence=evidence, report__measure=measure)
    value = YearlyValueFactory(indicator__institution=institution)
    ValueEvidenceFactory(evidence=evidence, value=value)
    client.force_login(viewer)

    of_measure = client.get(measure.get_absolute_url()).content.decode()
    of_indicator = client.get(value.indicator.get_absolute_url()).content.decode()

    assert f'<a href="{page(evidence)}" download>Minutes</a>' in of_measure
    assert f'<a href="{page(evidence)}" download>E-1</a>' in of_measure
    assert f'<a href="{page(evidence)}" download>Minutes</a>' in of_indicator


def test_the_administration_leads_to_the_file(client, filed, planner):
    evidence = filed()
    client.force_login(planner)

    form = client.get(f"/admin/measures/evidence/{evidence.pk}/change/").content.decode()

    assert f'<a href="{page(evidence)}">{evidence.file.name}</a>' in form
