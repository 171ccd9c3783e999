"""What a client may send of a yearly value: strict types, known fields, and no digits lost."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.models import AsOfPrecision, ValueKind, ValueState
from plans.fiscal_years import EARLIEST, LATEST
from plans.models import Disclosure
from plans.text.numbers import LARGEST_NUMBER

DECIMALS = 10
DIGITS = 20  # before the point
READ_ONLY = {"id", "institution", "indicator_code", "indicator_name", "unit", "version", "updated_at"}
READ_ONLY |= {"doubts", "confirmed_by", "confirmed_at", "printed", "numerator_as_of", "denominator_as_of"}
KEYS = {"indicator", "fiscal_year", "kind", "breakdown"}


@extend_schema_field({"type": "number"})
class ExactNumberField(serializers.Field):
    """A JSON number, kept with the digits it was written with."""

    default_error_messages = {
        "invalid": _("Must be a number."),
        "too_long": _("At most 20 digits before the point and 10 after it."),
    }

    def __init__(self, **options):
        super().__init__(**{"required": False, "allow_null": True, "default": None} | options)

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int | Decimal):
            self.fail("invalid")
        number = Decimal(data)
        if number.adjusted() >= DIGITS or number.as_tuple().exponent < -DECIMALS:
            self.fail("too_long")
        return number


class TextField(serializers.CharField):
    """A JSON string, kept as it is."""

    def __init__(self, **options):
        super().__init__(**{"required": False, "allow_blank": True, "default": "", "trim_whitespace": False} | options)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class TruthField(serializers.BooleanField):
    """true or false, and nothing that looks like it."""

    def to_internal_value(self, data):
        return data if isinstance(data, bool) else self.fail("invalid", input=data)


class WholeNumberField(serializers.IntegerField):
    def __init__(self, **options):
        super().__init__(**{"min_value": 1, "max_value": LARGEST_NUMBER} | options)

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class ValueSerializer(serializers.Serializer):
    """A yearly value as it is to be: what is left out becomes empty, and who may read it stays.

    The record's other fields may be sent back.
    """

    state = serializers.ChoiceField(choices=ValueState, default=ValueState.REPORTED)
    value = ExactNumberField(help_text="With both parts the figure that was published; the ratio is computed.")
    numerator = ExactNumberField()
    denominator = ExactNumberField()
    as_of = serializers.DateField(allow_null=True, default=None)
    as_of_precision = serializers.ChoiceField(choices=AsOfPrecision, allow_blank=True, default="")
    provisional = TruthField(default=False)
    note = TextField()
    published = ExactNumberField(help_text="A published figure that differs from the computed one.")
    dated = serializers.DateField(
        allow_null=True, default=None, help_text="The day of a yes, or a figure that is a day."
    )
    grade = TextField(allow_null=True, default=None, help_text="The mark of a grade on the indicator's scale.")
    text = TextField()
    disclosure = serializers.ChoiceField(
        choices=Disclosure, required=False, help_text="Left out it stays as it is; that of a new value is public."
    )
    source_url = TextField()
    reason = TextField(help_text="Why it changes; kept in the history.")
    confirm = TruthField(
        default=False,
        help_text="That you have checked what is odd about the figure: without it the answer is 409 `needs_confirmation`.",
    )
    correction = TruthField(
        default=False, help_text="Change it although its year is closed: the planning office only, with a reason."
    )

    def to_internal_value(self, data):
        errors = self.unknown_fields(data)
        try:
            sent = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors |= error.detail
        if errors:
            raise serializers.ValidationError(errors)
        if sent["as_of"] is not None and "as_of_precision" not in data:
            sent["as_of_precision"] = AsOfPrecision.DAY
        return sent

    def unknown_fields(self, data):
        """{field: [message]} of unknown fields, to be returned together with the errors of the others."""
        names = {str(name) for name in data} if isinstance(data, Mapping) else set()
        unknown = names - self.fields.keys() - READ_ONLY - KEYS
        return {name: [_("There is no such field.")] for name in sorted(unknown)}


class BulkRowSerializer(ValueSerializer):
    """One row of a bulk load: a yearly value with its keys. `version`: the one that you saw; without it the row is new."""

    indicator = WholeNumberField()
    fiscal_year = WholeNumberField(min_value=EARLIEST, max_value=LATEST)
    kind = serializers.ChoiceField(choices=ValueKind, default=ValueKind.ACTUAL)
    breakdown = WholeNumberField(allow_null=True, default=None)
    version = WholeNumberField(allow_null=True, default=None)


class DoubtSerializer(serializers.Serializer):
    """Something odd about a figure that is possible all the same."""

    code = serializers.ChoiceField(choices=("far_past", "year_not_begun", "above_whole", "jump"))
    field = serializers.CharField()
    detail = serializers.CharField()


class ConflictSerializer(serializers.Serializer):
    """409: nothing was stored, because another record is in the way or, with a `code`, because the figure looks odd."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.ChoiceField(choices=("needs_confirmation",), required=False)
    doubts = DoubtSerializer(many=True, required=False)


class BulkConflictSerializer(ConflictSerializer):
    """As of one value, by the number of the row, from 0."""

    doubts = serializers.DictField(child=DoubtSerializer(many=True), required=False)
    errors = serializers.DictField(required=False)


class BulkAnswerSerializer(serializers.Serializer):
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
