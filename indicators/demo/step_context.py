"""The context of a step of the diary, and lookups of the rows that earlier steps wrote."""

from dataclasses import dataclass
from pathlib import Path

from indicators.models import Commitment, Indicator
from measures.models import Grade, Measure, ProgressReport
from plans.models import Institution, Office, Plan, Standard, Strategy, User


@dataclass(frozen=True)
class StepContext:
    """What a step needs: the institution, the writer, the reason, and the folder of its files.

    Every lookup uses the names of the content: slugs, codes, else English names.
    """

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
    return [key for key in (row.code, row.name_en) if key]


def column_values(model, row):
    """The cells as the model's columns read them: days as days, figures as decimals."""
    return {name: model._meta.get_field(name).to_python(cell) for name, cell in row.items()}


def build_row(model, row, **given):
    """An unsaved instance: columns from the row's cells, and `given`."""
    return model(**column_values(model, row), **given)


def without(row, *names):
    return {name: cell for name, cell in row.items() if name not in names}


def change_row(instance, row):
    for name, cell in column_values(type(instance), row).items():
        setattr(instance, name, cell)
    instance.save()


def split_words(row, name):
    return row.get(name, "").split()
