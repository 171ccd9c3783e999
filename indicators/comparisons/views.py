import io

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.comparisons.charts import comparison_figure, comparison_sketches
from indicators.comparisons.comparison import MOST, Comparison
from indicators.comparisons.question import asked, indicators_asked
from indicators.comparisons.words import title
from indicators.loading.moments import as_of_asked
from indicators.profile.views import styles_of_plotly
from indicators.search.queries import Search
from indicators.search.terms import SearchWords
from indicators.sheets.exports.files import table_lines, write_table
from plans.admin.exports import CSV, XLSX, attachment
from plans.fiscal_years import fiscal_year_label

FORMS = (("csv", "CSV"), ("xlsx", "XLSX"))


@styles_of_plotly
def compare(request):
    """Several indicators, or one taken apart, in one chart for each unit, with all values in a table; and what to add."""
    wish = asked(request.GET)
    comparison = compared(request, wish)
    terms = SearchWords(wish.find)
    found = Search(terms, user=request.user, kind="indicator").groups["indicator"].rows if terms.words else ()
    context = {
        "wish": wish,
        "comparison": comparison,
        "message": title(comparison),
        "charts": [(panel, comparison_sketches(panel)) for panel in comparison.panels],
        "chosen": [(indicator, wish.without(indicator.pk)) for indicator in comparison.indicators],
        "terms": terms,
        "found": [(row, wish.having(row.pk)) for row in found if row.pk not in wish.ids],
        "most": MOST,
        "forms": FORMS,
        "now": f"{request.path}?{wish.now_query}",
        "section": "compare",
    }
    return render(request, "indicators/comparisons/comparison.html", context)


def compare_figure(request):
    """The Plotly figure of one of the charts, counted from 1 by `?part=`, as JSON."""
    panels = compared(request, asked(request.GET)).panels
    part = request.GET.get("part", "1")
    if not (part.isascii() and part.isdigit()):
        raise BadRequest(_("“part” must be the number of a chart."))
    if not 1 <= int(part[:6]) <= len(panels):
        raise Http404
    return HttpResponse(comparison_figure(panels[int(part[:6]) - 1]).to_json(), content_type="application/json")


def compare_table(request, form):
    """The table of a comparison as a file to take away, `form` csv or xlsx."""
    comparison = compared(request, asked(request.GET))
    columns, rows = table_of(comparison)
    if form == "csv":
        return attachment(StreamingHttpResponse(table_lines(columns, rows), content_type=CSV), "comparison.csv")
    buffer = io.BytesIO()
    write_table(buffer, columns, rows)
    return attachment(HttpResponse(buffer.getvalue(), content_type=XLSX), "comparison.xlsx")


def table_of(comparison):
    """(columns, rows) of a comparison: numbers as numbers, elsewhere what the page says."""
    years = [fiscal_year_label(year) for year in comparison.years]
    columns = [_("Series"), _("About"), _("Unit"), *years]
    rows = [
        [track.name, track.note, str(track.indicator.unit), *(cell.figure for _year, cell in cells)]
        for track, cells in comparison.table
    ]
    return columns, rows


def compared(request, wish):
    indicators = indicators_asked(wish, request.user)
    as_of = as_of_asked(request, indicators[0].institution) if indicators else None
    return Comparison(indicators, user=request.user, by=wish.by, as_index=wish.is_index, as_of=as_of)
