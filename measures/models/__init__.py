"""What is done: measures, reports, grades, evidence, feedback, as the database keeps them."""

from measures.models.grading import Grade, GradeKind, GradingScale, PlanScale
from measures.models.measure import (
    DROPPED,
    CrossListing,
    Measure,
    MeasureOrigin,
    MeasureStatus,
    Milestone,
    OfMeasureQuerySet,
    OfStandardQuerySet,
    Responsibility,
    ResponsibilityRole,
)
from measures.models.money import BudgetLine
from measures.models.reporting import (
    Citation,
    Evidence,
    Feedback,
    MeasureEvidence,
    ProgressReport,
    ProgressState,
    ReportEvidence,
)

__all__ = [
    "DROPPED",
    "BudgetLine",
    "Citation",
    "CrossListing",
    "Evidence",
    "Feedback",
    "Grade",
    "GradeKind",
    "GradingScale",
    "Measure",
    "MeasureEvidence",
    "MeasureOrigin",
    "MeasureStatus",
    "Milestone",
    "OfMeasureQuerySet",
    "OfStandardQuerySet",
    "PlanScale",
    "ProgressReport",
    "ProgressState",
    "ReportEvidence",
    "Responsibility",
    "ResponsibilityRole",
]
