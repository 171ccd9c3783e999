"""What is gone: rows that were deleted, as the history remembers them, for clients that keep a copy."""

from django.db.models import F, Q, Value
from django.db.models.fields import TextField

from plans.database.events import DELETED, ROW, WHEN, event_model, of_rows, since
from plans.models import Plan, disclosed_to
from plans.rest.columns import MOMENT, NUMBER, TEXT, Column

DELETED_AT = Column("deleted_at", Value(None, output_field=TextField()), TEXT, "deleted_at")
ID = Column("id", F("id"), NUMBER, "id")
GONE = (ID, Column("deleted_at", F(WHEN), MOMENT, WHEN))


class Deletions:
    """Deletions since a moment of what somebody might read, had it not been deleted.

    Decided by the last row, as the event keeps it, and by the rows above it, as they are or as they last were.
    `since=None`: since ever; `plans`: the ids of plans to which the asker's token is limited.
    """

    def __init__(self, user, *, since=None, plans=None):
        self.user, self.since, self.plans = user, since, plans

    def of(self, model):
        """Deletions of rows that are not closed by their own columns."""
        return event_model(model).objects.filter(self.rule(model), DELETED, since(self.since))

    def rule(self, model):
        """Q on a row's own columns; where these do not say enough, the queryset's `rule_of_deletions`."""
        rows = model.objects.none()
        rule = getattr(rows, "rule_of_deletions", None) or getattr(rows, "rule", None)
        if rule is not None:
            return rule(self.user)
        has_level = {"disclosure", "institution"} <= {field.name for field in model._meta.get_fields()}
        return disclosed_to(self.user) if has_level else Q()

    def open_rows(self, model):
        rows = model.objects.visible_to(self.user).order_by()
        return rows.filter(pk__in=self.plans) if self.plans is not None and model is Plan else rows

    def open_deletions(self, model):
        gone = self.of(model)
        return gone.filter(of_rows(self.plans)) if self.plans is not None and model is Plan else gone

    def rows_and_deletions(self, model, path):
        """(rows of a model, deletions of such rows) that a path of relations leads to something the asker may read."""
        if not path:
            return self.open_rows(model), self.open_deletions(model)
        rows = model.objects.filter(**{f"{path}__in": self.open_rows(end_of(model, path))}).order_by()
        return rows, self.of(model).filter(self.leads(model, path))

    def leads(self, model, path):
        """Q for the deletions from whose rows a path leads there; rows deleted on the way are gone through as they last were."""
        if path == "pk":
            return of_rows(self.open_rows(model).values("pk")) | of_rows(self.open_deletions(model).values(ROW))
        step, _way, rest = path.partition("__")
        relation = model._meta.get_field(step)
        living, gone = self.rows_and_deletions(relation.related_model, rest)
        if relation.one_to_many:
            back = relation.field.attname
            return of_rows(living.values(back)) | of_rows(gone.values(back))
        return Q(**{f"{step}__in": living.values("pk")}) | Q(**{f"{step}__in": gone.values(ROW)})


def end_of(model, path):
    """The model to which a path of relations leads."""
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def padded_columns(columns):
    """The columns of deletions among rows with other columns: id and deleted_at, nothing else."""
    filled = {column.name: column for column in GONE}
    return [filled.get(column.name) or empty_column(column) for column in columns]


def empty_column(column):
    return Column(column.name, Value(None, output_field=TextField()), TEXT, column.source)
