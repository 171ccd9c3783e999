"""Line styles of the series of a comparison."""

from django import template

from indicators.comparisons.charts import line_style, marker_path

register = template.Library()


@register.filter
def form(track):
    return line_style(track.place)


@register.filter
def sign_path(track):
    return marker_path(track.place, 18, 7)
