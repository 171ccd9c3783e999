from django.db import models

from plans.database.stamps import Stamp


class Record(models.Model):
    """What every editable row carries: its version (raised by the database at each change) and its times."""

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(db_default=Stamp(), editable=False)
    updated_at = models.DateTimeField(db_default=Stamp(), editable=False, db_index=True)

    class Meta:
        abstract = True


def one_of(choices, column, *, of, or_empty=False):
    """Constraint: the column holds one of the choices (or is empty). `of` is the row's noun in the constraint's name."""
    allowed = [*choices.values, ""] if or_empty else choices.values
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": allowed}), name=f"{of}_{column}_is_known")
