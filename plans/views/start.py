"""The start page and the list of plans. Pages with statuses live in `indicators`."""

from django.db.models import Count, Q
from django.shortcuts import render

from plans.models import Plan, memberships_of


def home(request):
    """The reader's own plans and what is public; without an account what is public."""
    plans = list(listed_plans(request.user))
    own = {membership.institution_id for membership in memberships_of(request.user)}
    context = {
        "my_plans": [plan for plan in plans if plan.institution_id in own],
        "other_plans": [plan for plan in plans if plan.institution_id not in own],
        "memberships": memberships_of(request.user),
    }
    return render(request, "plans/home.html", context)


def plan_list(request):
    """Every plan that the reader may see, by institution."""
    return render(
        request,
        "plans/plan_list.html",
        {"plans": listed_plans(request.user), "section": "plans"},
    )


def listed_plans(user):
    """Plans with all that a list prints about them; levels without a name are not counted."""
    named = {
        level: Count(
            path,
            distinct=True,
            filter=~Q(**{f"{path}__name_ja": "", f"{path}__name_en": ""}),
        )
        for level, path in (
            ("strategy_count", "strategies"),
            ("standard_count", "strategies__standards"),
        )
    }
    return Plan.objects.visible_to(user).select_related("institution").annotate(**named)
