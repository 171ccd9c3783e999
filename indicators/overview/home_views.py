"""The start page: the tasks of the reader's roles, then the plans."""

from collections import defaultdict

from django.shortcuts import render

from indicators.loading.as_of import days_of
from indicators.overview.plan_cards import load_cards
from indicators.overview.recent_activity import recent_activity
from indicators.overview.start_message import (
    approving_title,
    grading_title,
    plan_title,
    planning_title,
    reporting_title,
)
from indicators.overview.tasks import tasks_for_approver, tasks_for_evaluator, tasks_for_planner, tasks_for_reporter
from plans.caching.strangers import cache_for_strangers, version_for
from plans.models import PlanState, Role, memberships_of
from plans.views.start import plans_with_counts

CARDS = 12
REPORTING = (Role.REPORTER, Role.APPROVER)
APPROVING = (Role.APPROVER,)
LOOKING = (Role.EXECUTIVE, Role.VIEWER, Role.EVALUATOR)


def home(request):
    """The tasks of the reader's roles, their own plans, and public plans; for strangers public plans only."""
    version, user, memberships = version_for(request), request.user, memberships_of(request.user)
    planned, graded = (
        institutions_of_roles(memberships, Role.PLANNER),
        institutions_of_roles(memberships, Role.EVALUATOR),
    )
    looked_at = [
        institution for institution in institutions_of_roles(memberships, *LOOKING) if institution not in planned
    ]
    institutions = list(dict.fromkeys(membership.institution for membership in memberships))
    context = {
        "memberships": memberships,
        "institutions": institutions,
        "several": len(institutions) > 1,
        "owed": [
            tasks_for_reporter(institution, offices, user)
            for institution, offices in offices_by_institution(memberships)
        ],
        "planning": [tasks_for_planner(institution, user) for institution in planned],
        "grading": [tasks_for_evaluator(institution, user) for institution in graded],
        "approving": [
            tasks_for_approver(institution, offices, user)
            for institution, offices in offices_by_institution(memberships, APPROVING)
        ],
        "lately": [(institution, recent_activity(institution, user=user)) for institution in looked_at],
        **plan_cards(user, {membership.institution_id for membership in memberships}),
    }
    context["titles"] = titles(context)
    page = render(request, "indicators/home/home.html", context)
    shown = [card.plan.institution for card in context["other_cards"]]  # a stranger sees nothing else
    return cache_for_strangers(page, version=version, days=days_of(shown))


def titles(context):
    """The headlines of the reader's tasks; without tasks those of their own plans."""
    found = [
        *map(planning_title, context["planning"]),
        *map(approving_title, context["approving"]),
        *map(reporting_title, context["owed"]),
        *map(grading_title, context["grading"]),
    ]
    return list(filter(None, found)) or [plan_title(card) for card in context["my_cards"] if card.lines]


def plan_cards(user, own):
    """The first plans as cards, those of the reader's own institutions apart, running plans first; and how many are left."""
    plans = sorted(
        plans_with_counts(user), key=lambda plan: (plan.institution_id not in own, plan.state == PlanState.CLOSED)
    )
    cards = load_cards(plans[:CARDS], user=user)
    return {
        "my_cards": [card for card in cards if card.plan.institution_id in own],
        "other_cards": [card for card in cards if card.plan.institution_id not in own],
        "plans_left": max(len(plans) - CARDS, 0),
    }


def institutions_of_roles(memberships, *roles):
    """Each once."""
    return list(dict.fromkeys(membership.institution for membership in memberships if membership.role in roles))


def offices_by_institution(memberships, roles=REPORTING):
    """[(institution, ids of the offices, or None for all of them)], each institution once."""
    found = defaultdict(set)
    for membership in memberships:
        if membership.role in roles:
            found[membership.institution].add(membership.office_id)
    return [(institution, None if None in offices else offices) for institution, offices in found.items()]
