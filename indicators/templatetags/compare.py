"""How the series of a comparison are told apart, and what they say of a year."""

from django import template

from indicators.comparisons.charts import line_style, marker_path

register = template.Library()


@register.filter
def form(track):
    """The class of a series: its dash and mark, and whether it is one of the lighter ones."""
    return line_style(track.place)


@register.filter
def sign_path(track):
    """The path of a series' mark in the middle of its sample."""
    return marker_path(track.place, 18, 7)
