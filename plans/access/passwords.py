"""What a password may not be, beside being short or common."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_OF_ITS_OWN = 8  # characters besides what everybody knows of the account
SHORTEST_PART = 3


class NotMadeOfTheAccount:
    """Refuses a password that is little more than the user name, the email address or the person's name, once or often."""

    def validate(self, password, user=None):
        if user is not None and len(without_parts(password, parts_of(user))) < LEAST_OF_ITS_OWN <= len(password):
            raise ValidationError(
                _("The password is too much like the user name, the email address or the name."),
                code="password_made_of_account",
            )

    def get_help_text(self):
        return _("Not made of your user name, email address or name.")


def parts_of(user):
    """The words that stand in the account, the longest first."""
    known = " ".join([user.get_username(), user.email or "", user.name_ja, user.name_en]).lower()
    parts = {user.get_username().lower(), (user.email or "").partition("@")[0].lower(), *re.split(r"\W+", known)}
    return sorted((part for part in parts if len(part) >= SHORTEST_PART), key=len, reverse=True)


def without_parts(password, parts):
    """What is left of a password when the parts are taken out."""
    left = password.lower()
    for part in parts:
        left = left.replace(part, "")
    return left
