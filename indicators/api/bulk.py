"""Many yearly values at once: all of them, or none."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError as ModelError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import APIView

from indicators.api.value_bodies import columns_of_body, confirmation_conflict, doubts_as_json
from indicators.api.values import CONFLICT, visible_indicators
from indicators.entry.actions import StaleVersion, write_value
from indicators.entry.locked_values import HiddenValue, LockedValues, ValueKey
from indicators.figure_rules.checks import NeedsConfirmation, Surroundings
from indicators.models import Breakdown
from indicators.serializers.values import BulkAnswerSerializer, BulkConflictSerializer, BulkRowSerializer
from plans.access.permissions import may_record, require
from plans.database.transactions import in_one_transaction
from plans.rest.answers import RestView
from plans.rest.problems import ConflictError, by_field

KEYS = ("indicator", "fiscal_year", "kind", "breakdown")
LARGEST_LOAD = 1000


class ValuesInBulk(RestView, APIView):
    """Up to 1000 yearly values in one transaction; what is wrong is said by the row's number, from 0."""

    @extend_schema(
        operation_id="yearly_values_bulk",
        request=BulkRowSerializer(many=True),
        responses={200: BulkAnswerSerializer, CONFLICT: BulkConflictSerializer},
    )
    def post(self, request):
        """Rows with `version` change the record that has it, rows without create one; rows equal to it do nothing.

        Everything that is wrong is told at once, by row. What is odd is 409 `needs_confirmation`, until each row in
        question says `"confirm": true`.
        """
        rows, errors = read_rows(request.data)
        refuse_repeated(rows, errors)
        find_indicators(rows, errors, request)
        find_breakdowns(rows, errors, request)
        return Response(load_rows(rows, errors, by=request.user))


class SentRow:
    """One row that was sent: its number, its version, the key and the columns of the value that it means."""

    def __init__(self, number, sent):
        self.number, self.version = number, sent.pop("version")
        self.key = tuple(sent.pop(name) for name in KEYS)
        self.fields = sent

    @property
    def place(self):
        _indicator, fiscal_year, kind, _breakdown = self.key
        return ValueKey(self.indicator, fiscal_year, kind, self.breakdown)


def read_rows(data):
    """(rows, errors by row number)."""
    if not isinstance(data, list) or not 1 <= len(data) <= LARGEST_LOAD:
        raise ValidationError({"non_field_errors": [_("Send a list of 1 to 1000 rows.")]})
    serializer, rows, errors = BulkRowSerializer(), [], {}
    for number, sent in enumerate(data):
        with errors_of_row(number, errors):
            rows.append(SentRow(number, serializer.run_validation(sent)))
    return rows, errors


def refuse_repeated(rows, errors):
    first = {}
    for row in rows:
        if first.setdefault(row.key, row) is not row:
            refuse(
                row, errors, "non_field_errors", _("The same value as row %(row)s.") % {"row": first[row.key].number}
            )


def find_indicators(rows, errors, request):
    found = {i.pk: i for i in visible_indicators(request).filter(pk__in={row.key[0] for row in rows})}
    for indicator in found.values():
        require(may_record(request.user, indicator))
    for row in rows:
        row.indicator = found.get(row.key[0])
        if row.indicator is None:
            refuse(row, errors, "indicator", _("There is no such indicator."))
            continue
        with errors_of_row(row.number, errors):
            row.columns = columns_of_body(row.fields, row.indicator)


def find_breakdowns(rows, errors, request):
    visible = Breakdown.objects.visible_to(request.user)
    found = {b.pk: b for b in visible.filter(pk__in={row.key[3] for row in rows} - {None})}
    for row in rows:
        row.breakdown = found.get(row.key[3])
        if row.key[3] is not None and row.indicator is not None and not belongs(row.breakdown, row.indicator):
            refuse(row, errors, "breakdown", _("There is no such breakdown."))


def belongs(breakdown, indicator):
    return breakdown is not None and breakdown.institution_id == indicator.institution_id


def refuse(row, errors, field, message):
    errors.setdefault(row.number, {})[field] = [message]


@in_one_transaction
def load_rows(rows, errors, *, by):
    """{"created", "changed", "unchanged"}: how many rows did what. Nothing is stored unless every row is."""
    errors, rows = dict(errors), [row for row in rows if row.number not in errors]
    counts, clashing, doubts = {"created": 0, "changed": 0, "unchanged": 0}, [], {}
    there = LockedValues([row.place for row in rows], by=by)
    around = Surroundings({row.key[0] for row in rows}, fiscal_years={row.key[1] for row in rows}, by=by)
    for row in sorted(rows, key=in_one_order):
        with errors_of_row(row.number, errors, clashing, doubts):
            counts[store_row(row, there, around)] += 1
    if errors:
        raise ValidationError({str(number): errors[number] for number in sorted(errors)})
    if clashing:
        refuse_versions(sorted(clashing))
    if doubts:
        by_row = {str(number): doubts_as_json(doubts[number]) for number in sorted(doubts)}
        said = {number: {"confirm": [doubt["detail"] for doubt in found]} for number, found in by_row.items()}
        raise confirmation_conflict(by_row, {"errors": said})
    return counts


def in_one_order(row):
    """By key, as imports write: two loads that make the same values wait for each other and never both."""
    indicator, fiscal_year, kind, breakdown = row.key
    return indicator, fiscal_year, kind, breakdown or 0


def store_row(row, there, around):
    """What `write_value` did with the row: a row without a version is a new one."""
    stored, what = write_value(row.place, there, version=row.version or 0, around=around, **row.columns)
    around.note(stored)
    return what


@contextmanager
def errors_of_row(number, errors, clashing=None, doubts=None):
    """Context: errors raised inside are noted under the row's number, doubts apart."""
    try:
        yield
    except (StaleVersion, HiddenValue):
        clashing.append(number)
    except NeedsConfirmation as asked:
        doubts[number] = asked.doubts
    except ModelError as error:
        errors[number] = by_field(as_serializer_error(error))
    except ValidationError as error:
        errors[number] = by_field(error.detail)


def refuse_versions(numbers):
    errors = {str(number): {"version": [_("The record has another version.")]} for number in numbers}
    raise ConflictError(_("Some rows are not as you saw them."), {"errors": errors})
