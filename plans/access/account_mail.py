"""Messages to the owner of an account, when something about it was changed: in the owner's language."""

import logging
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from plans.text.languages import active_language

logger = logging.getLogger(__name__)


def address_of_site(request):
    """Where the reader found this site, as links in messages begin: without a slash at its end."""
    return f"{request.scheme}://{request.get_host()}"


def send_password_changed(person, *, site):
    """Once it is stored, tell the owner that the account has another password."""
    send_when_stored(person, [person.email], "password_changed", {"site": site, "when": timezone.now()})


def send_account_changed(person, *, by, fields, addresses, site):
    """Once it is stored, tell the owner what another person changed about the account; `fields`: what they are called."""
    send_when_stored(person, addresses, "account_changed", {"by": by.display_name, "fields": fields, "site": site})


def send_when_stored(person, addresses, template, context):
    with translation.override(person.language or active_language()):
        subject = render_to_string(f"accounts/{template}_subject.txt", {"person": person, **context})
        body = render_to_string(f"accounts/{template}_mail.txt", {"person": person, **context})
    letters = [EmailMessage(" ".join(subject.split()), body, to=[address]) for address in sorted(set(addresses) - {""})]
    transaction.on_commit(partial(send_letters, letters))


def send_letters(letters):
    """Send messages; whether all went out."""
    try:
        get_connection().send_messages(letters)
    except (OSError, SMTPException):
        logger.exception("Messages could not be sent")
        return False
    return True
