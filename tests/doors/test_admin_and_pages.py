"""The admin and the pages are two doors of one way to write: what one refuses, the other refuses."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile

from measures.models import Evidence
from plans.admin.rows import RowsBelow
from plans.editing.forms import RowForm
from plans.models import Office, OfficeDuty
from tests import factories
from tests.admin_pages import address, commitment_of, form_of, measure_of, problems
from tests.doors.fields import edit_forms
from tests.editing import opened, sent
from tests.pages import words

pytestmark = pytest.mark.django_db

FORMS = {form for form in edit_forms() if issubclass(form, RowForm) and form._meta.model is not None}


def stores_by_a_form_of_the_pages(table):
    forms = [form for form in FORMS if form._meta.model is table.model]
    return not forms or any(issubclass(table.form, form) for form in forms)


def test_every_table_stores_by_the_form_of_its_pages():
    tables = [table for table in admin.site._registry.values() if hasattr(table, "may_write")]
    below = [inline(table.model, admin.site) for table in tables for inline in table.inlines]
    below = [inline for inline in below if inline.fields is None or inline.fields != inline.readonly_fields]

    assert len(FORMS) > 10
    assert [str(table) for table in (*tables, *below) if not stores_by_a_form_of_the_pages(table)] == []
    assert [inline for inline in below if not isinstance(inline, RowsBelow)] == []


def milestone_of(home):
    return factories.MilestoneFactory(measure=measure_of(home))


def feedback_of(home):
    return factories.FeedbackFactory(measure=measure_of(home))


REFUSED = {
    "plan": (
        lambda home: factories.PlanFactory(institution=home),
        lambda row: f"/plans/{row.slug}/edit/",
        {"name_ja": "", "name_en": ""},
        "Fill it in in one language at least.",
    ),
    "office": (
        lambda home: factories.OfficeFactory(institution=home),
        lambda row: f"/offices/{row.slug}/edit/",
        {"valid_from": "2026-04-01", "valid_to": "2025-04-01"},
        "The office ends before it begins.",
    ),
    "measure": (
        measure_of,
        lambda row: f"/measures/{row.pk}/edit/",
        {"first_fiscal_year": "2026", "last_fiscal_year": "2025"},
        "The last fiscal year is before the first.",
    ),
    "milestone": (
        milestone_of,
        lambda row: f"/milestones/{row.pk}/edit/",
        {"done_on": "2026-04-01", "cancelled_on": "2026-04-02"},
        "A milestone is not both done and cancelled.",
    ),
    "feedback": (
        feedback_of,
        lambda row: f"/feedback/{row.pk}/edit/",
        {"said_on": "2199-01-01"},
        "The date must not be in the future.",
    ),
    "answer": (
        feedback_of,
        lambda row: f"/feedback/{row.pk}/answer/",
        {"answer": "Yes", "answered_on": "1999-01-01"},
        "An answer is not given before something is said.",
    ),
    "commitment": (
        commitment_of,
        lambda row: f"/commitments/{row.pk}/edit/",
        {"tolerance": "-1"},
        "A tolerance is not negative.",
    ),
}


@pytest.mark.parametrize(("make", "page", "changed", "said"), REFUSED.values(), ids=REFUSED)
def test_what_a_page_refuses_the_admin_refuses(client, planner, institution, make, page, changed, said):
    row = make(institution)
    client.force_login(planner)
    url = address(type(row), "change", row.pk)

    on_page = sent(client, page(row), **changed)
    in_admin = client.post(url, form_of(client, url) | changed)

    assert [answer.status_code for answer in (on_page, in_admin)] == [200, 200]
    assert [said in words(on_page), said in problems(in_admin)] == [True, True]
    row.refresh_from_db()
    assert row.version == 1


def test_figures_are_read_alike(client, planner, institution):
    commitment = commitment_of(institution)
    client.force_login(planner)
    url = address(type(commitment), "change", commitment.pk)

    client.post(url, form_of(client, url) | {"baseline": "１，２００", "baseline_as_of": "令和8年3月末"})

    commitment.refresh_from_db()
    assert (commitment.baseline, str(commitment.baseline_as_of)) == (1200, "2026-03-31")


def test_documents_of_a_kind_that_pages_refuse_are_not_filed_in_the_admin(client, planner, institution):
    client.force_login(planner)
    url = address(Evidence, "add")
    file = SimpleUploadedFile("tool.exe", b"MZ")

    response = client.post(url, form_of(client, url) | {"title_en": "Tool", "file": file})

    assert "not allowed" in " ".join(problems(response))
    assert Evidence.objects.count() == 0


def test_nothing_is_removed_without_a_reason_by_any_door(client, planner, institution):
    duty = factories.OfficeDutyFactory(office__institution=institution)
    page, below = f"/duties/{duty.pk}/edit/", address(Office, "change", duty.office.pk)
    form = opened(client, planner, page)

    on_page = client.post(page, form | {"remove": "1", "change_reason": " "})
    in_admin = client.post(below, form_of(client, below) | {"duties-0-DELETE": "on"})

    said = "Say why you delete: the reason stays in the history."
    assert [said in words(on_page), said in problems(in_admin)] == [True, True]
    assert OfficeDuty.objects.get() == duty


def test_a_deletion_meanwhile_is_told_with_what_was_written(client, planner, institution):
    office = factories.OfficeFactory(institution=institution, name_en="Old")
    client.force_login(planner)
    url = address(Office, "change", office.pk)
    form = form_of(client, url) | {"name_en": "Written for nothing"}
    client.post(address(Office, "delete", office.pk), {"post": "yes", "change_reason": "Closed"})

    gone = client.post(url, form)

    assert gone.status_code == 410
    assert f"{planner.username} deleted this on" in words(gone) and "Closed" in words(gone)
    assert "Written for nothing" in words(gone)


def test_a_row_that_changed_since_the_question_is_not_deleted(client, planner, institution):
    office = factories.OfficeFactory(institution=institution)
    client.force_login(planner)
    url = address(Office, "delete", office.pk)
    asked = form_of(client, url)
    Office.objects.update(name_en="Renamed")

    answer = client.post(url, asked | {"change_reason": "Entered twice"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Someone changed this while you were editing."]
    assert Office.objects.get() == office


def test_a_figure_keeps_its_indicator_and_year(client, planner, institution):
    value = factories.YearlyValueFactory(indicator__institution=institution, fiscal_year=2024, value=5)
    client.force_login(planner)
    url = address(type(value), "change", value.pk)

    client.post(url, form_of(client, url) | {"fiscal_year": "2023", "value": "6"})

    value.refresh_from_db()
    assert (value.fiscal_year, value.value) == (2024, 6)
