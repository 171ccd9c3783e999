"""REST collections of the doing: measures, milestones, budget lines, progress reports; and plans, which count measures."""

from measures import filters, serializers
from measures.models import BudgetLine
from plans import api as plans
from plans.rest.collection import Collection
from plans.rest.keyset import terms_by

NAMES = ("name_ja", "name_en")
TO_PLAN = "measure__standard__strategy__plan"


class PlansWithMeasures(plans.Plans):
    """Promises for a span of fiscal years, with what was announced and what is recorded."""

    serializer_class = serializers.PlanWithMeasuresSerializer


class Measures(Collection):
    """The third level of a plan: what is being done."""

    serializer_class = serializers.MeasureSerializer
    filterset_class = filters.MeasureFilter
    usual_order = terms_by(
        "standard__strategy__plan", "standard__strategy__order", "standard__order", "standard", "order", "id"
    )
    search_fields = ("code", *NAMES, "description_ja", "description_en")
    plan_path = "standard__strategy__plan"
    read_with = (plan_path,)


class Milestones(Collection):
    """Steps of measures, due on a day."""

    serializer_class = serializers.MilestoneSerializer
    filterset_class = filters.MilestoneFilter
    usual_order = terms_by("measure", "order", "id")
    search_fields = (*NAMES, "note")
    plan_path = TO_PLAN
    read_with = (plan_path,)


class BudgetLines(Collection):
    """Money of measures and offices by fiscal year: planned and settled."""

    serializer_class = serializers.BudgetLineSerializer
    filterset_class = filters.BudgetLineFilter
    usual_order = terms_by("fiscal_year", "id")
    search_fields = (*NAMES, "note")
    plan_path = TO_PLAN

    def above(self, deletions):
        return deletions.leads(BudgetLine, TO_PLAN) | BudgetLine.objects.none().of_own_offices(self.request.user)


class ProgressReports(Collection):
    """Offices' accounts of measures, year by year, with grades."""

    serializer_class = serializers.ProgressReportSerializer
    filterset_class = filters.ProgressReportFilter
    usual_order = terms_by("measure", "fiscal_year", "id")
    search_fields = tuple(f"{name}_{language}" for name in serializers.ACCOUNT for language in ("ja", "en"))
    plan_path = TO_PLAN
    read_with = (plan_path,)
