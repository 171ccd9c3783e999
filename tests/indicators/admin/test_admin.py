import pytest

from indicators import models as indicators
from indicators.models import Commitment, Indicator, Override, Target
from plans.models import Institution
from tests.admin_pages import AT_MOST, ROWS, address, commitment_of, form_of, indicator_of, opened, problems
from tests.factories import TargetFactory

pytestmark = pytest.mark.django_db


def test_a_commitment_takes_the_standard_of_its_measure(client, planner, institution):
    commitment = commitment_of(institution)
    indicator = indicator_of(institution)
    client.force_login(planner)
    url = address(Commitment, "add")

    response = client.post(
        url, form_of(client, url) | {"indicator": str(indicator.pk), "measure": str(commitment.measure.pk)}
    )

    assert response.status_code == 302
    assert Commitment.objects.get(indicator=indicator).standard == commitment.standard


def test_a_commitment_belongs_to_a_measure_or_a_standard(client, planner, institution):
    indicator = indicator_of(institution)
    client.force_login(planner)
    url = address(Commitment, "add")

    response = client.post(url, form_of(client, url) | {"indicator": str(indicator.pk)})

    assert problems(response) == ["A commitment belongs to a measure or to a standard."]


def test_another_number_supersedes_a_target_on_the_page_of_its_commitment(client, planner, institution):
    old = TargetFactory(commitment=commitment_of(institution), value=100, printed="100 persons", decided_by="Board")
    client.force_login(planner)
    url = address(Commitment, "change", old.commitment.pk)
    form = form_of(client, url) | {"targets-0-value": "120", "targets-0-decided_on": "2026-04-01"}

    without = client.post(url, form)
    response = client.post(url, form | {"change_reason": "More staff"})

    old.refresh_from_db()
    new = Target.objects.current().get()
    assert problems(without) == ["A new target needs a reason."]
    assert (response.status_code, old.value, old.superseded_at is None) == (302, 100, False)
    assert (new.value, new.fiscal_year, new.printed, new.reason, new.approved_by, str(new.decided_on)) == (
        120,
        old.fiscal_year,
        "",
        "More staff",
        planner,
        "2026-04-01",
    )


def test_another_number_supersedes_a_target_on_its_own_page(client, planner, institution):
    old = TargetFactory(commitment=commitment_of(institution), value=100)
    client.force_login(planner)
    url = address(Target, "change", old.pk)

    form = form_of(client, url) | {"value": "80", "change_reason": "Fewer staff"}
    without = client.post(url, form)
    response = client.post(url, form | {"decided_on": "2026-04-01"})

    assert problems(without) == ["This field is required."]
    assert response.status_code == 302
    assert list(Target.objects.current().values_list("value", "reason")) == [(80, "Fewer staff")]
    assert list(Target.objects.exclude(superseded_at=None).values_list("pk", "value")) == [(old.pk, 100)]


def test_a_note_on_a_target_is_no_revision(client, planner, institution):
    target = TargetFactory(commitment=commitment_of(institution))
    client.force_login(planner)
    url = address(Commitment, "change", target.commitment.pk)

    client.post(url, form_of(client, url) | {"targets-0-note": "See the minutes"})

    target = Target.objects.get()
    assert (target.note, target.superseded_at) == ("See the minutes", None)


def test_a_superseded_target_stays_as_it_is(client, admin_user, institution):
    target = TargetFactory(commitment=commitment_of(institution), superseded_at="2026-01-01T00:00:00Z")
    client.force_login(admin_user)

    answers = [
        client.post(address(Target, "change", target.pk), {"value": "1"}).status_code,
        client.post(address(Target, "delete", target.pk), {"post": "yes", "change_reason": "x"}).status_code,
    ]

    assert (answers, Target.objects.get().value) == ([403, 403], 100)


def test_a_new_target_is_added_below_its_commitment(client, planner, institution):
    commitment = commitment_of(institution)
    client.force_login(planner)
    url = address(Commitment, "change", commitment.pk)

    client.post(
        url,
        form_of(client, url)
        | {
            "targets-TOTAL_FORMS": "1",
            "targets-0-fiscal_year": "2027",
            "targets-0-value": "0",
            "change_reason": "Plan",
        },
    )

    target = Target.objects.get()
    assert (target.value, target.superseded_at, target.events.get().pgh_context["reason"]) == (0, None, "Plan")


