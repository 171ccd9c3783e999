"""How figures, gaps, targets and dates of a commitment are printed inside sentences, in the active language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from indicators.readings.bands import Band
from indicators.readings.figures import NEVER
from indicators.readings.reading import Reading
from indicators.readings.terms import CommitmentTerms, Comparator
from indicators.readings.wording.units import Quantity, is_money, is_percent, number_text, quantity, span
from plans.fiscal_years import fiscal_year_label
from plans.text.languages import active_language

RANK = "rank"
MOST_DECIMALS_MORE = 6

LIMITS = {
    Comparator.AT_LEAST: pgettext_lazy("limit", "at least %(amount)s"),
    Comparator.MORE_THAN: pgettext_lazy("limit", "more than %(amount)s"),
    Comparator.AT_MOST: pgettext_lazy("limit", "at most %(amount)s"),
    Comparator.LESS_THAN: pgettext_lazy("limit", "less than %(amount)s"),
    Comparator.REACH_RANK: pgettext_lazy("limit of a rank", "%(amount)s or better"),
    Comparator.GRADE_AT_LEAST: pgettext_lazy("limit of a grade", "%(amount)s or better"),
}
# Translators: an amount whose direction English says by its verb (3 short of 30.1%) and Japanese behind the number (30.1%以上).
BESIDE_A_VERB = {
    Comparator.AT_LEAST: pgettext_lazy("at least, behind a verb that says so", "%(amount)s"),
    Comparator.MORE_THAN: pgettext_lazy("more than, behind a verb that says so", "%(amount)s"),
    Comparator.AT_MOST: pgettext_lazy("at most, behind a verb that says so", "%(amount)s"),
    Comparator.LESS_THAN: pgettext_lazy("less than, behind a verb that says so", "%(amount)s"),
    Comparator.REACH_RANK: pgettext_lazy("rank, behind a verb that says so", "%(amount)s"),
    Comparator.GRADE_AT_LEAST: pgettext_lazy("grade, behind a verb that says so", "%(amount)s"),
}


def unit_of(terms: CommitmentTerms) -> str:
    """The unit of the commitment's figures; a rank without one is a rank."""
    return terms.unit or (RANK if terms.comparator == Comparator.REACH_RANK else "")


def printed_amount(
    terms: CommitmentTerms, number: Decimal, more_decimals: int = 0, *, counted: bool = True
) -> Quantity:
    """A figure of the commitment's indicator with its unit; a grade by its mark; a yes by its day."""
    if terms.comparator == Comparator.YES_BY:
        return Quantity(_("not done") if number == NEVER else day_text(date.fromordinal(int(number))))
    if terms.comparator == Comparator.GRADE_AT_LEAST:
        return Quantity(str(terms.scale.get(int(number), int(number))))
    decimals = None if terms.decimals is None else terms.decimals + more_decimals
    return quantity(number, decimals, unit_of(terms), counted=counted)


def amount_text(terms: CommitmentTerms, number: Decimal, more_decimals: int = 0, *, counted: bool = True) -> str:
    """A figure as `printed_amount` gives it, in one piece."""
    return str(printed_amount(terms, number, more_decimals, counted=counted))


def actual_text(reading: Reading, more_decimals: int = 0) -> str:
    """The figure that is judged, with what it is: a total, provisional, a grade with its label; empty without one."""
    terms, number = reading.terms, reading.figure
    if number is None:
        return ""
    printed = amount_text(terms, number, more_decimals)
    if terms.comparator == Comparator.GRADE_AT_LEAST and terms.grade_labels.get(int(number)):
        printed = _("%(grade)s (%(label)s)") % {"grade": printed, "label": terms.grade_labels[int(number)]}
    if terms.is_total:
        named = {"amount": printed, "year": fiscal_year_label(reading.figures.years.start)}
        known = _("a known total of %(amount)s since %(year)s")
        printed = (known if reading.figures.missing else _("a total of %(amount)s since %(year)s")) % named
    return _("%(amount)s (provisional)") % {"amount": printed} if reading.figures.is_provisional else printed


