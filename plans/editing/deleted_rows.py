"""Rows that somebody deleted while a person was editing them: as they last were, and who deleted them."""

from django.http import Http404

from plans.access.permissions import may_edit
from plans.database.events import DELETED, event_model, set_authors
from plans.editing.conflicts import as_text
from plans.editing.rows import PARENTS, has_column, institution_of


def deleted_row(model, **lookup):
    """The row of a tracked model as it was when it was deleted last, with `deletion` (the event) and the rows above it; None without one.

    `lookup`: columns that no two rows share, such as `id` or `slug`.
    """
    if model.objects.filter(**lookup).exists():
        return None
    found = set_authors(event_model(model).objects.filter(DELETED, **lookup).order_by("-pk")[:1])
    if not found:
        return None
    row = found[0].row
    row.deletion = found[0]
    for name in PARENTS:
        if has_column(row, name) and getattr(row, f"{name}_id") is not None:
            bring_parent(row, name)
    return row


def row_to_edit(rows, *, by, **lookup):
    """The row of a queryset that a person may see; for planners also one that somebody deleted, as it last was."""
    row = rows.filter(**lookup).first()
    if row is None:
        row = deleted_row(rows.model, **lookup)
        if row is None or not may_edit(by, institution_of(row)):
            raise Http404
    return row


def bring_parent(row, name):
    """Set the row above a deleted one, which may have been deleted with it."""
    parent, pk = row._meta.get_field(name).related_model, getattr(row, f"{name}_id")
    setattr(row, name, parent.objects.filter(pk=pk).first() or deleted_row(parent, id=pk))


def deletion_of(row):
    """The deletion of what a page edits, or of a row right above it; None where all of it is there."""
    state = getattr(row, "_state", None)
    above = vars(row) if state is None else state.fields_cache
    rows = (row, *(above.get(name) for name in PARENTS))
    return next((one.deletion for one in rows if hasattr(one, "deletion")), None)


def written_texts(form):
    """[(label, language of the text or nothing, what stands in the field, in words)] of a form, for whom it is to be copied."""
    texts = ((field, as_text(field.field, field.value())) for field in form.visible_fields())
    return [(field.label, field.field.widget.attrs.get("lang", ""), text) for field, text in texts if text]
