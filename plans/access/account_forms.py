"""Forms of people about their own accounts."""

import hashlib
import os
import time

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm

from plans.access.demo_accounts import demo_account_refusal, is_refused_here
from plans.models import User

MOST_LINKS = 3  # to one address
SPAN = 60 * 60  # in so many seconds


class SignInForm(AuthenticationForm):
    """User name and password."""

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if is_refused_here(user, self.request):
            raise forms.ValidationError(demo_account_refusal(), code="demo")


class LinkForm(PasswordResetForm):
    """Asks for a link by which a new password is chosen; also a first one, for who was invited. Few go to one address."""

    def get_users(self, email):
        return User.objects.filter(email__iexact=email, is_active=True).exclude(email="")

    def save(self, **kwargs):
        email = self.cleaned_data["email"]
        if self.get_users(email).exists() and may_send_to(email):  # addresses that nobody has would only fill the disk
            super().save(**kwargs)


def may_send_to(email):
    """Whether fewer links than allowed were asked for lately, of this address; counts the asking."""
    name = hashlib.blake2b(email.strip().lower().encode(), digest_size=16).hexdigest()
    try:
        return count_recent_requests(settings.LINKS_COUNTED / name) < MOST_LINKS
    except OSError:
        return True  # a full disk stops nobody from coming back


def count_recent_requests(file, most=MOST_LINKS):
    """How often it was asked before, within the span; as many as `most` are written down, in a file that all processes share."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    since = time.time() - SPAN
    for other in file.parent.iterdir():
        if other.stat().st_mtime < since:
            other.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "a+") as asked:
        asked.seek(0)
        lately = sum(float(moment) > since for moment in asked.read().split())
        if lately < most:
            asked.write(f"{time.time()}\n")
    return lately


class AccountForm(forms.ModelForm):
    """What people say of themselves."""

    class Meta:
        model = User
        fields = ("name_ja", "name_en", "language")
