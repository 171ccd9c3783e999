"""What a comparison is asked to show: the parameters of its address, read, and written again with something changed."""

from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from indicators.comparisons.comparison import MOST_SERIES
from indicators.models import Indicator
from plans.text.numbers import whole_number

BY = ("", "breakdown", "office", "plan", "institution")


@dataclass(frozen=True)
class ComparisonQuery:
    """`by`: the split of a single indicator; `find`: the words of the search for more."""

    ids: tuple[int, ...] = ()
    by: str = ""
    is_index: bool = False
    find: str = ""
    as_known_on: str = ""

    @property
    def is_full(self):
        return len(self.ids) >= MOST_SERIES

    @property
    def parameters(self):
        """The query string of the address."""
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

    def parameters_with(self, pk):
        """With one more indicator; several cannot be split."""
        return replace(self, ids=(*self.ids, pk), by="").parameters

    def parameters_without(self, pk):
        return replace(self, ids=tuple(other for other in self.ids if other != pk), by="").parameters

    @property
    def parameters_of_splits(self):
        """[(by, query string)]."""
        return [(by, replace(self, by=by).parameters) for by in BY]

    @property
    def values_parameters(self):
        return replace(self, is_index=False).parameters

    @property
    def now_parameters(self):
        return replace(self, as_known_on="").parameters

    @property
    def table_parameters(self):
        return replace(self, find="").parameters

    @property
    def index_parameters(self):
        return replace(self, is_index=True).parameters


def read_query(parameters):
    """Raises BadRequest with a sentence."""
    ids = tuple(dict.fromkeys(read_indicator_id(text) for text in parameters.getlist("indicator")))
    by, form = parameters.get("by", ""), parameters.get("as", "")
    if len(ids) > MOST_SERIES:
        raise BadRequest(_("At most %(most)d series can be told apart in one chart.") % {"most": MOST_SERIES})
    if by not in BY:
        raise BadRequest(_("“by” must be one of: %(ways)s.") % {"ways": ", ".join(BY[1:])})
    if form not in ("", "index"):
        raise BadRequest(_("“as” can only be: index."))
    if by and len(ids) > 1:
        raise BadRequest(_("With “by” one indicator is taken apart: name only one."))
    return ComparisonQuery(ids, by, form == "index", parameters.get("find", ""), parameters.get("as_known_on", ""))


def read_indicator_id(text):
    pk = whole_number(text)
    if pk is None:
        raise BadRequest(_("“indicator” must be the number of an indicator."))
    return pk


def indicators_of_query(query, user):
    """In the order of the query; Http404 for one that the reader may not see."""
    found = Indicator.objects.visible_to(user).select_related("institution", "office", "scale").in_bulk(query.ids)
    if len(found) < len(query.ids):
        raise Http404
    return [found[pk] for pk in query.ids]
