"""What every table of the admin has to stand: its pages open, cheaply, and at the same cost for any number of rows."""

from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators import models as indicators
from measures import models as measures
from plans import models as plans
from tests import factories

AT_MOST = 20
LEFT_OUT = {"submit", "button", "file", "radio", "search"}


def measure_of(home):
    return factories.MeasureFactory(standard__strategy__plan__institution=home)


def evidence_of(home):
    return factories.EvidenceFactory(institution=home)


def report_of(home):
    return factories.ProgressReportFactory(measure=measure_of(home), office=factories.OfficeFactory(institution=home))


def indicator_of(home):
    return factories.IndicatorFactory(institution=home)


def commitment_of(home):
    return factories.CommitmentFactory(measure=measure_of(home))


def value_of(home):
    return factories.YearlyValueFactory(indicator=indicator_of(home))


# A row of each table that belongs to an institution, made for one.
ROWS = {
    plans.Office: lambda home: factories.OfficeFactory(institution=home),
    plans.OfficeDuty: lambda home: factories.OfficeDutyFactory(office__institution=home),
    plans.OfficeAdministration: lambda home: factories.OfficeAdministrationFactory(
        office__institution=home, administered__institution=home
    ),
    plans.ClosedYear: lambda home: factories.ClosedYearFactory(
        institution=home, fiscal_year=2000 + plans.ClosedYear.objects.count()
    ),
    plans.Plan: lambda home: factories.PlanFactory(institution=home),
    plans.Objective: lambda home: factories.ObjectiveFactory(plan__institution=home),
    plans.Strategy: lambda home: factories.StrategyFactory(plan__institution=home),
    plans.Standard: lambda home: factories.StandardFactory(strategy__plan__institution=home),
    plans.Membership: lambda home: factories.MembershipFactory(institution=home),
    measures.GradingScale: lambda home: factories.GradingScaleFactory(institution=home),
    measures.Grade: lambda home: factories.GradeFactory(scale__institution=home),
    measures.PlanScale: lambda home: factories.PlanScaleFactory(plan__institution=home, scale__institution=home),
    measures.Measure: measure_of,
    measures.CrossListing: lambda home: factories.CrossListingFactory(
        measure=measure_of(home), standard__strategy__plan__institution=home
    ),
    measures.Responsibility: lambda home: factories.ResponsibilityFactory(
        measure=measure_of(home), office__institution=home
    ),
    measures.Milestone: lambda home: factories.MilestoneFactory(measure=measure_of(home)),
    measures.BudgetLine: lambda home: factories.BudgetLineFactory(measure=measure_of(home)),
    measures.Evidence: evidence_of,
    measures.MeasureEvidence: lambda home: factories.MeasureEvidenceFactory(
        measure=measure_of(home), evidence=evidence_of(home)
    ),
    measures.ProgressReport: report_of,
    measures.ReportEvidence: lambda home: factories.ReportEvidenceFactory(
        report=report_of(home), evidence=evidence_of(home)
    ),
    measures.Feedback: lambda home: factories.FeedbackFactory(measure=measure_of(home)),
    indicators.Indicator: indicator_of,
    indicators.Definition: lambda home: factories.DefinitionFactory(indicator=indicator_of(home)),
    indicators.Breakdown: lambda home: factories.BreakdownFactory(institution=home),
    indicators.Commitment: commitment_of,
    indicators.Target: lambda home: factories.TargetFactory(commitment=commitment_of(home)),
    indicators.YearlyValue: value_of,
    indicators.ValueEvidence: lambda home: factories.ValueEvidenceFactory(value=value_of(home)),
    indicators.Override: lambda home: factories.OverrideFactory(commitment=commitment_of(home)),
}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def opened(client, url):
    """The page, and the number of queries it cost."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response, len(queries)


def costs(client, row):
    """{page: queries} of all pages of a row and of its table."""
    model = type(row)
    pages = {
        "changelist": address(model, "changelist"),
        "change": address(model, "change", row.pk),
        "history": address(model, "history", row.pk),
        "delete": address(model, "delete", row.pk),
        "add": address(model, "add"),
    }
    return {page: opened(client, url)[1] for page, url in pages.items()}


class Inputs(HTMLParser):
    """What a browser would send of a page: (name, text) of each input that is filled in, ticked or selected."""

    def __init__(self):
        super().__init__()
        self.sent, self.select, self.textarea = {}, None, None

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "input" and has.get("type") not in LEFT_OUT and (has.get("type") != "checkbox" or "checked" in has):
            self.sent[has.get("name")] = has.get("value") or ("on" if has.get("type") == "checkbox" else "")
        elif tag == "select":
            self.select = has.get("name")
        elif tag == "option" and self.select and "selected" in has:
            self.sent[self.select] = has["value"]
        elif tag == "textarea":
            self.textarea = has.get("name")
            self.sent[self.textarea] = ""

    def handle_data(self, data):
        if self.textarea is not None:
            self.sent[self.textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None


def form_of(client, url):
    """What a browser would send back from a form that nobody changed."""
    return form_in(client.get(url))


def form_in(response):
    """The same of a page at hand."""
    page = Inputs()
    page.feed(response.content.decode())
    return page.sent


def problems(response):
    """The errors on a form that came back."""
    form = response.context["adminform"].form
    found = [str(error) for errors in form.errors.values() for error in errors]
    for inline in response.context["inline_admin_formsets"]:
        for errors in [*inline.formset.errors, {"": inline.formset.non_form_errors()}]:
            found += [str(error) for listed in errors.values() for error in listed]
    return found
