"""A form that adds something adds it once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from indicators.models import Definition
from measures.models import Evidence, Feedback, Measure, Milestone
from plans.models import Objective, Office, OfficeDuty, Standard, Strategy, Submission
from tests import factories
from tests.editing import fields_of

pytestmark = pytest.mark.django_db


def forms(institution):
    """{model: (page that adds a row of it, what is filled in)}."""
    plan = factories.PlanFactory(slug="p", institution=institution)
    standard = factories.StandardFactory(strategy__plan=plan)
    measure = factories.MeasureFactory(standard=standard)
    office = factories.OfficeFactory(institution=institution)
    indicator = factories.IndicatorFactory(institution=institution)
    return {
        Objective: ("/plans/p/objectives/add/", {"text_en": "Openness"}),
        Strategy: ("/plans/p/strategies/add/", {"name_en": "The world"}),
        Standard: (f"/strategies/{standard.strategy_id}/standards/add/", {"name_en": "Openness"}),
        Measure: (f"/standards/{standard.pk}/measures/add/", {"name_en": "Send students abroad"}),
        Milestone: (f"/measures/{measure.pk}/milestones/add/", {"name_en": "Sign", "due_on": "2026-03-31"}),
        Feedback: (f"/measures/{measure.pk}/feedback/add/", {"text": "Well done", "said_on": "2026-05-01"}),
        Evidence: (
            f"/measures/{measure.pk}/evidence/add/",
            {"title_en": "Minutes", "file": SimpleUploadedFile("minutes.txt", b"We met.")},
        ),
        Office: (
            f"/institutions/{institution.slug}/offices/add/",
            {"name_en": "Lounge", "slug": "lounge", "kind": "section"},
        ),
        OfficeDuty: (f"/offices/{office.slug}/duties/add/?kind=duty", {"text_en": "Issue visas"}),
        Definition: (f"/indicators/{indicator.pk}/definitions/add/", {"wording_en": "All", "valid_from": "2025"}),
    }


@pytest.mark.parametrize(
    "model", [Objective, Strategy, Standard, Measure, Milestone, Feedback, Office, OfficeDuty, Definition]
)
def test_what_is_sent_twice_is_stored_once_and_told_the_same(client, institution, planner, model):
    page, filled_in = forms(institution)[model]
    client.force_login(planner)
    form = fields_of(client.get(page)) | filled_in
    before = model.objects.count()

    answers = [client.post(page, form) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302] * 3, answers[0].content
    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    assert model.objects.count() == before + 1


def test_a_figure_that_is_entered_twice_by_a_double_click_is_no_conflict(client, institution, planner):
    indicator = factories.IndicatorFactory(institution=institution)
    page = f"/indicators/{indicator.pk}/values/2025/edit/"
    client.force_login(planner)
    form = fields_of(client.get(page)) | {"value": "12"}

    answers = [client.post(page, form) for _ in range(2)]
    other = client.post(page, form | {"once": str(uuid4()), "value": "13"})

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (other.status_code, [row.value for row in indicator.values.all()]) == (409, [12])


def test_a_document_that_is_sent_twice_is_filed_once(client, store, institution, planner):
    page, filled_in = forms(institution)[Evidence]
    client.force_login(planner)
    form = fields_of(client.get(page)) | filled_in

    for _ in range(2):
        form["file"].seek(0)
        assert client.post(page, form).status_code == 302

    assert Evidence.objects.count() == 1
    assert len([path for path in store.rglob("*") if path.is_file()]) == 1


def test_another_form_adds_another_row(client, institution, planner):
    page, filled_in = forms(institution)[Objective]
    client.force_login(planner)

    for _ in range(2):
        client.post(page, fields_of(client.get(page)) | filled_in)

    assert Objective.objects.count() == 2


def test_what_was_refused_may_be_sent_again(client, institution, planner):
    page, filled_in = forms(institution)[Objective]
    client.force_login(planner)
    form = fields_of(client.get(page))

    refused = client.post(page, form | {"text_en": ""})
    stored = client.post(page, fields_of(refused) | filled_in)

    assert (refused.status_code, stored.status_code) == (200, 302)
    assert Objective.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_clicks_at_once_add_one_row(institution, planner):
    page, filled_in = forms(institution)[Objective]
    client = Client()
    client.force_login(planner)
    form = fields_of(client.get(page)) | filled_in

    def click(_number):
        try:
            own = Client()
            own.cookies = client.cookies
            return own.post(page, form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(click, range(5)))

    assert codes == [302] * 5
    assert Objective.objects.count() == 1


def test_keys_of_forms_are_forgotten_after_a_day(db):
    Submission.objects.take("00000000-0000-4000-8000-000000000001")
    Submission.objects.take("00000000-0000-4000-8000-000000000002")
    Submission.objects.filter(key="00000000-0000-4000-8000-000000000001").update(
        sent_at=timezone.now() - timedelta(days=2)
    )

    call_command("run_due")

    assert [str(row.key)[-1] for row in Submission.objects.all()] == ["2"]
