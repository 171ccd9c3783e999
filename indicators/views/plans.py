from django.shortcuts import redirect, render

from indicators.moments import known_on
from indicators.queries import end_of_day, in_order, latest_fiscal_year, today_of
from indicators.scorecard import Scorecard
from indicators.views.pages import render_page, visible_plan, year_of
from measures.models import Responsibility, ResponsibilityRole
from plans.fiscal_years import fiscal_year_of
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


def scorecard_latest(request, slug):
    """On to the last year with figures."""
    plan = visible_plan(request, slug)
    year = latest_fiscal_year(plan, known_on(request, plan.institution))
    query = request.GET.urlencode()
    address = redirect("indicators:scorecard", slug=slug, fiscal_year=year)
    address["Location"] += f"?{query}" if query else ""
    return address


def scorecard(request, slug, fiscal_year):
    """Every reading of a plan in one fiscal year, worst first, each with its reason."""
    plan = visible_plan(request, slug)
    day = known_on(request, plan.institution)
    context = {
        "plan": plan,
        "card": Scorecard.of(plan, year_of(plan, fiscal_year), user=request.user, known_on=day),
        "labels": level_names(plan),
        "this_year": this_year(plan),
        "known_on": day,
        "section": "plans",
    }
    return render_page(request, "indicators/scorecard.html", "indicators/_scorecard.html", context)


def this_year(plan):
    """The fiscal year in which today lies at the plan's institution."""
    return fiscal_year_of(today_of(plan.institution), plan.institution.fiscal_year_start_month)


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
