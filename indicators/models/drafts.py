"""Which indicators are no more than a part of drafts: those are seen by the drafts' planners alone, at every door.

An indicator came with a draft when it was made after the plan. As long as it serves nothing but drafts it is as hidden as they
are; once one of its plans is published it follows its own level. One that was there before a draft stays as open as it was,
and so does one that serves no plan.
"""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from plans.database.events import DELETED, ROW, event_model
from plans.models import Plan, PlanState, Standard, Strategy, planned_by


def not_of_drafts(user, *, indicator="pk", institution="institution"):
    """Q for the rows whose indicator did not come with drafts that are closed to the user; paths from the row to both."""
    return planned_by(user, institution=institution) | ~Q(**{f"{indicator}__in": ids_of_drafts_only()})


def ids_of_drafts_only():
    """The ids of the indicators that came with a draft and serve nothing else, as the database's own function finds them."""
    return RawSQL("SELECT indicators_of_drafts()", ())


def not_parts_of_drafts(user):
    """Q for the breakdowns, without those that came with drafts closed to the user and part the figures of no other indicator."""
    values = apps.get_model("indicators", "YearlyValue").objects.filter(breakdown=OuterRef("pk")).order_by()
    made_for_it = {"indicator__commitments__standard__strategy__plan__created_at__lte": OuterRef("created_at")}
    of_drafts = Exists(values.filter(indicator__in=ids_of_drafts_only(), **made_for_it))
    of_others = Exists(values.exclude(indicator__in=ids_of_drafts_only()))
    return planned_by(user) | ~of_drafts | of_others


def not_deleted_with_drafts(user):
    """The same Q for deletions of indicators, by the plans that their commitments led to when these were deleted."""
    commitments = (
        event_model(apps.get_model("indicators", "Commitment"))
        .objects.filter(DELETED, indicator=OuterRef("id"))
        .annotate(strategy=last(Standard, "standard", "strategy"))
        .annotate(plan=last(Strategy, "strategy", "plan"))
        .annotate(state=last(Plan, "plan", "state"), made_at=last(Plan, "plan", "created_at"))
    )
    came_with_one = Exists(commitments.filter(state=PlanState.DRAFT, made_at__lte=OuterRef("created_at")))
    was_published = Exists(commitments.exclude(state=PlanState.DRAFT))
    return planned_by(user) | ~came_with_one | was_published


def last(model, key, column):
    """What a column holds, or last held, in the row of a model that another column names."""
    events = event_model(model).objects.filter(**{ROW: OuterRef(key)}).order_by("-pk")
    return Subquery(events.values(column)[:1])
