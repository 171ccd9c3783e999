"""The query of a scorecard's address: which readings, in which order. Invalid parameters are a bad request."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from indicators.filters import ReadingFilter
from indicators.loading.as_of import today_of
from indicators.loading.moments import parse_day
from indicators.models import Commitment
from plans.filters import UNKNOWN_CODE

GIVEN_BY_SCORECARD = {
    "plan",
    "fiscal_year",
    "fiscal_year__gte",
    "fiscal_year__lte",
}  # a scorecard is of one plan and year already
FILTER_NAMES = tuple(name for name in ReadingFilter.base_filters if name not in GIVEN_BY_SCORECARD)
LASTING_PARAMETERS = ("as_known_on", "lang")


def by_urgency(line):
    return line.reading.sort_key


def by_name(line):
    return str(line.indicator.name)


def by_progress(line):
    return line.reading.progress.share


def by_pace(line):
    return line.reading.progress.pace


def by_office(line):
    return None if line.indicator.office is None else str(line.indicator.office.name)


ORDERINGS = {"urgency": by_urgency, "name": by_name, "progress": by_progress, "pace": by_pace, "office": by_office}


@dataclass(frozen=True)
class ScorecardQuery:
    """`filters`: cleaned values by name; `only`: ids of the commitments that match them, None without a filter."""

    filters: dict
    only: frozenset | None = None
    ordering: str = "urgency"
    shows_all: bool = False
    since: date | None = None

    @classmethod
    def of(cls, request, plan):
        """Read the address. The filters are those of the API's readings; raises BadRequest with a sentence."""
        filters, only = read_filters(request, plan)
        return cls(
            filters=filters,
            only=only,
            ordering=ordering_of(request.GET.get("ordering") or "urgency"),
            shows_all=request.GET.get("all") == "1",
            since=since_of(request, plan),
        )

    @property
    def is_filtered(self):
        return self.only is not None

    @property
    def column(self):
        return self.ordering.removeprefix("-")

    def matches(self, line):
        statuses = self.filters.get("status")
        has_status = not statuses or not {line.status, line.mark}.isdisjoint(statuses)
        return not self.is_filtered or (line.commitment.pk in self.only and has_status)

    def apply_to(self, lines):
        """The matching readings in order; those without a value in the ordering's column come last either way."""
        key = ORDERINGS[self.column]
        urgent = sorted(filter(self.matches, lines), key=by_urgency)
        known = [line for line in urgent if key(line) is not None]
        rest = [line for line in urgent if key(line) is None]
        return sorted(known, key=key, reverse=self.ordering.startswith("-")) + rest


def read_filters(request, plan):
    """({filter: value}, ids of the commitments that match, or None without a filter)."""
    given = MultiValueDict(
        {name: list(filter(None, request.GET.getlist(name))) for name in FILTER_NAMES if request.GET.get(name)}
    )
    filterset = ReadingFilter(given, Commitment.objects.filter(standard__strategy__plan=plan), request=request)
    if not filterset.is_valid():
        raise BadRequest(first_error(filterset.form.errors.as_data()))
    filters = {name: filterset.form.cleaned_data[name] for name in given}
    return filters, frozenset(filterset.qs.order_by().values_list("pk", flat=True)) if given else None


def first_error(errors):
    """One sentence; the message of an unknown code names the field itself."""
    name, (error, *_rest) = next(iter(errors.items()))
    (message, *_more) = error.messages
    if error.code == UNKNOWN_CODE:
        return message
    return _("“%(name)s” cannot be read: %(message)s") % {"name": name, "message": message}


def ordering_of(text):
    if text.removeprefix("-") not in ORDERINGS:
        raise BadRequest(_("“ordering” must be one of %(names)s.") % {"names": ", ".join(ORDERINGS)})
    return text


def since_of(request, plan):
    text = request.GET.get("since")
    day = parse_day(text, "since") if text else None
    if day is not None and day > today_of(plan.institution):
        raise BadRequest(_("The date must not be in the future."))
    return day


class Links:
    """Addresses of a scorecard with other parameters."""

    def __init__(self, path, query):
        self.path, self.query = path, query

    def with_parameters(self, **changes):
        """The same page with some parameters changed; None removes one."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return self.address(query)

    def with_filters_only(self, **filters):
        """These filters and no others; the day and the language stay."""
        query = self.query.copy()
        for name in list(query):
            if name not in LASTING_PARAMETERS:
                del query[name]
        for name, value in filters.items():
            query[name] = value
        return f"{self.address(query)}#readings"

    def address(self, query):
        return f"{self.path}?{query.urlencode()}" if query else self.path
