"""What a reader asks of a scorecard: which of its readings, in which order. Nonsense is a bad request."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from indicators.filters import ReadingFilter
from indicators.loading.as_of import today_of
from indicators.loading.moments import parsed
from indicators.models import Commitment
from plans.filters import UNKNOWN_CODE

OF_ITS_YEAR = {
    "plan",
    "fiscal_year",
    "fiscal_year__gte",
    "fiscal_year__lte",
}  # a scorecard is of one plan and year already
NARROWING = tuple(name for name in ReadingFilter.base_filters if name not in OF_ITS_YEAR)
KEPT = ("as_known_on", "lang")


def by_urgency(line):
    return line.reading.sort_key


def by_name(line):
    return str(line.indicator.name)


def by_progress(line):
    return line.reading.progress


def by_pace(line):
    return line.reading.pace


def by_office(line):
    return None if line.indicator.office is None else str(line.indicator.office.name)


ORDERINGS = {"urgency": by_urgency, "name": by_name, "progress": by_progress, "pace": by_pace, "office": by_office}


@dataclass(frozen=True)
class ScorecardQuery:
    """A question to a scorecard, checked. `only`: ids of the commitments that the filters leave, None without a filter."""

    cleaned: dict
    only: frozenset | None = None
    ordering: str = "urgency"
    shows_all: bool = False
    since: date | None = None

    @classmethod
    def of(cls, request, plan):
        """Read the address. The filters are those of the API's readings; errors: BadRequest with a sentence."""
        cleaned, only = narrowed(request, plan)
        return cls(
            cleaned=cleaned,
            only=only,
            ordering=ordering_of(request.GET.get("ordering") or "urgency"),
            shows_all=request.GET.get("all") == "1",
            since=since_of(request, plan),
        )

    @property
    def is_narrowed(self):
        return self.only is not None

    @property
    def column(self):
        """What is ordered by, without its direction."""
        return self.ordering.removeprefix("-")

    def takes(self, line):
        """Whether a reading is among those asked for."""
        statuses = self.cleaned.get("status")
        has_status = not statuses or not {line.status, line.mark}.isdisjoint(statuses)
        return not self.is_narrowed or (line.commitment.pk in self.only and has_status)

    def of_lines(self, lines):
        """The readings asked for in the order asked for; those without the thing ordered by stand last either way."""
        key = ORDERINGS[self.column]
        urgent = sorted(filter(self.takes, lines), key=by_urgency)
        known = [line for line in urgent if key(line) is not None]
        rest = [line for line in urgent if key(line) is None]
        return sorted(known, key=key, reverse=self.ordering.startswith("-")) + rest


def narrowed(request, plan):
    """(what the filters say, ids of the commitments they leave or None where they say nothing)."""
    given = MultiValueDict(
        {name: list(filter(None, request.GET.getlist(name))) for name in NARROWING if request.GET.get(name)}
    )
    filters = ReadingFilter(given, Commitment.objects.filter(standard__strategy__plan=plan), request=request)
    if not filters.is_valid():
        raise BadRequest(refusal(filters.form.errors.as_data()))
    cleaned = {name: filters.form.cleaned_data[name] for name in given}
    return cleaned, frozenset(filters.qs.order_by().values_list("pk", flat=True)) if given else None


def refusal(errors):
    """The first thing that is wrong, in a sentence; an unknown code says itself what it is not."""
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
    day = parsed(text, "since") if text else None
    if day is not None and day > today_of(plan.institution):
        raise BadRequest(_("The date must not be in the future."))
    return day


class Links:
    """Addresses of a scorecard with other parameters."""

    def __init__(self, path, query):
        self.path, self.query = path, query

    def to(self, **changes):
        """The same page with some parameters changed, None: left out."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return self.address(query)

    def only(self, **filters):
        """The readings that some filters leave, and no other filters; the day and the language stay."""
        query = self.query.copy()
        for name in list(query):
            if name not in KEPT:
                del query[name]
        for name, value in filters.items():
            query[name] = value
        return f"{self.address(query)}#readings"

    def address(self, query):
        return f"{self.path}?{query.urlencode()}" if query else self.path
