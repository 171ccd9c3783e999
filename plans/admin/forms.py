"""The admin's forms: the reason for a change, the version that was seen, and who may write where."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models.base import ModelBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.admin.history import changes_of
from plans.database.row_locks import lock_rows


class NotOfTheRow(forms.Field):
    """A field beside the row's own columns: filling it in does not count as a change of the row."""

    def has_changed(self, initial, data):
        return False


class SeenVersion(NotOfTheRow, forms.IntegerField):
    widget = forms.HiddenInput


class Reason(NotOfTheRow, forms.CharField):
    pass


class Tick(NotOfTheRow, forms.BooleanField):
    pass


class RowForm(forms.ModelForm):
    """One row of a table: refused when somebody else changed it meanwhile, or when it belongs to others.

    `request` and `table` (the model's admin) are set on the class by the admin that makes it.
    """

    request = None
    table = None
    seen_version = SeenVersion(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["seen_version"] = self.instance.version
        for name, field in self.fields.items():
            widget = bare_widget(field)
            if isinstance(widget, KnownChoice):
                widget.known = known_choice(self.instance, name)

    def clean(self):
        cleaned = super().clean()
        if hasattr(self.request, "said_busy"):
            raise ValidationError(self.request.said_busy, code="busy")
        if self.instance.pk is not None and self.has_changed():
            self.refuse_if_changed_meanwhile()
        self.refuse_if_of_several_institutions()
        return cleaned

    def refuse_if_changed_meanwhile(self):
        """Locks the row until the change is stored, so that nothing comes between."""
        rows = lock_rows(self._meta.model._meta.base_manager.filter(pk=self.instance.pk))
        version = rows.values_list("version", flat=True).first()
        if version is None:
            raise ValidationError(_("Someone deleted this while you were editing."), code="stale")
        if version != self.cleaned_data.get("seen_version"):
            raise ValidationError(self.said_meanwhile(), code="stale")

    def said_meanwhile(self):
        """What other people did since this form was opened, one line for each change."""
        seen = self.cleaned_data.get("seen_version") or 0
        changes = [change for change in changes_of(self.instance) if change.version > seen]
        told = [told_change(change) for change in reversed(changes)]
        return [_("This was changed while you edited it. Nothing was saved; reload the page to go on."), *told]

    def refuse_if_of_several_institutions(self):
        homes = {}
        for name, value in self.cleaned_data.items():
            table = table_of(type(value), self.table.admin_site)
            if getattr(table, "of_one_institution", False):
                homes[name] = table.institutions_of(value)
        if len(set().union(*homes.values())) > 1:
            names = ", ".join(str(self.fields[name].label) for name in homes if name in self.fields)
            raise ValidationError(_("These belong to different institutions: %(names)s.") % {"names": names})

    def _post_clean(self):
        super()._post_clean()
        if self.errors or not self.has_changed():
            return
        if not self.table.may_write(self.request.user, self.instance):
            self.add_error(None, _("You may not write here: it belongs to another office or institution."))
        else:
            self.check_whole_row()

    def check_whole_row(self):
        """The row's constraints, also those about columns that this form does not show."""
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)


class RecordForm(RowForm):
    """A row on its own page: with a reason for the change, which everybody reads in the history."""

    change_reason = Reason(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history with your name and the time."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def told_change(change):
    """One change in a sentence: who, when, and each field before and after."""
    steps = "; ".join(f"{step.label}: {step.before or '–'} → {step.after or '–'}" for step in change.steps)
    when = date_format(timezone.localtime(change.when), "DATETIME_FORMAT")
    return f"{change.who or _('the system')}, {when}: {steps}"


def known_choice(row, name):
    """The row that a column refers to, if it was read together with its own row."""
    column = row._meta.get_field(name)
    return column.get_cached_value(row, default=None)


def table_of(model, site):
    """The admin's table of a model, None for what has none."""
    return site.get_model_admin(model) if isinstance(model, ModelBase) and site.is_registered(model) else None


def bare_widget(field):
    """A field's widget without the admin's links around it."""
    return getattr(field.widget, "widget", field.widget)


class KnownChoice(AutocompleteSelect):
    """A search-as-you-type choice that need not ask the database for the name of what is chosen already."""

    known = None

    def optgroups(self, name, value, attrs=None):
        chosen = [str(key) for key in value if key not in self.choices.field.empty_values]
        if self.known is None or chosen != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        label = self.choices.field.label_from_instance(self.known)
        return [(None, [self.create_option(name, chosen[0], label, True, 0, attrs=attrs)], 0)]


class LabelledChoice(forms.ModelChoiceField):
    """Choices named as their table names them."""

    table = None

    def label_from_instance(self, obj):
        return self.table.label(obj)


class RowFormSet(forms.BaseInlineFormSet):
    """Rows below another one: however many there are, the choices of a column are read once."""

    def __init__(self, *args, **kwargs):
        self.shared = {}
        super().__init__(*args, **kwargs)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        setattr(form.instance, self.fk.name, self.instance)  # so that no row asks for its parent
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField) and type(bare_widget(field)) is forms.Select:
                self.shared.setdefault(name, field.choices)
                field.choices = self.shared[name] = list(self.shared[name])
