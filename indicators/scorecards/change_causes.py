"""Why a reading has changed: each thing that became different, with the reason given for that very thing."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.loading.as_of import end_of_day
from indicators.loading.value_text import state_text, target_text, value_text
from indicators.loading.year_values import WHOLE
from indicators.models import Commitment, Target, ValueState, YearlyValue
from plans.caching.rights import open_then_and_now
from plans.database.events import brief, event_model, of_rows, until, with_earlier
from plans.fiscal_years import fiscal_year_label
from plans.models import Disclosure, reads

FIGURE_COLUMNS = ("state", "value", "numerator", "denominator", "dated", "grade_id", "text")
TARGET_COLUMNS = ("value", "low", "high", "due_on", "grade_id", "printed")
COMPARISON_COLUMNS = (
    "comparator",
    "promise",
    "trajectory",
    "tolerance",
    "baseline",
    "baseline_fiscal_year",
    "baseline_grade_id",
)


@dataclass(frozen=True)
class Cause:
    """What changed (a figure, a target, the comparison), before, after, and the reason given."""

    what: str
    before: str
    after: str
    reason: str


class Causes:
    """The causes behind the changes of a card since a day, for readers of staff rows; three queries."""

    def __init__(self, card, since, user, lines):
        self.card, self.user = card, user
        self.after, self.until = end_of_day(since, card.as_of.institution), card.as_of.moment
        self.may_read = reads(user, card.plan.institution_id, Disclosure.STAFF)
        if not self.may_read:
            return
        year = {"indicator__in": [line.indicator.pk for line in lines], "fiscal_year": card.fiscal_year, **WHOLE}
        commitments = [line.commitment.pk for line in lines]
        open_values = open_then_and_now(YearlyValue, user)
        self.of_values = self._reasons(YearlyValue, "indicator_id", FIGURE_COLUMNS, open_values, **year)
        self.of_targets = self._reasons(Target, "row_id", TARGET_COLUMNS, commitment__in=commitments)
        self.of_commitments = self._reasons(Commitment, "row_id", COMPARISON_COLUMNS, of_rows(commitments))

    def _reasons(self, model, owner, columns, *rules, **conditions):
        """{owner: the reasons given since the day for changes of these columns, in their order}."""
        events = event_model(model).objects.filter(*rules, until(self.until), **conditions).order_by("pk")
        found = defaultdict(dict)
        for earlier, later in with_earlier(brief(events, *{owner, *columns} - {"row_id"})):
            is_other = columns_of(earlier, columns) != columns_of(later, columns)
            if is_other and later.why and later.when > self.after:
                found[getattr(later, owner)][later.why] = None
        return {key: pgettext("between remarks", "; ").join(reasons) for key, reasons in found.items()}

    def of(self, line, then):
        """The causes behind a line that was `then`; [] for a reader who may not see them."""
        return (
            [*self._of_value(line, then), *self._of_targets(line, then), *self._of_comparison(line, then)]
            if self.may_read
            else []
        )

    def _of_value(self, line, then):
        year = self.card.fiscal_year
        before, after = then.values.get(year), line.values.get(year)
        if columns_of(before, FIGURE_COLUMNS) != columns_of(after, FIGURE_COLUMNS):
            what = _("Value of %(year)s") % {"year": fiscal_year_label(year)}
            reason = self.of_values.get(line.indicator.pk, "")
            yield Cause(
                what, value_or_state_text(before, line.indicator), value_or_state_text(after, line.indicator), reason
            )

    def _of_targets(self, line, then):
        before, after = by_year(then.targets), by_year(line.targets)
        for year in sorted(before.keys() | after.keys()):
            old, new = before.get(year), after.get(year)
            if columns_of(old, TARGET_COLUMNS) != columns_of(new, TARGET_COLUMNS):
                what = _("Target for %(year)s") % {"year": fiscal_year_label(year)}
                texts = ["" if target is None else target_text(target, line.indicator) for target in (old, new)]
                reason = "" if new is None else new.reason or self.of_targets.get(new.pk, "")
                yield Cause(what, *texts, reason)

    def _of_comparison(self, line, then):
        if columns_of(then.commitment, COMPARISON_COLUMNS) != columns_of(line.commitment, COMPARISON_COLUMNS):
            yield Cause(_("How it is compared"), "", "", self.of_commitments.get(line.commitment.pk, ""))


def columns_of(row, names):
    return None if row is None else [getattr(row, name) for name in names]


def by_year(targets):
    return {target.fiscal_year: target for target in targets}


def value_or_state_text(value, indicator):
    """Empty without a row."""
    if value is None:
        return ""
    return value_text(value, indicator) if value.state == ValueState.REPORTED else state_text(value.state)
