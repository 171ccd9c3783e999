"""The lines between statuses as they are printed: the worst figure that still meets a line, so that no reader finds another status."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from indicators.readings.bands import ZERO, Band
from indicators.readings.expectations import Expectation
from indicators.readings.figures import WIDE
from indicators.readings.statuses import Status
from indicators.readings.terms import STRICT, UNMEASURED, CommitmentTerms, Comparator
from indicators.readings.wording.printing import MOST_DECIMALS_MORE, amount_text, limit_kind, limit_text, span_text

LOOSE = {Comparator.MORE_THAN: Comparator.AT_LEAST, Comparator.LESS_THAN: Comparator.AT_MOST}
UP = (Comparator.AT_LEAST, Comparator.MORE_THAN)
BEYOND = {
    Comparator.AT_LEAST: pgettext_lazy("limit", "below %(amount)s"),
    Comparator.MORE_THAN: pgettext_lazy("limit", "at most %(amount)s"),
    Comparator.AT_MOST: pgettext_lazy("limit", "more than %(amount)s"),
    Comparator.LESS_THAN: pgettext_lazy("limit", "at least %(amount)s"),
    Comparator.REACH_RANK: pgettext_lazy("limit of a rank", "%(amount)s or worse"),
}


@dataclass(frozen=True)
class StatusLine:
    """A line as printed with so many more decimals than the indicator's. `kind`: how it limits; None between two ends."""

    terms: CommitmentTerms
    kind: Comparator | None
    band: Band
    more_decimals: int = 0

    @property
    def end(self) -> Decimal:
        """The only end, or the lower one."""
        return self.band.ends[0]

    @property
    def worst(self) -> Band:
        """The worst figures, with the indicator's decimals, that meet it."""
        if self.kind not in STRICT or self.terms.decimals is None:
            return self.band
        return self.band.wider(by=-Decimal(1).scaleb(-self.terms.decimals))

    def amount(self, *, counted: bool = False) -> str:
        """Its number, or both."""
        low, high = self.band.ends
        if self.kind is None and low != high:
            return span_text(self.terms, low, high, self.more_decimals, counted=counted)
        return amount_text(self.terms, low, self.more_decimals, counted=counted)

    def words(self, *, counted: bool = False) -> str:
        """What meets it: at least 51.8%, 80.0% to 126.0%."""
        printed = self.amount(counted=counted)
        return printed if self.kind is None else limit_text(self.terms, self.kind, self.end, printed)


def on_track_limit(expectation: Expectation) -> StatusLine:
    """What is good enough to be on track, tolerance included."""
    return printed_line(expectation.terms, expectation.on_track_line, expectation.slack)


def risk_limit(expectation: Expectation) -> StatusLine | None:
    """What is no worse than at risk; None where no figure lies between it and the line above, or nothing does."""
    terms, line = expectation.terms, expectation.risk_line
    if line is None:
        return None
    kind = limit_kind(terms, line)
    found = printed_line(terms, line, kind=None if kind is None else LOOSE.get(kind, kind))
    if terms.comparator == Comparator.GRADE_AT_LEAST:
        return found if int(found.end) in terms.scale else None
    return found if is_wider(found.worst, on_track_limit(expectation).worst) else None


def is_wider(outer: Band, inner: Band) -> bool:
    """Whether some figure lies in the outer band and not in the inner one."""
    is_lower = outer.low is not None and inner.low is not None and outer.low < inner.low
    is_higher = outer.high is not None and inner.high is not None and outer.high > inner.high
    return is_lower or is_higher


def printed_line(
    terms: CommitmentTerms, band: Band, slack: Decimal = ZERO, kind: Comparator | None = None
) -> StatusLine:
    """A line moved out by the slack, its ends rounded to where the last figure meets it; a range never to nothing."""
    kind = kind or limit_kind(terms, band)
    whole = band.wider(by=slack)
    for more in range(MOST_DECIMALS_MORE + 1):
        low = round_end(whole.low, terms, more, upwards=kind not in STRICT)
        high = round_end(whole.high, terms, more, upwards=kind in STRICT)
        if kind is not None or low is None or high is None or low <= high:
            break
    return StatusLine(terms, kind, Band(low, high), more)


def round_end(end: Decimal | None, terms: CommitmentTerms, more: int, *, upwards: bool) -> Decimal | None:
    """An end with so many more decimals than the indicator's; None, a grade's order and a day as they are."""
    if end is None or terms.decimals is None or terms.comparator in UNMEASURED:
        return end
    rounding = ROUND_CEILING if upwards else ROUND_FLOOR
    return end.quantize(Decimal(1).scaleb(-terms.decimals - more), rounding=rounding, context=WIDE)


def legend(expectation: Expectation) -> dict[Status, str]:
    """{status: which figures have it in this year}, best first; without those that no figure can have."""
    held, risk = on_track_limit(expectation), risk_limit(expectation)
    words = {Status.ON_TRACK: held.words(counted=True)}
    if risk is not None:
        words[Status.AT_RISK] = between(held, risk)
    return words | {Status.OFF_TRACK: beyond(risk or held)}


def between(held: StatusLine, risk: StatusLine) -> str:
    """What is at risk: 25.5% to below 29.6%."""
    named = {"risk": risk.amount(counted=risk.kind not in UP), "held": held.amount(counted=True)}
    if held.kind is None:
        return pgettext("range of figures at risk", "%(risk)s, outside that") % named
    if held.kind is Comparator.AT_LEAST:
        return pgettext("figures at risk", "%(risk)s to below %(held)s") % named
    if held.kind is Comparator.MORE_THAN:
        return pgettext("figures at risk", "%(risk)s to %(held)s") % named
    return risk.words(counted=True)


def beyond(line: StatusLine) -> str:
    """What is worse than a line."""
    if line.kind is None:
        return _("anything else")
    is_rank = line.kind is Comparator.REACH_RANK
    step = Decimal(1).scaleb(-(line.terms.decimals or 0)) if is_rank else ZERO
    return str(BEYOND[line.kind]) % {"amount": amount_text(line.terms, line.end + step, line.more_decimals)}
