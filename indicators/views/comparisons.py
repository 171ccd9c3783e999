from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.comparison import MOST, Comparison
from indicators.comparison_asked import asked, indicators_asked
from indicators.comparison_charts import comparison_figure, comparison_sketches
from indicators.search import Search
from indicators.search_terms import Terms
from indicators.views.indicators import styles_of_plotly


@styles_of_plotly
def compare(request):
    """Several indicators, or one taken apart, in one chart for each unit, with all values in a table; and what to add."""
    wish = asked(request.GET)
    comparison = compared(wish, request.user)
    terms = Terms(wish.find)
    found = Search(terms, user=request.user, kind="indicator").groups["indicator"].rows if terms.words else ()
    context = {
        "wish": wish,
        "comparison": comparison,
        "charts": [(panel, comparison_sketches(panel)) for panel in comparison.panels],
        "chosen": [(indicator, wish.without(indicator.pk)) for indicator in comparison.indicators],
        "terms": terms,
        "found": [(row, wish.having(row.pk)) for row in found if row.pk not in wish.ids],
        "most": MOST,
        "section": "compare",
    }
    return render(request, "indicators/comparison.html", context)


def compare_figure(request):
    """The Plotly figure of one of the charts, counted from 1 by `?part=`, as JSON."""
    panels = compared(asked(request.GET), request.user).panels
    part = request.GET.get("part", "1")
    if not (part.isascii() and part.isdigit()):
        raise BadRequest(_("“part” must be the number of a chart."))
    if not 1 <= int(part[:6]) <= len(panels):
        raise Http404
    return HttpResponse(comparison_figure(panels[int(part[:6]) - 1]).to_json(), content_type="application/json")


def compared(wish, user):
    return Comparison(indicators_asked(wish, user), user=user, by=wish.by, as_index=wish.is_index)
