"""What asks for attention on a plan's scorecard: what is late, and what is not right in the data."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from indicators.loading.data_quality import findings_about
from indicators.loading.due import DueKind, Duties
from indicators.readings.statuses import Gap
from plans.models import Office

LABELS = {
    "no_owner": _("Without an owner"),
    "no_definition": _("Without a definition"),
    "disagreeing_figure": _("Published and calculated values differ"),
    "parts_do_not_add_up": _("Parts do not add up to the total"),
}


@dataclass(frozen=True)
class OverdueItem:
    """`of`: code of the measure, empty for a value; `office` may be None; `days`: how many days late."""

    kind: DueKind
    name: str
    address: str
    of: str
    office: object
    due_on: date
    days: int


@dataclass(frozen=True)
class FlawsOfKind:
    """`findings`: [(indicator, sentence)]."""

    label: str
    findings: list


def overdue_items(card, *, user):
    """Everything of a plan that is overdue, longest first: values of the card's year, milestones, reports.

    Milestones and reports are those of today; on a past day only the values known to be missing are listed.
    """
    today = card.as_of.today
    found = [overdue_value(line, today) for line in card.lines if line.reading.reason == Gap.OVERDUE]
    if card.as_of.is_now:
        found += overdue_work(card, user, today)
    return sorted(found, key=lambda item: (-item.days, str(item.name)))


def overdue_value(line, today):
    reading, indicator = line.reading, line.indicator
    due_on = min(reading.figures.due_day(year) for year, why in reading.figures.missing.items() if why == Gap.OVERDUE)
    return OverdueItem(
        DueKind.VALUE, indicator.name, indicator.get_absolute_url(), "", indicator.office, due_on, (today - due_on).days
    )


def overdue_work(card, user, today):
    """Milestones and reports of the plan's measures; one item each, however many offices lead."""
    offices = {office.pk: office for office in Office.objects.filter(institution=card.plan.institution)}
    duties = Duties(card.plan.institution, set(offices), user, plan=card.plan)
    seen = {}
    for due in (*duties.milestones(), *duties.reports()):
        if due.is_overdue:
            seen.setdefault((due.kind, due.what.pk), due)
    return [
        OverdueItem(
            d.kind, d.what.name, d.address, d.measure.code, offices.get(d.office_id), d.due_on, (today - d.due_on).days
        )
        for d in seen.values()
    ]


def flaws(indicators, *, values):
    """Flaws in the data of indicators ({id: row}) as of now, by kind; `values`: the queryset of values to look at."""
    found = defaultdict(list)
    for finding in findings_about(list(indicators), values=values):
        found[finding.kind].append((indicators[finding.indicator], finding.sentence))
    return [FlawsOfKind(label, found[kind]) for kind, label in LABELS.items() if found[kind]]
