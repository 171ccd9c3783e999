"""What the frame offers to whom."""

from django import template

from plans.models import memberships_of

register = template.Library()


@register.filter
def enters_admin(user):
    """Whether the planning pages are open to the user: members of any institution, and superusers."""
    return bool(user) and user.is_active and (user.is_superuser or bool(memberships_of(user)))
