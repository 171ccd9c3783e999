"""What is measured and promised: indicators, commitments, targets, values, as the database keeps them."""

from indicators.models.breakdown import Breakdown
from indicators.models.commitment import (
    AsOfPrecision,
    Commitment,
    Comparator,
    Override,
    Promise,
    Target,
    Trajectory,
)
from indicators.models.definition import Definition
from indicators.models.figure import Figure
from indicators.models.indicator import (
    Direction,
    Indicator,
    IndicatorOrigin,
    IndicatorStatus,
    Kind,
    OverBreakdowns,
    OverTime,
    TimeBasis,
)
from indicators.models.value import ValueEvidence, ValueKind, ValueState, YearlyValue, bound_of

__all__ = [
    "AsOfPrecision",
    "Breakdown",
    "Commitment",
    "Comparator",
    "Definition",
    "Direction",
    "Figure",
    "Indicator",
    "IndicatorOrigin",
    "IndicatorStatus",
    "Kind",
    "OverBreakdowns",
    "OverTime",
    "Override",
    "Promise",
    "Target",
    "TimeBasis",
    "Trajectory",
    "ValueEvidence",
    "ValueKind",
    "ValueState",
    "YearlyValue",
    "bound_of",
]
