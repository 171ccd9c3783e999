"""Forms of people about their own accounts."""

import hashlib
import time

from django import forms
from django.contrib.auth.forms import PasswordResetForm
from django.core.cache import caches

from plans.models import User

MOST_LINKS = 3  # to one address
SPAN = 60 * 60  # in so many seconds


class LinkForm(PasswordResetForm):
    """Asks for a link by which a new password is chosen; also a first one, for who was invited. Few go to one address."""

    def get_users(self, email):
        return User.objects.filter(email__iexact=email, is_active=True).exclude(email="")

    def save(self, **kwargs):
        if may_send_to(self.cleaned_data["email"]):
            super().save(**kwargs)


def may_send_to(email):
    """Whether fewer links than allowed were asked for lately, of this address; counts the asking."""
    counted, now = caches["shared"], time.time()
    key = "links-" + hashlib.sha256(email.strip().lower().encode()).hexdigest()
    try:
        lately = [moment for moment in counted.get(key, []) if moment > now - SPAN]
        if len(lately) < MOST_LINKS:
            counted.set(key, [*lately, now], SPAN)
    except OSError:
        return True  # a full disk stops nobody from coming back
    return len(lately) < MOST_LINKS


class AccountForm(forms.ModelForm):
    """What people say of themselves."""

    class Meta:
        model = User
        fields = ("last_name", "first_name", "language")
