"""What a step of the diary needs to know: whose diary, who writes and why, where its sheets lie, and what was written before."""

from dataclasses import dataclass
from pathlib import Path

from indicators.models import Commitment, Indicator
from measures.models import Grade, Measure, ProgressReport
from plans.models import Institution, Office, Plan, Standard, Strategy, User


@dataclass(frozen=True)
class Pen:
    """Every lookup answers by the names that the content uses (slugs, codes, else English names)."""

    institution: Institution | None
    by: User | None
    reason: str
    folder: Path

    def offices(self):
        """{slug: office}."""
        return {office.slug: office for office in Office.objects.filter(institution=self.institution)}

    def plans(self):
        """{slug: plan}."""
        return {plan.slug: plan for plan in Plan.objects.filter(institution=self.institution)}

    def strategies(self):
        """{(plan's slug, code or name): strategy}."""
        rows = Strategy.objects.filter(plan__institution=self.institution).select_related("plan")
        return {(row.plan.slug, key): row for row in rows for key in keys_of(row)}

    def standards(self):
        """{(plan's slug, code or name): standard}."""
        rows = Standard.objects.filter(strategy__plan__institution=self.institution).select_related("strategy__plan")
        return {(row.strategy.plan.slug, key): row for row in rows for key in keys_of(row)}

    def measures(self):
        """{(plan's slug, code or name): measure}."""
        rows = Measure.objects.filter(standard__strategy__plan__institution=self.institution)
        rows = rows.select_related("standard__strategy__plan")
        return {(row.standard.strategy.plan.slug, key): row for row in rows for key in keys_of(row)}

    def reports(self):
        """{(plan's slug, code or name of the measure, fiscal year): progress report}."""
        rows = ProgressReport.objects.filter(institution=self.institution)
        rows = rows.select_related("measure__standard__strategy__plan")
        return {
            (row.measure.standard.strategy.plan.slug, key, row.fiscal_year): row
            for row in rows
            for key in keys_of(row.measure)
        }

    def grades(self):
        """{(plan's slug, mark): grade on that plan's scale}."""
        rows = Grade.objects.filter(scale__plan_scales__plan__institution=self.institution)
        rows = rows.values_list("scale__plan_scales__plan__slug", "code", "pk")
        known = Grade.objects.in_bulk([pk for _slug, _code, pk in rows])
        return {(slug, code): known[pk] for slug, code, pk in rows}

    def indicators(self):
        """{code or name: indicator}."""
        rows = Indicator.objects.filter(institution=self.institution)
        return {key: row for row in rows for key in keys_of(row)}

    def commitments(self):
        """{(plan's slug, code or name of the indicator): commitment}."""
        rows = Commitment.objects.filter(indicator__institution=self.institution)
        rows = rows.select_related("indicator__institution", "standard__strategy__plan")
        return {(row.standard.strategy.plan.slug, key): row for row in rows for key in keys_of(row.indicator)}


def keys_of(row):
    """What the content calls a row: its code and its English name, as far as it has them."""
    return [key for key in (row.code, row.name_en) if key]


def read(model, row):
    """A row's cells as the model's columns read them: days as days, figures as decimals."""
    return {name: model._meta.get_field(name).to_python(cell) for name, cell in row.items()}


def new(model, row, **given):
    """An unsaved instance of the model: columns from the row's cells, and what is given."""
    return model(**read(model, row), **given)


def without(row, *names):
    """The row without some of its cells: those that name other rows."""
    return {name: cell for name, cell in row.items() if name not in names}


def change(instance, row):
    """Set an instance's columns from a row's cells and save it."""
    for name, cell in read(type(instance), row).items():
        setattr(instance, name, cell)
    instance.save()


def words(row, name):
    """The words of a cell: names separated by spaces."""
    return row.get(name, "").split()
