from functools import cached_property
from typing import TypeAlias

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from knox.models import AbstractAuthToken

from plans.database.history import tracked
from plans.database.triggers import LastingTrigger
from plans.models.record import Record
from plans.text.languages import PersonName


def password_date_trigger():
    """Trigger: another password leaves its time, and so an event, but never itself."""
    return LastingTrigger(
        name="date_password",  # by its name before the one that raises the version
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("password"),
        func="NEW.password_changed_at = plans_stamp(); RETURN NEW;",
    )


@tracked(without=("password", "last_login"))
class User(Record, AbstractUser):
    """A person who signs in. What the person may do is said by memberships, per institution and office."""

    first_name = last_name = None  # one name in each language says in which order it is written
    name_ja = models.CharField(pgettext_lazy("person", "name (Japanese)"), max_length=150, blank=True)
    name_en = models.CharField(pgettext_lazy("person", "name (English)"), max_length=150, blank=True)
    name = PersonName()
    email = models.EmailField(_("email address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    is_demo = models.BooleanField(_("account of the demo"), default=False, editable=False)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_is_unique",
                violation_error_message=_("Another account has this email address."),
            )
        ]
        triggers = [password_date_trigger()]

    @property
    def display_name(self):
        """What the person is called in the reader's language, else in the other one; without a name the account's."""
        return str(self.name) or self.get_username()

    def get_full_name(self):
        return str(self.name)

    get_short_name = get_full_name

    @cached_property
    def known_memberships(self):
        """The memberships in force with their offices and institutions, read once per user object, that is once per request."""
        return list(self.memberships.filter(is_active=True).select_related("office", "institution"))


class ApiToken(AbstractAuthToken):
    """A key for machines: stored as a digest, expiring, read-only or not, and for some plans or for all."""

    name = models.CharField(_("name"), blank=True)
    read_only = models.BooleanField(_("read-only"), default=True)
    plans = models.ManyToManyField(
        "plans.Plan",
        verbose_name=_("plans"),
        blank=True,
        related_name="+",
        help_text=_("Leave empty for every plan that the user may see."),
    )
    is_limited = models.BooleanField(default=False, editable=False)  # stays when the plans are deleted

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self):
        return f"{self.name or self.token_key} ({self.user})"

    def limit_to(self, plans):
        """Let the token see these plans only; none of them: every plan that its user may see."""
        self.plans.set(plans)
        self.is_limited = bool(plans)
        self.save(update_fields=["is_limited"])


Reader: TypeAlias = User | AnonymousUser
