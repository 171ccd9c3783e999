from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from indicators.loading.as_of import days_of, today_of
from indicators.loading.lines import latest_fiscal_year, plan_as_of
from indicators.loading.lookups import as_of_plan, render_page, visible_plan, year_of
from indicators.models import YearlyValue
from indicators.scorecards.attention import flaws, overdue_items
from indicators.scorecards.changes import changes_since, default_since
from indicators.scorecards.page import ScorecardPage
from indicators.scorecards.query import Links, ScorecardQuery
from indicators.scorecards.scorecard import Scorecard
from plans.caching.store import Validity, cached_or_built, size_of
from plans.caching.strangers import cache_for_strangers
from plans.database.data_version import data_version
from plans.levels import level_names


def scorecard_latest(request, slug):
    plan = visible_plan(request, slug)
    year = latest_fiscal_year(plan, as_of_plan(request, plan))
    query = request.GET.urlencode()
    address = redirect("indicators:scorecard", slug=slug, fiscal_year=year)
    address["Location"] += f"?{query}" if query else ""
    return address


def scorecard(request, slug, fiscal_year):
    version = data_version()  # before anything is read
    plan = visible_plan(request, slug)
    year, days = year_of(plan, fiscal_year), days_of([plan.institution])
    as_of = as_of_plan(request, plan)
    html = cached_or_built(
        ("scorecard page", slug, year, request.META["QUERY_STRING"], as_of.is_final),
        lambda: render_body(request, plan, year, as_of, version),
        user=request.user,
        validity=Validity.of_everything(version, days),
        weigh=size_of,
    )
    context = {"plan": plan_as_of(plan, as_of), "fiscal_year": year, "section": "plans", "body": html}
    context["known_on"] = as_of.known_on
    page = render_page(
        request, "indicators/scorecards/scorecard.html", "indicators/scorecards/_scorecard_update.html", context
    )
    return cache_for_strangers(page, version=as_of.lasting(version), days=days)


def render_body(request, plan, fiscal_year, as_of, version):
    """The page's body as HTML: the same for all readers with the same rights, so it contains nothing of the reader."""
    query = ScorecardQuery.of(request, plan)
    card = Scorecard.of(plan, fiscal_year, user=request.user, as_of=as_of, version=version)
    links = Links(reverse("indicators:scorecard", args=[plan.slug, fiscal_year]), request.GET)
    context = {
        "plan": card.plan,
        "card": card,
        "page": ScorecardPage(card, query, links, as_of.today),
        "query": query,
        "labels": level_names(card.plan),
        "known_on": as_of.known_on,
        "is_final": as_of.is_final,
        "last_askable": today_of(plan.institution),
        "late": overdue_items(card, user=request.user),
        "flaws": flaws_behind(card, request.user) if as_of.is_now else None,
        **changes_context(request, card, query),
    }
    return render_to_string("indicators/scorecards/_scorecard.html", context)


def flaws_behind(card, user):
    indicators = {line.indicator.pk: line.indicator for line in card.lines}
    return flaws(indicators, values=YearlyValue.objects.visible_to(user))


def changes(request, slug, fiscal_year):
    """The changes since a day: a fragment loaded after the scorecard, or a page of its own."""
    plan = visible_plan(request, slug)
    year, query = year_of(plan, fiscal_year), ScorecardQuery.of(request, plan)
    card = Scorecard.of(plan, year, user=request.user, as_of=as_of_plan(request, plan))
    since = query.since or default_since(card.as_of)
    context = {"plan": card.plan, "card": card, "section": "plans", "since": since, "today": card.as_of.today}
    context |= {"changes": changes_since(card, since, user=request.user), "known_on": card.known_on}
    context["is_final"] = card.as_of.is_final
    return render_page(
        request,
        "indicators/scorecards/scorecard_changes.html",
        "indicators/scorecards/_scorecard_changes.html",
        context,
    )


def changes_context(request, card, query):
    """The changes since the requested day; without one only the day, and the list is loaded afterwards."""
    since = query.since or default_since(card.as_of)
    found = changes_since(card, since, user=request.user) if query.since else None
    return {"since": since, "today": card.as_of.today, "changes": found}
