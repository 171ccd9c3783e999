"""Filing a document as evidence for a measure, on its page."""

import hashlib
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measures import evidence_forms
from measures.models import Evidence, MeasureEvidence
from plans.database.events import event_model
from plans.models import Disclosure
from tests.editing import answers, sent
from tests.factories import (
    EvidenceFactory,
    MeasureEvidenceFactory,
    MeasureFactory,
    MembershipFactory,
    ResponsibilityFactory,
)
from tests.pages import body, words

pytestmark = pytest.mark.django_db
BYTES = b"%PDF-1.7 minutes"


@pytest.fixture
def measure(institution, office):
    measure = MeasureFactory(standard__strategy__plan__institution=institution)
    ResponsibilityFactory(measure=measure, office=office, role="lead")
    return measure


@pytest.fixture
def page(measure):
    return f"/measures/{measure.pk}/evidence/add/"


def test_a_file_is_kept_with_its_checksum_and_cited_for_the_measure(client, store, measure, planner, page):
    client.force_login(planner)

    answer = sent(
        client,
        page,
        title_ja="理事会議事録",
        number="A-12",
        disclosure="public",
        file=SimpleUploadedFile("議事録.pdf", BYTES),
    )

    evidence = Evidence.objects.get()
    assert answer["Location"] == f"{measure.get_absolute_url()}#evidence"
    assert (evidence.title_ja, evidence.number, evidence.disclosure, evidence.institution) == (
        "理事会議事録",
        "A-12",
        Disclosure.PUBLIC,
        measure.standard.strategy.plan.institution,
    )
    assert evidence.sha256 == hashlib.sha256(BYTES).hexdigest()
    assert [path.read_bytes() for path in store.rglob("*.pdf")] == [BYTES]
    assert list(MeasureEvidence.objects.values_list("evidence", "measure")) == [(evidence.pk, measure.pk)]
    assert "理事会議事録" in words(client.get(measure.get_absolute_url()))
    for model in (Evidence, MeasureEvidence):
        event = event_model(model).objects.get()
        assert (event.pgh_label, event.pgh_context["user"]) == ("insert", planner.pk)


def test_a_link_is_filed_by_a_reporter_of_a_lead_office_for_staff(client, measure, reporter, page):
    client.force_login(reporter)

    sent(client, page, title_en="Minutes", url="example.ac.jp/minutes", disclosure="public")

    evidence = Evidence.objects.get()
    assert (evidence.url, evidence.disclosure, evidence.file.name) == (
        "https://example.ac.jp/minutes",
        Disclosure.STAFF,
        "",
    )
    assert event_model(Evidence).objects.get().pgh_context["user"] == reporter.pk


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.exe", b"MZ", "is not allowed"),
        ("page.html", b"<script>", "is not allowed"),
        ("drawing.svg", b"<svg/>", "is not allowed"),
        ("no-ending", b"x", "is not allowed"),
        ("empty.pdf", b"", "empty"),
        ("x" * 220 + ".pdf", BYTES, "at most 200 characters"),
        ("large.pdf", b"x" * 101, "The file is larger than"),
    ],
)
def test_what_is_no_document_is_refused_in_words(client, store, planner, page, monkeypatch, name, content, said):
    monkeypatch.setattr(evidence_forms, "MOST_BYTES", 100)
    client.force_login(planner)

    answer = sent(client, page, title_en="Minutes", file=SimpleUploadedFile(name, content))

    assert (answer.status_code, Evidence.objects.count(), list(store.iterdir())) == (200, 0, [])
    assert said in words(answer)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title_en": "Minutes"}, "Evidence is a link or a file."),
        ({"url": "https://example.ac.jp/"}, "Fill it in in one language at least."),
        ({"title_en": "Minutes", "url": "javascript:alert(1)"}, "Enter a valid URL."),
        (
            {"title_en": "Minutes", "url": "https://example.ac.jp/", "number": "A-1"},
            "Another document has this number.",
        ),
    ],
)
def test_what_evidence_may_not_hold_is_said(client, institution, planner, page, changed, said):
    EvidenceFactory(institution=institution, number="A-1")
    client.force_login(planner)

    answer = sent(client, page, **changed)

    assert (answer.status_code, Evidence.objects.count()) == (200, 1)
    assert said in words(answer)


def test_a_name_never_leads_out_of_the_folder(client, store, planner, page):
    client.force_login(planner)

    sent(client, page, title_en="Minutes", file=SimpleUploadedFile("../../../outside.pdf", BYTES))

    assert Evidence.objects.get().file.name.startswith("evidence/")
    assert [path.name for path in store.parent.rglob("outside*.pdf") if store not in path.parents] == []


def test_nobody_else_files_evidence(client, measure, viewer, evaluator, stranger, page, institution):
    supporting = ResponsibilityFactory(measure=measure, office__institution=institution, role="support").office
    supporter = MembershipFactory(institution=institution, office=supporting, role="reporter").user

    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    for user in (viewer, evaluator, stranger, supporter, MembershipFactory().user):
        assert answers(client, user, [page], version=0, title_en="x", url="https://example.ac.jp/") == {(403, 403)}
    assert Evidence.objects.count() == 0


def test_the_measure_leads_to_the_form_for_who_may_and_only_today(client, measure, page, planner, reporter, viewer):
    shown = {}
    for user in (None, viewer, reporter, planner):
        if user is not None:
            client.force_login(user)
        shown[user] = f'href="{page}"' in body(client.get(measure.get_absolute_url()))
    past = client.get(f"{measure.get_absolute_url()}?as_known_on=2026-05-01")

    assert shown == {None: False, viewer: False, reporter: True, planner: True}
    assert page not in body(past)
    assert 'enctype="multipart/form-data"' in body(client.get(page))


def test_a_document_cited_already_stays(client, measure, planner, page):
    MeasureEvidenceFactory(measure=measure)
    client.force_login(planner)

    sent(client, page, title_en="More", url="https://example.ac.jp/more")

    assert measure.evidence.count() == 2


@pytest.mark.parametrize("name", ["令和七年度" * 24 + ".pdf", "議" * 196 + ".pdf", "x" * 196 + ".pdf"])
def test_a_file_with_a_long_name_is_kept_whatever_its_letters(client, store, planner, page, name):
    client.force_login(planner)

    answers = [
        sent(client, page, title_en=f"Minutes {n}", file=SimpleUploadedFile(name, BYTES), change_reason="")
        for n in (1, 2)
    ]

    names = [row.file.name for row in Evidence.objects.order_by("pk")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [(store / kept).read_bytes() for kept in names] == [BYTES, BYTES] and len(set(names)) == 2
    assert all(kept.endswith(".pdf") and name.startswith(kept.split("/")[-1][:40]) for kept in names)


@pytest.fixture
def full_disk(store):
    """The folder in which files are kept, on a disk of its own that has no room."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", store], check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield store
    subprocess.run(["umount", "-l", store], check=True)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_said_to_be_one_and_what_was_written_stays_in_the_form(client, planner, page):
    client.force_login(planner)

    answer = sent(client, page, title_en="Minutes of May", file=SimpleUploadedFile("minutes.pdf", BYTES * 10_000))
    link = sent(client, page, title_en="Minutes", url="https://example.ac.jp/minutes")

    assert (answer.status_code, Evidence.objects.filter(file__gt="").count()) == (507, 0)
    assert "no space left on the disk" in words(answer)
    assert answer.context["form"]["title_en"].value() == "Minutes of May"
    assert link.status_code == 302
