"""Messages to people who were invited: in their language, with a link to choose a password where they have none."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from plans.access.account_mail import send_letters
from plans.text.languages import active_language


def send_invitations(people, institution, *, by, site):
    """Write to each person; `site`: `address_of_site`. Whether all messages went out."""
    return send_letters([invitation(person, institution, by, site) for person in people if person.email])


def invitation(person, institution, by, site):
    """The message to one person: who invites, to what, in which roles, and until when the link works."""
    ends = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    with translation.override(person.language or active_language()):
        context = {
            "by": by,
            "person": person,
            "institution": institution,
            "memberships": person.memberships.filter(institution=institution, is_active=True).select_related("office"),
            "link": link_for(person, site),
            "until": ends.astimezone(ZoneInfo(institution.time_zone)).date(),
            "has_password": person.has_usable_password(),
        }
        subject = render_to_string("accounts/invitation_subject.txt", context)
        body = render_to_string("accounts/invitation_mail.txt", context)
    reply_to = [by.email] if by.email else None
    return EmailMessage(" ".join(subject.split()), body, to=[person.email], reply_to=reply_to)


def link_for(person, site):
    """Where the person signs in, or first chooses a password."""
    if person.has_usable_password():
        return site + reverse("plans:login")
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    address = reverse("plans:password-reset-confirm", args=[key, token])
    return f"{site}{address}?lang={active_language()}"
