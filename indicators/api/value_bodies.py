"""From a body that was sent to the columns of a yearly value, and from a row to its record."""

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
from plans.rest.exact_json import parsed
from plans.rest.problems import Conflict

UNTOLD = {
    "doubts": Value("[]"),
    "confirmed_by": Value(None),
    "confirmed_at": Cast(Value(None), DateTimeField()),
}
RENAMED = {"provisional": "is_provisional", "correction": "is_correction"}


def columns_sent(sent, indicator):
    """What `record_value` takes of a validated body."""
    columns = {RENAMED.get(name, name): value for name, value in sent.items()}
    return columns | {"grade": grade_marked(sent["grade"], indicator)}


def grade_marked(mark, indicator):
    """The grade with this mark on the indicator's scale."""
    if not mark:
        return None
    grade = Grade.objects.filter(scale=indicator.scale_id, code=mark).first()
    if grade is None:
        raise ValidationError({"grade": [_("The indicator's scale has no such grade.")]})
    return grade


def agree(data, keys):
    """Refuse a body that is about another value than its address."""
    said = {"breakdown": None} | keys
    said |= {name: said[name].pk for name in ("indicator", "breakdown") if said[name] is not None}
    errors = {name: [_("The address says otherwise.")] for name in said if name in data and data[name] != said[name]}
    if errors:
        raise ValidationError(errors)


def columns_for(user, indicator):
    """The columns of a value's record; what was odd about it, and who confirmed that, is empty but for those who may record it."""
    columns = columns_of(CheckedValueSerializer)
    if user.is_authenticated and may_record(user, indicator):
        return columns
    return columns | {name: replace(columns[name], expression=nothing) for name, nothing in UNTOLD.items()}


def fields_of(row, columns):
    """A stored row as the fields of its record; None for None."""
    if row is None:
        return None
    text, _version = record_of(YearlyValue.objects.filter(pk=row.pk), columns)
    return parsed(text.encode())


def unconfirmed(doubts, members=None):
    """The 409 that asks for a confirmation. `doubts`: what is odd, in a bulk load by row."""
    detail = _("This looks odd. Nothing was saved: check it, and send it again with “confirm”: true if it is right.")
    return Conflict(detail, {"code": "needs_confirmation", "doubts": doubts} | (members or {}))


def told(doubts):
    """Doubts as the API tells them."""
    return [{"code": doubt.code, "field": doubt.field, "detail": doubt.sentence} for doubt in doubts]
