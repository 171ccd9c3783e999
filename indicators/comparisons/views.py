from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.comparisons.charts import build_comparison_figure, draw_comparison_svgs
from indicators.comparisons.comparison import MOST_SERIES, Comparison
from indicators.comparisons.query import indicators_of_query, read_query
from indicators.comparisons.words import title
from indicators.loading.moments import as_of_asked
from indicators.profile.views import allow_plotly_styles
from indicators.search.queries import Search
from indicators.search.terms import SearchWords
from plans.fiscal_years import fiscal_year_label
from plans.sheets.tables import Table, download
from plans.text.numbers import whole_number

FORMS = (("csv", "CSV"), ("xlsx", "XLSX"))


@allow_plotly_styles
def compare(request):
    query = read_query(request.GET)
    comparison = load_comparison(request, query)
    terms = SearchWords(query.find)
    found = Search(terms, user=request.user, kind="indicator").groups["indicator"].rows if terms.words else ()
    context = {
        "query": query,
        "comparison": comparison,
        "message": title(comparison),
        "charts": [(panel, draw_comparison_svgs(panel)) for panel in comparison.panels],
        "chosen": [(indicator, query.parameters_without(indicator.pk)) for indicator in comparison.indicators],
        "terms": terms,
        "found": [(row, query.parameters_with(row.pk)) for row in found if row.pk not in query.ids],
        "most": MOST_SERIES,
        "forms": FORMS,
        "now": f"{request.path}?{query.now_parameters}",
        "section": "compare",
    }
    return render(request, "indicators/comparisons/comparison.html", context)


def compare_figure(request):
    """The Plotly figure of one of the charts, counted from 1 by `?part=`, as JSON."""
    panels = load_comparison(request, read_query(request.GET)).panels
    part = whole_number(request.GET.get("part", "1"))
    if part is None:
        raise BadRequest(_("“part” must be the number of a chart."))
    if not 1 <= part <= len(panels):
        raise Http404
    return HttpResponse(build_comparison_figure(panels[part - 1]).to_json(), content_type="application/json")


def compare_table(request, form):
    """`form`: csv or xlsx."""
    comparison = load_comparison(request, read_query(request.GET))
    return download(form, "comparison", lambda: table_of(comparison))


def table_of(comparison):
    """All of it: numbers as numbers, else the text of the page."""
    years = [fiscal_year_label(year) for year in comparison.years]
    columns = [_("Series"), _("About"), _("Unit"), *years]
    rows = [
        [track.name, track.note, str(track.indicator.unit), *(cell.figure for _year, cell in cells)]
        for track, cells in comparison.table
    ]
    return Table(columns, rows)


def load_comparison(request, query):
    indicators = indicators_of_query(query, request.user)
    as_of = as_of_asked(request, indicators[0].institution) if indicators else None
    return Comparison(indicators, user=request.user, by=query.by, as_index=query.is_index, as_of=as_of)
