"""The institution or plan that a page is about, and whom the page lets in."""

from django.shortcuts import get_object_or_404

from plans.access.permissions import is_member, may_edit, require
from plans.models import Institution, Plan


def institution_for_members(request, slug):
    """The institution; 403 for people who do not belong to it."""
    institution = get_object_or_404(Institution, slug=slug)
    require(is_member(request.user, institution))
    return institution


def institution_for_planners(request, slug):
    """The institution; 403 for everybody but its planning office."""
    institution = get_object_or_404(Institution, slug=slug)
    require(may_edit(request.user, institution))
    return institution


def plan_for_planners(request, slug):
    """The plan; 404 for those who may not see it, 403 for those who see it and are no planners."""
    plans = Plan.objects.visible_to(request.user).select_related("institution")
    plan = get_object_or_404(plans, slug=slug)
    require(may_edit(request.user, plan.institution))
    return plan


def visible_or_none(rows, user):
    """The row of a queryset of one or none, None where nothing was entered yet; 403 for a row that is hidden from the user."""
    row = rows.first()
    require(row is None or rows.model.objects.visible_to(user).filter(pk=row.pk).exists())
    return row


def post_data(request):
    """What a form was sent with; None where none was sent."""
    return request.POST if request.method == "POST" else None
