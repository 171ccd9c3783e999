from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators.charts import figure
from indicators.drawings import drawing_of
from indicators.models import Indicator
from indicators.moments import known_on
from indicators.series import Series
from indicators.sketches import NARROW, WIDE, sketch

# Plotly writes its styles into the page; nothing else may.
styles_of_plotly = csp_update({"style-src": [SELF, UNSAFE_INLINE]})


@styles_of_plotly
def indicator_detail(request, pk):
    """One indicator through the years: chart, table, what it says in each plan, targets and their revisions, definitions."""
    indicator = visible_indicator(request, pk)
    series = Series(indicator, user=request.user, known_on=known_on(request, indicator.institution))
    drawing = drawing_of(series)
    context = {
        "indicator": indicator,
        "series": series,
        "drawing": drawing,
        "sketches": [] if drawing.is_empty else [("wide", sketch(drawing, WIDE)), ("narrow", sketch(drawing, NARROW))],
        "known_on": series.known_on,
        "merged_into": Indicator.objects.visible_to(request.user).filter(pk=indicator.merged_into_id).first(),
    }
    return render(request, "indicators/indicator_detail.html", context)


def indicator_figure(request, pk):
    """The Plotly figure of an indicator, as JSON."""
    indicator = visible_indicator(request, pk)
    series = Series(indicator, user=request.user, known_on=known_on(request, indicator.institution))
    return HttpResponse(figure(drawing_of(series)).to_json(), content_type="application/json")


def visible_indicator(request, pk):
    """The indicator that the reader asked for; one not open to the reader is not found."""
    indicators = Indicator.objects.visible_to(request.user)
    return get_object_or_404(indicators.select_related("institution", "office", "scale"), pk=pk)
