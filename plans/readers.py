"""What readers may read, as something to compare: two with the same rights see the same rows of every plan."""

from plans.models import Role, levels_of, memberships_of


def rights_of(user):
    """All that `visible_to` and `reads` go by: the level in each institution, and those whose drafts the user sees."""
    if user.is_superuser:
        return ("everything",)
    drafts = {m.institution_id for m in memberships_of(user) if m.role == Role.PLANNER and m.office_id is None}
    return (*sorted(levels_of(user).items()), *sorted(drafts))
