"""What lists of measures, and of what belongs to them, are filtered by."""

from django.db.models import Q

from measures.models import BudgetLine, Measure, Milestone, ProgressReport, Responsibility
from plans.filters import NumberFilter, RecordFilter, SlugFilter


class MeasureFilter(RecordFilter):
    institution = SlugFilter("standard__strategy__plan__institution__slug")
    plan = SlugFilter("standard__strategy__plan__slug")
    strategy = NumberFilter("standard__strategy")
    standard = NumberFilter("standard")
    parent = NumberFilter("parent")
    office = NumberFilter(method="with_a_part_of")

    class Meta:
        model = Measure
        fields = ("code", "origin", "status", "is_ambitious")

    def with_a_part_of(self, queryset, name, office):
        return queryset.filter(pk__in=Responsibility.objects.filter(office=office).values("measure"))


class OfMeasureFilter(RecordFilter):
    institution = SlugFilter("measure__standard__strategy__plan__institution__slug")
    plan = SlugFilter("measure__standard__strategy__plan__slug")
    strategy = NumberFilter("measure__standard__strategy")
    standard = NumberFilter("measure__standard")
    measure = NumberFilter("measure")


class MilestoneFilter(OfMeasureFilter):
    class Meta:
        model = Milestone
        fields = ()


class BudgetLineFilter(OfMeasureFilter):
    institution = SlugFilter(method="of_institution")
    office = NumberFilter("office")
    fiscal_year = NumberFilter("fiscal_year")

    class Meta:
        model = BudgetLine
        fields = ("currency",)

    def of_institution(self, queryset, name, slug):
        of_measure = Q(measure__standard__strategy__plan__institution__slug=slug)
        return queryset.filter(of_measure | Q(office__institution__slug=slug))


class ProgressReportFilter(OfMeasureFilter):
    office = NumberFilter("office")
    fiscal_year = NumberFilter("fiscal_year")

    class Meta:
        model = ProgressReport
        fields = ("state",)
