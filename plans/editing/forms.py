"""The form of a row, on its page and in the admin: its columns, the version that was seen, the reason, and how it is stored."""

from copy import deepcopy
from functools import cached_property
from uuid import uuid4

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.access.permissions import may_correct
from plans.editing.corrections import carry_out_correction
from plans.editing.rows import delete_row, save_changes, save_new
from plans.text.languages import LANGUAGES
from plans.text.numbers import whole_number

BESIDE_THE_ROW = ("version", "once", "next", "correct", "confirm", "change_reason")


class EditForm(forms.Form):
    """What every form of something to edit carries beside the columns. `instance`: the row as it is, or a new one.

    `store(by=…)` and `remove(by=…)` are the one way in which what the form says is written, whichever door it came through;
    who may is asked before.
    """

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept in the history with your name and the time."),
    )
    correct = forms.BooleanField(
        label=gettext_lazy("Correct it although the year is closed"),
        required=False,
        help_text=gettext_lazy("The year stays closed for everyone else."),
    )
    together = ()  # names of fields that stand in one line
    below = {}  # {first field of a line: the template under it}

    def __init__(self, *args, instance, initial=None, **kwargs):
        self.row = instance
        if isinstance(self, forms.BaseModelForm):
            kwargs["instance"] = self.instance_of(instance)
        initial = self.initial_values(instance) | {"version": instance.version if instance.pk else 0} | (initial or {})
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["correct"]
        self.prepare()
        self.open_on_page()

    def prepare(self):
        """Fit the fields to the row, wherever it is edited."""

    def prepare_page(self):
        """Fit the fields to the row on its edit page."""

    def open_on_page(self):
        """Fit the fields to an edit page: a new row needs no reason, a known one has its version."""
        self.prepare_page()
        reason = self.fields.pop("change_reason", None)
        if self.row.pk is not None:
            del self.fields["once"]  # the version says it already
            if reason is not None:
                self.fields["change_reason"] = reason
        for name, field in self.fields.items():
            set_widget_attrs(name, field)

    def offer_correction(self):
        """Let what a closed year guards be corrected, where the person ticks it and says why."""
        self.fields["correct"] = deepcopy(self.base_fields["correct"])
        reason = self.fields.pop("change_reason", None)
        if reason is not None or "reason" not in self.fields:
            self.fields["change_reason"] = reason or deepcopy(self.base_fields["change_reason"])
            set_widget_attrs("change_reason", self.fields["change_reason"])

    @staticmethod
    def corrects(row):
        """What `carry_out_correction` names where a row is changed in a closed year all the same; None: nobody may."""
        return

    @classmethod
    def is_correctable(cls, row, *, by):
        """Whether a person may change the row in a closed year all the same."""
        corrects = cls.corrects(row)
        return corrects is not None and may_correct(by, corrects["institution"])

    @property
    def is_correction(self):
        """Whether the person wants it stored in a closed year all the same."""
        return "correct" in self.fields and bool(self["correct"].data)

    def carry_out(self, verb, *, by):
        """What a verb returns; in a closed year it is a correction, where the person says so."""
        if not self.is_correction:
            return verb()
        return carry_out_correction(verb, by=by, reason=self.typed_reason, **self.corrects(self.row))

    def initial_values(self, row):
        """{field: what it shows} for a row: nothing, unless a form says otherwise."""
        return {}

    @cached_property
    def changed_data(self):
        """The names of the columns that became different: a reason alone changes nothing."""
        return [name for name in super().changed_data if name not in BESIDE_THE_ROW]

    @property
    def columns(self):
        """{column: value} that the form wants stored."""
        return {name: value for name, value in self.cleaned_data.items() if name not in BESIDE_THE_ROW}

    @property
    def seen_version(self):
        """The version that the person saw, 0 for none. Raises BadRequest where the form does not say."""
        text = self.data.get(self.add_prefix("version"), "")
        version = whole_number(text)
        if version is None:
            raise BadRequest(_("The form does not say which version it was made from. Open the page again."))
        return version

    @property
    def reason(self):
        return self.cleaned_data.get("change_reason", "")

    @property
    def typed_reason(self):
        """The reason as it was typed, whether the form is valid or not."""
        return self["change_reason" if "change_reason" in self.fields else "reason"].data or ""

    @property
    def removal_reason(self):
        """The reason, where nothing else of the form matters. Raises ValidationError for what cannot be one."""
        try:
            reason = self.base_fields["change_reason"].clean(self.typed_reason)
        except ValidationError as refusal:
            raise ValidationError({"change_reason": refusal.messages}) from refusal
        if not reason:
            raise ValidationError({"change_reason": said_without_reason()})
        return reason

    def lines(self):
        """(fields, template below) of each line: what stands together, and the two languages of a text side by side."""
        placed, lines = set(), []
        for name in self.fields:
            if name not in placed and not self[name].is_hidden:
                group = self.group_of(name)
                placed.update(group)
                lines.append(([self[other] for other in group], self.below.get(name)))
        return lines

    def group_of(self, name):
        """The names of the fields in one line with a field."""
        both = tuple(f"{name[:-3]}_{language}" for language in LANGUAGES)
        groups = [group for group in (*self.together, both) if name in group and self.fields.keys() >= set(group)]
        return groups[0] if groups else (name,)

    def faults(self):
        """The fields at fault, for the summary above the form."""
        return [self[name] for name in self.errors if name in self.fields and not is_question(self.fields[name])]

    def doubts(self):
        """The fields in which the person is asked whether something odd is right."""
        return [self[name] for name in self.errors if name in self.fields and is_question(self.fields[name])]

    def mark_first_fault(self):
        """Let the first field at fault have the focus."""
        first = next((field for line, below in self.lines() for field in line if field.errors), None)
        if first is not None:
            first.field.widget.attrs["autofocus"] = True

    def add_row_errors(self, error):
        """Show a refusal of the row beside the fields that it is about."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for name, messages in by_field.items():
            beside = "change_reason" if name == "reason" and name not in self.fields else name
            self.add_error(beside if beside in self.fields else None, messages)


class RowForm(EditForm, forms.ModelForm):
    """The form of a row's own columns; those of `in_one_language_at_least` must not be empty in both languages."""

    in_one_language_at_least = ()

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=self._meta.model() if instance is None else instance, **kwargs)

    def instance_of(self, row):
        """The row of the form's model that what is edited is checked as."""
        return row

    def initial_values(self, row):
        return model_to_dict(row, fields=self._meta.fields)

    def clean(self):
        cleaned = super().clean()
        for stem in self.in_one_language_at_least:
            names = {f"{stem}_ja", f"{stem}_en"}
            if names <= self.fields.keys() and not any(cleaned.get(name) for name in names):
                self.add_error(f"{stem}_ja", _("Fill it in in one language at least."))
        return cleaned

    @property
    def columns(self):
        own = {column.name for column in self._meta.model._meta.concrete_fields if not column.primary_key}
        return {name: value for name, value in super().columns.items() if name in own}

    def store(self, *, by):
        """Store the row; returns (the row as it is now, whether anything became different)."""
        if self.row.pk is None:
            return save_new(self.row, self.columns, by=by, reason=self.reason), True
        return save_changes(self.row, self.columns, by=by, version=self.seen_version, reason=self.reason)

    def remove(self, *, by):
        delete_row(self.row, by=by, version=self.seen_version, reason=self.removal_reason)


def said_without_reason():
    return _("Say why you delete: the reason stays in the history.")


class Question(forms.BooleanField):
    """A box to tick where something is odd: its errors ask whether that is right."""

    is_question = True


def is_question(field):
    """Whether the errors of a field are questions."""
    return getattr(field, "is_question", False)


def set_widget_attrs(name, field):
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
