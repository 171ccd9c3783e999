"""The rule of status in words, both languages; the rule itself is in reading.py. Nothing else words it.

tooltip(Status.ON_TRACK)            in a few words: tooltips, tiles
meaning(Status.ON_TRACK, plan)      in full, with the shares of a plan or commitment: legend, API, docs
rule_text(plan)                     all of it in one piece
"""

from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.readings.statuses import Status
from indicators.readings.wording.units import number_text

TOOLTIPS = {
    Status.ACHIEVED: pgettext_lazy("rule of status", "Final target met"),
    Status.ON_TRACK: pgettext_lazy("rule of status", "At this year's line"),
    Status.AT_RISK: pgettext_lazy("rule of status", "Short of it, within limits"),
    Status.OFF_TRACK: pgettext_lazy("rule of status", "Beyond that"),
    Status.NO_DATA: pgettext_lazy("rule of status", "No value, with the reason"),
    Status.NOT_JUDGED: pgettext_lazy("rule of status", "Nothing to compare this year"),
}
MEANINGS = {
    Status.ACHIEVED: pgettext_lazy(
        "rule of status",
        "Meets the final target; a target to be held every year, in its final year or later",
    ),
    Status.ON_TRACK: pgettext_lazy(
        "rule of status",
        "Meets this year's target; in a year on a straight path, is at least %(on_track)s of the way from the baseline to the"
        " expected value (without such a way, at the expected value)",
    ),
    Status.AT_RISK: pgettext_lazy(
        "rule of status",
        "Not on track, but at least %(risk)s of the way from the baseline (without such a way, within %(worsening)s of the target"
        " or expected value; a grade: one step below; yes/no: never)",
    ),
    Status.OFF_TRACK: pgettext_lazy("rule of status", "Worse than that"),
    Status.NO_DATA: pgettext_lazy("rule of status", "No value for the year. The reason is shown"),
    Status.NOT_JUDGED: pgettext_lazy(
        "rule of status",
        "No target, nothing expected in this year, before the plan, baseline year or earlier, not applicable, cancelled or merged",
    ),
}
NOTE = gettext_lazy(
    "Status compares the value with these lines. Pace is shown for information and decides nothing. A tolerance loosens the lines"
    " of achieved and on track."
)
PACE = gettext_lazy("Pace = (actual − baseline) ÷ (expected − baseline)")


class Shares(Protocol):
    """The three shares of a plan, or of a commitment's terms; 1 is the whole way."""

    @property
    def on_track_share(self) -> Decimal: ...

    @property
    def risk_share(self) -> Decimal: ...

    @property
    def worsening_share(self) -> Decimal: ...


def tooltip(status: Status) -> str:
    """When an indicator has a status, in a few words."""
    return str(TOOLTIPS[status])


def meaning(status: Status, shares: Shares) -> str:
    """When an indicator has a status, with the three shares of a plan or of a commitment's terms."""
    named = {
        "on_track": share_text(shares.on_track_share),
        "risk": share_text(shares.risk_share),
        "worsening": share_text(shares.worsening_share),
    }
    return str(MEANINGS[status]) % named


def rule_text(shares: Shares) -> str:
    """The whole rule, a line for each status, and what is said once of all."""
    lines = [
        _("%(status)s: %(meaning)s.") % {"status": status.label, "meaning": meaning(status, shares)}
        for status in Status
    ]
    return "\n".join([*lines, str(NOTE)])


def share_text(share: Decimal) -> str:
    """A share of the way as a percentage: 95%."""
    return f"{number_text(share * 100, None)}%"
