"""Numbers, statuses and their counts on pages."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from indicators.loading.overrides import explain_override
from indicators.loading.value_text import target_text, value_text
from indicators.overview import start_message
from indicators.readings.statuses import Status
from indicators.readings.wording.missing_reasons import no_share_text
from indicators.readings.wording.money import money_text
from indicators.readings.wording.paces import pace_text
from indicators.readings.wording.printing import aim_text, amount_text, band_text
from indicators.readings.wording.speeds import explain_speed, speed_text
from indicators.readings.wording.status_rule import NOTE, PACE, meaning, tooltip
from indicators.readings.wording.units import RANKS, number_text, quantity
from indicators.scorecards import words

register = template.Library()


@register.filter
def number(value, indicator):
    """Without its unit. Empty for None; zero is a number."""
    return "" if value is None else number_text(value, indicator.decimals)


@register.filter
def part(value):
    """As exact as it was given."""
    return "" if value is None else number_text(value, None)


@register.filter
def amount(value, indicator):
    """With its unit, kept on one line; empty for None."""
    if value is None:
        return ""
    printed = quantity(value, indicator.decimals, str(indicator.unit))
    if not printed.unit:
        return format_html('<span class="nowrap">{}</span>', printed.number)
    return format_html('<span class="nowrap">{}{}<span class="unit">{}</span></span>', *printed)


@register.filter
def unit_after_number(indicator):
    """The unit with its gap after a number: %, or a space and persons."""
    printed = quantity(Decimal(0), 0, str(indicator.unit))
    return f"{printed.gap}{printed.unit}"


@register.inclusion_tag("components/distribution.html")
def distribution(counts):
    """Counts by status as a bar and a key. Never an average."""
    return bar_segments(counts)


@register.inclusion_tag("components/distribution_bar.html")
def distribution_bar(counts):
    return bar_segments(counts)


def bar_segments(counts):
    """{segments, total}, widths in per cent."""
    present = [(status, count) for status, count in counts.items() if count]
    total = sum(count for status, count in present)
    segments, start = [], 0
    for status, count in present:
        segments.append({"status": status, "count": count, "x": percent(start, total), "width": percent(count, total)})
        start += count
    return {"segments": segments, "total": total}


def percent(count, total):
    return f"{100 * count / total:.2f}%"


@register.filter
def actual_figure(line):
    """With its unit; the sum where years are added up; empty without a figure."""
    if line.reading.terms.is_total:
        return "" if line.reading.figure is None else amount_text(line.reading.terms, line.reading.figure)
    return "" if line.value is None else value_text(line.value, line.indicator)


@register.filter
def expected_figure(line):
    """Empty where nothing is expected."""
    band = line.reading.expected_band
    return "" if band is None else band_text(line.reading.terms, band)


@register.filter
def final_target(line):
    """At least 30 %, yes by a day."""
    terms = line.reading.terms
    return "" if terms.final is None else aim_text(terms, terms.final)


@register.filter
def value_in_words(value, indicator):
    return value_text(value, indicator)


@register.filter
def target_in_words(target, indicator):
    return target_text(target, indicator)


@register.filter
def of(mapping, key):
    return mapping.get(key)


@register.filter
def status_meanings(plan):
    """[(status, its meaning in this plan)]."""
    return [(status, meaning(status, plan)) for status in Status]


@register.simple_tag
def status_note():
    return NOTE


@register.simple_tag
def pace_formula():
    return PACE


@register.filter
def tooltip_of(status):
    return tooltip(status)


@register.filter
def pace_of(reading):
    """Never rounded up to a line that was not reached."""
    return pace_text(reading)


register.filter(no_share_text)


@register.filter
def percentage(value):
    return f"{number_text(value * 100, 0)}%"


@register.filter
def with_sign(value, indicator):
    printed = number_text(value, indicator.decimals)
    return f"+{printed}" if value > 0 else printed


@register.filter
def band_in_words(band, line):
    return band_text(line.reading.terms, band)


@register.filter
def speed(reading):
    """The change needed each year from here, and the one so far; empty where that is no help."""
    return explain_speed(reading)


@register.filter
def speed_a_year(reading):
    return speed_text(reading)


@register.filter
def override_status(override):
    return Status(override.status)


@register.filter
def override_details(line):
    return explain_override(line)


@register.filter
def direction(indicator):
    """Of a rank the better one is the higher, whatever its number."""
    return _("higher rank is better") if str(indicator.unit) in RANKS else indicator.get_direction_display()


@register.filter
def money(amount, beside):
    """On the scale of the Money beside it; a dash for None."""
    return "–" if amount is None else money_text(amount, beside.currency, beside.most)


@register.filter
def all_answered(asked):
    return start_message.all_answered_title(asked)


@register.filter
def headline(card):
    return words.headline(card)


@register.filter
def subline(card):
    return words.subline(card)


@register.filter
def changes_title(changes):
    return words.changes_title(changes)
