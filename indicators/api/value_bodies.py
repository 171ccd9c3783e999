"""From a body that was sent to the columns of a yearly value, and whether that is what is stored already."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from indicators.models import YearlyValue
from indicators.serializers.figures import YearlyValueSerializer
from measures.models import Grade
from plans.rest.collection import record_of
from plans.rest.columns import columns_of
from plans.rest.exact_json import parsed

RENAMED = {"provisional": "is_provisional"}


def columns_sent(sent, indicator):
    """The columns of a validated body, `reason` for the history among them."""
    columns = {RENAMED.get(name, name): value for name, value in sent.items()}
    return columns | {"grade": grade_marked(sent["grade"], indicator)}


def grade_marked(mark, indicator):
    """The grade with this mark on the indicator's scale."""
    if not mark:
        return None
    grade = Grade.objects.filter(scale=indicator.scale_id, code=mark).first()
    if grade is None:
        raise ValidationError({"grade": [_("The indicator's scale has no such mark.")]})
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
    names = columns.keys() - {"reason", "value", "published"}
    return all(getattr(row, name) == columns[name] for name in names) and says_the_same(row, columns)


def says_the_same(row, columns):
    """The figure: with both parts the database computes it, and keeps what was sent as published if that differs."""
    if columns["numerator"] is None or columns["denominator"] is None:
        return row.value == columns["value"] and row.published == columns["published"]
    return columns["value"] in (None, row.value, row.published) and columns["published"] in (None, row.published)


def fields_of(row):
    """A stored row as the fields of its record; None for None."""
    if row is None:
        return None
    text, _version = record_of(YearlyValue.objects.filter(pk=row.pk), columns_of(YearlyValueSerializer))
    return parsed(text.encode())
