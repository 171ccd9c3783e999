"""The shape of readings: rows computed in Python, never stored."""

from django.utils.functional import lazy
from rest_framework import serializers

from indicators.readings.statuses import Status, Word
from indicators.readings.terms import CommitmentTerms
from indicators.readings.wording.status_rule import rule_text

RULE = lazy(rule_text, str)(CommitmentTerms())


def codes(words):
    return [(word.value, word.value) for word in words]


class NumberField(serializers.DecimalField):
    """A number with just the digits it has, or none."""

    def __init__(self, **options):
        super().__init__(max_digits=None, decimal_places=None, allow_null=True, **options)


class ReadingSerializer(serializers.Serializer):
    """What an indicator says in a fiscal year, as a commitment sees it. Sources are paths from a ReadingRow."""

    institution = serializers.SlugField(source="line.indicator.institution.slug")
    plan = serializers.SlugField(source="line.standard.strategy.plan.slug")
    plan_name = serializers.CharField(source="line.standard.strategy.plan.name")
    strategy = serializers.IntegerField(source="line.standard.strategy_id")
    strategy_code = serializers.CharField(source="line.standard.strategy.code")
    strategy_name = serializers.CharField(source="line.standard.strategy.name")
    standard = serializers.IntegerField(source="line.standard.pk")
    standard_code = serializers.CharField(source="line.standard.code")
    standard_name = serializers.CharField(source="line.standard.name")
    measure = serializers.IntegerField(source="line.commitment.measure_id", allow_null=True)
    measure_code = serializers.CharField(allow_null=True)
    measure_name = serializers.CharField(allow_null=True)
    commitment = serializers.IntegerField(source="line.commitment.pk")
    indicator = serializers.IntegerField(source="line.indicator.pk")
    indicator_code = serializers.CharField(source="line.indicator.code")
    indicator_name = serializers.CharField(source="line.indicator.name")
    unit = serializers.CharField(source="line.indicator.unit")
    office = serializers.IntegerField(source="line.indicator.office_id", allow_null=True)
    office_code = serializers.CharField(allow_null=True)
    office_name = serializers.CharField(allow_null=True)
    fiscal_year = serializers.IntegerField(source="line.fiscal_year")
    baseline = NumberField(source="line.commitment.baseline")
    expected = NumberField()
    expected_is_guide = serializers.BooleanField(help_text="The expectation was derived and is no target of this year.")
    target = NumberField()
    actual = NumberField(source="reading.figures.actual", help_text="Rounded as printed; of a total the sum so far.")
    state = serializers.CharField(
        source="reading.figures.state", help_text="What is known of the year's value; also not_yet_due and overdue."
    )
    progress = NumberField(help_text="Share of the way to the final target.")
    pace = NumberField(help_text="Way made, as a share of the way expected this year.")
    word = serializers.ChoiceField(source="reading.progress.word", choices=codes(Word), allow_null=True)
    status = serializers.ChoiceField(source="reading.status", choices=codes(Status), help_text=RULE)
    explanation = serializers.CharField(
        source="line.explanation", help_text="The reason for the status, in one sentence."
    )
    explanation_short = serializers.CharField(
        source="line.explanation_short",
        help_text="The same in a few words: at most 30 letters in Japanese, 50 in English.",
    )
    override = serializers.ChoiceField(
        choices=codes(Status), allow_null=True, help_text="A person's status beside ours."
    )
    override_reason = serializers.CharField(allow_null=True)
    reason = serializers.CharField(source="reading.reason", help_text="Code of why there is no data or no judgement.")
    provisional = serializers.BooleanField(source="reading.figures.is_provisional")
    expected_low = NumberField()
    expected_high = NumberField()
    target_low = NumberField()
    target_high = NumberField()

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields
