"""The shape of numbers in the API."""

from indicators.serializers.figures import (
    CommitmentSerializer,
    DefinitionSerializer,
    IndicatorSerializer,
    TargetSerializer,
    YearlyValueSerializer,
)
from indicators.serializers.readings import ReadingSerializer
from indicators.serializers.scorecards import ScorecardSerializer
from indicators.serializers.values import BulkRowSerializer, ValueSerializer

__all__ = [
    "BulkRowSerializer",
    "CommitmentSerializer",
    "DefinitionSerializer",
    "IndicatorSerializer",
    "ReadingSerializer",
    "ScorecardSerializer",
    "TargetSerializer",
    "ValueSerializer",
    "YearlyValueSerializer",
]
