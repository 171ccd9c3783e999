"""Changing one row in place: never over somebody else's change, with a reason that the history keeps."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Manager, Max, QuerySet
from django.utils.translation import gettext as _

from plans.database.history import recording
from plans.database.row_locks import lock_rows
from plans.database.transactions import in_one_transaction
from plans.models import Institution, Record, User

R = TypeVar("R", bound=Record)
PARENTS = ("plan", "strategy", "standard", "measure", "commitment", "indicator", "office")


class StaleVersion(Exception):
    """Somebody changed the row meanwhile; `current` is the row as it is now, None where it is gone."""

    def __init__(self, current: object) -> None:
        super().__init__(_("Someone changed this while you were editing."))
        self.current = current


def rows_above(row: Any) -> Iterator[Any]:
    """The row, and those above it."""
    while row is not None:
        yield row
        name = next((name for name in PARENTS if has_column(row, name)), None)
        row = None if name is None else getattr(row, name)


def institution_of(row: Any) -> Institution:
    """The institution that a row belongs to, by way of the rows above it."""
    return next(above.institution for above in rows_above(row) if has_column(above, "institution"))


def has_column(row: Record, name: str) -> bool:
    try:
        row._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


@in_one_transaction
def save_changes(
    row: R, columns: Mapping[str, object], *, by: User, version: int | None, reason: str = ""
) -> tuple[R, bool]:
    """Change some columns of a row; returns (the row as it is now, whether anything became different).

    `version`: the version that the person saw; raises StaleVersion when the row has another by now, ValidationError for
    what the row may not hold. Who may is asked before, here as in `save_new` and `delete_row`.
    """
    current = lock_row(row, version)
    names = [name for name, value in columns.items() if getattr(current, name) != value]
    for name in names:
        setattr(current, name, columns[name])
    if names:
        current.clean_fields(exclude={column.name for column in row._meta.fields} - {*names})
        current.clean()
        current.validate_unique()
        current.validate_constraints()
        with recording(by=by, reason=reason):
            current.save(update_fields=names)
        current.refresh_from_db()
    return current, bool(names)


@in_one_transaction
def save_new(row: R, columns: Mapping[str, object], *, by: User, reason: str = "") -> R:
    """Store a new row, whose parent is set already, with some columns; returns the row."""
    for name, value in columns.items():
        setattr(row, name, value)
    row.full_clean()
    with recording(by=by, reason=reason):
        row.save()
    return row


@in_one_transaction
def delete_row(row: Record, *, by: User, version: int | None, reason: str = "") -> None:
    """Delete a row; the history keeps it. Raises StaleVersion when it is another by now (None: not checked), or gone."""
    current = lock_row(row, version, for_removal=True)
    with recording(by=by, reason=reason):
        current.delete()


def lock_row(row: R, version: int | None, *, for_removal: bool = False) -> R:
    """The row as it is now, held until the transaction ends."""
    current = lock_rows(row._meta.base_manager.filter(pk=row.pk), for_removal=for_removal).first()
    if current is None or version not in (None, current.version):
        raise StaleVersion(current)
    return current


def next_order(siblings: QuerySet[Any] | Manager[Any]) -> int:
    """The place behind the last sibling."""
    last = siblings.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1
