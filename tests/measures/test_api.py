import pytest

from tests import factories
from tests.rest import API, ids, problem, results

pytestmark = pytest.mark.django_db


def test_a_measure_says_where_it_stands_and_who_answers_for_it(client):
    measure = factories.MeasureFactory(standard__strategy__plan__slug="p", code="1-1", is_ambitious=True)
    lead = factories.ResponsibilityFactory(measure=measure, order=1)
    support = factories.ResponsibilityFactory(measure=measure, order=2, role="support", person="Sato")
    listing = factories.CrossListingFactory(measure=measure)

    record = client.get(f"{API}measures/{measure.pk}/").json()

    assert {name: record[name] for name in ("plan", "strategy", "standard", "code", "is_ambitious", "status")} == {
        "plan": "p",
        "strategy": measure.standard.strategy_id,
        "standard": measure.standard_id,
        "code": "1-1",
        "is_ambitious": True,
        "status": "active",
    }
    assert record["responsible"] == [
        {"office_id": lead.office_id, "role": "lead"},
        {"office_id": support.office_id, "role": "support"},
    ]
    assert record["listed_under"] == [listing.standard_id]


def test_measures_are_filtered_by_what_they_belong_to(client):
    measure, other = factories.MeasureFactory.create_batch(2)
    part = factories.MeasureFactory(standard=measure.standard, parent=measure, origin="approved")
    office = factories.ResponsibilityFactory(measure=other).office_id
    factories.ResponsibilityFactory(measure=other, office_id=office, role="data")

    assert ids(client, "measures/", standard=measure.standard_id) == [measure.pk, part.pk]
    assert ids(client, "measures/", strategy=other.standard.strategy_id) == [other.pk]
    assert ids(client, "measures/", parent=measure.pk) == [part.pk]
    assert ids(client, "measures/", office=office) == [other.pk]
    assert ids(client, "measures/", origin="approved") == [part.pk]
    assert ids(client, "measures/", plan=other.standard.strategy.plan.slug) == [other.pk]


@pytest.mark.parametrize("text, found", [("true", 1), ("1", 1), ("false", 2), ("0", 2)])
def test_truths_are_filtered_by(client, text, found):
    factories.MeasureFactory(is_ambitious=True)
    factories.MeasureFactory.create_batch(2)

    assert len(results(client, "measures/", is_ambitious=text)) == found
    assert problem(client.get(f"{API}measures/?is_ambitious=maybe"))[1].keys() == {"is_ambitious"}


def test_measures_come_in_the_order_of_their_plan(client):
    strategy = factories.StrategyFactory(order=2)
    first = factories.StrategyFactory(plan=strategy.plan, order=1)
    names = [
        factories.MeasureFactory(standard=factories.StandardFactory(strategy=level, order=n), order=n).name_en
        for n, level in enumerate((strategy, strategy, first))
    ]

    assert [m["name"] for m in results(client, "measures/")] == [names[2], names[0], names[1]]


def test_milestones_and_reports_are_filtered_by_measure(client):
    milestone, report = factories.MilestoneFactory(), factories.ProgressReportFactory(disclosure="public")
    factories.MilestoneFactory()

    assert ids(client, "milestones/", measure=milestone.measure_id) == [milestone.pk]
    assert ids(client, "progress-reports/", measure=milestone.measure_id) == []
    assert ids(client, "progress-reports/", measure=report.measure_id, fiscal_year=2025, state="drafting") == [
        report.pk
    ]


def test_money_is_exact(client):
    factories.BudgetLineFactory(planned="1000000.50", settled=None)

    page = client.get(f"{API}budget-lines/?fields=currency,planned,settled").content.decode()

    assert '{"currency":"JPY","planned":1000000.50,"settled":null}' in page


def test_money_of_an_office_stands_beside_money_of_measures(client, planner, institution):
    office = factories.OfficeFactory(institution=institution)
    line = factories.BudgetLineFactory(measure=None, office=office)
    factories.PlanFactory(institution=institution)
    client.force_login(planner)

    record = results(client, "budget-lines/", institution=institution.slug, office=office.pk)[0]

    assert {name: record[name] for name in ("id", "institution", "plan", "standard", "measure", "office")} == {
        "id": line.pk,
        "institution": institution.slug,
        "plan": None,
        "standard": None,
        "measure": None,
        "office": office.pk,
    }


def test_reports_are_read_by_staff_unless_they_are_public(client, institution, viewer):
    measure = factories.MeasureFactory(standard__strategy__plan__institution=institution)
    internal = factories.ProgressReportFactory(measure=measure)
    public = factories.ProgressReportFactory(measure=measure, fiscal_year=2024, disclosure="public")

    before = ids(client, "progress-reports/")
    client.force_login(viewer)

    assert (before, ids(client, "progress-reports/")) == ([public.pk], [public.pk, internal.pk])


def test_a_report_names_its_grades_by_their_marks(client):
    grade = factories.GradeFactory(code="Ⅲ")
    factories.ProgressReportFactory(
        disclosure="public", self_grade=grade, final_grade=grade, grade_reason="All done", result_en="=SUM(A1)"
    )

    record = results(client, "progress-reports/")[0]

    assert [record[name] for name in ("self_grade", "proposed_grade", "final_grade")] == ["Ⅲ", None, "Ⅲ"]
    assert (record["done"], record["result"], record["result_ja"]) == ("Two courses were held.", "=SUM(A1)", "")
