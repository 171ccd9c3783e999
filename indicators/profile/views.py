from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators.charts.downloads import ChartFile
from indicators.charts.from_series import chart_data_of
from indicators.charts.plotly_figures import build_figure
from indicators.loading.as_of import days_of
from indicators.loading.lookups import as_of_indicator
from indicators.loading.series import Series
from indicators.models import Indicator
from indicators.profile.page import IndicatorPage
from plans.caching.strangers import cache_for_strangers, version_for
from plans.models import reads

# Plotly writes its styles into the page; nothing else may.
allow_plotly_styles = csp_update({"style-src": [SELF, UNSAFE_INLINE]})
# A picture that stands for itself: its own styles, and nothing from anywhere.
allow_own_styles_only = csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})


@allow_plotly_styles
def indicator_detail(request, pk):
    version = version_for(request)
    indicator = visible_indicator(request, pk)
    page = IndicatorPage(indicator, user=request.user, as_of=as_of_indicator(request, indicator))
    context = {
        "page": page,
        "indicator": page.indicator,
        "series": page.series,
        "chart_data": page.chart_data,
        "known_on": page.known_on,
        "is_final": page.is_final,
        "merged_into": merged_into(page, request.user),
    }
    whole = render(request, "indicators/profile/indicator_detail.html", context)
    return cache_for_strangers(whole, version=page.series.as_of.lasting(version), days=days_of([indicator.institution]))


def merged_into(page, user):
    """The indicator that this one was merged into, as known then; None where it is or was not open to the reader."""
    found = Indicator.objects.visible_to(user).filter(pk=page.indicator.merged_into_id).first()
    then = None if found is None else page.series.as_of.row(found)
    return then if then is not None and reads(user, then.institution_id, then.disclosure) else None


def indicator_figure(request, pk):
    version = version_for(request)
    indicator = visible_indicator(request, pk)
    series = Series(indicator, user=request.user, as_of=as_of_indicator(request, indicator))
    response = HttpResponse(build_figure(chart_data_of(series)).to_json(), content_type="application/json")
    return cache_for_strangers(response, version=version, days=days_of([indicator.institution]))


@allow_own_styles_only
def indicator_chart(request, pk):
    """The chart as an SVG file of its own; 404 without a number."""
    indicator = visible_indicator(request, pk)
    page = IndicatorPage(indicator, user=request.user, as_of=as_of_indicator(request, indicator))
    context = {"chart": get_chart_or_404(page)}
    return render(request, "indicators/profile/chart.svg", context, content_type="image/svg+xml")


def get_chart_or_404(page):
    if page.chart_data.is_empty:
        raise Http404
    return ChartFile(page)


def visible_indicator(request, pk):
    indicators = Indicator.objects.visible_to(request.user)
    return get_object_or_404(indicators.select_related("institution", "office", "scale"), pk=pk)
