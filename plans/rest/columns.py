"""A serializer read as a list of columns: what the database prints, in which order, and of which kind each one is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.db.models import EmailField, F, OuterRef, Subquery, TextField, URLField, Value
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce, NullIf
from rest_framework import serializers

from plans.text.languages import LANGUAGES, active_language

CODE, TEXT, NUMBER, TRUTH, DAY, MOMENT, JSON = "code", "text", "number", "truth", "day", "moment", "json"
KINDS = (
    (serializers.BooleanField, TRUTH),
    ((serializers.IntegerField, serializers.DecimalField, serializers.PrimaryKeyRelatedField), NUMBER),
    (serializers.DateTimeField, MOMENT),
    (serializers.DateField, DAY),
    (serializers.ChoiceField, CODE),
    ((serializers.BaseSerializer, serializers.ListField, serializers.JSONField), JSON),
)


@dataclass(frozen=True)
class Column:
    """One column: its name, what the database answers for it, its kind, and the path to it from a row in Python.

    `seen_by`: for a column about other rows, the expression of the rows among them that an asker may see.
    """

    name: str
    expression: BaseExpression
    kind: str
    source: str
    seen_by: Callable | None = None


class WordingField(serializers.CharField):
    """A text in the reader's language, else in the other one. Beside it stand `<name>_ja` and `<name>_en`."""

    def __init__(self, **options):
        super().__init__(**{"read_only": True} | options)

    @property
    def expression(self):
        path = self.source.replace(".", "__")
        first = active_language()
        texts = [F(f"{path}_{language}") for language in sorted(LANGUAGES, key=lambda language: language != first)]
        return Coalesce(NullIf(texts[0], Value("")), texts[1], output_field=TextField())


class DatabaseField(serializers.JSONField):
    """Something that a query expression answers as JSON, such as a list of rows below."""

    def __init__(self, expression, **options):
        self.expression = expression
        super().__init__(read_only=True, **options)


class CountField(serializers.IntegerField):
    """A number that a query expression answers."""

    def __init__(self, expression, **options):
        self.expression = expression
        super().__init__(read_only=True, **options)


class OtherRow:
    """Mixin of a field about one other row: nothing for whoever may not see that row.

    `model` is that row's, `plan_path` the way from it to its plans, `answers` the column that is told of it.
    """

    answers = "pk"

    def __init__(self, model, plan_path, **options):
        self.model, self.plan_path = model, plan_path
        super().__init__(**{"read_only": True, "allow_null": True} | options)

    def seen_by(self, seen):
        """`seen(model, plan_path)`: the rows of a model that the asker may see."""
        rows = seen(self.model, self.plan_path).order_by().filter(pk=OuterRef(self.source.split(".")[0]))
        return Subquery(rows.values(self.answers)[:1])


class OtherIdField(OtherRow, serializers.IntegerField):
    """The id of another row."""


class OtherSlugField(OtherRow, serializers.SlugField):
    """The slug of another row, at the end of a path like `predecessor.slug`."""

    answers = "slug"


def columns_for(seen, serializer_class):
    """As `columns_of`, for an asker: what it says of other rows is empty where the asker may not see them."""
    columns = columns_of(serializer_class)
    told = {name: each.seen_by(seen) for name, each in columns.items() if each.seen_by is not None}
    return columns | {name: replace(columns[name], expression=expression) for name, expression in told.items()}


def columns_of(serializer_class):
    """{name: Column} of a serializer, in its order; texts in the language of the reader."""
    return columns_in(active_language(), serializer_class)


@cache
def columns_in(language, serializer_class):
    return {name: column_of(name, field) for name, field in serializer_class().fields.items()}


def column_of(name, field):
    """Raises ImproperlyConfigured for a field that only Python could fill: the database would leave it out."""
    if field.source == "*":
        raise ImproperlyConfigured(
            f"{name} has no expression: make it a WordingField, a DatabaseField, or name its source."
        )
    expression = getattr(field, "expression", None) or F(field.source.replace(".", "__"))
    kind = next((kind for classes, kind in KINDS if isinstance(field, classes)), TEXT)
    return Column(name, expression, kind, field.source, getattr(field, "seen_by", None))


class RecordSerializer(serializers.ModelSerializer):
    """The shape of a collection's records: a description, never filled by Python. Everything in it is read-only."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        EmailField: serializers.CharField,  # "no address" is an empty text, which is no email address
        URLField: serializers.CharField,
    }

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if "Meta" in vars(cls):
            cls.__doc__ = cls.__doc__ or cls.Meta.model.__doc__

    def build_standard_field(self, field_name, model_field):
        field_class, options = super().build_standard_field(field_name, model_field)
        if model_field.choices and model_field.blank:
            options["choices"] = [*model_field.choices, ("", "")]
        return field_class, options

    def get_extra_kwargs(self):
        return {name: {"read_only": True} for name in self.Meta.fields} | super().get_extra_kwargs()
