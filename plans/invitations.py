"""Messages to people who were invited: in their language, with a link to choose a password where they have none."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from plans.languages import active_language

A_DAY = 24 * 60 * 60  # seconds

logger = logging.getLogger(__name__)


def send_invitations(people, institution, *, site):
    """Write to each person; `site` is the address of this site, with a slash at its end. Whether all messages went out."""
    letters = [invitation(person, institution, site) for person in people if person.email]
    try:
        get_connection().send_messages(letters)
    except (OSError, SMTPException):
        logger.exception("Invitations could not be sent")
        return False
    return True


def invitation(person, institution, site):
    """The message to one person."""
    with translation.override(person.language or active_language()):
        context = {
            "days": settings.PASSWORD_RESET_TIMEOUT // A_DAY,
            "institution": institution,
            "link": link_for(person, site),
            "has_password": person.has_usable_password(),
        }
        subject = render_to_string("accounts/invitation_subject.txt", context)
        body = render_to_string("accounts/invitation_mail.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[person.email])


def link_for(person, site):
    """Where the person signs in, or first chooses a password."""
    if person.has_usable_password():
        return site.rstrip("/") + reverse("plans:login")
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    address = reverse("plans:password-reset-confirm", args=[key, token])
    return f"{site.rstrip('/')}{address}?lang={active_language()}"
