"""What every table of the admin promises, whichever app it is of."""

import pytest
from django.contrib import admin

from indicators import models as indicators
from plans import models as plans
from tests.admin_pages import AT_MOST, ROWS, address, costs, opened
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db

NOT_OF_AN_INSTITUTION = {plans.Institution, plans.User, plans.ApiToken}
ONLY_READ = {plans.Correction}
OF_EVALUATORS = {indicators.Override}
TABLES = pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)


def test_every_table_of_ours_is_tried_here_or_where_it_differs():
    ours = {model for model in admin.site._registry if model._meta.app_label in {"plans", "measures", "indicators"}}

    assert ours - ROWS.keys() == NOT_OF_AN_INSTITUTION | ONLY_READ


@TABLES
def test_every_page_of_a_table_opens_for_who_edits_it(client, planner, evaluator, institution, model):
    row = ROWS[model](institution)
    client.force_login(evaluator if model in OF_EVALUATORS else planner)

    found = costs(client, row)

    assert {page: cost for page, cost in found.items() if cost > AT_MOST} == {}


@TABLES
def test_a_list_costs_the_same_for_any_number_of_rows(client, planner, institution, model):
    client.force_login(planner)
    ROWS[model](institution)
    opened(client, address(model, "changelist"))
    _page, one = opened(client, address(model, "changelist"))
    ROWS[model](institution), ROWS[model](institution)

    page, three = opened(client, address(model, "changelist"))

    assert (three, page.context["cl"].result_count >= 3) == (one, True)


@TABLES
def test_rows_of_another_institution_are_not_there(client, planner, model):
    row = ROWS[model](InstitutionFactory())
    client.force_login(planner)

    pages = [client.get(address(model, page, row.pk)).status_code for page in ("change", "history", "delete")]
    listed = client.get(address(model, "changelist")).context["cl"].queryset

    allowed = 403 if model in OF_EVALUATORS else 404
    assert (pages, row in listed) == ([404, 404, allowed], False)


@TABLES
def test_a_viewer_writes_nothing(client, viewer, institution, model):
    row = ROWS[model](institution)
    client.force_login(viewer)

    answers = [
        client.post(address(model, "change", row.pk), {}).status_code,
        client.post(address(model, "delete", row.pk), {"post": "yes", "change_reason": "x"}).status_code,
        client.get(address(model, "add")).status_code,
    ]

    assert (answers, model.objects.filter(pk=row.pk).count()) == ([403, 403, 403], 1)
