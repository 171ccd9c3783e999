"""The admin of the doing: measures, money, grades, reports and what proves them."""

from measures.admin import grading, measure, reporting

__all__ = ["grading", "measure", "reporting"]
