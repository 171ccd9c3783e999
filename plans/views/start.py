"""The list of plans. Pages with statuses live in `indicators`, and so does the start page."""

from django.db.models import Count, Q
from django.shortcuts import render

from plans.models import Plan


def plan_list(request):
    """Every plan that the reader may see, by institution."""
    return render(
        request,
        "plans/plan_list.html",
        {"plans": plans_with_counts(request.user), "section": "plans"},
    )


def plans_with_counts(user):
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
    plans = Plan.objects.visible_to(user).select_related("institution").annotate(**named)
    return plans.order_by(
        "institution__slug", "-first_fiscal_year", "slug"
    )  # a query that counts forgets the model's order
