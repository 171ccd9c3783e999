"""A page of a past day is the same page whatever was renamed, moved or counted anew since: nothing of today slips in."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat

from indicators.loading.as_of import AsOf
from indicators.loading.lines import plan_as_of
from indicators.models import Indicator, YearlyValue
from measures.models import Responsibility
from plans.database.events import event_model
from plans.database.history import tracked_models
from plans.models import Office, User
from tests import factories
from tests.pages import body

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)
SPOKEN = ("_ja", "_en", "person", "note", "reason", "text")


@pytest.fixture
def commitment(institution):
    """A plan with one of everything that its pages show, all of it on record since January 2025."""
    plan = factories.PlanFactory(slug="p", institution=institution)
    factories.ObjectiveFactory(plan=plan)
    above = factories.OfficeFactory(institution=institution, slug="above")
    office = factories.OfficeFactory(institution=institution, slug="office", parent=above)
    factories.OfficeDutyFactory(office=office)
    type(plan).objects.update(contact_office=above)
    indicator = factories.IndicatorFactory(
        institution=institution, office=office, decimals=1, unit_ja="人", unit_en="persons"
    )
    commitment = factories.CommitmentFactory(
        measure__standard__strategy__plan=plan,
        indicator=indicator,
        baseline=10,
        baseline_fiscal_year=2021,
        trajectory="line",
    )
    factories.TargetFactory(commitment=commitment, fiscal_year=2027, value=40)
    factories.DefinitionFactory(indicator=indicator)
    part = factories.BreakdownFactory(institution=institution, office=office)
    for year in (2022, 2023, 2024):
        value = factories.YearlyValueFactory(indicator=indicator, fiscal_year=year, value=year - 2000)
        factories.YearlyValueFactory(indicator=indicator, fiscal_year=year, value=5, breakdown=part)
    measure = commitment.measure
    factories.ResponsibilityFactory(measure=measure, office=office)
    factories.MilestoneFactory(measure=measure)
    factories.BudgetLineFactory(measure=measure)
    factories.ProgressReportFactory(measure=measure, office=office, fiscal_year=2024, disclosure="public")
    factories.ValueEvidenceFactory(value=value)
    for model in tracked_models():
        event_model(model).objects.update(
            pgh_created_at=datetime.combine(date(2025, 1, 1), time(9), ZoneInfo("Asia/Tokyo"))
        )
    return commitment


def pages(commitment):
    indicator, measure = commitment.indicator_id, commitment.measure_id
    slug = commitment.indicator.institution.slug
    return [
        "/plans/p/?open=all",
        "/plans/p/scorecard/2024/",
        "/plans/p/scorecard/2024/changes/?since=2025-03-01",
        f"/indicators/{indicator}/",
        f"/indicators/{indicator}/figure.json",
        f"/indicators/{indicator}/chart.svg",
        f"/measures/{measure}/",
        f"/compare/?indicator={indicator}",
        f"/compare/?indicator={indicator}&by=breakdown",
        f"/compare/?indicator={indicator}&by=office",
        f"/compare/?indicator={indicator}&by=plan",
        f"/compare/?indicator={indicator}&by=institution",
        f"/compare/table.csv?indicator={indicator}",
        "/offices/office/",
        f"/institutions/{slug}/offices/",
        "/api/v1/plans/p/scorecard/?fiscal_year=2024",
    ]


def taken(client, commitment, day=f"as_known_on={DAY}"):
    """{address: what stands there}, without the marks that every page has anew."""
    found = {}
    for page in pages(commitment):
        address = f"{page}{'&' if '?' in page else '?'}lang=en&{day}"
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        text = b"".join(response.streaming_content).decode() if response.streaming else body(response)
        found[page] = said_of_the_subject(text)
    return found


def said_of_the_subject(text):
    """The title and the main part of a page, or a whole file; the frame names the reader's own institution as of today."""
    parts = re.findall(r"<title>.*?</title>|<main.*?</main>", text, re.DOTALL)
    return "".join(parts) if text.startswith("<!doctype") else text


def rename_everything():
    """Give every tracked row other texts, and indicators other digits and another direction."""
    for model in set(tracked_models()) - {User}:
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField)
            and field.name.endswith(SPOKEN)
            and not field.choices
            and (model, field.name) != (YearlyValue, "text")  # a number has no text
        ]
        if names:
            model.objects.update(**{name: Concat(F(name), Value(" Anew"), output_field=TextField()) for name in names})
    Indicator.objects.update(decimals=3, direction="down", office=Office.objects.get(slug="above"))
    Office.objects.filter(slug="office").update(parent=None)
    Responsibility.objects.update(role="support")
    YearlyValue.objects.update(value=F("value") + 1)


@pytest.mark.parametrize("reader", [None, "viewer", "planner"])
def test_nothing_that_was_renamed_or_moved_since_is_in_the_past(client, commitment, request, reader, forget_answers):
    if reader is not None:
        client.force_login(request.getfixturevalue(reader))
    before = taken(client, commitment)

    rename_everything()
    forget_answers()

    after, now = taken(client, commitment), taken(client, commitment, "")
    assert {page: text[text.index("Anew") - 200 :][:400] for page, text in after.items() if "Anew" in text} == {}
    assert [page for page in after if after[page] != before[page]] == []
    assert [page for page, text in now.items() if "Anew" not in text] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This is not final yet: more may still be recorded for this day."),
        ("ja", "この日の記録はまだ確定していません（追加されることがあります）。"),
    ],
)
def test_a_day_that_is_not_over_is_said_not_to_be_final_on_every_page(client, commitment, language, said):
    addresses = [page for page in pages(commitment) if not re.search(r"^/api/|\.(json|svg|csv)", page)]

    def saying(day):
        asked = {page: f"{page}{'&' if '?' in page else '?'}lang={language}&{day}" for page in addresses}
        return [page for page, address in asked.items() if said in body(client.get(address))]

    assert len(addresses) == 12
    assert saying("as_known_on=2026-05-15") == addresses
    assert saying(f"as_known_on={DAY}") == saying("") == []


def test_the_api_says_whether_the_day_is_final(client, commitment):
    address = "/api/v1/plans/p/scorecard/?fiscal_year=2024"

    answers = [client.get(f"{address}{day}").json() for day in ("&as_known_on=2026-05-15", f"&as_known_on={DAY}", "")]

    assert [answer["is_final"] for answer in answers] == [False, True, None]


def test_a_day_of_which_something_is_still_being_written_is_not_final_and_its_page_is_not_kept(
    client, commitment, monkeypatch
):
    address = f"/plans/p/scorecard/2024/?lang=en&as_known_on={DAY}"
    said = "This is not final yet"
    monkeypatch.setattr("indicators.loading.as_of.is_settled", lambda moment: False)
    open_still = body(client.get(address))
    monkeypatch.undo()

    assert (said in open_still, said in body(client.get(address))) == (True, False)


def test_a_plan_that_was_not_known_yet_is_left_as_it_is_for_other_readers():
    plan = factories.PlanFactory()
    institution, then = plan.institution, factories.InstitutionFactory(name_en="As it was called then")

    asked = plan_as_of(plan, AsOf(then, date(2000, 1, 1)))

    assert (asked, plan.institution) == (plan, institution)