def test_a_commitment_with_many_targets_costs_no_more(client, planner, institution):
    commitment = commitment_of(institution)
    client.force_login(planner)
    url = address(Commitment, "change", commitment.pk)
    TargetFactory(commitment=commitment, fiscal_year=2022)
    opened(client, url)
    _page, one = opened(client, url)
    for year in (2023, 2024):
        TargetFactory(commitment=commitment, fiscal_year=year)
        TargetFactory(commitment=commitment, fiscal_year=year, superseded_at="2026-01-01T00:00:00Z")

    _page, five = opened(client, url)

    assert (five, five <= AT_MOST) == (one, True)


def test_evaluators_set_overrides_and_change_no_commitment(client, evaluator, institution):
    commitment = commitment_of(institution)
    client.force_login(evaluator)
    url = address(Commitment, "change", commitment.pk)
    override = {
        "overrides-TOTAL_FORMS": "1",
        "overrides-0-fiscal_year": "2025",
        "overrides-0-status": "at_risk",
        "overrides-0-reason": "The scheme ends",
    }

    response = client.post(url, form_of(client, url) | override | {"comparator": "at_most", "is_key": "on"})

    commitment.refresh_from_db()
    assert (response.status_code, commitment.comparator, commitment.is_key) == (302, "at_least", False)
    assert list(Override.objects.values_list("status", "reason", "by")) == [
        ("at_risk", "The scheme ends", evaluator.pk)
    ]


def test_planners_set_no_overrides(client, planner, institution):
    commitment = commitment_of(institution)
    client.force_login(planner)
    url = address(Commitment, "change", commitment.pk)
    override = {
        "overrides-TOTAL_FORMS": "1",
        "overrides-0-fiscal_year": "2025",
        "overrides-0-status": "achieved",
        "overrides-0-reason": "It looks better",
    }

    client.post(url, form_of(client, url) | override)

    assert (client.get(address(Override, "add")).status_code, Override.objects.count()) == (403, 0)


def test_a_revision_keeps_what_the_page_does_not_show(client, planner, institution):
    old = TargetFactory(commitment=commitment_of(institution), value=100, due_on="2027-03-31")
    client.force_login(planner)
    url = address(Commitment, "change", old.commitment.pk)

    client.post(
        url,
        form_of(client, url)
        | {"targets-0-value": "90", "targets-0-decided_on": "2026-04-01", "change_reason": "Fewer staff"},
    )

    new = Target.objects.current().get()
    assert (new.value, str(new.due_on)) == (90, "2027-03-31")


def test_superseded_targets_stand_below_the_current_ones(client, evaluator, institution):
    commitment = commitment_of(institution)
    commitment.baseline = 12
    commitment.save()
    TargetFactory(commitment=commitment, value=100, superseded_at="2026-01-01T00:00:00Z", reason="First idea")
    client.force_login(evaluator)

    page, queries = opened(client, address(Commitment, "change", commitment.pk))

    text = page.content.decode()
    assert (">100 persons<" in text, "First idea" in text, ">12<" in text, queries <= AT_MOST) == (True,) * 4


@pytest.mark.parametrize("model, column", [(Institution, "small_count_threshold"), (Indicator, "formula")])
def test_a_setting_without_an_effect_is_shown_nowhere(client, planner, institution, model, column):
    row = institution if model is Institution else indicator_of(institution)
    model.objects.filter(pk=row.pk).update(**{column: 31_313})
    client.force_login(planner)
    pages = [address(model, "change", row.pk), address(model, "history", row.pk), f"/api/v1/{model._meta.model_name}s/"]
    pages += [f"{address(model, 'changelist')}export/csv/", f"/indicators/{row.pk}/"][: 2 if model is Indicator else 1]

    answers = [client.get(page) for page in pages]

    assert [answer.status_code for answer in answers] == [200] * len(pages)
    texts = [answer.getvalue().decode() for answer in answers]
    assert [("31313" in text, f'name="{column}"' in text) for text in texts] == [(False, False)] * len(pages)


OF_AN_INDICATOR = {
    indicators.Definition: "wording_en",
    indicators.Commitment: "reason",
    indicators.Target: "reason",
    indicators.YearlyValue: "note",
    indicators.Override: "reason",
}


@pytest.mark.parametrize(("model", "column"), OF_AN_INDICATOR.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_history_shows_nothing_from_while_the_indicator_was_closed(
    client, viewer, planner, institution, model, column
):
    row = ROWS[model](institution)
    Indicator.objects.update(disclosure="planning")
    for text in ("Canary", "Open"):
        setattr(row, column, text)
        row.save()
    Indicator.objects.update(disclosure="public")
    setattr(row, column, "Later")
    row.save()

    def told(user):
        client.force_login(user)
        text = client.get(address(model, "history", row.pk)).content.decode()
        return ["Canary" in text, "Later" in text]

    assert (told(viewer), told(planner)) == ([False, True], [True, True])
