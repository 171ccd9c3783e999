"""What readers may read, as something to compare: two with the same rights see the same rows of every plan."""

from itertools import pairwise

from django.db.models import Exists, OuterRef

from plans.database.events import ROW, event_model, of_rows
from plans.models import Plan, PlanState, disclosed_to, levels_of, planned_institutions, reads


def cache_key_of_rights(user):
    """All that `visible_to` and `reads` go by: the level in each institution, and those whose drafts the user sees. Hashable."""
    if user.is_superuser:
        return ("everything",)
    return (*sorted(levels_of(user).items()), *sorted(planned_institutions(user)))


def reads_plan(user, plan):
    """Whether a user may read a plan, or the event of one, in hand; the same rule as `visible_to`."""
    sees_drafts = user.is_superuser or plan.institution_id in planned_institutions(user)
    return reads(user, plan.institution_id, plan.disclosure) and (plan.state != PlanState.DRAFT or sees_drafts)


def open_then_and_now(model, user):
    """Q for the events of a model with a disclosure level that were open to a user and are not of a row closed today."""
    closed = model.objects.filter(pk=OuterRef(ROW)).exclude(disclosed_to(user))
    return disclosed_to(user) & ~Exists(closed)


def open_to(user, model):
    """The rows of a model that a user may read; all of a model that is closed to nobody who sees what refers to it."""
    rows = model._meta.default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


def opened_to(user, model, pk):
    """Since when a user may read a plan, or another row with a level, without a break: a moment, or None, which is since ever."""
    opened = None
    for earlier, later in pairwise(event_model(model).objects.filter(of_rows([pk])).order_by("pk")):
        was_open = (
            reads_plan(user, earlier) if model is Plan else reads(user, earlier.institution_id, earlier.disclosure)
        )
        if not was_open:
            opened = later.when
    return opened
