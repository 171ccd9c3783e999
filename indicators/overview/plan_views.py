from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.loading.as_of import days_of, today_of
from indicators.loading.commitments import by_id
from indicators.loading.lines import in_order, latest_fiscal_year
from indicators.loading.lookups import as_of_plan, visible_plan
from indicators.overview.plan_changes import changes_of_plan
from indicators.scorecards.scorecard import Scorecard
from measures.models import Responsibility, ResponsibilityRole
from plans.access.permissions import is_member, may_edit
from plans.caching.strangers import cache_for_strangers
from plans.database.data_version import data_version
from plans.levels import level_names
from plans.models import Objective, Office, Plan, PlanState
from plans.plan_states import meaning

OPEN = ("", "all", "none")


def plan_detail(request, slug):
    version = data_version()  # before anything is read
    current = visible_plan(request, slug)
    as_of = as_of_plan(request, current)
    year = latest_fiscal_year(current, as_of)
    card = Scorecard.of(current, year, user=request.user, as_of=as_of, version=version)
    plan = card.plan
    context = {
        "plan": plan,
        "card": card,
        "labels": level_names(plan),
        "sizes": level_sizes(plan, card),
        "objectives": in_order(as_of.rows(Objective, plan=plan.pk)),
        "leads": lead_offices(card),
        "announced": other_announced_counts(plan, card),
        "changes": changes_of_plan(plan, card.lines, user=request.user, moment=as_of.moment),
        "shows_people": request.user.is_authenticated and is_member(request.user, plan.institution),
        "may_edit": as_of.is_now and request.user.is_authenticated and may_edit(request.user, plan.institution),
        "state_meaning": "" if plan.state == PlanState.ACTIVE else meaning(PlanState(plan.state)),
        "predecessor": Plan.objects.visible_to(request.user).filter(pk=plan.predecessor_id).first(),
        "opened": read_open(request),
        "known_on": as_of.known_on,
        "is_final": as_of.is_final,
        "today": today_of(current.institution),
        "section": "plans",
    }
    page = render(request, "indicators/plans/plan_detail.html", context)
    return cache_for_strangers(page, version=as_of.lasting(version), days=days_of([current.institution]))


def read_open(request):
    """`?open=`: all, none, or empty for the first strategy. Raises BadRequest."""
    asked = request.GET.get("open", "")
    if asked not in OPEN:
        raise BadRequest(_("“open” must be “all” or “none”."))
    return asked


def measure_branches(card):
    """Every measure of the plan once, parts after the whole."""
    rest = [branch for strategy in card.strategies for standard in strategy.standards for branch in standard.measures]
    while rest:
        branch = rest.pop(0)
        if not branch.is_cross_listed:
            yield branch
            rest = branch.sub_measures + rest


def lead_offices(card):
    """{measure id: its leading offices in order}."""
    measures = [branch.measure.pk for branch in measure_branches(card)]
    leads = in_order(card.as_of.rows(Responsibility, measure__in=measures, role=ResponsibilityRole.LEAD))
    offices = by_id(card.as_of.rows(Office, id__in={row.office_id for row in leads}))
    found = {}
    for row in leads:
        found.setdefault(row.measure_id, []).append(offices[row.office_id])
    return found


def counts_by_level(card):
    """{level: how many with a name are recorded}."""
    standards = [branch.standard for strategy in card.strategies for branch in strategy.standards]
    return {
        "strategy": sum(1 for branch in card.strategies if branch.strategy.name),
        "standard": sum(1 for standard in standards if standard.name),
        "measure": card.measures_recorded,
    }


def level_sizes(plan, card):
    """[(level, number)] of the levels that the plan shows."""
    names = level_names(plan)
    return [(names[level], number) for level, number in counts_by_level(card).items() if number]


def other_announced_counts(plan, card):
    """[(level, recorded, announced)] where the plan announced another number than is recorded."""
    promised = {
        "strategy": plan.announced_strategies,
        "standard": plan.announced_standards,
        "measure": plan.announced_measures,
    }
    names = level_names(plan)
    return [
        (names[level], recorded, promised[level])
        for level, recorded in counts_by_level(card).items()
        if promised[level] not in (None, recorded)
    ]
