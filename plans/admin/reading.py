"""How a row is shown to those who may read it and not change it."""

from functools import cache

from django.contrib.admin.utils import flatten
from django.db.models import DecimalField

from plans.caching.rights import open_to


@cache
def as_written(column):
    """A read-only column that shows a decimal with the digits that it was written with."""

    def plain_number(row):
        number = getattr(row, column.name)
        return None if number is None else f"{number:f}"

    plain_number.__name__ = column.name
    plain_number.short_description = column.verbose_name
    return plain_number


def to_read(model, fieldsets):
    """The fieldsets of a model for reading only."""
    decimals = {column.name: column for column in model._meta.concrete_fields if isinstance(column, DecimalField)}

    def line(names):
        if isinstance(names, list | tuple):
            return tuple(line(name) for name in names)
        return as_written(decimals[names]) if names in decimals else names

    return [(title, options | {"fields": line(options["fields"])}) for title, options in fieldsets]


def function_columns(fieldsets):
    """The columns of fieldsets that are shown by functions: no form has them."""
    return [name for _title, options in fieldsets for name in flatten(options["fields"]) if callable(name)]


def forget_closed(row, user):
    """Let a row that is only read refer to nothing that is closed to the user."""
    for column in row._meta.concrete_fields:
        key = getattr(row, column.attname) if column.is_relation and column.null else None
        if key is not None and not open_to(user, column.remote_field.model).filter(pk=key).exists():
            setattr(row, column.name, None)
