"""Invitations and roles, as they are filled in and as they come in a list."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from plans.access.member_actions import Invitation
from plans.access.roles import WHOLE_INSTITUTION_ONLY
from plans.forms import ReasonForm
from plans.models import Role

LONGEST_NAME = 150


class RoleForm(forms.Form):
    """A role and the office that it is for; `offices`: {slug: office} of the institution."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role, initial=Role.VIEWER)
    office = forms.ChoiceField(
        label=gettext_lazy("Office"),
        required=False,
        help_text=gettext_lazy("For reporters and approvers; without an office the role is for the whole institution."),
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = offices
        named = [(slug, str(office)) for slug, office in offices.items()]
        self.fields["office"].choices = [("", _("the whole institution")), *named]

    def clean_office(self):
        return self.offices.get(self.cleaned_data["office"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("office") is not None and cleaned.get("role") in WHOLE_INSTITUTION_ONLY:
            self.add_error("office", _("This role is for the whole institution only."))
        return cleaned


class InvitationForm(RoleForm):
    """One person: address, name in one language or both, role, office, language."""

    email = forms.EmailField(label=gettext_lazy("Email address"), max_length=254)
    name_ja = forms.CharField(label=pgettext_lazy("person", "Name (Japanese)"), max_length=LONGEST_NAME, required=False)
    name_en = forms.CharField(label=pgettext_lazy("person", "Name (English)"), max_length=LONGEST_NAME, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", "—"), *settings.LANGUAGES], required=False
    )
    field_order = ("email", "name_ja", "name_en", "role", "office", "language")

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_name_ja(self):
        return printable(self.cleaned_data["name_ja"])

    def clean_name_en(self):
        return printable(self.cleaned_data["name_en"])

    def invitation(self):
        """What a valid form asks for."""
        return Invitation(**self.cleaned_data)


def printable(text):
    """A name with single spaces. Raises ValidationError for signs that nobody sees."""
    name = " ".join(text.split())
    if not name.isprintable():
        raise ValidationError(_("The name holds characters that cannot be printed."))
    return name


class MembershipForm(RoleForm, ReasonForm):
    """Another role or office for a member, or none in force for now, and why."""

    is_active = forms.BooleanField(
        label=gettext_lazy("Active"),
        required=False,
        help_text=gettext_lazy("Without it the person has no rights here; the role is kept."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("role", "office", "is_active", "reason", "version")


class MemberSheetForm(forms.Form):
    """A list of people: a file, or lines put into the box."""

    LARGEST = 1_000_000  # bytes

    file = forms.FileField(label=gettext_lazy("CSV file"), required=False)
    text = forms.CharField(
        label=gettext_lazy("or paste the list here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is not None and file.size > self.LARGEST:
            raise ValidationError(_("The file is larger than 1 MB. A list of members is short; split it."))
        return file

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("text", "").strip():
            raise ValidationError(_("Choose a file, or paste a list."))
        return cleaned
