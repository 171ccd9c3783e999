"""What the form of a row has in the admin beside its own rules: the table's permissions and choices, and what was refused."""

from functools import partial

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.base import ModelBase
from django.utils.translation import gettext as _

from plans.editing.refusals import refusal_of
from plans.editing.rows import StaleVersion


def in_admin(form):
    """The form class of a row, for the admin."""
    return type(form.__name__, (AdminRow, form), {})


class AdminRow:
    """Mixed into the form of a row (`plans/editing/forms.py`) by the table or the rows below that show it.

    `request` and `table` (the model's admin) are set on the class when it is made. The page has one reason for all its rows.
    """

    request = None
    table = None

    def open_on_page(self):
        for name in ("once", "next", *(("change_reason",) if self.prefix else ())):
            self.fields.pop(name, None)
        if "correct" in (self._meta.fields or ()):
            self.offer_correction()
        for name, field in self.fields.items():
            widget = bare_widget(field)
            if isinstance(widget, KnownChoice):
                widget.known = known_choice(self.instance, name)

    @property
    def typed_reason(self):
        return self.request.POST.get("change_reason", "").strip()

    @property
    def reason(self):
        return self.typed_reason or super().reason

    @property
    def is_correction(self):
        return "correct" in self.request.POST and self.is_correctable(self.row, by=self.request.user)

    @property
    def refusal(self):
        """Why this form was not stored a moment ago, an exception; None where it was not tried, or not refused."""
        return getattr(self.request, "refusals", {}).get(self.prefix)

    def clean(self):
        cleaned = super().clean()
        homes = {}
        for name, value in self.cleaned_data.items():
            table = table_of(type(value), self.table.admin_site)
            if getattr(table, "of_one_institution", False):
                homes[name] = table.institutions_of(value)
        if len(set().union(*homes.values())) > 1:
            names = ", ".join(str(self.fields[name].label) for name in homes if name in self.fields)
            raise ValidationError(_("These belong to different institutions: %(names)s.") % {"names": names})
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if isinstance(self.refusal, ValidationError):
            self.add_row_errors(self.refusal)
        elif self.refusal is not None:
            self.add_error(None, refusal_of(self.refusal)[1])
        elif not self.errors and self.has_changed() and not self.table.may_write(self.request.user, self.instance):
            self.add_error(None, _("You may not write here: it belongs to another office or institution."))

    def carry_out_or_note(self, verb):
        """What `store` or `remove` returns; None where it was refused, which is noted for the form to show."""
        by = self.request.user
        try:
            with transaction.atomic():
                return self.carry_out(partial(verb, by=by), by=by)
        except (ValidationError, StaleVersion, IntegrityError) as error:
            self.request.refusals[self.prefix] = error
            return None


def known_choice(row, name):
    """The row that a column refers to, if it was read together with its own row."""
    try:
        return row._meta.get_field(name).get_cached_value(row, default=None)
    except FieldDoesNotExist:
        return None


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

    def get_queryset(self):
        rows = super().get_queryset()
        for row in rows:
            setattr(row, self.fk.name, self.instance)  # so that no row asks for its parent
        return rows

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"instance": self.model(**{self.fk.name: self.instance})}

    def clean(self):
        """A row that could not be deleted is no fault of its form, which is not looked at."""
        super().clean()
        refused = [form.refusal for form in self.initial_forms if self._should_delete_form(form)]
        for refusal in filter(None, refused):
            raise ValidationError(refusal_of(refusal)[1])

    def form_again(self, index, initial):
        """A form in the place of the one that was sent, with what it shows next."""
        return self._construct_form(index, data=None, files=None, initial=initial, **self.get_form_kwargs(index))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField) and type(bare_widget(field)) is forms.Select:
                self.shared.setdefault(name, field.choices)
                field.choices = self.shared[name] = list(self.shared[name])

    def save_new(self, form, **options):
        setattr(form.instance, self.fk.name, self.instance)
        form.carry_out_or_note(form.store)
        return form.instance

    def save_existing(self, form, obj, **options):
        return self.save_new(form)

    def delete_existing(self, obj, **options):
        form = next(form for form in self.initial_forms if form.instance is obj)
        form.carry_out_or_note(form.remove)
