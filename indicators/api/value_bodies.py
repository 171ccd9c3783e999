"""The columns of a yearly value from a request body, and the record of a row."""

from dataclasses import replace

from django.db.models import DateTimeField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from indicators.models import YearlyValue
from indicators.serializers.figures import CheckedValueSerializer
from measures.models import Grade
from plans.access.permissions import may_record
from plans.rest.collection import record_of
from plans.rest.columns import columns_of
from plans.rest.exact_json import parse_json
from plans.rest.problems import ConflictError

HIDDEN_COLUMNS = {
    "doubts": Value("[]"),
    "confirmed_by": Value(None),
    "confirmed_at": Cast(Value(None), DateTimeField()),
}
COLUMN_OF_FIELD = {"provisional": "is_provisional", "correction": "is_correction"}


def columns_of_body(sent, indicator):
    """The keyword arguments of `record_value` from a validated body."""
    columns = {COLUMN_OF_FIELD.get(name, name): value for name, value in sent.items()}
    return columns | {"grade": grade_with_mark(sent["grade"], indicator)}


def grade_with_mark(mark, indicator):
    """The grade on the indicator's scale; None for an empty mark."""
    if not mark:
        return None
    grade = Grade.objects.filter(scale=indicator.scale_id, code=mark).first()
    if grade is None:
        raise ValidationError({"grade": [_("The indicator's scale has no such grade.")]})
    return grade


def check_agreement(data, keys):
    said = {"breakdown": None} | keys
    said |= {name: said[name].pk for name in ("indicator", "breakdown") if said[name] is not None}
    errors = {name: [_("The address says otherwise.")] for name in said if name in data and data[name] != said[name]}
    if errors:
        raise ValidationError(errors)


def columns_for(user, indicator):
    """The columns of a value's record; doubts and their confirmation are empty for those who may not record it."""
    columns = columns_of(CheckedValueSerializer)
    if user.is_authenticated and may_record(user, indicator):
        return columns
    return columns | {name: replace(columns[name], expression=nothing) for name, nothing in HIDDEN_COLUMNS.items()}


def fields_of(row, columns):
    """{field: value} of a stored row's record; None for None."""
    if row is None:
        return None
    text, _version = record_of(YearlyValue.objects.filter(pk=row.pk), columns)
    return parse_json(text.encode())


def confirmation_conflict(doubts, members=None):
    """The 409 that asks for a confirmation. `doubts`: a list, in a bulk load {row number: list}."""
    detail = _("This looks odd. Nothing was saved: check it, and send it again with “confirm”: true if it is right.")
    return ConflictError(detail, {"code": "needs_confirmation", "doubts": doubts} | (members or {}))


def doubts_as_json(doubts):
    return [{"code": doubt.code, "field": doubt.field, "detail": doubt.sentence} for doubt in doubts]
