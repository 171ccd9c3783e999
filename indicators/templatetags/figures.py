"""How numbers, statuses and their counts are printed on a page."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from indicators.loading.value_text import target_text, value_text
from indicators.overview import start_message
from indicators.readings.statuses import Status
from indicators.readings.wording.money import money_text
from indicators.readings.wording.overrides import explain_override
from indicators.readings.wording.paces import pace_text
from indicators.readings.wording.printing import aim_text, amount_text, band_text
from indicators.readings.wording.speeds import explain_speed, speed_text
from indicators.readings.wording.status_rule import NOTE, PACE, meaning, tooltip
from indicators.readings.wording.units import RANKS, number_text, quantity
from indicators.scorecards import words

register = template.Library()


@register.filter
def number(value, indicator):
    """A number as the indicator prints it, without its unit. Nothing for None; zero is a number."""
    return "" if value is None else number_text(value, indicator.decimals)


@register.filter
def part(value):
    """A numerator or denominator: as exact as it was given."""
    return "" if value is None else number_text(value, None)


@register.filter
def amount(value, indicator):
    """A number with its unit, kept on one line."""
    if value is None:
        return ""
    printed = quantity(value, indicator.decimals, str(indicator.unit))
    if not printed.unit:
        return format_html('<span class="nowrap">{}</span>', printed.number)
    return format_html('<span class="nowrap">{}{}<span class="unit">{}</span></span>', *printed)


@register.filter
def unit_after_number(indicator):
    """An indicator's unit with the space that parts it from a number: %, or a space and persons."""
    printed = quantity(Decimal(0), 0, str(indicator.unit))
    return f"{printed.gap}{printed.unit}"


@register.inclusion_tag("components/distribution.html")
def distribution(counts):
    """Counts by status as a bar (for the eye) and a key (for everybody). Never an average."""
    return segmented(counts)


@register.inclusion_tag("components/distribution_bar.html")
def distribution_bar(counts):
    """The bar alone, where the counts stand beside it anyway."""
    return segmented(counts)


def segmented(counts):
    """The counts of statuses or marks as parts of a bar: {segments, total}."""
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
def actual(line):
    """What the year brought, with its unit; a total where years are added up; nothing where nothing is known."""
    if line.reading.terms.is_total:
        return "" if line.reading.measured is None else amount_text(line.reading.terms, line.reading.measured)
    return "" if line.value is None else value_text(line.value, line.indicator)


@register.filter
def expected(line):
    """What the year should show; nothing where nothing is expected."""
    band = line.reading.expected_band
    return "" if band is None else band_text(line.reading.terms, band)


@register.filter
def aim(line):
    """The last target in words: at least 30 %, yes by a day."""
    terms = line.reading.terms
    return "" if terms.final is None else aim_text(terms, terms.final)


@register.filter
def said(value, indicator):
    """What a yearly value says, with its unit."""
    return value_text(value, indicator)


@register.filter
def promised(target, indicator):
    """What a target says, with its unit."""
    return target_text(target, indicator)


@register.filter
def of(mapping, key):
    """The entry of a mapping for a key; None without one."""
    return mapping.get(key)


@register.filter
def status_meanings(plan):
    """(status, what it means in this plan), in the order of the statuses."""
    return [(status, meaning(status, plan)) for status in Status]


@register.simple_tag
def status_note():
    """What is said once of the whole rule of status."""
    return NOTE


@register.simple_tag
def pace_formula():
    """How a pace is calculated."""
    return PACE


@register.filter
def tooltip_of(status):
    """When an indicator has this status, in a few words."""
    return tooltip(status)


@register.filter
def pace_of(reading):
    """The pace of a reading that has one, never rounded up to a line that was not reached."""
    return pace_text(reading)


@register.filter
def percentage(value):
    """A progress as a whole percentage."""
    return f"{number_text(value * 100, 0)}%"


@register.filter
def moved(value, indicator):
    """A change with its sign, as exact as the indicator's figures."""
    printed = number_text(value, indicator.decimals)
    return f"+{printed}" if value > 0 else printed


@register.filter
def banded(band, line):
    """What a band of a line's path accepts, with its unit."""
    return band_text(line.reading.terms, band)


@register.filter
def speed(reading):
    """What each year must bring from here, and what it has brought; empty where that says nothing."""
    return explain_speed(reading)


@register.filter
def speed_a_year(reading):
    """The change a year that is needed, and the one so far."""
    return speed_text(reading)


@register.filter
def override_status(override):
    """The status that a person set."""
    return Status(override.status)


@register.filter
def override_details(line):
    """The computed status beside an evaluator's, the reason, who and when."""
    return explain_override(line)


@register.filter
def direction(indicator):
    """Which way is better, in words; of a rank the better one is the higher, whatever its number."""
    return _("higher rank is better") if str(indicator.unit) in RANKS else indicator.get_direction_display()


@register.filter
def money(amount, beside):
    """An amount in words, on the scale of the Money that it stands among; the sign for no value where there is none."""
    return "–" if amount is None else money_text(amount, beside.currency, beside.most)


@register.filter
def answered(asked):
    """What to say where no answer is missing, of so many that were asked for."""
    return start_message.all_answered_title(asked)


@register.filter
def headline(card):
    """The message of a scorecard or plan card: counts over what was judged."""
    return words.headline(card)


@register.filter
def subline(card):
    """What the message does not count."""
    return words.subline(card)


@register.filter
def changes_title(changes):
    """How many statuses went up and down; empty where none did."""
    return words.changes_title(changes)
