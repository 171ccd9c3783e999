"""The start page: what a reader's roles ask for, then the plans."""

from collections import defaultdict

from django.shortcuts import render

from indicators.loading.as_of import days_of
from indicators.overview.plan_cards import cards_of
from indicators.overview.recent_activity import latest_steps
from indicators.overview.start_message import (
    approving_title,
    grading_title,
    planning_title,
    reporting_title,
    standing_title,
)
from indicators.overview.tasks import approving, grading, owed, planning
from plans.caching.strangers import cache_for_strangers, version_for
from plans.models import PlanState, Role, memberships_of
from plans.views.start import listed_plans

CARDS = 12
REPORTING = (Role.REPORTER, Role.APPROVER)
APPROVING = (Role.APPROVER,)
LOOKING = (Role.EXECUTIVE, Role.VIEWER, Role.EVALUATOR)


def home(request):
    """What the reader's roles ask for, the own plans, and what is public; without an account what is public."""
    version, user, memberships = version_for(request), request.user, memberships_of(request.user)
    planned, graded = holding(memberships, Role.PLANNER), holding(memberships, Role.EVALUATOR)
    looked_at = [institution for institution in holding(memberships, *LOOKING) if institution not in planned]
    institutions = list(dict.fromkeys(membership.institution for membership in memberships))
    context = {
        "memberships": memberships,
        "institutions": institutions,
        "several": len(institutions) > 1,
        "owed": [owed(institution, offices, user) for institution, offices in reporting(memberships)],
        "planning": [planning(institution, user) for institution in planned],
        "grading": [grading(institution, user) for institution in graded],
        "approving": [
            approving(institution, offices, user) for institution, offices in reporting(memberships, APPROVING)
        ],
        "lately": [(institution, latest_steps(institution, user=user)) for institution in looked_at],
        **plan_cards(user, {membership.institution_id for membership in memberships}),
    }
    context["titles"] = titles(context)
    page = render(request, "indicators/home/home.html", context)
    shown = [card.plan.institution for card in context["other_cards"]]  # a stranger sees nothing else
    return cache_for_strangers(page, version=version, days=days_of(shown))


def titles(context):
    """What the page says first: what is asked of the reader, role by role; without such a role how the own plans stand."""
    found = [
        *map(planning_title, context["planning"]),
        *map(approving_title, context["approving"]),
        *map(reporting_title, context["owed"]),
        *map(grading_title, context["grading"]),
    ]
    return list(filter(None, found)) or [standing_title(card) for card in context["my_cards"] if card.lines]


def plan_cards(user, own):
    """The first plans as cards, those of the reader's own institutions apart, running plans first; and how many are left."""
    plans = sorted(
        listed_plans(user), key=lambda plan: (plan.institution_id not in own, plan.state == PlanState.CLOSED)
    )
    cards = cards_of(plans[:CARDS], user=user)
    return {
        "my_cards": [card for card in cards if card.plan.institution_id in own],
        "other_cards": [card for card in cards if card.plan.institution_id not in own],
        "plans_left": max(len(plans) - CARDS, 0),
    }


def holding(memberships, *roles):
    """The institutions in which the reader has one of the roles, each once."""
    return list(dict.fromkeys(membership.institution for membership in memberships if membership.role in roles))


def reporting(memberships, roles=REPORTING):
    """(institution, ids of the offices that the reader reports for; None for all of them), each institution once."""
    found = defaultdict(set)
    for membership in memberships:
        if membership.role in roles:
            found[membership.institution].add(membership.office_id)
    return [(institution, None if None in offices else offices) for institution, offices in found.items()]
