"""What lists of institutions, offices and plans are filtered by: on pages, in exports and in the API alike."""

import re
from datetime import datetime, time
from functools import reduce
from operator import or_

import django_filters as filters
from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from plans.models import Institution, Objective, Office, Plan, Standard, Strategy
from plans.text.numbers import whole_number

LONGEST_SEARCH = 200
UNKNOWN_CODE = "unknown_code"
UNESCAPED_PLUS = re.compile(r" (\d\d:?\d\d)$")


def is_among(column, ids):
    """Condition: the column is one of the ids that a queryset answers.

    They are looked up first and once, so that an index on the column can be used however many tables the query joins.
    """
    return Func(
        F(column),
        ArraySubquery(ids),
        template="%(expressions)s)",
        arg_joiner=" = ANY (",
        output_field=models.BooleanField(),
    )


def filter_containing(queryset, fields, text):
    """Rows in which one of the fields contains the text, whatever its case."""
    found = queryset.model.objects.filter(reduce(or_, (Q(**{f"{field}__icontains": text}) for field in fields)))
    return queryset.filter(is_among("pk", found.order_by().values("pk")))


class SearchFilter(filters.CharFilter):
    """Rows that contain a text in one of some fields, in either language."""

    def __init__(self, *fields, **options):
        super().__init__(max_length=LONGEST_SEARCH, **options)
        self.fields = fields

    def filter(self, queryset, value):
        return filter_containing(queryset, self.fields, value) if value else queryset


class SeveralField(forms.Field):
    """What a parameter says that may stand several times: the list of what each says, cleaned by another field."""

    widget = forms.MultipleHiddenInput

    def __init__(self, each, **options):
        super().__init__(**options)
        self.each = each

    def clean(self, value):
        texts = [value] if isinstance(value, str | int) else value or []
        return [self.each.clean(text) for text in texts]


class SeveralFilter(filters.Filter):
    """A parameter that may be repeated: rows with one of the values.

    `names`: the model that the values name, by its primary key or by `key`; `RecordFilter.unknown_names()` asks it.
    `schema`: OpenAPI's description of one value.
    """

    is_repeatable = True
    schema = {"type": "string"}

    def __init__(self, *args, names=None, key="pk", **options):
        super().__init__(*args, **options)
        self.names, self.key = names, key
        set_override(self, "field", {"type": "array", "items": self.schema})

    @property
    def field(self):
        return SeveralField(super().field, label=self.label, required=False)

    def filter(self, queryset, values):
        if len(values) == 1:
            return super().filter(queryset, values[0])
        return queryset.filter(**{f"{self.field_name}__in": values}) if values else queryset


