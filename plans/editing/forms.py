"""The form of an edit page: a row's columns, the version that was seen, the reason, and the way back."""

from copy import deepcopy
from uuid import uuid4

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.text.languages import LANGUAGES
from plans.text.numbers import whole_number

BESIDE_THE_ROW = ("version", "once", "next", "correct", "change_reason")


class EditForm(forms.Form):
    """What every edit form carries beside the columns. `row`: the row as it is, or a new one with its parent set."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept in the history with your name and the time."),
    )
    together = ()  # names of fields that stand in one line
    below = {}  # {first field of a line: the template under it}

    def __init__(self, *args, row, initial=None, **kwargs):
        self.row = row
        initial = self.shown(row) | {"version": row.version if row.pk else 0} | (initial or {})
        super().__init__(*args, initial=initial, **kwargs)
        if row.pk is not None:
            del self.fields["once"]  # the version tells already
        self.prepare()
        reason = self.fields.pop("change_reason", None)
        if row.pk is not None and reason is not None:
            self.fields["change_reason"] = reason
        for name, field in self.fields.items():
            dress(name, field)

    def prepare(self):
        """Fit the fields to the row."""

    def offer_correction(self):
        """Let what a closed year guards be corrected, where the person ticks it and says why."""
        self.fields["correct"] = forms.BooleanField(
            label=_("Correct it although the year is closed"),
            required=False,
            help_text=_("The year stays closed for everyone else."),
        )
        reason = self.fields.pop("change_reason", None)
        if reason is not None or "reason" not in self.fields:
            self.fields["change_reason"] = reason or deepcopy(self.base_fields["change_reason"])
            dress("change_reason", self.fields["change_reason"])

    @property
    def is_correction(self):
        """Whether the person wants it stored in a closed year all the same."""
        return "correct" in self.fields and bool(self["correct"].data)

    @property
    def why_corrected(self):
        name = "change_reason" if "change_reason" in self.fields else "reason"
        return self[name].data or ""

    def shown(self, row):
        """{field: what it shows} for a row: nothing, unless a form says otherwise."""
        return {}

    @property
    def columns(self):
        """{column: value} that the form wants stored."""
        return {name: value for name, value in self.cleaned_data.items() if name not in BESIDE_THE_ROW}

    @property
    def seen(self):
        """The version that the person saw, 0 for none. Raises BadRequest where the form does not say."""
        text = self.data.get(self.add_prefix("version"), "")
        version = whole_number(text)
        if version is None:
            raise BadRequest(_("The form does not say which version it was made from. Open the page again."))
        return version

    @property
    def why(self):
        return self.cleaned_data.get("change_reason", "")

    @property
    def why_alone(self):
        """The reason, where nothing else of the form matters. Raises ValidationError for what cannot be kept as one."""
        name = "change_reason"
        try:
            return self.fields[name].clean(self[name].data)
        except ValidationError as refusal:
            raise ValidationError({name: refusal.messages}) from refusal

    def lines(self):
        """(fields, template below) of each line: what stands together, and the two languages of a text side by side."""
        told, lines = set(), []
        for name in self.fields:
            if name not in told and not self[name].is_hidden:
                group = self.group_of(name)
                told.update(group)
                lines.append(([self[other] for other in group], self.below.get(name)))
        return lines

    def group_of(self, name):
        """The names of the fields in one line with a field."""
        both = tuple(f"{name[:-3]}_{language}" for language in LANGUAGES)
        groups = [group for group in (*self.together, both) if name in group and self.fields.keys() >= set(group)]
        return groups[0] if groups else (name,)

    def faults(self):
        """The fields at fault, for the summary above the form."""
        return [self[name] for name in self.errors if name in self.fields and not asks(self.fields[name])]

    def doubts(self):
        """The fields in which the person is asked whether something odd is right."""
        return [self[name] for name in self.errors if name in self.fields and asks(self.fields[name])]

    def mark_first_fault(self):
        """Let the first field at fault have the focus."""
        first = next((field for line, below in self.lines() for field in line if field.errors), None)
        if first is not None:
            first.field.widget.attrs["autofocus"] = True

    def tell(self, error):
        """Show a refusal of the row beside the fields that it is about."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for name, messages in by_field.items():
            beside = "change_reason" if name == "reason" and name not in self.fields else name
            self.add_error(beside if beside in self.fields else None, messages)


class RowForm(EditForm, forms.ModelForm):
    """The form of a row's own columns; those of `in_one_language_at_least` must not be empty in both languages."""

    in_one_language_at_least = ()

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, instance=row, **kwargs)

    def shown(self, row):
        return model_to_dict(row, fields=self._meta.fields)

    def clean(self):
        cleaned = super().clean()
        for stem in self.in_one_language_at_least:
            if not cleaned.get(f"{stem}_ja") and not cleaned.get(f"{stem}_en"):
                self.add_error(f"{stem}_ja", _("Fill it in in one language at least."))
        return cleaned


class Question(forms.BooleanField):
    """A box to tick where something is odd: its errors ask whether that is right."""

    is_question = True


def asks(field):
    """Whether the errors of a field are questions."""
    return getattr(field, "is_question", False)


def dress(name, field):
    """What the widget of a field needs to look and sound right."""
    attrs = field.widget.attrs
    if name[-3:] in ("_ja", "_en"):
        attrs["lang"] = name[-2:]
    if isinstance(field.widget, forms.Textarea):
        attrs["rows"] = min(int(attrs.get("rows", 4)), 4)
        attrs.pop("cols", None)
    if isinstance(field.widget, forms.Select):
        attrs.setdefault("class", "select")
    if isinstance(field.widget, forms.DateInput):
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})
