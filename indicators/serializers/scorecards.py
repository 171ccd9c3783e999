"""The shape of a scorecard: a plan's readings in one fiscal year, by strategy and standard."""

from rest_framework import serializers

from indicators.serializers.readings import ReadingSerializer


class CountsSerializer(serializers.Serializer):
    """How many readings have which status."""

    achieved = serializers.IntegerField()
    on_track = serializers.IntegerField()
    at_risk = serializers.IntegerField()
    off_track = serializers.IntegerField()
    no_data = serializers.IntegerField()
    not_judged = serializers.IntegerField()


class NamedSerializer(serializers.Serializer):
    name = serializers.CharField()
    name_ja = serializers.CharField()
    name_en = serializers.CharField()


class StandardCardSerializer(NamedSerializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    counts = CountsSerializer()
    readings = ReadingSerializer(many=True)


class StrategyCardSerializer(NamedSerializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    counts = CountsSerializer()
    standards = StandardCardSerializer(many=True)


class ScorecardSerializer(serializers.Serializer):
    plan = serializers.SlugField()
    institution = serializers.SlugField()
    name = serializers.CharField()
    fiscal_year = serializers.IntegerField()
    as_known_on = serializers.DateField(allow_null=True)
    is_final = serializers.BooleanField(
        allow_null=True, help_text="Whether nothing more can be recorded for that day; null without as_known_on."
    )
    counts = CountsSerializer()
    note = serializers.CharField(help_text="Why the scorecard is empty, where it is.")
    strategies = StrategyCardSerializer(many=True)
