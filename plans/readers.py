"""What readers may read, as something to compare: two with the same rights see the same rows of every plan."""

from django.db.models import Exists, OuterRef

from plans.models import Role, disclosed_to, levels_of, memberships_of


def rights_of(user):
    """All that `visible_to` and `reads` go by: the level in each institution, and those whose drafts the user sees."""
    if user.is_superuser:
        return ("everything",)
    drafts = {m.institution_id for m in memberships_of(user) if m.role == Role.PLANNER and m.office_id is None}
    return (*sorted(levels_of(user).items()), *sorted(drafts))


def open_then_and_now(model, user):
    """Q for the events of a model with a disclosure level that were open to a user and are not of a row closed today."""
    closed = model.objects.filter(pk=OuterRef("pgh_obj_id")).exclude(disclosed_to(user))
    return disclosed_to(user) & ~Exists(closed)
