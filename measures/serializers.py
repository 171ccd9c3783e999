"""The shape of measures, and of what belongs to them, in the API."""

from django.db.models import OuterRef
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from measures.models import BudgetLine, CrossListing, Measure, Milestone, ProgressReport, Responsibility
from plans.models import Standard
from plans.rest.columns import CountField, DatabaseField, OtherIdField, RecordSerializer, WordingField
from plans.rest.sql_text import JsonList, json_ids
from plans.serializers import REVISION, PlanSerializer, count_below, slug_of, wording


@extend_schema_serializer(component_name="Plan")
class PlanWithMeasuresSerializer(PlanSerializer):
    """A plan with the number of its measures; sub-measures are not counted."""

    measure_count = CountField(count_below(Measure.objects.filter(parent=None), "standard__strategy__plan"))

    class Meta(PlanSerializer.Meta):
        fields = tuple(
            name
            for field in PlanSerializer.Meta.fields
            for name in ((field, "measure_count") if field == "standard_count" else (field,))
        )


def responsible_offices():
    parts = Responsibility.objects.filter(measure=OuterRef("pk")).order_by("order", "pk")
    return JsonList(parts.values("office_id", "role"))


def listed_under(listings):
    own = listings.filter(measure=OuterRef("pk"))
    return json_ids(own.order_by("standard_id").values("standard_id"))


class ListedUnderField(DatabaseField):
    """Ids of the other standards under which a measure is listed, as far as the asker may see them."""

    def __init__(self, **options):
        super().__init__(listed_under(CrossListing.objects), **options)

    def seen_by(self, seen):
        return listed_under(CrossListing.objects.filter(standard__in=seen(Standard, "strategy__plan")))


class OtherMeasureField(OtherIdField):
    """The id of another measure."""

    def __init__(self, **options):
        super().__init__(Measure, "standard__strategy__plan", **options)


class MeasureSerializer(RecordSerializer):
    institution = slug_of("standard.strategy.plan.institution.slug")
    plan = slug_of("standard.strategy.plan.slug")
    strategy = serializers.IntegerField(source="standard.strategy_id", read_only=True)
    name = WordingField()
    description = WordingField()
    responsible = DatabaseField(
        responsible_offices(), help_text="Offices with their part: lead, support, data, executive."
    )
    parent = OtherMeasureField()
    merged_into = OtherMeasureField()
    predecessor = OtherMeasureField()
    listed_under = ListedUnderField(help_text="Ids of other standards under which it is listed, too.")

    class Meta:
        model = Measure
        fields = (
            *("id", "institution", "plan", "strategy", "standard", "parent", "code", "order"),
            *wording("name", "description"),
            *("origin", "is_ambitious", "status", "merged_into", "predecessor"),
            *("first_fiscal_year", "last_fiscal_year", "responsible", "listed_under", "source_url"),
            *REVISION,
        )


class OfMeasureSerializer(RecordSerializer):
    """What every row of a measure says about where it stands."""

    institution = slug_of("measure.standard.strategy.plan.institution.slug")
    plan = slug_of("measure.standard.strategy.plan.slug")
    standard = serializers.IntegerField(source="measure.standard_id", read_only=True)


WHERE = ("id", "institution", "plan", "standard", "measure")


class MilestoneSerializer(OfMeasureSerializer):
    name = WordingField()

    class Meta:
        model = Milestone
        fields = (*WHERE, "order", *wording("name"), "due_on", "done_on", "cancelled_on", "note", *REVISION)


class EitherField(serializers.SlugField):
    """The slug at the end of the first path that leads somewhere."""

    def __init__(self, *paths):
        self.expression = Coalesce(*paths)
        super().__init__(read_only=True, allow_null=True)


class BudgetLineSerializer(OfMeasureSerializer):
    """Of a measure, or of an office alone: then without plan, standard and measure."""

    institution = EitherField("measure__standard__strategy__plan__institution__slug", "office__institution__slug")
    plan = slug_of("measure.standard.strategy.plan.slug", allow_null=True)
    standard = serializers.IntegerField(source="measure.standard_id", read_only=True, allow_null=True)
    name = WordingField()

    class Meta:
        model = BudgetLine
        fields = (
            *(
                *WHERE,
                "office",
                "fiscal_year",
                *wording("name"),
                "currency",
                "planned",
                "settled",
                "note",
                "source_url",
            ),
            *REVISION,
        )


def mark(source):
    """The mark of a grade (Ⅳ, S, ◎), or the code of a scale."""
    return serializers.CharField(source=f"{source}.code", read_only=True, allow_null=True)


ACCOUNT = ("done", "result", "issues", "next_step", "countermeasure")


class ProgressReportSerializer(OfMeasureSerializer):
    done = WordingField()
    result = WordingField()
    issues = WordingField()
    next_step = WordingField()
    countermeasure = WordingField()
    self_grade = mark("self_grade")
    proposed_grade = mark("proposed_grade")
    final_grade = mark("final_grade")

    class Meta:
        model = ProgressReport
        fields = (
            *(*WHERE, "office", "fiscal_year", "state", "disclosure", *wording(*ACCOUNT)),
            *("self_grade", "proposed_grade", "final_grade", "grade_reason", "source_url"),
            *REVISION,
        )
