"""What is gone: rows that were deleted, as the history remembers them, for clients that keep a copy."""

from django.db.models import F, Value
from django.db.models.fields import TextField

from plans.history import event_model
from plans.models import disclosed_to
from plans.rest.columns import MOMENT, NUMBER, TEXT, Column

DELETED_AT = Column("deleted_at", Value(None, output_field=TextField()), TEXT, "deleted_at")
ID = Column("id", F("id"), NUMBER, "id")
GONE = (ID, Column("deleted_at", F("pgh_created_at"), MOMENT, "pgh_created_at"))


def deletions(model, user, since):
    """Deletions of a model's rows since a moment, oldest first, without those that were closed to the user.

    Other filters do not apply: of a row that is gone nobody can say to which plan it would belong today.
    """
    events = event_model(model).objects.filter(pgh_label="delete", pgh_created_at__gte=since)
    names = {field.name for field in model._meta.get_fields()}
    if {"disclosure", "institution"} <= names:
        events = events.filter(disclosed_to(user))
    return events.order_by("pgh_id")


def padded(columns):
    """The columns of deletions among rows with other columns: id and deleted_at, nothing else."""
    filled = {column.name: column for column in GONE}
    return [filled.get(column.name) or empty(column) for column in columns]


def empty(column):
    return Column(column.name, Value(None, output_field=TextField()), TEXT, column.source)
