"""What a comparison is asked to show: the parameters of its address, read, and written again with something changed."""

from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from indicators.comparisons.comparison import MOST
from indicators.models import Indicator

BY = ("", "breakdown", "office", "plan", "institution")


@dataclass(frozen=True)
class ComparisonQuery:
    """Which indicators, by what one is taken apart, whether as an index, as known on which day, and what is looked for to be added."""

    ids: tuple[int, ...] = ()
    by: str = ""
    is_index: bool = False
    find: str = ""
    as_known_on: str = ""

    @property
    def is_full(self):
        return len(self.ids) >= MOST

    @property
    def query(self):
        """The parameters, to be put behind a question mark."""
        query = QueryDict(mutable=True)
        query.setlist("indicator", [str(pk) for pk in self.ids])
        if self.by:
            query["by"] = self.by
        if self.is_index:
            query["as"] = "index"
        if self.as_known_on:
            query["as_known_on"] = self.as_known_on
        if self.find:
            query["find"] = self.find
        return query.urlencode()

    def having(self, pk):
        """The address with one more indicator; several are compared as they are."""
        return replace(self, ids=(*self.ids, pk), by="").query

    def without(self, pk):
        """The address with one indicator less."""
        return replace(self, ids=tuple(other for other in self.ids if other != pk), by="").query

    @property
    def ways(self):
        """(by, address) of every way to take the one indicator apart."""
        return [(by, replace(self, by=by).query) for by in BY]

    @property
    def values_query(self):
        """The address with the values themselves."""
        return replace(self, is_index=False).query

    @property
    def now_query(self):
        """The address with what is known today."""
        return replace(self, as_known_on="").query

    @property
    def table_query(self):
        """The address of the table alone."""
        return replace(self, find="").query

    @property
    def index_query(self):
        """The address with their index."""
        return replace(self, is_index=True).query


def asked(parameters):
    """What the parameters of an address ask for; nonsense is a bad request."""
    ids = tuple(dict.fromkeys(number(text) for text in parameters.getlist("indicator")))
    by, form = parameters.get("by", ""), parameters.get("as", "")
    if len(ids) > MOST:
        raise BadRequest(_("At most %(most)d series can be told apart in one chart.") % {"most": MOST})
    if by not in BY:
        raise BadRequest(_("“by” must be one of: %(ways)s.") % {"ways": ", ".join(BY[1:])})
    if form not in ("", "index"):
        raise BadRequest(_("“as” can only be: index."))
    if by and len(ids) > 1:
        raise BadRequest(_("With “by” one indicator is taken apart: name only one."))
    return ComparisonQuery(ids, by, form == "index", parameters.get("find", ""), parameters.get("as_known_on", ""))


def number(text):
    """The id of an indicator."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadRequest(_("“indicator” must be the number of an indicator."))
    return int(text)


def indicators_asked(asked_for, user):
    """The indicators in the order asked for; one that is not open to the reader is not found."""
    found = Indicator.objects.visible_to(user).select_related("institution", "office", "scale").in_bulk(asked_for.ids)
    if len(found) < len(asked_for.ids):
        raise Http404
    return [found[pk] for pk in asked_for.ids]
