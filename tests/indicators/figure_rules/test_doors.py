"""One rule of what a figure may be, asked at every door: page, admin (a form and a grid), sheet, and API (one value and bulk)."""

import json

import pytest

from indicators.models import Indicator, YearlyValue
from indicators.sheets.importing import import_sheet
from tests.admin_pages import address, form_of
from tests.editing import fields_of
from tests.factories import CommitmentFactory, IndicatorFactory, PlanFactory, YearlyValueFactory
from tests.indicators.sheets.made_sheets import csv_file
from tests.rest import API, token_header

pytestmark = pytest.mark.django_db

STORED, ASKED, REFUSED = "stored", "asked", "refused"
DOUBTS = "last year begun above whole before".split()


@pytest.fixture
def share(institution):
    """A ratio in per cent that a plan of FY2022 to FY2027 uses; 30 of 100 in FY2024."""
    indicator = IndicatorFactory(institution=institution, code="S1", kind="ratio", unit_en="%", decimals=1)
    plan = PlanFactory(institution=institution, slug="plan")
    CommitmentFactory(indicator=indicator, measure__standard__strategy__plan=plan)
    YearlyValueFactory(indicator=indicator, fiscal_year=2024, value=None, numerator=30, denominator=100)
    return indicator


class Door:
    """A way by which figures come in; `enter` answers what became of one."""

    def __init__(self, client, user, indicator):
        self.client, self.user, self.indicator = client, user, indicator
        client.force_login(user)

    def outcome(self, fiscal_year, figures, *, confirm=False):
        before = YearlyValue.objects.count()
        said = self.enter(fiscal_year, figures, confirm=confirm)
        is_there = YearlyValue.objects.count() > before
        assert is_there == (said == STORED)
        return said


class Page(Door):
    def enter(self, fiscal_year, figures, *, confirm):
        url = f"/indicators/{self.indicator.pk}/values/{fiscal_year}/edit/"
        opened = self.client.get(url)
        if opened.status_code == 404:
            return REFUSED
        form = fields_of(opened) | {name: str(figure) for name, figure in figures.items()}
        answer = self.client.post(url, form | ({"confirm": "on"} if confirm else {}))
        return STORED if answer.status_code == 302 else judged(answer.context["form"].errors)


class AdminForm(Door):
    def enter(self, fiscal_year, figures, *, confirm):
        url = address(YearlyValue, "add")
        form = form_of(self.client, url) | {name: str(figure) for name, figure in figures.items()}
        form |= {"indicator": str(self.indicator.pk), "fiscal_year": str(fiscal_year)}
        answer = self.client.post(url, form | ({"confirm": "on"} if confirm else {}))
        return STORED if answer.status_code == 302 else judged(answer.context["adminform"].form.errors)


class AdminGrid(Door):
    def enter(self, fiscal_year, figures, *, confirm):
        url = address(Indicator, "change", self.indicator.pk)
        form, row = form_of(self.client, url), "values-1"  # the first row is the stored one
        form |= {f"{row}-{name}": str(figure) for name, figure in figures.items()}
        form |= {f"{row}-fiscal_year": str(fiscal_year)} | ({f"{row}-confirm": "on"} if confirm else {})
        answer = self.client.post(url, form)
        if answer.status_code == 302:
            return STORED if YearlyValue.objects.count() == 2 else REFUSED
        return judged(answer.context["inline_admin_formsets"][0].formset.errors[1])


class Sheet(Door):
    def enter(self, fiscal_year, figures, *, confirm):
        header = ["strategy", "standard", "measure", "indicator_code", "indicator", "unit", "kind", "fiscal_year"]
        row = ["S", "T", "M", "S1", "Share", "%", "actual", str(fiscal_year)]
        columns = {"numerator": "", "denominator": "", "value": "", **figures}
        source = csv_file(",".join([*header, *columns]), ",".join([*row, *map(str, columns.values())]))
        slug = self.indicator.institution.slug
        report = import_sheet(source, institution=slug, plan="plan", by=self.user, dry_run=not confirm)
        if report.is_refused:
            return REFUSED
        is_odd = any(word in warning.reason for warning in report.warnings for word in DOUBTS)
        return ASKED if is_odd and not confirm else STORED

    def outcome(self, fiscal_year, figures, *, confirm=False):
        said = self.enter(fiscal_year, figures, confirm=confirm)
        return self.enter(fiscal_year, figures, confirm=True) if said == STORED else said


