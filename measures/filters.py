"""What lists of measures, and of what belongs to them, are filtered by."""

from django.db.models import Q

from measures.models import BudgetLine, Measure, Milestone, ProgressReport, Responsibility
from plans.filters import NumberFilter, RecordFilter, SlugFilter
from plans.models import Institution, Office, Plan, Standard, Strategy


class MeasureFilter(RecordFilter):
    institution = SlugFilter("standard__strategy__plan__institution__slug", names=Institution)
    plan = SlugFilter("standard__strategy__plan__slug", names=Plan)
    strategy = NumberFilter("standard__strategy", names=Strategy)
    standard = NumberFilter("standard", names=Standard)
    parent = NumberFilter("parent", names=Measure)
    office = NumberFilter(method="with_a_part_of", names=Office)

    class Meta:
        model = Measure
        fields = ("code", "origin", "status", "is_ambitious")

    def with_a_part_of(self, queryset, name, offices):
        return queryset.filter(pk__in=Responsibility.objects.filter(office__in=offices).values("measure"))


class OfMeasureFilter(RecordFilter):
    institution = SlugFilter("measure__standard__strategy__plan__institution__slug", names=Institution)
    plan = SlugFilter("measure__standard__strategy__plan__slug", names=Plan)
    strategy = NumberFilter("measure__standard__strategy", names=Strategy)
    standard = NumberFilter("measure__standard", names=Standard)
    measure = NumberFilter("measure", names=Measure)


class MilestoneFilter(OfMeasureFilter):
    class Meta:
        model = Milestone
        fields = ()


class BudgetLineFilter(OfMeasureFilter):
    institution = SlugFilter(method="of_institution", names=Institution)
    office = NumberFilter("office", names=Office)
    fiscal_year = NumberFilter("fiscal_year")

    class Meta:
        model = BudgetLine
        fields = ("currency",)

    def of_institution(self, queryset, name, slugs):
        of_measure = Q(measure__standard__strategy__plan__institution__slug__in=slugs)
        return queryset.filter(of_measure | Q(office__institution__slug__in=slugs))


class ProgressReportFilter(OfMeasureFilter):
    office = NumberFilter("office", names=Office)
    fiscal_year = NumberFilter("fiscal_year")

    class Meta:
        model = ProgressReport
        fields = ("state",)
