"""The form of a measure's offices: a line for each, and some empty lines for new ones."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.actions import arrange_offices
from measures.models import ResponsibilityRole
from plans.editing.forms import EditForm
from plans.text.numbers import whole_number

NEW_LINES = 3
COLUMNS = ("office", "role", "person")


class TeamForm(EditForm):
    """Each line is an office with its role and person; a line without an office is taken away. `offices`: to choose from."""

    def __init__(self, *args, instance, offices, **kwargs):
        self.keys = [*(str(part.pk) for part in instance.rows), *(f"new{number}" for number in range(1, NEW_LINES + 1))]
        self.together = [tuple(f"{column}_{key}" for column in COLUMNS) for key in self.keys]
        self.choices = [("", "–"), *((office.pk, str(office)) for office in offices)]
        super().__init__(*args, instance=instance, **kwargs)

    def initial_values(self, row):
        shown = {}
        for part in row.rows:
            shown |= {
                f"office_{part.pk}": part.office_id,
                f"role_{part.pk}": part.role,
                f"person_{part.pk}": part.person,
            }
        return shown

    def prepare(self):
        for number, key in enumerate(self.keys, start=1):
            numbered = {"number": number}
            self.fields[f"office_{key}"] = forms.TypedChoiceField(
                label=_("Office %(number)d") % numbered,
                required=False,
                choices=self.choices,
                coerce=int,
                empty_value=None,
            )
            self.fields[f"role_{key}"] = forms.ChoiceField(
                label=_("Role of office %(number)d") % numbered,
                required=False,
                choices=ResponsibilityRole,
                initial=ResponsibilityRole.SUPPORT,
            )
            self.fields[f"person_{key}"] = forms.CharField(
                label=_("Person in office %(number)d") % numbered, required=False
            )

    def clean(self):
        cleaned = super().clean()
        seen = set()
        for key in self.keys:
            part = cleaned.get(f"office_{key}"), cleaned.get(f"role_{key}")
            if part[0] is not None and part in seen:
                self.add_error(f"office_{key}", gettext_lazy("This office has this role already."))
            seen.add(part)
        return cleaned

    def store(self, *, by):
        said = {"version": self.seen_version, "parts": self.parts, "reason": self.reason}
        return self.row, arrange_offices(self.row.measure, by=by, **said)

    @property
    def parts(self):
        """[(id of the line, None for a new one; its columns, None where it is taken away)]."""
        parts = []
        for key in self.keys:
            office, role, person = (self.cleaned_data[f"{column}_{key}"] for column in COLUMNS)
            columns = None if office is None else {"office_id": office, "role": role, "person": person}
            line = whole_number(key)
            if line is not None or columns is not None:
                parts.append((line, columns))
        return parts
