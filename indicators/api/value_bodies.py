"""From a body that was sent to the columns of a yearly value, and whether that is what is stored already."""

from dataclasses import replace

from django.db.models import DateTimeField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from indicators.entry.actions import correct_value, record_value
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
RENAMED = {"provisional": "is_provisional"}


def columns_sent(sent, indicator):
    """The columns of a validated body, `reason` for the history among them."""
    columns = {RENAMED.get(name, name): value for name, value in sent.items() if name != "correction"}
    return columns | {"grade": grade_marked(sent["grade"], indicator)}


def verb_of(sent):
    """The verb that stores a validated body."""
    return correct_value if sent["correction"] else record_value


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


def is_same(row, columns):
    """Whether the row holds these columns already, numbers being equal as numbers."""
    names = columns.keys() - {"reason", "confirm", "value", "published"}
    return all(getattr(row, name) == columns[name] for name in names) and says_the_same(row, columns)


def says_the_same(row, columns):
    """The figure: with both parts the database computes it, and keeps what was sent as published if that differs."""
    if columns["numerator"] is None or columns["denominator"] is None:
        return row.value == columns["value"] and row.published == columns["published"]
    return columns["value"] in (None, row.value, row.published) and columns["published"] in (None, row.published)


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
