from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from indicators.models.figure_kinds import LIMIT
from plans.fiscal_years import EARLIEST, LATEST


class Figure(models.DecimalField):
    """A decimal that keeps the digits it was written with: 95.0 stays 95.0. Up to 20 digits before the point, 10 after."""

    def __init__(self, *args, **kwargs):
        kwargs.update(max_digits=30, decimal_places=10)
        super().__init__(*args, **kwargs)

    def db_type(self, connection):
        return "numeric"

    def cast_db_type(self, connection):
        return "numeric"


def within_limits(column):
    """Q that refuses NaN, infinities and numbers too long to be true."""
    return models.Q(**{column: None}) | models.Q(**{f"{column}__gt": -LIMIT, f"{column}__lt": LIMIT})


def fiscal_year_field(name, **options):
    """A fiscal year: the integer in which it starts."""
    bounds = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    return models.PositiveIntegerField(name, validators=bounds, **options)
