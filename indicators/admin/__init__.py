"""The admin of the numbers, and of plans, whose sheets are made of them."""

from indicators.admin import commitment, indicator, plan, value

__all__ = ["commitment", "indicator", "plan", "value"]