class Put(Door):
    def enter(self, fiscal_year, figures, *, confirm):
        path = f"{API}indicators/{self.indicator.pk}/values/{fiscal_year}/"
        headers = token_header(self.user) | {"If-None-Match": "*"}
        body = written(figures, confirm=confirm)
        return coded(self.client.put(path, body, content_type="application/json", headers=headers))


class Bulk(Door):
    def enter(self, fiscal_year, figures, *, confirm):
        row = written(figures, confirm=confirm, indicator=self.indicator.pk, fiscal_year=fiscal_year)
        headers, path = token_header(self.user), f"{API}yearly-values/bulk/"
        return coded(self.client.post(path, f"[{row}]", content_type="application/json", headers=headers))


def judged(errors):
    return ASKED if set(errors) == {"confirm"} else REFUSED


def coded(answer):
    if answer.status_code in (200, 201):
        return STORED
    assert answer.status_code in (400, 409), answer.content
    return ASKED if answer.json().get("code") == "needs_confirmation" else REFUSED


def written(figures, *, confirm, **keys):
    """A JSON body with numbers as they were written."""
    said = {
        name: f if isinstance(f, int) else json.dumps(f) if name in ("text", "dated") else f
        for name, f in figures.items()
    }
    parts = [f'"{name}": {figure}' for name, figure in said.items()]
    return (
        "{"
        + ", ".join([*parts, *(f'"{n}": {v}' for n, v in keys.items()), *(['"confirm": true'] if confirm else [])])
        + "}"
    )


DOORS = [Page, AdminForm, AdminGrid, Sheet, Put, Bulk]
WRONG = {
    "half a ratio": (2025, {"numerator": 5, "value": 30}),
    "the other half": (2025, {"denominator": 5, "value": 30}),
    "a text for a ratio": (2025, {"text": "hello"}),
    "a day for a ratio": (2025, {"dated": "2025-04-01"}),
    "nothing": (2025, {}),
    "divided by zero": (2025, {"numerator": 1, "denominator": 0}),
    "a year after the last that is thought of": (2999, {"value": 30}),
    "a year of the next century": (2150, {"value": 30}),
    "21 years after the plans": (2048, {"value": 30}),
    "a year before all years": (1860, {"value": 30}),
    "a number too long to be true": (2025, {"value": "1e999999999"}),
    "a number too small to be true": (2025, {"value": "1e-999999999"}),
    "not a number": (2025, {"value": "NaN"}),
    "infinity": (2025, {"value": "Infinity"}),
}
ODD = {
    "more than the whole": (2025, {"numerator": 500, "denominator": 100}),
    "a year that has not begun": (2030, {"value": 31}),
    "20 years after the plans": (2047, {"value": 31}),
    "ten times last year's": (2025, {"numerator": 300, "denominator": 1000}),
    "21 years before the plans": (2001, {"value": 31}),
}


SAYS_SO_ITSELF = {
    "nothing",
    "divided by zero",
}  # a row of a sheet that defines its indicator; one that cannot be calculated


@pytest.mark.parametrize(
    ("door", "case"),
    [(door, case) for door in DOORS for case in WRONG if door is not Sheet or case not in SAYS_SO_ITSELF],
)
def test_what_a_figure_may_not_be_is_refused_at_every_door(client, planner, share, door, case):
    assert door(client, planner, share).outcome(*WRONG[case]) == REFUSED


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_asked_at_every_door_and_stored_once_confirmed(client, planner, share, door, case):
    entrance = door(client, planner, share)

    assert entrance.outcome(*ODD[case]) == ASKED
    assert entrance.outcome(*ODD[case], confirm=True) == STORED


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("figures", [{"numerator": 31, "denominator": 101}, {"value": 29}])
def test_a_usual_figure_is_not_asked_about(client, planner, share, door, figures):
    assert door(client, planner, share).outcome(2025, figures) == STORED


@pytest.mark.parametrize("door", [Page, AdminForm, AdminGrid, Put, Bulk])
def test_who_confirmed_an_odd_figure_is_kept_with_it(client, planner, share, door):
    door(client, planner, share).outcome(2025, {"numerator": 500, "denominator": 100}, confirm=True)

    row = YearlyValue.objects.get(fiscal_year=2025)
    assert (row.doubts, row.confirmed_by, row.confirmed_at is None) == (["above_whole", "jump"], planner, False)
    assert row.events.get().doubts == ["above_whole", "jump"]
