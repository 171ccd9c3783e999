"""Which rows of a table a member sees and chooses from, in lists and below other rows alike."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Q
from django.forms.models import _get_foreign_key

from plans.admin.forms import KnownChoice, LabelledChoice, RowFormSet, in_admin, table_of
from plans.admin.reading import function_columns, to_read
from plans.editing.forms import RowForm
from plans.models import memberships_of

DAY = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}  # the browser's own calendar
SHORT = {"widget": forms.Textarea(attrs={"rows": 1, "cols": 24})}


class OwnRows:
    """Which rows a member sees: those disclosed to the member, in the institutions that the member belongs to.

    `to_institution`: the path (or paths, one of which leads there) from a row to its institution; `shown_with`: the
    rows that are printed with a row; `seen_through`: the rows that one must see, too, to see a row.
    """

    to_institution = ("institution",)
    shown_with = ()
    seen_through = ()
    of_one_institution = True

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related(*self.shown_with)
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.user)
        for name in self.seen_through:
            others = self.model._meta.get_field(name).remote_field.model.objects.visible_to(request.user)
            rows = rows.filter(**{f"{name}__in": others})
        return rows.filter(self.in_institutions_of(request.user))

    def in_institutions_of(self, user):
        if user.is_superuser:
            return Q()
        own = {membership.institution_id for membership in memberships_of(user)}
        rows = Q()
        for way in self.to_institution:
            rows |= Q(**{f"{way}__in": own})
        return rows

    def institutions_of(self, row):
        """The keys of the institutions to which a row belongs: one, or none when the row is not complete."""
        return {key for way in self.to_institution if (key := key_at_end(row, way)) is not None}

    def plan_of(self, row):
        """The id of the plan below which a row stands, None for others."""
        to_plan = "plan__institution"
        ways = [way.removesuffix("__institution") for way in self.to_institution if way.endswith(to_plan)]
        return next((key for way in ways if (key := key_at_end(row, way)) is not None), None)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Choices can be looked at and added to; what is chosen is not deleted from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The choices are the rows that the person sees, named as their own table names them."""
        table = table_of(db_field.remote_field.model, self.admin_site)
        if isinstance(table, OwnRows):
            kwargs.setdefault("queryset", table.get_queryset(request))
            kwargs.setdefault("form_class", type("Choice", (LabelledChoice,), {"table": table}))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def label(self, row):
        """How a row is called where it is chosen."""
        return str(row)


def key_at_end(row, way):
    """The key at the end of a path like `strategy__plan__institution`, None where something is missing on the way."""
    *steps, last = way.split("__")
    for step in steps:
        row = getattr(row, step, None)
        if row is None:
            return None
    return getattr(row, last if last == "pk" else f"{last}_id")


class RowsBelow(OwnRows, admin.TabularInline):
    """Rows below another one, on its page. Who may write there is said by the rows' own table."""

    form = RowForm
    formset = RowFormSet
    exclude = ("version",)  # the form has a field of its own for it
    extra = 0
    show_change_link = True
    classes = ("grid",)
    formfield_overrides = {models.DateField: DAY, models.TextField: SHORT}

    def __init__(self, parent_model, admin_site):
        self.form = in_admin(self.form)
        super().__init__(parent_model, admin_site)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the links beside a choice: a row has little room."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    @property
    def table(self):
        return self.admin_site.get_model_admin(self.model)

    @property
    def to_institution(self):
        return self.table.to_institution

    @property
    def seen_through(self):
        return self.table.seen_through

    def may_write_below(self, request, parent):
        """Whether the person may add and change rows below `parent` (None: a parent that is being added)."""
        if parent is None or parent.pk is None:
            return self.table.may_write_some(request.user)
        link = _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name).name
        return self.table.may_write(request.user, self.model(**{link: parent}))

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return self.may_write_below(request, obj)

    has_change_permission = has_delete_permission = has_add_permission

    def get_fieldsets(self, request, obj=None):
        """The fields, and hidden beside them the version that was seen."""
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return to_read(self.model, fieldsets)
        ((title, options),) = fieldsets
        return [(title, options | {"fields": (*options["fields"], "version")})]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *function_columns(self.get_fieldsets(request, obj))]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.request, formset.form.table = request, self.table
        return formset
