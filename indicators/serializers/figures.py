"""The shape of indicators, commitments, values and readings in the API."""

from django.db.models import Case, CharField, Exists, F, Func, JSONField, OuterRef, Q, Value, When
from rest_framework import serializers

from indicators.models import Commitment, Comparator, Definition, Indicator, Target, YearlyValue
from indicators.readings.terms import BY_DIRECTION, BY_KIND
from measures.serializers import mark
from plans.rest.columns import DatabaseField, OtherIdField, RecordSerializer, WordingField
from plans.serializers import REVISION, slug_of, wording


class IndicatorSerializer(RecordSerializer):
    institution = slug_of("institution.slug")
    name = WordingField()
    unit = WordingField()
    scale = mark("scale")
    merged_into = OtherIdField(Indicator, "commitments__standard__strategy__plan")
    source = WordingField()
    method = WordingField()

    class Meta:
        model = Indicator
        fields = (
            *("id", "institution", "code", *wording("name", "unit"), "decimals", "kind", "scale"),
            *("time_basis", "numerator_time_basis", "denominator_time_basis"),
            *(
                "direction",
                "numerator_is_part",
                "factor",
                "over_time",
                "over_breakdowns",
                "office",
                *wording("source", "method"),
                "frequency",
            ),
            *("is_ambitious", "disclosure", "origin", "status", "merged_into"),
            *REVISION,
        )


class DefinitionSerializer(RecordSerializer):
    institution = slug_of("indicator.institution.slug")
    wording = WordingField()
    numerator = WordingField()
    denominator = WordingField()

    class Meta:
        model = Definition
        fields = (
            *("id", "institution", "indicator", "valid_from", "restated_from"),
            *(*wording("wording", "numerator", "denominator"), "reason"),
            *REVISION,
        )


class ComparedByField(serializers.ChoiceField):
    """How the targets are compared, as readings do it: as chosen, else by the indicator's direction."""

    def __init__(self):
        choices = [*Comparator.choices, ("", "")]
        told = "The comparator in force: the chosen one, else, with targets, the one of the indicator's direction."
        super().__init__(choices, read_only=True, source="comparator", help_text=told)

    @property
    def expression(self):
        by_kind = [
            When(indicator__direction=direction, indicator__kind=kind, then=Value(str(comparator)))
            for (direction, kind), comparator in BY_KIND.items()
        ]
        by_direction = [
            When(indicator__direction=direction, then=Value(str(comparator)))
            for direction, comparator in BY_DIRECTION.items()
        ]
        has_targets = Exists(Target.objects.current().filter(commitment=OuterRef("pk")))
        is_silent = Q(has_targets, comparator="")
        usual = Case(*by_kind, *by_direction, default=Value(""))
        return Case(When(is_silent, then=usual), default=F("comparator"), output_field=CharField())


class CommitmentSerializer(RecordSerializer):
    institution = slug_of("standard.strategy.plan.institution.slug")
    plan = slug_of("standard.strategy.plan.slug")
    strategy = serializers.IntegerField(source="standard.strategy_id", read_only=True)
    indicator_code = serializers.CharField(source="indicator.code", read_only=True)
    indicator_name = WordingField(source="indicator.name")
    unit = WordingField(source="indicator.unit")
    baseline_grade = mark("baseline_grade")
    compared_by = ComparedByField()

    class Meta:
        model = Commitment
        fields = (
            *("id", "measure", "standard", "plan", "indicator", "comparator", "promise", "trajectory", "tolerance"),
            *("baseline", "baseline_fiscal_year", "is_key", "version"),
            *("institution", "strategy", "indicator_code", "indicator_name", "unit", "order"),
            *("baseline_as_of", "baseline_as_of_precision", "baseline_numerator", "baseline_denominator"),
            *("baseline_grade", "baseline_provisional", "baseline_note", "baseline_source_url", "reason"),
            *("compared_by", "updated_at", "baseline_printed"),
        )


class TargetSerializer(RecordSerializer):
    institution = slug_of("commitment.standard.strategy.plan.institution.slug")
    plan = slug_of("commitment.standard.strategy.plan.slug")
    indicator = serializers.IntegerField(source="commitment.indicator_id", read_only=True)
    grade = mark("grade")
    provisional = serializers.BooleanField(source="is_provisional", read_only=True)

    class Meta:
        model = Target
        fields = (
            *("id", "commitment", "plan", "indicator", "fiscal_year", "value", "low", "high"),
            *("decided_on", "reason", "superseded_at", "version"),
            *("institution", "due_on", "grade", "as_of", "as_of_precision", "provisional", "printed"),
            *("note", "source_url", "decided_by", "updated_at"),
        )


class YearlyValueSerializer(RecordSerializer):
    institution = slug_of("institution.slug")
    indicator_code = serializers.CharField(source="indicator.code", read_only=True)
    indicator_name = WordingField(source="indicator.name")
    unit = WordingField(source="indicator.unit")
    provisional = serializers.BooleanField(source="is_provisional", read_only=True)
    grade = mark("grade")

    class Meta:
        model = YearlyValue
        fields = (
            *("id", "institution", "indicator", "indicator_code", "indicator_name", "unit", "fiscal_year", "kind"),
            *("breakdown", "state", "value", "numerator", "denominator", "as_of", "as_of_precision"),
            *("provisional", "note", "version", "updated_at"),
            *("published", "dated", "grade", "text", "disclosure", "source_url"),
            *("printed", "numerator_as_of", "denominator_as_of"),
        )


class CheckedValueSerializer(YearlyValueSerializer):
    """A yearly value by its address: also what was odd about it, who confirmed that and when, for those who may record it."""

    doubts = DatabaseField(Func("doubts", function="to_json", output_field=JSONField()), help_text="Codes, in a list.")
    confirmed_by = serializers.CharField(source="confirmed_by.username", read_only=True)

    class Meta(YearlyValueSerializer.Meta):
        fields = (*YearlyValueSerializer.Meta.fields, "doubts", "confirmed_by", "confirmed_at")
