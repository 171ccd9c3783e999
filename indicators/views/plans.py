from django.shortcuts import render

from indicators.moments import known_on
from indicators.queries import end_of_day, in_order, latest_fiscal_year
from indicators.scorecard import Scorecard
from indicators.views.pages import visible_plan
from measures.models import Responsibility, ResponsibilityRole
from plans.history import rows_known_on
from plans.levels import level_names
from plans.models import Objective, Office, Plan


def plan_detail(request, slug):
    """The plan: what it promises, and what its indicators said in the last year with figures."""
    plan = visible_plan(request, slug)
    day = known_on(request, plan.institution)
    card = Scorecard.of(plan, latest_fiscal_year(plan, day), user=request.user, known_on=day)
    moment = end_of_day(day, plan.institution)
    context = {
        "plan": plan,
        "card": card,
        "labels": level_names(plan),
        "objectives": in_order(rows_known_on(Objective, moment, plan=plan.pk)),
        "leads": lead_offices(card, moment),
        "announced": announced(plan, card),
        "predecessor": Plan.objects.visible_to(request.user).filter(pk=plan.predecessor_id).first(),
        "known_on": day,
        "section": "plans",
    }
    return render(request, "indicators/plan_detail.html", context)


def lead_offices(card, moment):
    """{measure id: its leading offices in order}."""
    measures = [branch.measure.pk for strategy in card.strategies for s in strategy.standards for branch in s.measures]
    leads = in_order(rows_known_on(Responsibility, moment, measure__in=measures, role=ResponsibilityRole.LEAD))
    offices = Office.objects.in_bulk({row.office_id for row in leads})
    found = {}
    for row in leads:
        found.setdefault(row.measure_id, []).append(offices[row.office_id])
    return found


def announced(plan, card):
    """(level, recorded, announced) for every level whose number the plan announced."""
    standards = [branch.standard for strategy in card.strategies for branch in strategy.standards]
    counts = {
        "strategy": (len([1 for branch in card.strategies if branch.strategy.name]), plan.announced_strategies),
        "standard": (len([1 for standard in standards if standard.name]), plan.announced_standards),
        "measure": (card.measures_recorded, plan.announced_measures),
    }
    names = level_names(plan)
    return [
        (names[level], recorded, promised) for level, (recorded, promised) in counts.items() if promised is not None
    ]
