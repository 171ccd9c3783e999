"""Many yearly values at once: all of them, or none."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError as ModelError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import APIView

from indicators.actions import StaleVersion, record_value
from indicators.api.value_bodies import columns_sent, is_same
from indicators.api.values import visible_indicators
from indicators.models import Breakdown, YearlyValue
from indicators.serializers.values import BulkAnswerSerializer, BulkRowSerializer
from plans.models import reads
from plans.permissions import may_record, require
from plans.rest.answers import Answers
from plans.rest.problems import Conflict, by_field
from plans.row_locks import lock_rows, lock_years
from plans.transactions import in_one_transaction

KEYS = ("indicator", "fiscal_year", "kind", "breakdown")
LARGEST_LOAD = 1000


class ValuesInBulk(Answers, APIView):
    """Up to 1000 yearly values in one transaction; what is wrong is said by the row's number, from 0."""

    @extend_schema(
        operation_id="yearly_values_bulk",
        request=BulkRowSerializer(many=True),
        responses=BulkAnswerSerializer,
    )
    def post(self, request):
        """Rows with `version` change the record that has it, rows without create one; rows equal to it do nothing."""
        rows = [Row(number, sent) for number, sent in enumerate(validated(request.data))]
        refuse_repeated(rows)
        find_indicators(rows, request)
        find_breakdowns(rows)
        return Response(loaded(rows, by=request.user))


class Row:
    """One row that was sent: its number, its version, the key and the columns of the value that it means."""

    def __init__(self, number, sent):
        self.number, self.version = number, sent.pop("version")
        self.key = tuple(sent.pop(name) for name in KEYS)
        self.sent = sent


def validated(data):
    if not isinstance(data, list) or not 1 <= len(data) <= LARGEST_LOAD:
        raise ValidationError({"non_field_errors": [_("Send a list of 1 to 1000 rows.")]})
    body = BulkRowSerializer(data=data, many=True)
    if not body.is_valid():
        raise ValidationError({str(number): errors for number, errors in body.errors.items()})
    return body.validated_data


def refuse_repeated(rows):
    first = {}
    repeated = [row for row in rows if first.setdefault(row.key, row) is not row]
    refuse(
        repeated, "non_field_errors", lambda row: _("The same value as row %(row)s.") % {"row": first[row.key].number}
    )


def find_indicators(rows, request):
    """Give each row its indicator; refuse those that the asker may not see, or not write."""
    found = {i.pk: i for i in visible_indicators(request).filter(pk__in={row.key[0] for row in rows})}
    missing = [row for row in rows if row.key[0] not in found]
    refuse(missing, "indicator", lambda row: _("There is no such indicator."))
    for indicator in found.values():
        require(may_record(request.user, indicator))
    for row in rows:
        row.indicator = found[row.key[0]]
        with at_fault(row):
            row.columns = columns_sent(row.sent, row.indicator)


def find_breakdowns(rows):
    found = {b.pk: b for b in Breakdown.objects.filter(pk__in={row.key[3] for row in rows} - {None})}
    missing = [row for row in rows if row.key[3] is not None and not belongs(found.get(row.key[3]), row.indicator)]
    refuse(missing, "breakdown", lambda row: _("There is no such breakdown."))
    for row in rows:
        row.breakdown = found.get(row.key[3])


def belongs(breakdown, indicator):
    return breakdown is not None and breakdown.institution_id == indicator.institution_id


def refuse(rows, field, message):
    if rows:
        raise ValidationError({str(row.number): {field: [message(row)]} for row in rows})


@in_one_transaction
def loaded(rows, *, by):
    """{"created", "changed", "unchanged"}: how many rows did what."""
    stored = stored_values(rows)
    clashing = [row for row in rows if clashes(row, stored.get(row.key), by)]
    if clashing:
        errors = {str(row.number): {"version": [_("The record has another version.")]} for row in clashing}
        raise Conflict(_("Some rows are not as you saw them."), {"errors": errors})
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    for row in sorted(rows, key=in_one_order):
        counts[recorded(row, stored.get(row.key), by)] += 1
    return counts


def stored_values(rows):
    """{key: row} of the values that are there already, locked with their years."""
    fiscal_years = {row.key[1] for row in rows}
    for institution_id in sorted({row.indicator.institution_id for row in rows}):
        lock_years(institution_id, fiscal_years)
    values = YearlyValue.objects.filter(indicator__in={row.key[0] for row in rows}, fiscal_year__in=fiscal_years)
    found = lock_rows(values).select_related("grade")
    return {(v.indicator_id, v.fiscal_year, v.kind, v.breakdown_id): v for v in found}


def in_one_order(row):
    """By key, as imports write: two loads that make the same values wait for each other and never both."""
    indicator, fiscal_year, kind, breakdown = row.key
    return indicator, fiscal_year, kind, breakdown or 0


def clashes(row, there, user):
    """Whether the row is not what its sender saw: changed since, or hidden from the sender."""
    if there is None:
        return row.version is not None
    if not reads(user, there.institution_id, there.disclosure):
        return True
    return row.version != there.version and not is_same(there, row.columns)


def recorded(row, there, by):
    if there is not None and is_same(there, row.columns):
        return "unchanged"
    _indicator, fiscal_year, kind, _breakdown = row.key
    keys = {"indicator": row.indicator, "fiscal_year": fiscal_year, "kind": kind, "breakdown": row.breakdown}
    with at_fault(row):
        return record_value(by=by, version=0 if there is None else there.version, **keys, **row.columns)[1]


@contextmanager
def at_fault(row):
    """What is refused inside is refused with the row's number."""
    try:
        yield
    except StaleVersion as stale:
        errors = {str(row.number): {"version": [_("The record has another version.")]}}
        raise Conflict(_("Some rows are not as you saw them."), {"errors": errors}) from stale
    except ModelError as error:
        raise ValidationError({str(row.number): by_field(as_serializer_error(error))}) from error
    except ValidationError as error:
        raise ValidationError({str(row.number): error.detail}) from error
