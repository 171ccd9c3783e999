"""What the frame offers to whom, and how it names people."""

from django import template

from plans.access.permissions import may_edit
from plans.models import memberships_of

register = template.Library()
PARTS = {"home", "compare", "organisation"}  # parts of the site that are one page


@register.filter
def enters_admin(user):
    """Whether the planning pages are open to the user: members of any institution, and superusers."""
    return bool(user) and user.is_active and (user.is_superuser or bool(memberships_of(user)))


@register.filter
def edits(user, institution):
    """Whether the user works in the institution's planning office; no user works in none."""
    return bool(user) and user.is_authenticated and may_edit(user, institution)


@register.filter
def roles(user):
    """The user's memberships."""
    return memberships_of(user)


@register.filter
def person(user):
    """What a user is called: the name in the reader's language, else in the other, else that of the account."""
    return user.display_name


@register.filter
def initials(user):
    """One or two letters for a user: of the first and the last word of the name, or of the account."""
    names = user.display_name.split()
    return "".join(name[0] for name in (names if len(names) < 3 else (names[0], names[-1]))).upper()


@register.simple_tag(takes_context=True)
def site_section(context):
    """The part of the site that the reader is in: what the page says, else the name of its address."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = getattr(match, "url_name", None) or ""
    return name if name in PARTS else context.get("section") or ""


@register.simple_tag(takes_context=True)
def institution_at_hand(context):
    """The institution that the page is about, else one that the reader belongs to; None without any."""
    about = (context.get(name) for name in ("plan", "office", "indicator"))
    institutions = [context.get("institution"), *(getattr(row, "institution", None) for row in about)]
    institutions += (
        [membership.institution for membership in memberships_of(context["user"])] if context.get("user") else []
    )
    return next((institution for institution in institutions if institution), None)
