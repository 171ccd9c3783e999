"""REST of the numbers."""

from indicators.api.bulk import ValuesInBulk
from indicators.api.figures import Commitments, Definitions, Indicators, Targets, YearlyValues
from indicators.api.readings import Readings
from indicators.api.scorecards import PlanScorecard
from indicators.api.values import ValueOfYear

__all__ = [
    "Commitments",
    "Definitions",
    "Indicators",
    "PlanScorecard",
    "Readings",
    "Targets",
    "ValueOfYear",
    "ValuesInBulk",
    "YearlyValues",
]