class AddressNumberField(forms.IntegerField):
    """A number in an address, read as elsewhere: `whole_number`."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        number = whole_number(str(value))
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class WholeNumber:
    """Part of a filter: its values are ids, fiscal years. Anything else is a bad request."""

    field_class = AddressNumberField
    schema = {"type": "integer", "format": "int64", "minimum": 0}


class NumberFilter(WholeNumber, SeveralFilter):
    """One of some whole numbers."""


@extend_schema_field(WholeNumber.schema)
class BoundFilter(WholeNumber, filters.Filter):
    """The lowest or the highest of some whole numbers."""


class SlugFilter(SeveralFilter):
    """The slug of a plan, an institution or an office."""

    field_class = forms.SlugField
    schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}

    def __init__(self, *args, **options):
        super().__init__(*args, **{"key": "slug"} | options)


class TextFilter(SeveralFilter):
    """A text that stands in a column just like that."""

    field_class = forms.CharField


class CodeField(forms.ChoiceField):
    """One of some codes. `parameter`: what the address calls it."""

    parameter = ""

    def validate(self, value):
        if value and not self.valid_value(value):
            codes = ", ".join(str(code) for code, _label in self.choices)
            told = {"value": value, "parameter": self.parameter.replace("_", " "), "codes": codes}
            raise forms.ValidationError(unknown_code_message(self.parameter), code=UNKNOWN_CODE, params=told)
        super().validate(value)


def unknown_code_message(parameter):
    if parameter[:1] in "aeiou":
        return _("“%(value)s” is not an %(parameter)s. Use one of: %(codes)s.")
    return _("“%(value)s” is not a %(parameter)s. Use one of: %(codes)s.")


class CodeFilter(SeveralFilter):
    """One of some codes."""

    field_class = CodeField

    def __init__(self, *args, choices, **options):
        self.schema = {"type": "string", "enum": [code for code, _label in choices]}
        super().__init__(*args, choices=choices, **options)

    @property
    def field(self):
        several = super().field
        several.each.parameter = self.field_name
        return several


class MomentField(forms.CharField):
    """A day, or a moment; without a zone in the site's own."""

    default_error_messages = {"invalid": _("Must be a day or a moment, like 2026-05-01 or 2026-05-01T09:00:00+09:00.")}

    def to_python(self, value):
        text = UNESCAPED_PLUS.sub(r"+\1", super().to_python(value))  # an address turns + into a blank
        if text in self.empty_values:
            return None
        try:
            day = parse_date(text)
            moment = parse_datetime(text) if day is None else datetime.combine(day, time.min)
            aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
            return aware.astimezone(timezone.get_default_timezone())
        except (ValueError, AttributeError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(filters.Filter):
    field_class = MomentField


TRUTHS = {"1": True, "true": True, "0": False, "false": False}


@extend_schema_field(OpenApiTypes.BOOL)
class TruthFilter(filters.TypedChoiceFilter):
    """true or false, also 1 or 0. Anything else is a bad request."""

    def __init__(self, *args, **options):
        super().__init__(*args, choices=[(text, text) for text in TRUTHS], coerce=TRUTHS.get, **options)


class RecordFilter(filters.FilterSet):
    """What every collection is filtered by. `only_asked`: for an answer that shows no form, just the filters that are asked for."""

    FILTER_DEFAULTS = filters.FilterSet.FILTER_DEFAULTS | {
        models.BooleanField: {"filter_class": TruthFilter},
        models.CharField: {"filter_class": TextFilter},
    }

    updated_since = MomentFilter("updated_at", lookup_expr="gte", label=_("changed since"))

    def __init__(self, data=None, queryset=None, *, only_asked=False, **options):
        if only_asked:
            self.base_filters = {name: each for name, each in self.base_filters.items() if name in data}
        super().__init__(data, queryset, **options)

    @classmethod
    def filter_for_lookup(cls, field, lookup_type):
        if field.choices:
            return CodeFilter, {"choices": field.choices}
        return super().filter_for_lookup(field, lookup_type)

    @classmethod
    def repeatable(cls):
        """Names of the parameters that may stand several times."""
        return {name for name, each in cls.base_filters.items() if getattr(each, "is_repeatable", False)}

    @property
    def asks_for_several(self):
        """Whether a parameter stands more than once."""
        return any(len(self.data.getlist(name)) > 1 for name in self.data)

    def unknown_names(self):
        """{parameter: messages} where a value names nothing, or nothing that the asker may see; costs a query for each."""
        named = {name: each for name, each in self.filters.items() if getattr(each, "names", None) is not None}
        errors = {}
        for name, each in named.items():
            values = set(self.form.cleaned_data.get(name) or ()) - {"none"}
            seen = each.names.objects.visible_to(self.request.user).filter(**{f"{each.key}__in": values})
            unknown = values - set(seen.values_list(each.key, flat=True)) if values else ()
            if unknown:
                told = {"names": ", ".join(sorted(map(str, unknown)))}
                errors[name] = [_("There is no %(names)s, or you may not see it.") % told]
        return errors


class InstitutionFilter(RecordFilter):
    institution = SlugFilter("slug", names=Institution)

    class Meta:
        model = Institution
        fields = ("is_fictional",)


class OfficeFilter(RecordFilter):
    institution = SlugFilter("institution__slug", names=Institution)
    slug = SlugFilter("slug", names=Office)
    parent = NumberFilter("parent", names=Office)

    class Meta:
        model = Office
        fields = ("kind",)


class PlanFilter(RecordFilter):
    institution = SlugFilter("institution__slug", names=Institution)
    plan = SlugFilter("slug", names=Plan)

    class Meta:
        model = Plan
        fields = ("state", "disclosure")


class OfPlanFilter(RecordFilter):
    institution = SlugFilter("plan__institution__slug", names=Institution)
    plan = SlugFilter("plan__slug", names=Plan)


class ObjectiveFilter(OfPlanFilter):
    class Meta:
        model = Objective
        fields = ()


class StrategyFilter(OfPlanFilter):
    class Meta:
        model = Strategy
        fields = ("code",)


class StandardFilter(RecordFilter):
    institution = SlugFilter("strategy__plan__institution__slug", names=Institution)
    plan = SlugFilter("strategy__plan__slug", names=Plan)
    strategy = NumberFilter("strategy", names=Strategy)

    class Meta:
        model = Standard
        fields = ("code",)