def gap_text(terms: CommitmentTerms, gap: Decimal, more_decimals: int = 0, *, with_unit: bool = True) -> str:
    """A difference of two figures: 3.1 points, 9 places, 1 grade, ¥5 million; English counts nothing else by name."""
    if terms.comparator == Comparator.GRADE_AT_LEAST:
        return ngettext("%(number)s grade", "%(number)s grades", int(gap)) % {"number": int(gap)}
    decimals = None if terms.decimals is None else terms.decimals + more_decimals
    printed, unit = number_text(gap, decimals), unit_of(terms)
    if not with_unit:
        return quantity(gap, decimals, unit, counted=False).number.removeprefix("¥")
    if is_percent(unit):
        return (
            pgettext("difference of shares", "1 point")
            if printed == "1"
            else _("%(number)s points") % {"number": printed}
        )
    if terms.comparator == Comparator.REACH_RANK:
        return ngettext("%(number)s place", "%(number)s places", 1 if printed == "1" else 2) % {"number": printed}
    found = quantity(gap, decimals, unit)
    return str(found) if active_language() == "ja" or is_money(unit) else found.number


def decimals_apart(terms: CommitmentTerms, number: Decimal, other: Decimal) -> int:
    """How many more decimals than the indicator's tell two different numbers apart as printed; 0 for equal ones."""
    if number == other or terms.decimals is None:
        return 0
    more = range(MOST_DECIMALS_MORE + 1)
    return next(
        (n for n in more if number_text(number, terms.decimals + n) != number_text(other, terms.decimals + n)),
        MOST_DECIMALS_MORE,
    )


def span_quantity(
    terms: CommitmentTerms, low: Decimal, high: Decimal, more_decimals: int = 0, *, counted: bool = True
) -> Quantity:
    """Both ends of a range: 100.0% to 105.0%, 50 to 54 institutions; 100.0～105.0%."""
    decimals = None if terms.decimals is None else terms.decimals + more_decimals
    return span(low, high, decimals, unit_of(terms), counted=counted)


def span_text(
    terms: CommitmentTerms, low: Decimal, high: Decimal, more_decimals: int = 0, *, counted: bool = True
) -> str:
    """A range as `span_quantity` gives it, in one piece."""
    return str(span_quantity(terms, low, high, more_decimals, counted=counted))


def band_text(terms: CommitmentTerms, band: Band, beside: Decimal | None = None, *, counted: bool = True) -> str:
    """The number or range of a band, told apart from the figure beside it."""
    if band.value is None:
        return span_text(terms, *band.ends, counted=counted)
    more = 0 if beside is None else decimals_apart(terms, band.value, beside)
    return amount_text(terms, band.value, more, counted=counted)


def limit_kind(terms: CommitmentTerms, band: Band) -> Comparator | None:
    """How a band limits figures: as its commitment compares, or by the one end that it has; None with two ends."""
    if terms.comparator in LIMITS:
        return Comparator(terms.comparator)
    if band.is_two_sided or terms.comparator == Comparator.YES_BY:
        return None
    return Comparator.AT_MOST if band.low is None else Comparator.AT_LEAST


def limit_text(
    terms: CommitmentTerms,
    kind: Comparator,
    number: Decimal,
    printed: str,
    words: Mapping[Comparator, Promise] = LIMITS,
) -> str:
    """An amount with what it limits: at least 30.0%; 0 cases at most are just 0 cases."""
    is_zero = kind is Comparator.AT_MOST and not number_text(number, terms.decimals).strip("0.")
    return printed if is_zero else str(words[kind]) % {"amount": printed}


def aim_text(terms: CommitmentTerms, band: Band, *, counted: bool = True) -> str:
    """What a target asks for: at least 30%, 100.0% to 105.0%, A or better, done by a day."""
    kind, (low, high) = limit_kind(terms, band), band.ends
    if kind is not None:
        return limit_text(terms, kind, low, amount_text(terms, low, counted=counted))
    if terms.comparator == Comparator.YES_BY:
        return _("done by %(day)s") % {"day": amount_text(terms, low)}
    if low != high:
        return span_text(terms, low, high, counted=counted)
    if terms.comparator == Comparator.MAINTAIN:
        named = {"amount": amount_text(terms, low), "tolerance": gap_text(terms, terms.slack(band), 1)}
        return _("%(amount)s, give or take %(tolerance)s") % named
    return amount_text(terms, low, counted=counted)


def day_text(day: date) -> str:
    """A day as the active language writes it."""
    return date_format(day, "DATE_FORMAT")
